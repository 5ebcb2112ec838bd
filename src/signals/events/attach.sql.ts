/** Events that wait and now have an account: (message_key, account_id). */
export const foundTable = 'create temp table pending_found (message_key bytea primary key, account_id uuid not null) on commit drop';

/** Groups that got their account since: by the key of their source, else the only account of that key. */
export const findByGroup = `
  with known as materialized (
    select g.source_no, g.group_key, coalesce(
      (select k.account_id from sources s join account_keys k on k.source = s.source where s.source_no = g.source_no and k.external_id = g.group_key),
      (select (array_agg(k.account_id))[1] from account_keys k where k.external_id = g.group_key having count(distinct k.account_id) = 1)
    ) as account_id
    from pending_groups g
    where exists (select from account_keys k where k.external_id = g.group_key)
  ), members as (
    insert into user_accounts (user_key, account_id)
    select m.user_key, k.account_id from pending_memberships m join known k using (source_no, group_key) where k.account_id is not null
    union
    select p.user_key, k.account_id from pending_events p join known k using (source_no, group_key) where k.account_id is not null and p.user_key is not null
    order by 1, 2
    on conflict do nothing
  ), joined as (
    delete from pending_memberships m using known k where k.account_id is not null and m.source_no = k.source_no and m.group_key = k.group_key
  ), done as (
    delete from pending_groups g using known k where k.account_id is not null and g.source_no = k.source_no and g.group_key = k.group_key
  )
  insert into pending_found
  select p.message_key, k.account_id from pending_events p join known k using (source_no, group_key) where k.account_id is not null`;

/** Users without a group who now belong to exactly one account. */
export const findByUser = `
  insert into pending_found
  select p.message_key, u.account_id
  from (
    select m.user_key, (array_agg(m.account_id))[1] as account_id from user_accounts m
    where m.user_key in (select p.user_key from pending_events p where p.group_key is null)
    group by m.user_key having count(*) = 1
  ) u join pending_events p on p.user_key = u.user_key and p.group_key is null
  on conflict do nothing`;

export const addFoundUsers = `
  insert into usage_users (account_id, user_no, user_key, name, email, traits)
  select n.account_id, nextval('usage_user_numbers'), n.user_key, k.name, k.email, k.traits
  from (
    select distinct f.account_id, p.user_key from pending_found f join pending_events p using (message_key)
    where p.user_key is not null and not exists (select from usage_users u where u.account_id = f.account_id and u.user_key = p.user_key)
    order by 1, 2
  ) n left join known_users k on k.user_key = n.user_key
  on conflict do nothing`;

/** Moves what was found. It becomes known today, unless it is history. $1 today, $2 the organisation's time zone. */
export const moveFound = `
  with taken as (
    delete from pending_events p using pending_found f where f.message_key = p.message_key
    returning p.*, f.account_id, (p.ts at time zone $2)::date as day, nullif(p.payload->>'historyId', '')::uuid as history_id
  ), stored as (
    insert into usage_events (account_id, ts, message_key, source_no, user_no, event_id, received_at, known_on, day, history_import_id, import_id, amount, props)
    select t.account_id, t.ts, t.message_key, t.source_no, u.user_no, coalesce(n.event_id, 0), t.received_at,
      case when t.history_id is null then $1::date else t.day end, t.day, t.history_id, t.import_id, t.amount, t.payload->'props'
    from taken t
    left join event_names n on n.name = t.event
    left join usage_users u on u.account_id = t.account_id and u.user_key = t.user_key
    on conflict do nothing
    returning account_id, day, known_on
  ), dirty as (
    insert into usage_dirty (account_id, day, known_on) select distinct account_id, day, known_on from stored
  )
  select count(*)::int as moved from taken`;
