import { sql, type SQL } from 'drizzle-orm';
import type { Day } from '#platform/clock/days.ts';

/**
 * For whom and as of when metrics are made. This is all that differs between the nightly run, changed accounts, a
 * preview, an export of the past and a proof: facts are taken only if known before `cut`, the end of `day`.
 */
export type AsOf = {
  accounts: string[] | 'all';
  day: Day;
  /** The first moment of the next day. */
  cut: Date;
  timeZone: string;
  /** More than one product is sold: values are made for each product of an account as well. */
  perProduct: boolean;
};

/** Day and cut are written as constants wherever they are compared: the planner cannot see through a column of a CTE. */
export const dayOf = ({ day }: AsOf) => sql`${day}::date`;
export const cutOf = ({ cut }: AsOf) => sql`${cut.toISOString()}::timestamptz`;

/** The version of a row that was known at the cut, for a join with one of the `_versions` tables. */
export const knownAt = (alias: string, asof: AsOf) =>
  sql`${sql.raw(alias)}.known_from < ${cutOf(asof)} and (${sql.raw(alias)}.known_to is null or ${sql.raw(alias)}.known_to >= ${cutOf(asof)})`;

/**
 * `base`: one row per account, numbered b. `asof`: the same (product_no 0) and one per product in use, numbered r. Grouping
 * and joining by these numbers is cheaper than by account and product.
 * No row after the day of churn or when archived. An account that came later, but with facts of its own date
 * (imported history), has a row without attributes: unknown, not today's.
 */
export function asofCtes(asof: AsOf): SQL[] {
  const [day, cut] = [dayOf(asof), cutOf(asof)];
  const only = asof.accounts === 'all' ? sql`` : sql`a.account_id = any(${sql.param(asof.accounts)}::uuid[]) and`;
  const accounts = sql`base as materialized (
    select row_number() over () as b, a.account_id, ${day} as day, v.account_id is not null as known, v.attributes,
      coalesce(v.first_contract_on, (v.created_at at time zone ${asof.timeZone}::text)::date) as started, v.first_contract_on
    from accounts a
    left join account_versions v on v.account_id = a.account_id and ${knownAt('v', asof)}
    where ${only} case when v.account_id is not null
      then (v.churned_on is null or v.churned_on >= ${day}) and (v.archived_at is null or v.archived_at >= ${cut})
      else (a.churned_on is null or a.churned_on >= ${day}) and (
        exists (select from account_days d where d.account_id = a.account_id and d.day <= ${day} and d.known_on <= ${day})
        or exists (select from contract_versions c where c.account_id = a.account_id and c.known_from < ${cut})
        or exists (select from activities t where t.account_id = a.account_id and t.known_at < ${cut} and t.happened_at < ${cut}))
      end)`;
  const whole = sql`select b as r, b, account_id, 0::smallint as product_no, day, known, attributes, started, first_contract_on from base`;
  if (!asof.perProduct) return [accounts, sql`asof as materialized (${whole})`];
  const products = sql`select -row_number() over (), s.b, s.account_id, p.product_no, s.day, s.known, s.attributes, greatest(s.started, p.started_on) as started, s.first_contract_on
    from base s join account_product_versions p on p.account_id = s.account_id and ${knownAt('p', asof)}
    where p.phase not in ('considering', 'purchasing', 'churned') and (p.started_on is null or p.started_on <= ${day}) and (p.ended_on is null or p.ended_on >= ${day})`;
  return [accounts, sql`asof as materialized (${whole} union all ${products})`];
}
