/** What one flush holds while it is being placed; both empty themselves at commit. */
export const makeStage = `
  create temp table if not exists event_stage (
    message_key bytea, source_no smallint, group_key text, user_key text, event_id smallint, ts timestamptz,
    amount numeric, props jsonb, history_id uuid, import_id uuid) on commit delete rows;
  create temp table if not exists event_fresh (
    message_key bytea, source_no smallint, group_key text, user_key text, event_id smallint, ts timestamptz,
    amount numeric, props jsonb, history_id uuid, import_id uuid, day date, account_id uuid) on commit delete rows`;

export const stageTarget = 'event_stage (message_key, source_no, group_key, user_key, event_id, ts, amount, props, history_id, import_id)';

/**
 * Keeps what was not seen before, and finds the account its group names: the source's own key first, else the only
 * account of that key over all sources. Ordered, so that two writers with the same messages cannot block each other.
 * $1 the ledger's current month, $2 the organisation's time zone.
 */
export const keepFresh = `
  with fresh as (
    insert into event_keys (seen_month, message_key)
    select $1::smallint, k.message_key from (select distinct message_key from event_stage) k
    where not exists (select from event_keys seen where seen.seen_month = 1 - $1::smallint and seen.message_key = k.message_key)
    order by k.message_key
    on conflict do nothing
    returning message_key
  ), groups as materialized (
    select g.source_no, g.group_key, coalesce(
      (select k.account_id from sources s join account_keys k on k.source = s.source where s.source_no = g.source_no and k.external_id = g.group_key),
      (select (array_agg(k.account_id))[1] from account_keys k where k.external_id = g.group_key having count(distinct k.account_id) = 1)
    ) as account_id
    from (select distinct source_no, group_key from event_stage where group_key is not null) g
  )
  insert into event_fresh
  select distinct on (s.message_key) s.message_key, s.source_no, s.group_key, coalesce(a.canonical_key, s.user_key), s.event_id, s.ts,
    s.amount, s.props, s.history_id, s.import_id, (s.ts at time zone $2)::date, g.account_id
  from event_stage s
  join fresh f on f.message_key = s.message_key
  left join groups g on g.source_no = s.source_no and g.group_key = s.group_key
  left join user_aliases a on a.user_key = s.user_key
  order by s.message_key`;

/** An event that names its group tells where its user belongs. */
export const rememberMembers = `
  insert into user_accounts (user_key, account_id)
  select distinct f.user_key, f.account_id from event_fresh f
  where f.group_key is not null and f.account_id is not null and f.user_key is not null
    and not exists (select from user_accounts u where u.user_key = f.user_key and u.account_id = f.account_id)
  order by 1, 2
  on conflict do nothing`;

/** Without a group the user's only account; a user of several is never guessed. */
export const placeByUser = `
  update event_fresh f set account_id = u.account_id
  from (
    select m.user_key, (array_agg(m.account_id))[1] as account_id from user_accounts m
    where m.user_key in (select distinct user_key from event_fresh where group_key is null)
    group by m.user_key having count(*) = 1
  ) u
  where f.group_key is null and f.user_key = u.user_key`;

export const addUsers = `
  insert into usage_users (account_id, user_no, user_key, name, email, traits)
  select n.account_id, nextval('usage_user_numbers'), n.user_key, k.name, k.email, k.traits
  from (
    select distinct f.account_id, f.user_key from event_fresh f
    where f.account_id is not null and f.user_key is not null
      and not exists (select from usage_users u where u.account_id = f.account_id and u.user_key = f.user_key)
    order by 1, 2
  ) n left join known_users k on k.user_key = n.user_key
  on conflict do nothing`;

/**
 * Stores what has an account, queues what has none, marks the days to be rolled up, and counts by source.
 * $1 when it was received, $2 today: the day on which facts without a date of their own became known.
 */
export const place = `
  with stored as (
    insert into usage_events (account_id, ts, message_key, source_no, user_no, event_id, received_at, known_on, day, history_import_id, import_id, amount, props)
    select f.account_id, f.ts, f.message_key, f.source_no, u.user_no, f.event_id, $1, case when f.history_id is null then $2::date else f.day end,
      f.day, f.history_id, f.import_id, f.amount, f.props
    from event_fresh f left join usage_users u on u.account_id = f.account_id and u.user_key = f.user_key
    where f.account_id is not null
    order by f.account_id, f.ts
    on conflict do nothing
    returning account_id, day, known_on
  ), dirty as (
    insert into usage_dirty (account_id, day, known_on) select distinct account_id, day, known_on from stored
  ), waiting as (
    insert into pending_events (message_key, group_key, user_key, source_no, event, ts, received_at, history, payload, amount, import_id)
    select f.message_key, f.group_key, f.user_key, f.source_no, coalesce(n.name, '$other'), f.ts, $1, f.history_id is not null,
      jsonb_strip_nulls(jsonb_build_object('props', f.props, 'historyId', f.history_id)), f.amount, f.import_id
    from event_fresh f left join event_names n on n.event_id = f.event_id
    where f.account_id is null
      and not exists (select from ignored_groups i where i.source_no = f.source_no and i.group_key = f.group_key)
    order by f.message_key
    on conflict do nothing
    returning source_no, group_key
  ), groups as (
    insert into pending_groups (source_no, group_key, seen_at)
    select distinct source_no, group_key, $1::timestamptz from waiting where group_key is not null order by 1, 2
    on conflict do nothing
  )
  select f.source_no as "sourceNo", count(*)::int as fresh, (count(*) filter (where f.history_id is not null))::int as history,
    (select count(*)::int from waiting w where w.source_no = f.source_no) as waiting
  from event_fresh f group by f.source_no`;
