import { sql, type SQL } from 'drizzle-orm';

// A day that was entered on that day stands at its moment among the other things of the day; an earlier one at its beginning.
const momentOf = (day: SQL, entered: SQL) => sql`
  case when (${entered} at time zone o.time_zone)::date = ${day} then ${entered} else ${day}::timestamp at time zone o.time_zone end`;

/** Goals of an account as moments of its timeline: agreed, and reached or given up. */
export const goalMoments = (accountId: string): SQL => sql`
  select 'g:' || g.goal_id, ${momentOf(sql`g.closed_on`, sql`g.closed_at`)}, 'goal', g.status, g.title,
    jsonb_strip_nulls(jsonb_build_object('note', g.close_note, 'result', g.result, 'target', g.target, 'unit', g.unit, 'measure', g.measure, 'by', m.name))
  from goals g cross join organisation o left join members m on m.id = g.closed_by where g.account_id = ${accountId}::uuid and g.status <> 'open'
  union all
  select 'h:' || g.goal_id, ${momentOf(sql`g.agreed_on`, sql`g.created_at`)}, 'goal', 'agreed', g.title,
    jsonb_strip_nulls(jsonb_build_object('target', g.target, 'unit', g.unit, 'measure', g.measure, 'dueOn', g.due_on, 'with', c.name))
  from goals g cross join organisation o left join contacts c on c.account_id = g.account_id and c.contact_id = g.agreed_contact_id
  where g.account_id = ${accountId}::uuid and g.agreed_on is not null`;
