import { sql } from 'drizzle-orm';
import { addDays, type Day } from '#platform/clock/days.ts';
import { row, rows, type Db } from '#platform/db/db.ts';

export type Load = {
  memberId: string | null;
  name: string | null;
  open: number;
  overdue: number;
  overflow: number;
  escalated: number;
  weeks: { week: Day; in: number; outside: number; overflow: number; closed: number }[];
};

/**
 * Open work and the last `weeks` weeks of new CTAs by owner, everybody who has any and all who look after customers; nobody
 * (null) when there is work without an owner. `monday` is the Monday of this week.
 */
export function teamLoad(
  db: Db,
  { monday, today, weeks, zone, teamId }: { monday: Day; today: Day; weeks: number; zone: string; teamId?: string },
): Promise<Load[]> {
  const first = addDays(monday, -7 * (weeks - 1));
  const active = sql`c.status in ('open', 'doing')`;
  return rows(
    db,
    sql`
    with mondays as (select (${first}::date + 7 * i)::date as week from generate_series(0, ${weeks - 1}::int) i),
    now as (
      select c.owner_id, count(*) filter (where awake)::int as open, count(*) filter (where awake and c.due_on < ${today}::date)::int as overdue,
        count(*) filter (where awake and c.slot = 'overflow')::int as overflow, count(*) filter (where c.escalated_to is not null)::int as escalated
      from (select *, (snoozed_until is null or snoozed_until <= ${today}::date) as awake from ctas) c where ${active} group by 1),
    fresh as (
      select c.owner_id, c.slot_week as week, count(*) filter (where c.slot = 'in')::int as "in", count(*) filter (where c.slot = 'outside')::int as outside, count(*) filter (where c.slot = 'overflow')::int as overflow
      from ctas c where c.slot_week >= ${first}::date group by 1, 2),
    closed as (
      select c.owner_id, date_trunc('week', c.closed_at at time zone ${zone})::date as week, count(*)::int as n
      from ctas c where c.status in ('done', 'wont_do') and c.closed_at >= (${first}::date::timestamp at time zone ${zone}) group by 1, 2),
    people as (
      select m.id, m.name from members m where m.status <> 'disabled' and (
        exists (select from assignments s where s.member_id = m.id and s.role = 'csm' and s.to_on is null)
        or exists (select from now n where n.owner_id = m.id) or exists (select from fresh f where f.owner_id = m.id))
        and (${teamId ?? null}::uuid is null or exists (select from team_members t where t.member_id = m.id and t.team_id = ${teamId ?? null}::uuid))
      union all select null, null where ${teamId ?? null}::uuid is null and exists (select from now n where n.owner_id is null))
    select p.id as "memberId", p.name, coalesce(n.open, 0) as open, coalesce(n.overdue, 0) as overdue, coalesce(n.overflow, 0) as overflow, coalesce(n.escalated, 0) as escalated,
      (select jsonb_agg(jsonb_build_object('week', w.week, 'in', coalesce(f."in", 0), 'outside', coalesce(f.outside, 0), 'overflow', coalesce(f.overflow, 0), 'closed', coalesce(k.n, 0)) order by w.week)
       from mondays w left join fresh f on f.week = w.week and f.owner_id is not distinct from p.id left join closed k on k.week = w.week and k.owner_id is not distinct from p.id) as weeks
    from people p left join now n on n.owner_id is not distinct from p.id
    order by p.id is null, coalesce(n.open, 0) desc, p.name`,
  );
}

export async function weekUse(db: Db, memberId: string, monday: Day): Promise<{ in: number; outside: number; overflow: number }> {
  return (await row<{ in: number; outside: number; overflow: number }>(
    db,
    sql`select count(*) filter (where slot = 'in')::int as "in", count(*) filter (where slot = 'outside')::int as outside, count(*) filter (where slot = 'overflow')::int as overflow
        from ctas where owner_id = ${memberId}::uuid and slot_week = ${monday}::date`,
  ))!;
}
