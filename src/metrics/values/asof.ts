import { sql, type SQL } from 'drizzle-orm';
import type { Day } from '#platform/clock/days.ts';

/**
 * For whom and as of when metrics are made. This is all that differs between the nightly run, changed accounts, a
 * preview, an export of the past and a proof: facts are taken only if known before `cut`, the end of `day`.
 */
export type AsOf = {
  /** A query of (account_id uuid, day date, cut timestamptz). */
  pairs: SQL;
  /** The first and last day among the pairs, so that only facts around them are read. */
  from: Day;
  to: Day;
  timeZone: string;
  /** More than one product is sold: values are made for each product of an account as well. */
  perProduct: boolean;
};

/** One day, for some accounts or all; `cut` is the first moment of the next day. */
export function oneDay(day: Day, cut: Date, accounts: string[] | 'all', rest: Pick<AsOf, 'timeZone' | 'perProduct'>): AsOf {
  const only = accounts === 'all' ? sql`` : sql`where a.account_id = any(${sql.param(accounts)}::uuid[])`;
  return {
    pairs: sql`select a.account_id, ${day}::date as day, ${cut.toISOString()}::timestamptz as cut from accounts a ${only}`,
    from: day,
    to: day,
    ...rest,
  };
}

/** The version of a row that was known at the cut of `s`, for a join with one of the `_versions` tables. */
export const knownAt = (alias: string) => sql.raw(`${alias}.known_from < s.cut and (${alias}.known_to is null or ${alias}.known_to >= s.cut)`);

/**
 * `base`: one row per account and day, numbered b. `asof`: the same (product_no 0) and one per product in use, numbered r. Grouping
 * and joining by these numbers is cheaper than by account and day, and the planner can count them.
 * No row after the day of churn or when archived. An account that came later, but with facts of its own date
 * (imported history), has a row without attributes: unknown, not today's.
 */
export function asofCtes(asof: AsOf): SQL[] {
  const accounts = sql`base as materialized (
    select row_number() over () as b, s.account_id, s.day, s.cut, v.account_id is not null as known, v.attributes,
      coalesce(v.first_contract_on, (v.created_at at time zone ${asof.timeZone}::text)::date) as started, v.first_contract_on
    from (${asof.pairs}) s
    join accounts a on a.account_id = s.account_id
    left join account_versions v on v.account_id = s.account_id and ${knownAt('v')}
    where case when v.account_id is not null
      then (v.churned_on is null or v.churned_on >= s.day) and (v.archived_at is null or v.archived_at >= s.cut)
      else (a.churned_on is null or a.churned_on >= s.day) and (
        exists (select from account_days d where d.account_id = s.account_id and d.day <= s.day and d.known_on <= s.day)
        or exists (select from contract_versions c where c.account_id = s.account_id and c.known_from < s.cut)
        or exists (select from activities t where t.account_id = s.account_id and t.known_at < s.cut and t.happened_at < s.cut))
      end)`;
  const whole = sql`select b as r, b, account_id, 0::smallint as product_no, day, cut, known, attributes, started, first_contract_on from base`;
  if (!asof.perProduct) return [accounts, sql`asof as materialized (${whole})`];
  const products = sql`select -row_number() over (), s.b, s.account_id, p.product_no, s.day, s.cut, s.known, s.attributes, greatest(s.started, p.started_on) as started, s.first_contract_on
    from base s join account_product_versions p on p.account_id = s.account_id and ${knownAt('p')}
    where p.phase not in ('considering', 'purchasing', 'churned') and (p.started_on is null or p.started_on <= s.day) and (p.ended_on is null or p.ended_on >= s.day)`;
  return [accounts, sql`asof as materialized (${whole} union all ${products})`];
}
