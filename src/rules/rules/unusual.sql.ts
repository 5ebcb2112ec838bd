import { sql, type SQL } from 'drizzle-orm';
import { quietDays } from '#platform/clock/business-days.ts';
import { addDays, type Day } from '#platform/clock/days.ts';
import type { Trigger } from './definition.ts';

type Unusual = Extract<Trigger, { kind: 'unusual' }>;

/**
 * How far the last seven days of an account's usage lie from what is usual for it: rows (account_id, day, value, usual, z).
 * Usual = sum over these days of the median of the same weekday in the eight weeks before. z = (value − usual) ÷ the largest
 * of 1.4826 × median |week − its usual| over those weeks, √usual, 15 % of usual, and 1. Holidays, the days around New Year,
 * Obon and the bridges of Golden Week count neither as value nor as usual. From what was known at the close of the day only.
 * Of one product only its own events count. `span` holds every day of the relation. No row: days left to judge that usually bring less than 60 % of a
 * week's usage, or usage in fewer than six of the eight weeks.
 */
export function unusualDays(trigger: Unusual, relation: SQL, span: { from: Day; to: Day }, productNo: number | null = null): SQL {
  const quiet = quietDays(addDays(span.from, -62), span.to);
  return sql`
    select r.account_id, r.day, w.value, w.usual, w.z from (${relation}) r cross join lateral (
      with days as (
        select g / 7 as week, extract(isodow from r.day - g)::int as dow, coalesce(k.n, 0)::float8 as n
        from generate_series(0, 62) g left join (
          select d.day, sum(${amountOf(trigger, productNo)}) as n from account_days d
          where d.account_id = r.account_id and d.day between r.day - 62 and r.day and d.known_on <= r.day group by d.day) k on k.day = r.day - g
        where not (r.day - g = any(${sql.param(quiet)}::date[]))),
      usual as (select dow, percentile_cont(0.5) within group (order by n) as m from days where week > 0 group by dow),
      weeks as (select d.week, sum(d.n) as n, sum(u.m) as m, count(*) as judged from days d join usual u using (dow) group by d.week),
      whole as (select sum(m) as m from usual),
      spread as (select percentile_cont(0.5) within group (order by abs(n - m)) as mad, count(*) filter (where n > 0) as used from weeks where week > 0 and judged >= 4)
      select w.n as value, w.m as usual, (w.n - w.m) / greatest(1.4826 * s.mad, sqrt(w.m), 0.15 * w.m, 1) as z
      from weeks w cross join spread s cross join whole where w.week = 0 and w.m >= 0.6 * whole.m and s.used >= 6) w`;
}

function amountOf({ of, events }: Unusual, productNo: number | null): SQL {
  if (of === 'users') return sql`cardinality(d.users)`;
  if (events === 'all' && !productNo) return sql`d.total`;
  const named = events === 'all' ? sql`` : sql`and en.name = any(${sql.param(events)}::text[])`;
  const ofProduct = productNo ? sql`and en.product_no = ${productNo}::smallint` : sql``;
  return sql`(select coalesce(sum(c.n), 0) from unnest(d.events, d.counts) c(e, n) join event_names en on en.event_id = c.e ${named} ${ofProduct})`;
}
