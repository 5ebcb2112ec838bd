import { sql, type SQL } from 'drizzle-orm';

/** The relations metrics are read from; each is read once for all metrics, and only when one needs it. */
export type Part = 'usage' | 'users' | 'start' | 'contract' | 'line' | 'contact' | 'touch' | 'role_touch' | 'product';
export type EventSet = 'all' | readonly string[];

/** What the metrics of one run need, collected while they are compiled: columns by their expression, made once each. */
export type Needs = {
  columns: Map<Part, Map<string, SQL>>;
  /** Windows of distinct users, as ages in days: from (inclusive) to (exclusive). */
  userWindows: Map<string, { from: number; to: number }>;
  /** How many days back usage is read, and users. */
  usageDays: number;
  userDays: number;
  /** Whether single events of a day matter, or its total is enough. */
  byEvent: boolean;
  amounts: boolean;
};

export function emptyNeeds(perProduct: boolean): Needs {
  return { columns: new Map(), userWindows: new Map(), usageDays: 1, userDays: 1, byEvent: perProduct, amounts: false };
}

/** Registers a column of a part under `name` and gives the reference to it. */
export function need(needs: Needs, part: Part, name: string, expression: SQL): SQL {
  const columns = needs.columns.get(part) ?? new Map<string, SQL>();
  needs.columns.set(part, columns);
  columns.set(name, expression);
  return sql.raw(`${part}.${name}`);
}

/** A number known to the program, written into the statement so that Postgres can plan with it. */
export function whole(n: number): SQL {
  if (!Number.isInteger(n)) throw new Error(`${n} is not a whole number`);
  return sql.raw(String(n));
}

/** A short name for an expression's parameters, so that equal columns are made once. */
export function nameOf(prefix: string, ...parts: (string | number)[]): string {
  const text = parts.join('_');
  return /^[a-z0-9_]*$/.test(text) && text.length < 40 ? `${prefix}_${text}` : `${prefix}_${fnv(text)}`;
}

function fnv(text: string): string {
  let a = 0xcbf29ce484222325n;
  for (const byte of Buffer.from(text)) a = ((a ^ BigInt(byte)) * 0x100000001b3n) & 0xffffffffffffffffn;
  return a.toString(36);
}
