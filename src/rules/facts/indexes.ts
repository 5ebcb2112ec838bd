import { sql } from 'drizzle-orm';
import { rows, type Database, type Db } from '#platform/db/db.ts';
import type { Jobs } from '#platform/jobs/jobs.ts';
import { indexFacts } from './jobs.ts';

/**
 * How a list uses a column: `sort` needs a text in the order of the language, `filter` as it is. `also`: a second column
 * that is filtered by at the same time.
 */
export type ColumnUse = { column: string; also?: string; isText: boolean; use: 'sort' | 'filter' };

const mostIndexes = 20;
const idleDays = 60;
const noteEveryMs = 3_600_000;
const noted = new WeakMap<object, Map<string, number>>();

const beside = 'include (is_archived, churned_on, colour_rank)';

const nameOf = (use: ColumnUse) => `account_facts_on_${use.column}${use.also ? `_and_${use.also}` : ''}${use.isText && use.use === 'sort' ? '_ja' : ''}`;

/** Remembers that lists use these columns; asks for indexes that are not there. Written at most once an hour a column. */
export async function noteColumnUse(db: Db, jobs: Pick<Jobs, 'enqueue'>, uses: ColumnUse[], now: Date): Promise<void> {
  const seen = noted.get(db) ?? new Map<string, number>();
  noted.set(db, seen);
  const due = uses.filter((use) => now.getTime() - (seen.get(nameOf(use)) ?? -Infinity) > noteEveryMs);
  const fresh = [...new Map(due.map((use) => [nameOf(use), use])).values()];
  if (!fresh.length) return;
  for (const use of fresh) seen.set(nameOf(use), now.getTime());
  const values = fresh.map(
    (use) => sql`(${nameOf(use)}, ${use.column}, ${use.also ?? null}, ${use.isText && use.use === 'sort'}, ${now.toISOString()}::timestamptz)`,
  );
  const missing = await rows<{ index_name: string }>(
    db,
    sql`
    with noted as (
      insert into fact_indexes (index_name, column_name, also_column, collated, last_used_at) values ${sql.join(values, sql`, `)}
      on conflict (index_name) do update set last_used_at = excluded.last_used_at returning index_name, indexed_at)
    select index_name from noted where indexed_at is null`,
  );
  if (missing.length) await jobs.enqueue(db, indexFacts, {});
}

/**
 * Makes the indexes asked for and drops those nobody has used for 60 days; at most 20 at a time, the latest used first.
 * CONCURRENTLY: lists go on meanwhile. Columns that have an index by migration need none.
 */
export async function tendIndexes(database: Database, now: Date): Promise<{ made: string[]; dropped: string[] }> {
  const { db, pool } = database;
  const idle = new Date(now.getTime() - idleDays * 86_400_000).toISOString();
  const wanted = await rows<{ index_name: string; column_name: string; also_column: string | null; collated: boolean; indexed: boolean; keep: boolean }>(
    db,
    sql`
    select index_name, column_name, also_column, collated, indexed_at is not null as indexed,
      last_used_at > ${idle}::timestamptz and row_number() over (order by (last_used_at > ${idle}::timestamptz) desc, last_used_at desc, index_name) <= ${mostIndexes}::int as keep
    from fact_indexes
    where collated or also_column is not null or not exists (
      select from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[0] join pg_class c on c.oid = i.indexrelid
      where i.indrelid = 'account_facts'::regclass and i.indpred is null and a.attname = column_name and c.relname <> index_name and i.indcollation[0] in (0, 100))
    order by last_used_at desc`,
  );
  const made: string[] = [];
  const dropped: string[] = [];
  for (const one of wanted) {
    const name = identifier(one.index_name);
    if (one.indexed && !one.keep) {
      await pool.query(`drop index concurrently if exists ${name}`);
      await db.execute(sql`delete from fact_indexes where index_name = ${one.index_name}`);
      dropped.push(one.index_name);
    } else if (!one.indexed && one.keep) {
      // An attempt that broke off leaves an invalid index under the name.
      await pool.query(`drop index concurrently if exists ${name}`);
      await pool.query(`create index concurrently ${name} on account_facts ${keyOf(one)}`);
      await db.execute(sql`update fact_indexes set indexed_at = ${now.toISOString()}::timestamptz where index_name = ${one.index_name}`);
      made.push(one.index_name);
    }
  }
  if (made.length) await pool.query('analyze account_facts');
  return { made, dropped };
}

// With the owner behind it, an order passes over the customers of others without reading them; what nearly every list leaves
// out or asks for lies beside it, so that those who fit are counted inside the index.
function keyOf(one: { column_name: string; also_column: string | null; collated: boolean }): string {
  const column = identifier(one.column_name);
  if (one.also_column) return `(${column}, ${identifier(one.also_column)}, account_id) ${beside}`;
  const order = `${column}${one.collated ? ' collate "ja-x-icu"' : ''}, account_id`;
  return `(${column === 'csm_id' ? order : `${order}, csm_id`}) ${beside}`;
}

function identifier(name: string): string {
  if (!/^[a-z][a-z0-9_]{0,60}$/.test(name)) throw new Error(`${name} is no column`);
  return name;
}
