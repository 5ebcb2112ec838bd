import { sql, type SQL } from 'drizzle-orm';
import type { BoundField, Catalogue } from '#rules/conditions/index.ts';

/** Columns that are drawn rather than compared: the small line of twelve weeks, the reasons with their figures. */
const drawn: Record<string, string> = { usage: 'f.week_usage', reason: 'f.reason', attention: 'f.attention' };

export const isColumn = (key: string, catalogue: Catalogue): boolean => key in drawn || (catalogue.fields.get(key)?.column ?? false);

/** The select list of a list: what every row needs, and the columns asked for, named by their keys. */
export function selectList(keys: string[], catalogue: Catalogue): SQL {
  const always: Record<string, string> = { accountId: 'f.account_id', name: 'f.name', score: 'f.score', colour: 'f.colour' };
  const asked = Object.fromEntries(keys.map((key) => [key, drawn[key] ?? catalogue.fields.get(key)!.now]));
  const parts = Object.entries({ ...asked, ...always }).map(([key, expression]) => `${expression} as "${safeKey(key)}"`);
  return sql.raw(parts.join(', '));
}

// Keys come from the catalogue, never from a request; this holds should that ever change.
function safeKey(key: string): string {
  if (!/^[a-zA-Z0-9_.]{1,120}$/.test(key)) throw new Error(`${key} is no column`);
  return key;
}

/** The type of what a field is sorted by, so that a cursor compares as the column does. */
export function sortType(field: BoundField): string {
  if (field.sort === 'f.colour_rank') return 'smallint';
  switch (field.type) {
    case 'number':
      return field.whole ? 'bigint' : field.group === 'health' ? 'real' : 'float8';
    case 'money':
      return field.whole ? 'bigint' : 'float8';
    case 'member':
      return 'uuid';
    case 'date':
    case 'boolean':
      return field.type;
    default:
      return 'text';
  }
}

/** The column of account_facts behind a field, if it is one and no expression. */
export function plainColumn(field: BoundField): string | null {
  return /^f\.(\w+)$/.exec(field.now)?.[1] ?? null;
}
