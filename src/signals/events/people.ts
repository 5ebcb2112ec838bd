import type pg from 'pg';
import type { FlushTime } from './flush.ts';
import type { AliasMessage, GroupMessage, IdentifyMessage } from './message.ts';

/** What identify calls say of users. The latest call wins, whatever order calls arrive in. */
export async function applyIdentifies(client: pg.ClientBase, messages: IdentifyMessage[]): Promise<void> {
  if (!messages.length) return;
  const latest = new Map<string, IdentifyMessage>();
  for (const m of messages) if (m.at >= (latest.get(m.userKey)?.at ?? -Infinity)) latest.set(m.userKey, m);
  const people = [...latest.values()].map((m) => ({ ...m, at: new Date(m.at), traits: m.traits === null ? null : JSON.parse(m.traits) }));
  await client.query(
    `with told as (
       insert into known_users as k (user_key, name, email, traits, told_at)
       select coalesce(a.canonical_key, p."userKey"), p.name, p.email, p.traits, p.at
       from jsonb_to_recordset($1::jsonb) as p("userKey" text, name text, email text, traits jsonb, at timestamptz)
       left join user_aliases a on a.user_key = p."userKey"
       where a.canonical_key is null or not exists (select from jsonb_to_recordset($1::jsonb) as q("userKey" text) where q."userKey" = a.canonical_key)
       order by 1
       on conflict (user_key) do update set name = coalesce(excluded.name, k.name), email = coalesce(excluded.email, k.email),
         traits = coalesce(excluded.traits, k.traits), told_at = excluded.told_at
       where k.told_at <= excluded.told_at
       returning user_key, name, email, traits
     )
     update usage_users u set name = told.name, email = told.email, traits = told.traits
     from told where u.user_key = told.user_key
       and (u.name, u.email, u.traits) is distinct from (told.name, told.email, told.traits)`,
    [JSON.stringify(people)],
  );
}

/** Which users belong to a group. A group without an account is remembered until the account appears. */
export async function applyGroups(client: pg.ClientBase, messages: GroupMessage[], time: FlushTime): Promise<void> {
  if (!messages.length) return;
  await client.query(
    `with given as (
       select distinct on (g."sourceNo", g."groupKey", g."userKey") g."sourceNo" as source_no, g."groupKey" as group_key,
         coalesce(a.canonical_key, g."userKey") as user_key, g.name
       from jsonb_to_recordset($1::jsonb) as g("sourceNo" smallint, "groupKey" text, "userKey" text, name text)
       left join user_aliases a on a.user_key = g."userKey"
     ), groups as (
       select source_no, group_key, max(name) as name, coalesce(
         (select k.account_id from sources s join account_keys k on k.source = s.source where s.source_no = g.source_no and k.external_id = g.group_key),
         (select (array_agg(k.account_id))[1] from account_keys k where k.external_id = g.group_key having count(distinct k.account_id) = 1)
       ) as account_id
       from given g group by source_no, group_key
     ), members as (
       insert into user_accounts (user_key, account_id)
       select distinct g.user_key, p.account_id from given g join groups p using (source_no, group_key)
       where p.account_id is not null and g.user_key is not null
       order by 1, 2
       on conflict do nothing
     ), later as (
       insert into pending_memberships (source_no, group_key, user_key)
       select distinct source_no, group_key, g.user_key from given g join groups p using (source_no, group_key)
       where p.account_id is null and g.user_key is not null
       order by 1, 2, 3
       on conflict do nothing
     )
     insert into pending_groups as p (source_no, group_key, name, seen_at)
     select source_no, group_key, name, $2 from groups where account_id is null order by 1, 2
     on conflict (source_no, group_key) do update set name = coalesce(excluded.name, p.name), seen_at = excluded.seen_at`,
    [JSON.stringify(messages), time.now],
  );
}

/** Two keys of one person: from now on both count as one. Days that have closed keep what was known then. */
export async function applyAliases(client: pg.ClientBase, messages: AliasMessage[], time: FlushTime): Promise<void> {
  for (const { userKey, previousKey } of messages) {
    const { rows } = await client.query<{ key: string }>('select coalesce((select canonical_key from user_aliases where user_key = $1), $1) as key', [userKey]);
    const canonical = rows[0]!.key;
    if (canonical === previousKey) continue;
    await client.query(
      `insert into user_aliases (user_key, canonical_key) values ($1, $2)
       on conflict (user_key) do update set canonical_key = excluded.canonical_key where user_aliases.canonical_key <> excluded.canonical_key`,
      [previousKey, canonical],
    );
    await client.query('update user_aliases set canonical_key = $2 where canonical_key = $1', [previousKey, canonical]);
    await client.query('insert into user_accounts (user_key, account_id) select $2, account_id from user_accounts where user_key = $1 on conflict do nothing', [
      previousKey,
      canonical,
    ]);
    await client.query('update pending_events set user_key = $2 where user_key = $1', [previousKey, canonical]);
    await client.query(mergeInAccounts, [previousKey, canonical, time.today]);
  }
}

const mergeInAccounts = `
  with old as (select account_id, user_no from usage_users where user_key = $1),
  kept as (
    insert into usage_users (account_id, user_no, user_key, name, email, traits)
    select o.account_id, nextval('usage_user_numbers'), $2, k.name, k.email, k.traits
    from old o left join known_users k on k.user_key = $2
    where not exists (select from usage_users u where u.account_id = o.account_id and u.user_key = $2)
    on conflict do nothing returning account_id, user_no
  ), canonical as (
    select account_id, user_no from kept
    union all select u.account_id, u.user_no from usage_users u join old o on o.account_id = u.account_id where u.user_key = $2
  ), merged as (
    update usage_users u set canonical_no = c.user_no from canonical c, old o
    where o.account_id = c.account_id and u.account_id = c.account_id and (u.user_no = o.user_no or u.canonical_no = o.user_no)
    returning u.account_id, u.user_no
  )
  insert into usage_dirty (account_id, day, known_on)
  select distinct e.account_id, e.day, e.known_on from usage_events e join merged m on m.account_id = e.account_id and m.user_no = e.user_no
  where e.known_on = $3::date`;
