/** Takes dirty days out of the queue, neighbours together. $1 how many rows at most. */
export const takeDirty = `
  create temp table usage_taken on commit drop as
  with taken as (
    delete from usage_dirty where ctid = any(array(select ctid from usage_dirty order by account_id, day, known_on limit $1))
    returning account_id, day, known_on
  )
  select distinct account_id, day, known_on from taken`;

export const measureTaken = `select count(*)::int as pairs, min(day) as "from", max(day) as "to" from usage_taken`;

const columns = `d.account_id, d.day, d.known_on, e.event_id, e.user_no, e.amount, e.ts, e.history_import_id is not null as history`;

/**
 * The events of the taken days. Few: each day by key, in its own month's partition (over all zones a day has at most 50
 * hours). Many: one pass over the months between $1 and $2, where a look-up a day would cost more than reading.
 */
export const findEvents = {
  few: `create temp table usage_found on commit drop as
    select ${columns} from usage_taken d cross join lateral (
      select * from usage_events x
      where x.account_id = d.account_id and x.day = d.day and x.known_on = d.known_on
        and x.ts >= (d.day::timestamp - interval '14 hours') at time zone 'UTC' and x.ts < (d.day::timestamp + interval '36 hours') at time zone 'UTC'
      offset 0
    ) e`,
  many: (from: string, to: string) => `create temp table usage_found on commit drop as
    select ${columns} from usage_taken d join usage_events e on e.account_id = d.account_id and e.day = d.day and e.known_on = d.known_on
    where e.ts >= (date '${from}' - 1)::timestamp at time zone 'UTC' and e.ts < (date '${to}' + 2)::timestamp at time zone 'UTC'`,
};

/** Merged users count as one. */
export const mergeUsers = `
  update usage_found f set user_no = m.canonical_no from usage_users m
  where m.account_id = f.account_id and m.user_no = f.user_no and m.canonical_no is not null`;

export const clearDays = `
  delete from account_days a using usage_taken d where a.account_id = d.account_id and a.day = d.day and a.known_on = d.known_on`;

/**
 * Makes the rows of the taken days anew: idempotent, and a day keeps one row for each day on which some of it became
 * known (DATA-MODEL 3). Events and users are gathered in one grouping: joining two would depend on the planner's guesses.
 */
export const writeDays = `
  with parts as (
    select account_id, day, known_on, event_id, null::int as user_no, count(*)::int as n, coalesce(sum(amount), 0) as amount, bool_or(history) as history
    from usage_found group by 1, 2, 3, 4
    union all
    select account_id, day, known_on, null, user_no, 0, 0, false
    from usage_found where user_no is not null group by account_id, day, known_on, user_no
  )
  insert into account_days (account_id, day, known_on, total, events, counts, amounts, users, history)
  select account_id, day, known_on, sum(n)::int,
    array_agg(event_id order by event_id) filter (where event_id is not null),
    array_agg(n order by event_id) filter (where event_id is not null),
    array_agg(amount order by event_id) filter (where event_id is not null),
    coalesce(array_agg(user_no order by user_no) filter (where user_no is not null), '{}'), bool_or(history)
  from parts group by account_id, day, known_on`;

export const noteSeen = `
  update usage_users u set first_seen_at = least(u.first_seen_at, s.first), last_seen_at = greatest(u.last_seen_at, s.last)
  from (select account_id, user_no, min(ts) as first, max(ts) as last from usage_found where user_no is not null group by 1, 2) s
  where u.account_id = s.account_id and u.user_no = s.user_no
    and (u.first_seen_at is null or u.last_seen_at is null or s.first < u.first_seen_at or s.last > u.last_seen_at)`;

/** Users of the product who are known as contacts, by key or by address. */
export const linkContacts = `
  update usage_users u set contact_id = c.contact_id
  from (select distinct account_id from usage_taken) d, contacts c
  where u.account_id = d.account_id and u.contact_id is null and c.account_id = u.account_id
    and (c.user_key = u.user_key or (c.email is not null and lower(c.email) = lower(coalesce(u.email, u.user_key))))`;
