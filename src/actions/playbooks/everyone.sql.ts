import { sql } from 'drizzle-orm';
import { mrrByProductSql } from '#signals/contracts/index.ts';
import { addDays, type Day } from '#platform/clock/days.ts';
import { row, type Db } from '#platform/db/db.ts';
import type { Everyone } from './contract.ts';
import { within } from './outcome.sql.ts';

const mostMonths = 12;
const mostCustomers = 20_000;

/**
 * What became of everybody over the span of a playbook's cases: all customers there on the first day of each month in which
 * cases began (MRR above 0, or a first contract by then), counted as the cases are, and weighted by the cases of the month.
 * Of the last twelve such months. Of more than `most` customers a part stands for all: a share of 2 % is then known to 0.1 points.
 */
export async function everyoneBeside(db: Db, playbookId: string, today: Day, most = mostCustomers): Promise<Everyone> {
  const all = (await row<{ n: number }>(db, sql`select count(*)::int as n from accounts where archived_at is null`))!.n;
  const oneIn = Math.max(1, Math.ceil(all / most));
  const picked = oneIn === 1 ? sql`` : sql`and ('x' || left(md5(a.account_id::text), 8))::bit(32)::bigint % ${oneIn}::int = 0`;
  const until = sql`t.day + ${within}::int`;
  const asof = sql`select t.account_id, t.day from there t union select t.account_id, ${until} from there t`;
  const found = await row<Omit<Everyone, 'oneIn'>>(
    db,
    sql`
    with months as (
      select date_trunc('month', r.started_on)::date as day, count(*)::int as n from playbook_runs r
      where r.playbook_id = ${playbookId}::uuid and r.started_on <= ${addDays(today, -within)}::date group by 1 order by 1 desc limit ${mostMonths}),
    there as materialized (
      select m.day, a.account_id, a.churned_on, a.first_contract_on from months m join accounts a on a.archived_at is null and (a.churned_on is null or a.churned_on > m.day) ${picked}),
    money as materialized (select account_id, day, sum(mrr) as mrr from (${mrrByProductSql(asof, 'now')}) m group by 1, 2),
    base as (
      select t.day, count(*) as customers, count(*) filter (where coalesce(t.churned_on <= ${until}, false) or (m0.mrr > 0 and m1.mrr is null)) as churned,
        count(*) filter (where m1.mrr > coalesce(m0.mrr, 0)) as expanded
      from there t left join money m0 on m0.account_id = t.account_id and m0.day = t.day left join money m1 on m1.account_id = t.account_id and m1.day = ${until}
      where m0.mrr > 0 or t.first_contract_on <= t.day group by 1)
    select count(*)::int as months, coalesce(sum(m.n), 0)::int as cases, coalesce(sum(b.customers), 0)::int as "customerMonths",
      (sum(m.n * b.churned::float8 / b.customers) / sum(m.n))::float8 as "churnedShare", (sum(m.n * b.expanded::float8 / b.customers) / sum(m.n))::float8 as "expandedShare"
    from base b join months m using (day)`,
  );
  return { ...found!, oneIn };
}
