import { sql, type SQL } from 'drizzle-orm';
import type { BoundField } from '#rules/conditions/index.ts';
import { sortType } from './columns.ts';

export type Direction = 'asc' | 'desc';
export type Position = { value: string | null; id: string };

/**
 * One page by key, without offset. Customers with a value first, in order; those without one after them, whatever the
 * direction: two queries, of which the second runs only when the first gave too few. `k` is the value to go on from.
 * `counted`: each row brings the count, made once; one question to the database instead of two.
 */
export function pageSql(
  select: SQL,
  where: SQL,
  sort: { field: BoundField; direction: Direction },
  known: boolean,
  after: Position | null,
  limit: number,
  counted: SQL | null,
): SQL {
  const x = sql.raw(sort.field.sort ?? sort.field.now);
  const direction = sql.raw(sort.direction);
  const beyond = sql.raw(sort.direction === 'asc' ? '>' : '<');
  const type = sql.raw(sortType(sort.field));
  const from = sql`select ${select}, (${x})::text as k${counted ? sql`, (${counted}) as n` : sql``} from account_facts f where ${where} and ${x} is ${known ? sql`not null` : sql`null`}`;
  if (!known) return sql`${from} ${after ? sql`and f.account_id ${beyond} ${after.id}::uuid` : sql``} order by f.account_id ${direction} limit ${limit}`;
  const rest = after ? sql`and (${x}, f.account_id) ${beyond} (${after.value}::${type}, ${after.id}::uuid)` : sql``;
  return sql`${from} ${rest} order by ${x} ${direction}, f.account_id ${direction} limit ${limit}`;
}

/** At most `cap` + 1: whether there are more than `cap` is known at once. */
export const cappedCountSql = (where: SQL, cap: number): SQL =>
  sql`select count(*)::int as n from (select from account_facts f where ${where} limit ${cap + 1}) x`;

/** The whole set in figures: for the header and the coloured bar. */
export const summarySql = (where: SQL): SQL => sql`
  select count(*)::int as count, sum(f.mrr)::text as mrr, round(avg(f.score)::numeric, 1)::float8 as "meanScore",
    count(*) filter (where f.colour_rank = 3)::int as good, count(*) filter (where f.colour_rank = 2)::int as watch,
    count(*) filter (where f.colour_rank = 1)::int as risk, count(*) filter (where f.colour_rank = 4 or f.colour_rank is null)::int as unknown,
    count(f.colour_rank)::int as scored
  from account_facts f where ${where}`;
