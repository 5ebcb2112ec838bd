import { sql } from 'drizzle-orm';
import { row, rows, type Db } from '#platform/db/db.ts';
import { isoMoment } from '#platform/db/iso.ts';

/** Waiting events of one group, or of one user without a group. */
export type Waiting = {
  source: string;
  sourceName: string;
  groupKey: string | null;
  userKey: string | null;
  name: string | null;
  reason: 'unknown_group' | 'ambiguous_group' | 'unknown_user' | 'several_accounts';
  events: number;
  users: number;
  firstAt: string;
  lastAt: string;
  samples: { event: string; at: string; userKey: string | null }[];
};
type Cursor = { events: number; key: string } | null;
const keepDays = 90;

/** What waits, the most events first. */
export function listWaiting(db: Db, page: { limit: number; after: Cursor }): Promise<(Waiting & { key: string })[]> {
  return rows(
    db,
    sql`
    with heaps as (
      select source_no, group_key, case when group_key is null then user_key end as user_key, count(*)::int as events,
        count(distinct user_key)::int as users, min(ts) as first_at, max(ts) as last_at
      from pending_events group by 1, 2, 3
    ), keyed as (
      select *, md5(concat_ws(chr(31), source_no, group_key is null, group_key, user_key)) as key from heaps
    ), picked as (
      select * from keyed
      where ${page.after === null ? sql`true` : sql`(events, key) < (${page.after.events}, ${page.after.key})`}
      order by events desc, key desc limit ${page.limit}
    )
    select s.source, s.name as "sourceName", h.group_key as "groupKey", h.user_key as "userKey", h.events, h.users, ${isoMoment('h.first_at')} as "firstAt", ${isoMoment('h.last_at')} as "lastAt", h.key,
      coalesce(g.name, k.name) as name,
      case when h.group_key is not null then case when exists (select from account_keys a where a.external_id = h.group_key) then 'ambiguous_group' else 'unknown_group' end
        else case when exists (select from user_accounts u where u.user_key = h.user_key) then 'several_accounts' else 'unknown_user' end end as reason,
      (select coalesce(jsonb_agg(jsonb_build_object('event', x.event, 'at', ${isoMoment('x.ts')}, 'userKey', x.user_key)), '[]') from (
        select p.event, p.ts, p.user_key from pending_events p
        where p.source_no = h.source_no and p.group_key is not distinct from h.group_key and (h.group_key is not null or p.user_key is not distinct from h.user_key)
        order by p.ts desc limit 3) x) as samples
    from picked h
    join sources s on s.source_no = h.source_no
    left join pending_groups g on g.source_no = h.source_no and g.group_key = h.group_key
    left join known_users k on k.user_key = h.user_key
    order by h.events desc, h.key desc`,
  );
}

export async function countWaiting(db: Db): Promise<{ events: number; groups: number; oldestAt: string | null }> {
  return (await row(
    db,
    sql`select count(*)::int as events, count(distinct (source_no, group_key, case when group_key is null then user_key end))::int as groups, ${isoMoment('min(received_at)')} as "oldestAt" from pending_events`,
  ))!;
}

/** Throws the waiting events of a group or user away; of a group also those to come. */
export async function discardWaiting(db: Db, what: { sourceNo: number; groupKey: string | null; userKey: string | null }, now: Date): Promise<number> {
  if (what.groupKey !== null) {
    await db.execute(
      sql`insert into ignored_groups (source_no, group_key, ignored_at) values (${what.sourceNo}, ${what.groupKey}, ${now.toISOString()}) on conflict do nothing`,
    );
    await db.execute(sql`delete from pending_groups where source_no = ${what.sourceNo} and group_key = ${what.groupKey}`);
    await db.execute(sql`delete from pending_memberships where source_no = ${what.sourceNo} and group_key = ${what.groupKey}`);
  }
  const gone = await db.execute(
    sql`delete from pending_events where source_no = ${what.sourceNo} and ${what.groupKey !== null ? sql`group_key = ${what.groupKey}` : sql`group_key is null and user_key is not distinct from ${what.userKey}`}`,
  );
  return gone.rowCount ?? 0;
}

/** Groups whose events are thrown away on arrival. */
export function listIgnored(db: Db): Promise<{ source: string; groupKey: string; ignoredAt: string }[]> {
  return rows(
    db,
    sql`select s.source, i.group_key as "groupKey", ${isoMoment('i.ignored_at')} as "ignoredAt" from ignored_groups i join sources s using (source_no) order by i.ignored_at desc limit 500`,
  );
}

export async function stopIgnoring(db: Db, source: string, groupKey: string): Promise<boolean> {
  const gone = await db.execute(
    sql`delete from ignored_groups i using sources s where s.source_no = i.source_no and s.source = ${source} and i.group_key = ${groupKey}`,
  );
  return (gone.rowCount ?? 0) > 0;
}

/** Events that nobody claimed for 90 days are given up; otherwise strangers would fill the disk. */
export async function prunePending(db: Db, now: Date): Promise<number> {
  const before = new Date(now.getTime() - keepDays * 86_400_000).toISOString();
  const gone = await db.execute(sql`delete from pending_events where received_at < ${before}::timestamptz`);
  await db.execute(
    sql`delete from pending_groups g where seen_at < ${before}::timestamptz and not exists (select from pending_events p where p.source_no = g.source_no and p.group_key = g.group_key)`,
  );
  await db.execute(
    sql`delete from pending_memberships m where not exists (select from pending_groups g where g.source_no = m.source_no and g.group_key = m.group_key)`,
  );
  return gone.rowCount ?? 0;
}
