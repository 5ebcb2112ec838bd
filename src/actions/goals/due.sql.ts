import { sql } from 'drizzle-orm';
import { addDays, type Day } from '#platform/clock/days.ts';
import { row, type Db } from '#platform/db/db.ts';

/** How far ahead Today looks. */
export const GOAL_DAYS = 30;

export type Due = { accountId: string; accountName: string; goalId: string; title: string; dueOn: Day };
type Ask = { csmId: string | null; today: Day; days: number };

/** Open goals until a day, of customers that are still there; of one CSM's customers, or (null) of everybody's. The nearest first. */
export async function dueGoals(db: Db, { csmId, today, days }: Ask, limit: number): Promise<{ count: number; items: Due[] }> {
  const due = sql`account_facts f join goals g on g.account_id = f.account_id
    where g.status = 'open' and g.due_on <= ${addDays(today, days)}::date and not f.is_archived and (f.churned_on is null or f.churned_on > ${today}::date)
      ${csmId === null ? sql`` : sql`and f.csm_id = ${csmId}::uuid`}`;
  const found = await row<{ count: number; items: Due[] }>(
    db,
    sql`
    with due as materialized (select g.account_id as "accountId", f.name as "accountName", g.goal_id as "goalId", g.title, g.due_on as "dueOn" from ${due})
    select (select count(*)::int from due) as count,
      coalesce((select jsonb_agg(to_jsonb(d) order by d."dueOn", d."goalId") from (select * from due order by "dueOn", "goalId" limit ${limit}) d), '[]') as items`,
  );
  return found!;
}
