import { sql, type SQL } from 'drizzle-orm';
import type { Day } from '#platform/clock/days.ts';
import { row, rows, type Db } from '#platform/db/db.ts';
import type { Distribution } from './contract.ts';

const bins = 20;
const samples = 12;

type Summary = {
  accounts: number;
  withValue: number;
  min: number | null;
  max: number | null;
  whole: boolean | null;
  quantiles: number[] | null;
  bins: number[] | null;
  samples: { accountId: string; name: string; value: number }[] | null;
};

/**
 * Shape of the values of `slot`, of one product or of accounts as a whole (0), over a relation of (account_id, product_no, v):
 * count, quantiles, histogram, some customers. A few whole numbers, such as levels, get a bar each.
 */
export async function distributionOf(db: Db, values: SQL, { slot, productNo }: { slot: number; productNo: number }, day: Day): Promise<Distribution> {
  const found = await row<Summary>(
    db,
    sql`with x as materialized (select q.account_id, q.v[${sql.raw(String(slot))}] as v from (${values}) q where q.product_no = ${productNo}),
      edge as (select *, case when whole then high - low + 1 else ${bins} end::int as bins
        from (select min(v) as low, max(v) as high, bool_and(v = floor(v)) and max(v) - min(v) < ${bins} as whole from x) e),
      filled as (select least(width_bucket(x.v, e.low, e.high + e.whole::int, e.bins), e.bins) as bin, count(*)::int as n from x, edge e where x.v is not null and e.high > e.low group by 1),
      ranked as (select account_id, v, row_number() over (order by v, account_id) as r, count(*) over () as all_of from x where v is not null),
      picked as (select distinct on (slice) account_id, v from (select *, ((r - 1) * ${samples}) / all_of as slice from ranked) s order by slice, r)
      select (select count(*)::int from x) as accounts, (select count(v)::int from x) as "withValue", e.low as min, e.high as max, e.whole,
        (select percentile_cont(array[0.1, 0.25, 0.5, 0.75, 0.9]) within group (order by v) from x) as quantiles,
        (select array_agg(coalesce(f.n, 0) order by b) from generate_series(1, e.bins) b left join filled f on f.bin = b) as bins,
        (select jsonb_agg(jsonb_build_object('accountId', p.account_id, 'name', a.name, 'value', p.v) order by p.v) from picked p join accounts a using (account_id)) as samples
      from edge e`,
  );
  const { min, max } = found!;
  const width = min === null || max === null || min === max ? 0 : found!.whole ? 1 : (max - min) / bins;
  const spread = width ? found!.bins!.map((n, i) => ({ from: min! + i * width, to: min! + (i + 1) * width, n })) : [];
  const single = min !== null && !width ? [{ from: min, to: min, n: found!.withValue }] : spread;
  return {
    day,
    accounts: found!.accounts,
    withValue: found!.withValue,
    min,
    max,
    quantiles: found!.quantiles ?? [],
    bins: single,
    samples: found!.samples ?? [],
  };
}

/** The newest day with values, within the last week before `today`. */
export async function newestDay(db: Db, today: Day): Promise<Day | undefined> {
  const found = await rows<{ day: Day | null }>(db, sql`select max(day) as day from metric_days where day between ${today}::date - 7 and ${today}`);
  return found[0]?.day ?? undefined;
}
