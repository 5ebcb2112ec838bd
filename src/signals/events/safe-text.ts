// Postgres has no place for NUL, and jsonb none for half of a surrogate pair; one such message must not stop the others.
const unsafe = /[\0\ud800-\udfff]/;
const unsafeJson = /\\u(?:0000|d[89a-f])/i;

/** Text that Postgres can store. */
export function safeText(text: string): string {
  return unsafe.test(text) ? Buffer.from(text).toString().replaceAll('\0', '') : text;
}

/** JSON text that jsonb can store. */
export function safeJson(value: object): string {
  const text = JSON.stringify(value);
  return unsafeJson.test(text) ? JSON.stringify(cleaned(value)) : text;
}

function cleaned(value: unknown): unknown {
  if (typeof value === 'string') return safeText(value);
  if (Array.isArray(value)) return value.map(cleaned);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [safeText(key), cleaned(inner)]));
}
