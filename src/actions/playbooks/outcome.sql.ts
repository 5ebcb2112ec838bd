import { sql } from 'drizzle-orm';
import { mrrByProductSql } from '#signals/contracts/index.ts';
import { addDays, type Day } from '#platform/clock/days.ts';
import { rows, type Db } from '#platform/db/db.ts';
import { enoughCases, type Outcome } from './contract.ts';

/** Days after the start in which churn and expansion are looked for. */
export const within = 90;
type Counted = Omit<Outcome, 'completion' | 'enough'> & { playbookId: string };
const none: Outcome = { started: 0, running: 0, done: 0, stopped: 0, completion: null, medianDays: null, cases: 0, churned: 0, expanded: 0, enough: false };

/** What came of the runs of each playbook, or of one: completion, median time, and churn or expansion within 90 days of the start. */
export async function outcomes(db: Db, today: Day, timeZone: string, playbookId?: string): Promise<(id: string) => Outcome> {
  const only = playbookId ? sql`and r.playbook_id = ${playbookId}::uuid` : sql``;
  // One case a run whose 90 days are over; the MRR of its account on the first and the last of them, known now.
  const cases = sql`select r.playbook_id, r.account_id, r.run_id, r.started_on, r.started_on + ${within}::int as until from playbook_runs r where r.started_on <= ${addDays(today, -within)}::date ${only}`;
  const asof = sql`select account_id, started_on as day from cases union select account_id, until from cases`;
  const found = await rows<Counted>(
    db,
    sql`
    with cases as materialized (${cases}),
    money as materialized (select account_id, day, sum(mrr) as mrr from (${mrrByProductSql(asof, 'now')}) m group by 1, 2),
    later as (
      select c.playbook_id, count(*)::int as cases,
        (count(*) filter (where coalesce(a.churned_on between c.started_on and c.until, false) or (m0.mrr > 0 and m1.mrr is null)))::int as churned,
        (count(*) filter (where m1.mrr > coalesce(m0.mrr, 0)))::int as expanded
      from cases c join accounts a using (account_id)
      left join money m0 on m0.account_id = c.account_id and m0.day = c.started_on
      left join money m1 on m1.account_id = c.account_id and m1.day = c.until group by 1),
    ran as (
      select r.playbook_id, count(*)::int as started, (count(*) filter (where r.status = 'running'))::int as running, (count(*) filter (where r.status = 'done'))::int as done,
        (count(*) filter (where r.status = 'stopped'))::int as stopped,
        percentile_cont(0.5) within group (order by (r.ended_at at time zone ${timeZone})::date - r.started_on) filter (where r.status = 'done') as "medianDays"
      from playbook_runs r where true ${only} group by 1)
    select ran.playbook_id as "playbookId", ran.started, ran.running, ran.done, ran.stopped, ran."medianDays",
      coalesce(l.cases, 0) as cases, coalesce(l.churned, 0) as churned, coalesce(l.expanded, 0) as expanded
    from ran left join later l using (playbook_id)`,
  );
  const byId = new Map(
    found.map(({ playbookId: id, ...counted }) => [id, { ...counted, completion: completionOf(counted), enough: counted.cases >= enoughCases }]),
  );
  return (id) => byId.get(id) ?? none;
}

const completionOf = ({ done, stopped }: Pick<Counted, 'done' | 'stopped'>) => (done + stopped ? done / (done + stopped) : null);
