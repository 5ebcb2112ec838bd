/** What a mail's text may name; screens offer them in this order. */
export const mergeFields = [
  'account.name',
  'contact.name',
  'contact.department',
  'contact.title',
  'member.name',
  'member.email',
  'organisation.name',
  'product.name',
  'renewal.date',
  'notice.date',
  'onboarding.date',
] as const;
export type MergeField = (typeof mergeFields)[number];
export type MergeValues = Partial<Record<MergeField, string | null>>;

const pattern = /\{\{\s*([^{}]*?)\s*\}\}/g;
const isField = (name: string): name is MergeField => (mergeFields as readonly string[]).includes(name);

/** Names between double braces that are no merge fields, in reading order; braces that do not close count as one. */
export function unknownFields(text: string): string[] {
  const wrong = [...text.matchAll(pattern)].map((m) => m[1]!).filter((name) => !isField(name));
  const rest = text.replaceAll(pattern, '');
  return rest.includes('{{') || rest.includes('}}') ? [...wrong, '{{'] : wrong;
}

/** The text with its fields filled in. What is not known stays as 〔name〕, to be seen before it is sent, and is listed. */
export function fill(text: string, values: MergeValues, nameOf: (field: MergeField) => string): { text: string; missing: MergeField[] } {
  const missing = new Set<MergeField>();
  const filled = text.replaceAll(pattern, (whole, name: string) => {
    if (!isField(name)) return whole;
    const value = values[name];
    if (value) return value;
    missing.add(name);
    return `〔${nameOf(name)}〕`;
  });
  return { text: filled, missing: [...missing] };
}
