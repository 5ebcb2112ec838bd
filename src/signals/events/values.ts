/** When a request arrived, and when its sender says it was sent. */
export type Times = { receivedAt: number; sentAt: number | null };

const iso = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)?(Z|[+-]\d{2}:?\d{2})?$/i;
const earliest = Date.UTC(2000, 0, 1);
const wrongClock = 5 * 60_000;
const dayAhead = 86_400_000;

/** Milliseconds of an ISO 8601 text; without a zone it is UTC, never the server's own zone. Null: not a date. */
export function parseIso(text: string): number | null {
  const match = iso.exec(text.trim());
  if (!match) return null;
  const spaced = text.trim().replace(' ', 'T');
  const ms = Date.parse(match[1] || spaced.length === 10 ? spaced : `${spaced}Z`);
  return Number.isNaN(ms) ? null : ms;
}

/**
 * When it happened. The client's own time as it stands (a retry repeats it), unless its clock is off by more than five
 * minutes: then it is moved by sentAt, as Segment does. History is never moved. Out of 2000 to tomorrow: when it arrived.
 */
export function momentOf(raw: Record<string, unknown>, times: Times, history: boolean): { ms: number; own: boolean } | null {
  const given = raw.timestamp ?? raw.originalTimestamp;
  if (given === undefined || given === null || given === '') return { ms: times.receivedAt, own: false };
  const parsed = typeof given === 'string' ? parseIso(given) : null;
  if (parsed === null) return null;
  const sentAt = times.sentAt ?? (typeof raw.sentAt === 'string' ? parseIso(raw.sentAt) : null);
  const skew = sentAt === null || history ? 0 : times.receivedAt - sentAt;
  const ms = Math.abs(skew) > wrongClock ? parsed + skew : parsed;
  if (ms < earliest || ms > times.receivedAt + dayAhead) return { ms: times.receivedAt, own: false };
  return { ms, own: true };
}

/** The money or quantity of an event: `revenue`, `amount` or `value`, a number or its text. */
export function amountOf(properties: Record<string, unknown>): string | null {
  for (const name of ['revenue', 'amount', 'value']) {
    const amount = decimalOf(properties[name]);
    if (amount !== null) return amount;
  }
  return null;
}

/** A number as decimal text, to the fifteenth place on both sides: what is smaller would stop the sums of the night. */
export function decimalOf(value: unknown): string | null {
  if (typeof value === 'number') return Number.isFinite(value) && Math.abs(value) < 1e15 ? String(Math.abs(value) < 1e-15 ? 0 : value) : null;
  if (typeof value !== 'string' || value.length > 40) return null;
  return /^[+-]?\d{1,15}(?:\.\d{1,15})?$/.test(value.trim()) ? value.trim() : null;
}
