import { desc, eq, sql } from 'drizzle-orm';
import { row, rows, type Db } from '#platform/db/db.ts';
import { newId } from '#platform/ids/ids.ts';
import type { Content, Item } from './payload.ts';
import { channelMessages, channels } from './tables.ts';
import { cut } from '#platform/text/cut.ts';

export type Channel = typeof channels.$inferSelect;

export async function listChannels(db: Db): Promise<(Channel & { teamName: string | null })[]> {
  const [found, teams] = await Promise.all([
    db.select().from(channels).orderBy(channels.name, channels.channelId),
    rows<{ id: string; name: string }>(db, sql`select id, name from teams where id in (select team_id from channels)`),
  ]);
  return found.map((one) => ({ ...one, teamName: teams.find((team) => team.id === one.teamId)?.name ?? null }));
}

export async function findChannel(db: Db, channelId: string, lock = false): Promise<Channel | undefined> {
  const query = db.select().from(channels).where(eq(channels.channelId, channelId));
  return (await (lock ? query.for('update') : query))[0];
}

export const listMessages = (db: Db, channelId: string) =>
  db
    .select()
    .from(channelMessages)
    .where(eq(channelMessages.channelId, channelId))
    .orderBy(desc(channelMessages.createdAt), desc(channelMessages.messageId))
    .limit(50);

export type NewMessage = { channelId: string; type: string; title: string; content: Content };

export async function insertMessage(tx: Db, message: NewMessage, now: Date): Promise<string> {
  const messageId = newId();
  await tx.insert(channelMessages).values({ messageId, ...message, title: cut(message.title, 200), createdAt: now });
  return messageId;
}

export type Fresh = Item & { channelId: string; thing: string; language: 'ja' | 'en' };

/**
 * What members were told that channels have not said yet, each thing once a channel: one that several members were told is one
 * thing, with their names. Only since the channel was set up so, and not what is older than an hour.
 */
export function takeFresh(tx: Db, now: Date): Promise<Fresh[]> {
  const at = sql`${now.toISOString()}::timestamptz`;
  const thing = sql`coalesce(n.dedupe_key, n.notification_id::text) || ':' || md5(n.title::text)`;
  return rows(
    tx,
    sql`with told as materialized (
      select c.channel_id, c.language, ${thing} as thing, n.kind, n.title, n.body, min(n.link) as link, min(n.created_at) as at, array_agg(distinct m.name order by m.name) as "to"
      from channels c join notifications n on n.kind = any(c.kinds) and n.created_at > greatest(c.since, ${at} - interval '1 hour') join members m on m.id = n.member_id
      where c.enabled and (c.all_members or exists (select from team_members t where t.team_id = c.team_id and t.member_id = n.member_id))
      group by c.channel_id, thing, n.kind, n.title, n.body
    ), fresh as (
      insert into channel_things (channel_id, thing, created_at) select distinct channel_id, thing, ${at} from told on conflict do nothing returning channel_id, thing)
    select t.channel_id as "channelId", t.language, t.thing, t.kind, t.title, t.body, t.link, t.at, t."to" from fresh f join told t using (channel_id, thing)
    order by t.channel_id, t.at, t.thing`,
  );
}

/** Whether it has not been said there before. */
export async function takeThing(tx: Db, channelId: string, thing: string, now: Date): Promise<boolean> {
  const made = await row(
    tx,
    sql`insert into channel_things (channel_id, thing, created_at) values (${channelId}, ${thing}, ${now.toISOString()}) on conflict do nothing returning thing`,
  );
  return Boolean(made);
}

/** The history ends after 90 days; that a thing was said is known for a year. */
export async function dropOldMessages(tx: Db, now: Date): Promise<void> {
  const at = sql`${now.toISOString()}::timestamptz`;
  await tx.execute(sql`delete from channel_messages where created_at < ${at} - interval '90 days'`);
  await tx.execute(sql`delete from channel_things where created_at < ${at} - interval '1 year'`);
}
