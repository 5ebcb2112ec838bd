import { sql } from 'drizzle-orm';
import type { Day } from '#platform/clock/days.ts';
import { row, rows, type Db } from '#platform/db/db.ts';
import { firingsOver, type RuleDefinition, type RuleFrame } from '#rules/rules/index.ts';
import type { Span } from './firings.sql.ts';

export const horizon = 90;
export type First = { accountId: string; on: Day };
const firsts = (list: readonly First[]) =>
  sql`(select * from unnest(${sql.param(list.map((f) => f.accountId))}::uuid[], ${sql.param(list.map((f) => f.on))}::date[]) f(account_id, fired_on))`;

/** Where the MRR of a day is kept among the metrics; null where that metric is not there. */
async function mrrSlot(db: Db): Promise<number | null> {
  const found = await row<{ slot: number }>(
    db,
    sql`select slot from (select distinct on (metric_id) * from metric_definitions order by metric_id, version desc) m where key = 'mrr' and archived_at is null`,
  );
  return found?.slot ?? null;
}

export type Later = {
  fired: { customers: number; churned: number; expanded: number | null; expandedOf: number };
  everyone: { customerWeeks: number; churnedShare: number | null; expandedShare: number | null };
};

/**
 * What became of customers within 90 days of their first CTA, of those whose 90 days have passed; beside it everyone's
 * share: of all customers there on the Monday of each week in which these first fired (since their first contract; where none
 * is known, with values on that day), weighted by how many fired in it. Expanded: MRR of the day 90 days later above that of
 * the day before, of those of whom both are known.
 */
export async function laterOf(db: Db, list: readonly First[], today: Day): Promise<Later> {
  const slot = await mrrSlot(db);
  const more = slot === null ? sql`null::boolean` : sql.raw(`m1.v[${slot}] > m0.v[${slot}]`);
  const due = sql`select f.account_id, f.fired_on from ${firsts(list)} f where f.fired_on + ${horizon}::int <= ${today}::date`;
  const fired = await row<{ customers: number; churned: number; expanded: number; expandedOf: number }>(
    db,
    sql`
    select count(*)::int as customers, (count(*) filter (where x.churned_on between f.fired_on and f.fired_on + ${horizon}::int))::int as churned,
      (count(*) filter (where ${more}))::int as expanded, count(${more})::int as "expandedOf"
    from (${due}) f join accounts x on x.account_id = f.account_id
    left join metric_days m0 on m0.account_id = f.account_id and m0.product_no = 0 and m0.day = f.fired_on - 1
    left join metric_days m1 on m1.account_id = f.account_id and m1.product_no = 0 and m1.day = f.fired_on + ${horizon}::int`,
  );
  const everyone = await row<Later['everyone']>(
    db,
    sql`
    with weeks as (select (date_trunc('week', f.fired_on))::date as day, count(*) as n from (${due}) f group by 1),
      base as (
        select w.day, w.n, count(*) as active, count(*) filter (where x.churned_on between w.day and w.day + ${horizon}::int) as churned,
          count(*) filter (where ${more})::float8 / nullif(count(${more}), 0) as expanded
        from weeks w join accounts x on x.archived_at is null and (x.churned_on is null or x.churned_on > w.day)
        left join metric_days m0 on m0.account_id = x.account_id and m0.product_no = 0 and m0.day = w.day
        left join metric_days m1 on m1.account_id = x.account_id and m1.product_no = 0 and m1.day = w.day + ${horizon}::int
        where x.first_contract_on <= w.day or (x.first_contract_on is null and m0.account_id is not null)
        group by w.day, w.n)
    select coalesce(sum(active), 0)::int as "customerWeeks", (sum(n * churned::float8 / active) / sum(n))::float8 as "churnedShare",
      (sum(n * expanded) / sum(n) filter (where expanded is not null))::float8 as "expandedShare" from base`,
  );
  if (slot === null) return { fired: { ...fired!, expanded: null, expandedOf: 0 }, everyone: { ...everyone!, expandedShare: null } };
  return { fired: fired!, everyone: everyone! };
}

/** Which of these CTAs (by place in the list) had a firing of another rule within 14 days, of the same customer. */
export async function overlapping(db: Db, list: readonly First[], other: RuleDefinition, span: Span, frame: RuleFrame): Promise<number[]> {
  if (!list.length) return [];
  const ids = [...new Set(list.map((w) => w.accountId))];
  const found = await rows<{ no: number }>(
    db,
    sql`
    select distinct w.no::int as no from (${firingsOver(other, span, frame, ids)}) f
    join unnest(${sql.param(list.map((w) => w.accountId))}::uuid[], ${sql.param(list.map((w) => w.on))}::date[]) with ordinality w(account_id, fired_on, no)
      on w.account_id = f.account_id and f.fired_on between w.fired_on - 14 and w.fired_on + 14 order by 1`,
  );
  return found.map((f) => f.no - 1);
}
