import { and, eq, sql } from 'drizzle-orm';
import type { Day } from '#platform/clock/days.ts';
import { row, rows, type Db } from '#platform/db/db.ts';
import type { Reading } from './read.ts';
import { calendarEvents, calendarFeeds, calendarLinks } from './tables.ts';

export type Feed = typeof calendarFeeds.$inferSelect;

export const listFeeds = (db: Db, memberId: string): Promise<Feed[]> =>
  db.select().from(calendarFeeds).where(eq(calendarFeeds.memberId, memberId)).orderBy(calendarFeeds.createdAt);

export async function findFeed(db: Db, memberId: string, feedId: string): Promise<Feed | undefined> {
  return (
    await db
      .select()
      .from(calendarFeeds)
      .where(and(eq(calendarFeeds.feedId, feedId), eq(calendarFeeds.memberId, memberId)))
  )[0];
}

/** Feeds of active members that were not tried for a while, the longest ago first. */
export function staleFeeds(db: Db, before: Date, limit: number): Promise<Feed[]> {
  return db
    .select()
    .from(calendarFeeds)
    .where(
      sql`(${calendarFeeds.triedAt} is null or ${calendarFeeds.triedAt} < ${before.toISOString()}::timestamptz)
        and ${calendarFeeds.memberId} in (select id from members where status = 'active')`,
    )
    .orderBy(sql`${calendarFeeds.triedAt} nulls first`)
    .limit(limit);
}

export async function insertFeed(tx: Db, feed: Pick<Feed, 'feedId' | 'memberId' | 'name' | 'host' | 'sealedUrl'>, at: Date): Promise<void> {
  await tx.insert(calendarFeeds).values({ ...feed, createdAt: at });
}

export async function deleteFeed(tx: Db, feedId: string): Promise<void> {
  await tx.delete(calendarFeeds).where(eq(calendarFeeds.feedId, feedId));
}

export async function noteFailure(db: Db, feedId: string, code: string, at: Date): Promise<void> {
  await db.update(calendarFeeds).set({ lastError: code, triedAt: at }).where(eq(calendarFeeds.feedId, feedId));
}

export async function replaceEvents(tx: Db, feedId: string, { meetings, truncated }: Reading, at: Date): Promise<void> {
  const [known] = await tx.select({ feedId: calendarFeeds.feedId }).from(calendarFeeds).where(eq(calendarFeeds.feedId, feedId)).for('update');
  if (!known) return;
  await tx.delete(calendarEvents).where(eq(calendarEvents.feedId, feedId));
  for (let i = 0; i < meetings.length; i += 500)
    await tx.insert(calendarEvents).values(meetings.slice(i, i + 500).map((meeting, n) => ({ ...meeting, feedId, eventNo: i + n })));
  await tx.update(calendarFeeds).set({ fetchedAt: at, triedAt: at, lastError: null, truncated }).where(eq(calendarFeeds.feedId, feedId));
}

export type MeetingRow = {
  key: string;
  startsAt: string;
  endsAt: string;
  allDay: boolean;
  title: string;
  location: string | null;
  calendar: string;
  accounts: { accountId: string; name: string; people: string[] }[];
};

/** Meetings of a day, the same one of two calendars once, with the customers whose contacts take part. */
export function meetingsOf(db: Db, memberId: string, day: Day): Promise<MeetingRow[]> {
  return rows(
    db,
    sql`
    with e as (select distinct on (e.uid, e.starts_at, e.title) e.*, f.name as calendar from calendar_feeds f join calendar_events e using (feed_id)
      where f.member_id = ${memberId}::uuid and e.first_day <= ${day}::date and e.last_day >= ${day}::date order by e.uid, e.starts_at, e.title, f.created_at limit 200)
    select e.feed_id || '/' || e.event_no as key, e.starts_at as "startsAt", e.ends_at as "endsAt", e.all_day as "allDay", e.title, e.location, e.calendar,
      coalesce((select jsonb_agg(jsonb_build_object('accountId', w.account_id, 'name', w.name, 'people', w.people) order by w.name) from (
        select a.account_id, a.name, array_agg(distinct c.name) as people
        from contacts c join accounts a on a.account_id = c.account_id and a.archived_at is null
        where lower(c.email) = any (e.attendees || e.organizer) and c.status = 'active' group by 1, 2 order by a.name limit 5) w), '[]') as accounts
    from e order by e.all_day desc, e.starts_at, e.title`,
  );
}

export const linkOf = async (db: Db, memberId: string) => (await db.select().from(calendarLinks).where(eq(calendarLinks.memberId, memberId)))[0];

export async function setLink(tx: Db, memberId: string, tokenHash: string, at: Date): Promise<void> {
  const values = { memberId, tokenHash, createdAt: at, usedAt: null };
  await tx.insert(calendarLinks).values(values).onConflictDoUpdate({ target: calendarLinks.memberId, set: values });
}

export async function dropLink(tx: Db, memberId: string): Promise<boolean> {
  return (await tx.delete(calendarLinks).where(eq(calendarLinks.memberId, memberId)).returning({ id: calendarLinks.memberId })).length > 0;
}

/** Whose secret address it is; nobody's when the member may no longer sign in. */
export function memberOfLink(db: Db, tokenHash: string): Promise<{ id: string; name: string } | undefined> {
  return row(db, sql`select m.id, m.name from calendar_links l join members m on m.id = l.member_id where l.token_hash = ${tokenHash} and m.status = 'active'`);
}

export async function noteUse(db: Db, memberId: string, at: Date): Promise<void> {
  await db.update(calendarLinks).set({ usedAt: at }).where(eq(calendarLinks.memberId, memberId));
}
