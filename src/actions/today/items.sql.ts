import { sql, type SQL } from 'drizzle-orm';
import { addDays, type Day } from '#platform/clock/days.ts';
import { row, rows, type Db } from '#platform/db/db.ts';

export type ItemRow = {
  kind: 'cta' | 'task';
  id: string;
  accountId: string;
  accountName: string;
  ctaId: string | null;
  type: 'risk' | 'opportunity' | 'lifecycle' | 'activity' | null;
  reasonName: { ja: string; en: string } | null;
  ruleName: string | null;
  playbookName: string | null;
  title: string;
  rawFacts: unknown;
  priority: number;
  status: 'open' | 'doing' | 'done' | 'wont_do';
  dueOn: Day | null;
  rank: number;
  outside: boolean;
  escalated: boolean;
  escalatedToMe: boolean;
  ownerName: string | null;
  mrr: string | null;
  renewalOn: Day | null;
  colour: 'good' | 'watch' | 'risk' | 'unknown' | null;
};

const active = sql`c.status in ('open', 'doing')`;
const awake = (today: Day) => sql`(c.snoozed_until is null or c.snoozed_until <= ${today}::date)`;
// Escalations to somebody are theirs to look at as well, whoever owns them.
const ofMember = (me: string) => sql`(c.owner_id = ${me}::uuid or c.escalated_to = ${me}::uuid)`;

/** CTAs that lie before a member: awake, and within the slots or outside them. */
export const inHand = (me: string, today: Day): SQL => sql`${active} and ${awake(today)} and ${ofMember(me)} and c.slot <> 'overflow'`;
export const beyondSlots = (me: string, today: Day): SQL => sql`${active} and ${awake(today)} and c.owner_id = ${me}::uuid and c.slot = 'overflow'`;
/** Tasks of a member that are due within a week or have no day. */
export const dueTasks = (me: string, today: Day): SQL =>
  sql`t.owner_id = ${me}::uuid and t.status = 'open' and (t.due_on is null or t.due_on <= ${addDays(today, 7)}::date)`;

export type Order = 'day' | 'rank' | 'overdue';
// What is late or due today comes before the rest of the week, that before what can wait; inside, what weighs most.
const orders = (today: Day): Record<Order, SQL> => ({
  day: sql`case when x.due_on <= ${today}::date then 0 when x.due_on <= ${addDays(today, 7)}::date then 1 else 2 end, x.escalated desc, x.priority, x.rank desc, x.due_on nulls last, x.id`,
  rank: sql`x.rank desc, x.due_on nulls last, x.id`,
  overdue: sql`x.due_on nulls last, x.rank desc, x.id`,
});

/** Lines of a day: CTAs `c` and tasks `t` that fit, in one order; names are joined to the page's rows only. */
export function findItems(db: Db, ask: { ctas: SQL; tasks?: SQL; order: Order; limit: number; me: string | null; today: Day }): Promise<ItemRow[]> {
  const order = orders(ask.today)[ask.order];
  const me = sql`${ask.me}::uuid`;
  return rows(
    db,
    sql`
    with x as materialized (select * from (
      select 'cta' as kind, c.account_id, c.cta_id as id, c.cta_id, null::uuid as run_id, c.title, c.type, c.reason, c.rule_id, c.facts, c.priority::int as priority, c.status, c.due_on,
        c.rank, c.slot = 'outside' as outside, c.escalated_to is not null as escalated, coalesce(c.escalated_to = ${me}, false) as escalated_to_me, c.owner_id
      from ctas c where ${ask.ctas}
      union all
      select 'task', t.account_id, t.task_id, t.cta_id, t.run_id, t.title, c.type, c.reason, null, null, coalesce(c.priority, 2)::int, 'open', t.due_on,
        coalesce(c.rank, 0), false, false, false, t.owner_id
      from tasks t left join ctas c on c.account_id = t.account_id and c.cta_id = t.cta_id where ${ask.tasks ?? sql`false`}) x order by ${order} limit ${ask.limit})
    select x.kind, x.id, x.account_id as "accountId", a.name as "accountName", x.cta_id as "ctaId", x.type, x.title, x.facts as "rawFacts", x.priority, x.status, x.due_on as "dueOn", x.rank,
      x.outside, x.escalated, x.escalated_to_me as "escalatedToMe", o.name as "ownerName", u.name as "ruleName", p.name as "playbookName",
      case when r.reason is not null then jsonb_build_object('ja', r.name_ja, 'en', r.name_en) end as "reasonName",
      f.mrr::text as mrr, f.renewal_on as "renewalOn", f.colour
    from x join accounts a on a.account_id = x.account_id
    left join account_facts f on f.account_id = x.account_id left join members o on o.id = x.owner_id
    left join cta_reasons r on r.reason = x.reason left join rules u on u.rule_id = x.rule_id
    left join lateral (select p.name from playbook_runs k join playbooks p using (playbook_id)
      where k.account_id = x.account_id and (k.run_id = x.run_id or (x.kind = 'cta' and k.cta_id = x.cta_id and k.status = 'running'))
      order by k.created_at desc, k.run_id limit 1) p on true
    order by ${order}`,
  );
}

export type ItemCounts = { items: number; today: number; overdue: number; snoozed: number; overflow: number };

export async function countItems(db: Db, me: string, today: Day): Promise<ItemCounts> {
  return (await row<ItemCounts>(
    db,
    sql`
    with c as (select c.due_on, c.slot, c.owner_id, ${awake(today)} as awake from ctas c where ${active} and ${ofMember(me)}),
    t as (select t.due_on from tasks t where ${dueTasks(me, today)}),
    x as (select due_on from c where awake and slot <> 'overflow' union all select due_on from t)
    select (select count(*)::int from x) as items, (select count(*)::int from x where due_on <= ${today}::date) as today, (select count(*)::int from x where due_on < ${today}::date) as overdue,
      (select count(*)::int from c where not awake) as snoozed, (select count(*)::int from c where awake and slot = 'overflow' and owner_id = ${me}::uuid) as overflow`,
  ))!;
}
