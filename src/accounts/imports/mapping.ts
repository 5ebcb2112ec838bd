import { z } from 'zod';
import { encodings } from '#platform/files/encodings.ts';
import type { Field } from './fields.ts';
import { foldWord } from './values.ts';

export const nouns = ['accounts', 'contacts', 'contracts', 'events'] as const;
export type Noun = (typeof nouns)[number];

/** How a file is read and what its columns mean: the JSON of the command line and what the wizard saves. */
export const mappingSchema = z.strictObject({
  source: z
    .string()
    .regex(/^[a-z0-9][a-z0-9_-]{0,62}$/)
    .describe('Short name of the system the file comes from; external ids are unique within it'),
  encoding: z
    .enum([...encodings, 'utf8', 'shift_jis', 'sjis'])
    .optional()
    .describe('Detected when not given'),
  delimiter: z.enum([',', ';', '\t', '|']).optional().describe('Detected when not given'),
  skipLines: z.number().int().min(0).max(1000).optional().describe('Lines before the header line; found when not given'),
  header: z.boolean().optional().describe('false: no header line, columns are called 列1, 列2, …'),
  sheet: z.string().max(100).optional().describe('Sheet of an Excel file; the first with content when not given'),
  columns: z.record(z.string().max(500), z.string().max(200)).describe('Header of the column -> field'),
  rows: z.enum(['all', 'good']).default('good').describe('all: nothing is loaded when any row has a problem; good: the others are loaded'),
  gone: z
    .enum(['leave', 'mark'])
    .default('leave')
    .describe('What happens to rows of this source that the file no longer has: nothing, or marked as churned, left, cancelled'),
  unknownOwners: z
    .enum(['refuse', 'leave'])
    .optional()
    .describe('Owners (csm, sales, …) that are no member: refuse the row (when not given), or load it and leave its owner as it is'),
});
export type Mapping = z.infer<typeof mappingSchema>;

/** The options for reading the file that a mapping holds. */
export function readOptions(mapping: Mapping) {
  const { delimiter, skipLines, header, sheet } = mapping;
  const encoding = mapping.encoding === 'utf8' ? 'utf-8' : mapping.encoding === 'shift_jis' || mapping.encoding === 'sjis' ? 'cp932' : mapping.encoding;
  return { delimiter, skipLines, header, sheet, encoding };
}

export type MappedColumn = { index: number; header: string; field: Field };
export type MappingProblem = { code: 'unknownField' | 'unknownColumn' | 'mappedTwice' | 'fieldMissing'; values: Record<string, string> };

/** Which column of this file fills which field, and what does not fit. */
export function bindColumns(mapping: Mapping, header: string[], fields: Field[]): { columns: MappedColumn[]; problems: MappingProblem[] } {
  const problems: MappingProblem[] = [];
  const columns: MappedColumn[] = [];
  const byKey = new Map(fields.map((f) => [f.key, f]));
  const folded = header.map(foldHeader);
  for (const [name, key] of Object.entries(mapping.columns)) {
    if (!key) continue;
    const field = byKey.get(key) ?? propertyField(key, fields);
    const index = header.includes(name) ? header.indexOf(name) : folded.indexOf(foldHeader(name));
    if (!field) problems.push({ code: 'unknownField', values: { field: key, column: name } });
    else if (index < 0) problems.push({ code: 'unknownColumn', values: { column: name, columns: listed(header) } });
    else if (columns.some((c) => c.field.key === key)) problems.push({ code: 'mappedTwice', values: { field: key, column: name } });
    else columns.push({ index, header: header[index]!, field });
  }
  for (const field of fields) {
    if (
      !isMapped(
        field,
        columns.map((c) => c.field.key),
      )
    )
      problems.push({ code: 'fieldMissing', values: { field: field.key, label: field.label.ja } });
  }
  return { columns: columns.sort((a, b) => a.index - b.index), problems };
}

/** Whether a mapping with these fields has what this one asks for. */
export function isMapped(field: Pick<Field, 'key' | 'mustMap' | 'standIn'>, keys: string[]): boolean {
  return !field.mustMap || keys.includes(field.key) || (field.standIn !== undefined && keys.includes(field.standIn));
}

/** Events take any property under `properties.NAME`. */
function propertyField(key: string, fields: Field[]): Field | undefined {
  const name = /^properties\.(.{1,100})$/.exec(key)?.[1];
  if (!name || !fields.some((f) => f.key === 'event')) return undefined;
  return { key, kind: 'text', label: { ja: name, en: name }, names: [] };
}

/** A field for each header that names one: remembered first, then by its own names; each field at most once. */
export function suggestColumns(header: string[], fields: Field[], remembered: Record<string, string> = {}): Record<string, string> {
  const suggestion: Record<string, string> = {};
  const taken = new Set<string>();
  const take = (name: string, key: string | undefined) => {
    if (!key || taken.has(key) || suggestion[name]) return;
    suggestion[name] = key;
    taken.add(key);
  };
  const known = new Map(Object.entries(remembered).map(([name, key]) => [foldHeader(name), key]));
  const keys = new Set(fields.map((f) => f.key));
  for (const name of header) {
    const key = known.get(foldHeader(name));
    if (key !== undefined && (keys.has(key) || key.startsWith('properties.'))) take(name, key);
  }
  // In the order of each field's names: the first is what the screens call it, the last the loosest.
  for (const field of fields) {
    for (const wanted of field.names.map(foldHeader)) {
      const name = header.find((h) => !suggestion[h] && !known.has(foldHeader(h)) && foldHeader(h) === wanted);
      if (name !== undefined) take(name, field.key);
    }
  }
  return suggestion;
}

/** What a file must tell of a noun, besides what every mapping of it needs, to be worth a second look. */
const telling: Partial<Record<Noun, string[][]>> = {
  accounts: [['name']],
  contacts: [['name'], ['email', 'title', 'department', 'phone']],
  contracts: [['endsOn', 'noticeDeadlineOn', 'unitPrice', 'yearlyPrice']],
};

/** Which other nouns the headers of a file speak of. */
export function alsoIn(header: string[], own: Noun, fields: Partial<Record<Noun, Field[]>>): Noun[] {
  return nouns.filter((noun) => {
    const known = fields[noun];
    const wanted = telling[noun];
    if (noun === own || !known || !wanted) return false;
    const found = new Set(Object.values(suggestColumns(header, known)));
    return known.every((f) => isMapped(f, [...found])) && wanted.every((any) => any.some((key) => found.has(key)));
  });
}

export function foldHeader(name: string): string {
  return foldWord(name);
}

/** The columns a file has, for a sentence: as many as a person reads. */
function listed(header: string[]): string {
  const named = header.filter((h) => h.trim());
  return named.slice(0, 12).join(' / ') + (named.length > 12 ? ' …' : '');
}
