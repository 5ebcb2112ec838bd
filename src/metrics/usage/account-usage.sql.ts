import { sql, type SQL } from 'drizzle-orm';
import type { Day } from '#platform/clock/days.ts';

export type Window = { accountId: string; before: Day; from: Day; to: Day };

/** Totals of the window and of the one before, by day and as a whole. */
export const totals = (w: Window): SQL => sql`
  with d as (select * from account_days where account_id = ${w.accountId} and day between ${w.before} and ${w.to}),
  u as (select distinct d.day, coalesce(m.canonical_no, x.no) as no from d, unnest(d.users) as x(no) left join usage_users m on m.account_id = ${w.accountId} and m.user_no = x.no)
  select coalesce(sum(total) filter (where day >= ${w.from}), 0)::int as total, coalesce(sum(total) filter (where day < ${w.from}), 0)::int as "previousTotal",
    coalesce(sum(total) filter (where day >= ${w.from} and history), 0)::int as history, count(distinct day) filter (where day >= ${w.from})::int as "activeDays",
    (select count(distinct no) filter (where day >= ${w.from}) from u)::int as "activeUsers", (select count(distinct no) filter (where day < ${w.from}) from u)::int as "previousActiveUsers",
    (select max(day) from account_days where account_id = ${w.accountId}) as "lastDay",
    (select jsonb_agg(jsonb_build_object('day', g.day::date, 'total', coalesce(t.total, 0), 'users', coalesce(t.users, 0)) order by g.day)
      from generate_series(${w.from}::date, ${w.to}::date, interval '1 day') as g(day)
      left join (select d.day, sum(d.total)::int as total, (select count(distinct u.no)::int from u where u.day = d.day) as users from d group by d.day) t on t.day = g.day::date) as days,
    ${activesBy('week')} as weekly, ${activesBy('month')} as monthly
  from d`;

function activesBy(unit: 'week' | 'month'): SQL {
  const bucket = sql.raw(`date_trunc('${unit}', u.day::timestamp)::date`);
  return sql`(select coalesce(jsonb_agg(jsonb_build_object('from', b.day, 'users', b.users) order by b.day), '[]') from (select ${bucket} as day, count(distinct u.no)::int as users from u group by 1) b)`;
}

export const byEvent = (w: Window): SQL => sql`
  with x as (
    select d.day, e.event_id, e.n, e.amount from account_days d, unnest(d.events, d.counts, d.amounts) as e(event_id, n, amount)
    where d.account_id = ${w.accountId} and d.day between ${w.before} and ${w.to}
  ), s as (
    select event_id, coalesce(sum(n) filter (where day >= ${w.from}), 0)::int as count, coalesce(sum(n) filter (where day < ${w.from}), 0)::int as previous,
      coalesce(sum(amount) filter (where day >= ${w.from}), 0)::float8 as amount
    from x group by 1
  )
  select s.event_id::int as "eventId", n.name, n.label, n.product_no::int as "productNo", s.count, s.previous, s.amount,
    (select jsonb_agg(coalesce(y.n, 0) order by g.day) from generate_series(${w.from}::date, ${w.to}::date, interval '1 day') as g(day)
      left join (select x.day, sum(x.n)::int as n from x where x.event_id = s.event_id group by 1) y on y.day = g.day::date) as "perDay"
  from s join event_names n on n.event_id = s.event_id
  where not n.is_hidden or n.event_id = 0
  order by s.count desc, s.previous desc, n.name limit 200`;

/** Users with what they did, from the events themselves; merged ones together. Times are cut where the days are. */
export const byUser = (w: Window & { twelveWeeks: Day; since: Date; limit: number }): SQL => sql`
  with x as (
    select coalesce(m.canonical_no, e.user_no) as no, e.day, count(*)::int as n
    from usage_events e left join usage_users m on m.account_id = e.account_id and m.user_no = e.user_no
    where e.account_id = ${w.accountId} and e.ts >= ${w.since.toISOString()}::timestamptz and e.day <= ${w.to} and e.user_no is not null
    group by 1, 2
  ), s as (
    select no, coalesce(sum(n) filter (where day >= ${w.from}), 0)::int as count, coalesce(sum(n) filter (where day >= ${w.before} and day < ${w.from}), 0)::int as previous,
      count(distinct day) filter (where day >= ${w.from})::int as "activeDays"
    from x group by no
  ), weeks as (
    select no, (day - ${w.twelveWeeks}::date) / 7 as week, sum(n)::int as n from x where day >= ${w.twelveWeeks} group by 1, 2
  )
  select u.user_no as "userNo", u.user_key as "userKey", coalesce(u.name, c.name) as name, coalesce(u.email, c.email) as email, u.contact_id as "contactId",
    coalesce(s.count, 0) as count, coalesce(s.previous, 0) as previous, coalesce(s."activeDays", 0) as "activeDays",
    to_char(greatest(u.last_seen_at, merged.last) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "lastSeenAt",
    (select jsonb_agg(coalesce(weeks.n, 0) order by g.week) from generate_series(0, 11) as g(week) left join weeks on weeks.week = g.week and weeks.no = u.user_no) as "perWeek",
    count(*) over ()::int as total
  from usage_users u
  left join s on s.no = u.user_no
  left join contacts c on c.account_id = u.account_id and c.contact_id = u.contact_id
  left join lateral (select max(o.last_seen_at) as last from usage_users o where o.account_id = u.account_id and o.canonical_no = u.user_no) merged on true
  where u.account_id = ${w.accountId} and u.canonical_no is null
  order by coalesce(s.count, 0) desc, u.last_seen_at desc nulls last, u.user_no limit ${w.limit}`;
