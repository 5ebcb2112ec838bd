import { sql, type SQL } from 'drizzle-orm';
import type pg from 'pg';
import type { Day } from '#platform/clock/days.ts';
import type { Database, Db } from '#platform/db/db.ts';
import type { Jobs } from '#platform/jobs/jobs.ts';
import type { Field } from './fields.ts';
import type { Mapping, MappedColumn, Noun } from './mapping.ts';

/** One import at work: the rows of the file are in the temporary table import_stage. */
export type Run = {
  tx: Db;
  client: pg.PoolClient;
  /** For what must not be part of the import's transaction, such as partitions. */
  database: Pick<Database, 'pool'>;
  jobs: Pick<Jobs, 'publish'>;
  importId: string;
  mapping: Mapping;
  columns: MappedColumn[];
  /** The moment everything of this run becomes known. */
  at: Date;
  today: Day;
  timeZone: string;
  currency: string;
  history: boolean;
  /** 'later' for many rows: a job makes them findable after the import. */
  search: 'now' | 'later';
};

export type Counts = { added: number; changed: number; unchanged: number; missing: number };
export type UndoRun = Pick<Run, 'tx' | 'jobs' | 'importId' | 'at' | 'today'>;

/**
 * What knows one noun. `plan` makes the temporary table import_plan with at least (no, action, bad): action is 'new',
 * 'changed' or 'same', bad names what only the database can tell to be wrong ('code', 'code:field' or 'code:field:value'). Rows with
 * something in `bad` are left out of everything after it.
 */
export type ImportTarget = {
  noun: Noun;
  fields(db: Db): Promise<Field[]>;
  /** The fields that say which row it is: the first of these that the file has and the row fills. */
  keys: readonly (readonly string[])[];
  plan(run: Run): Promise<void>;
  /** The plan has a column notes, like bad, of rows that are loaded all the same. */
  hasNotes?: boolean;
  apply(run: Run): Promise<void>;
  /** How many of this source the file no longer has; `null` when that has no meaning. */
  countMissing(run: Run): Promise<number>;
  /** Takes the import back; gives how many rows had to stay because something newer hangs on them. */
  undo(run: UndoRun): Promise<{ kept: number }>;
};

export const columnOf = (i: number): string => `f${i}`;

/** The staged value of a field, or undefined when the file does not have it. `from` is the alias of import_stage. */
export function staged(run: Pick<Run, 'columns'>, key: string, from = 's'): SQL | undefined {
  const i = run.columns.findIndex((c) => c.field.key === key);
  return i < 0 ? undefined : sql.raw(`${from}.${columnOf(i)}`);
}

/** The parts of `keys` that the file has. */
export function keysOf<C extends Pick<MappedColumn, 'field'>>(columns: readonly C[], keys: ImportTarget['keys']): C[][] {
  return keys.map((parts) => parts.flatMap((key) => columns.filter((c) => c.field.key === key))).filter((found, i) => found.length === keys[i]!.length);
}

export const KEY_PARTS = ' / ';

/** What says which row it is, in SQL; null where nothing does. */
export function keyIn(run: Pick<Run, 'columns'>, keys: ImportTarget['keys'], from = 's'): SQL {
  const found = keysOf(run.columns, keys).map(
    (parts) =>
      sql`(${sql.join(
        parts.map((c) => staged(run, c.field.key, from)!),
        sql.raw(` || '${KEY_PARTS}' || `),
      )})`,
  );
  return found.length ? sql`coalesce(${sql.join(found, sql`, `)}, null)` : sql`null::text`;
}

export type Assignment = { column: string; value: SQL };

/** The columns of the noun's own table that the file fills; `defaults` stand in for empty cells of columns that may not be null. */
export function filledColumns(run: Pick<Run, 'columns'>, defaults: Record<string, SQL> = {}): Assignment[] {
  return run.columns.flatMap(({ field }) => {
    if (!field.column) return [];
    const value = staged(run, field.key)!;
    const fallback = defaults[field.column];
    return [{ column: field.column, value: fallback ? sql`coalesce(${value}, ${fallback})` : value }];
  });
}

export const columnList = (columns: Assignment[], alias = ''): SQL =>
  sql.join(
    columns.map((c) => sql.raw(`${alias && `${alias}.`}"${c.column}"`)),
    sql`, `,
  );
export const valueList = (columns: Assignment[]): SQL =>
  sql.join(
    columns.map((c) => c.value),
    sql`, `,
  );

/** True where the row in the database (alias `alias`) is not what the file says. */
export function differs(columns: Assignment[], alias: string): SQL {
  return columns.length === 0 ? sql`false` : sql`(${columnList(columns, alias)}) is distinct from (${valueList(columns)})`;
}

/** The given columns of a row as jsonb, for the record of what an import changed. */
export function imageOf(columns: string[], alias: string): SQL {
  return sql`jsonb_build_object(${sql.join(
    columns.map((c) => sql.raw(`'${c}', ${alias}."${c}"`)),
    sql`, `,
  )})`;
}

/**
 * True where a row was marked as gone by an earlier import and nobody has touched the mark since: when the file has the
 * row again, the mark goes. `before` is what such a mark left in import_changes; `same` compares the mark with today.
 */
export function markedAsGone(
  noun: string,
  before: '{"churned_on": null}' | '{"status": "active", "status_on": null}' | '{"cancelled_on": null}',
  row: SQL,
  same: SQL,
): SQL {
  return sql`exists (select 1 from import_changes ch where ${row} and ch.noun = ${noun} and ch.before = ${sql.raw(`'${before}'`)} and ${same})`;
}
