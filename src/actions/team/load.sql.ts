import { sql } from 'drizzle-orm';
import { weekOf } from '#actions/ctas/index.ts';
import { addDays, startOfDay, type Day } from '#platform/clock/days.ts';
import { row, rows, type Db } from '#platform/db/db.ts';

export type Week = { week: Day; in: number; outside: number; overflow: number; closed: number };

/** The last eight weeks of one member, this one last. */
export function weeksOf(db: Db, memberId: string, today: Day, zone: string): Promise<Week[]> {
  const first = addDays(weekOf(today), -49);
  return rows(
    db,
    sql`
    with mondays as (select (${first}::date + 7 * i)::date as week from generate_series(0, 7) i),
    fresh as (select c.slot_week as week, count(*) filter (where c.slot = 'in')::int as "in", count(*) filter (where c.slot = 'outside')::int as outside, count(*) filter (where c.slot = 'overflow')::int as overflow
      from ctas c where c.owner_id = ${memberId}::uuid and c.slot_week >= ${first}::date group by 1),
    closed as (select date_trunc('week', c.closed_at at time zone ${zone})::date as week, count(*)::int as n
      from ctas c where c.owner_id = ${memberId}::uuid and c.status in ('done', 'wont_do') and c.closed_at >= ${startOfDay(first, zone).toISOString()}::timestamptz group by 1)
    select w.week, coalesce(f."in", 0) as "in", coalesce(f.outside, 0) as outside, coalesce(f.overflow, 0) as overflow, coalesce(k.n, 0) as closed
    from mondays w left join fresh f using (week) left join closed k using (week) order by w.week`,
  );
}

export type Counts = { open: number; overdue: number; overflow: number; escalated: number; closed28: number };

export async function countsOf(db: Db, memberId: string, today: Day, since: string): Promise<Counts> {
  return (await row<Counts>(
    db,
    sql`
    select count(*) filter (where active and awake)::int as open, count(*) filter (where active and awake and due_on < ${today}::date)::int as overdue,
      count(*) filter (where active and awake and slot = 'overflow')::int as overflow, count(*) filter (where active and escalated_to is not null)::int as escalated,
      count(*) filter (where status = 'done' and closed_at >= ${since}::timestamptz)::int as closed28
    from (select c.*, c.status in ('open', 'doing') as active, (c.snoozed_until is null or c.snoozed_until <= ${today}::date) as awake from ctas c where c.owner_id = ${memberId}::uuid) c`,
  ))!;
}
