import { sql } from 'drizzle-orm';
import { addDays, type Day } from '#platform/clock/days.ts';
import { rows, type Db } from '#platform/db/db.ts';

export type Work = { kind: 'cta' | 'task' | 'renewal'; id: string; accountId: string; accountName: string; title: string; day: Day; stamp: string };

/** A member's open CTAs and tasks by the day they are due, and the renewals of their customers, from a month back to half a year ahead. */
export function ownWork(db: Db, memberId: string, today: Day): Promise<Work[]> {
  const [from, to] = [addDays(today, -31), addDays(today, 184)];
  return rows(
    db,
    sql`
    select w.kind, w.id, w.account_id as "accountId", a.name as "accountName", w.title, w.day, w.stamp from (
      select 'cta' as kind, c.cta_id as id, c.account_id, c.title, c.due_on as day, c.updated_at as stamp from ctas c
      where c.owner_id = ${memberId}::uuid and c.status in ('open', 'doing') and c.due_on between ${from}::date and ${to}::date
      union all
      select 'task', t.task_id, t.account_id, t.title, t.due_on, t.updated_at from tasks t
      where t.owner_id = ${memberId}::uuid and t.status = 'open' and t.due_on between ${from}::date and ${to}::date
      union all
      select 'renewal', f.account_id, f.account_id, '', f.renewal_on, f.refreshed_at from account_facts f
      where f.csm_id = ${memberId}::uuid and not f.is_archived and f.churned_on is null and f.renewal_on between ${from}::date and ${to}::date) w
    join accounts a on a.account_id = w.account_id order by w.day, w.kind, w.id limit 2000`,
  );
}
