import { sql } from 'drizzle-orm';
import { row, type Db } from '#platform/db/db.ts';
import type { Site } from '#platform/http/site.ts';
import { deliver, type Fetching, type Outcome } from './deliver.ts';
import { outgoing, type Content, type Place } from './payload.ts';
import type { Channel } from './store.ts';

export const mostAttempts = 10;
export const placeSealedFor = (channelId: string): string => `channel:${channelId}`;

type Claimed = Pick<Channel, 'channelId' | 'kind' | 'sealed' | 'language'> & { messageId: string; type: string; content: Content; attempts: number };
type Sending = { db: Db; clock: () => Date; site: Pick<Site, 'url' | 'vault'> };

/**
 * Sends a message and notes what came of it. It is claimed first: of a chat message that was claimed by a process that was
 * killed nobody knows whether it arrived, so it is not sent again; a webhook is, since its id lets the receiver see it twice.
 * Null when there is nothing to send.
 */
export async function sendMessage({ db, clock, site }: Sending, messageId: string, fetching: Fetching): Promise<Outcome | null> {
  const claimed = await claim(db, messageId);
  if (!claimed) return null;
  const outcome = await attempt(claimed, clock(), site, fetching);
  await note(db, claimed, outcome, clock());
  return outcome;
}

async function claim(db: Db, messageId: string): Promise<Claimed | undefined> {
  await db.execute(sql`update channel_messages x set state = 'unknown', error = 'the process ended while sending it' from channels c
    where c.channel_id = x.channel_id and x.message_id = ${messageId} and x.state = 'sending' and c.kind <> 'webhook'`);
  return row(
    db,
    sql`update channel_messages x set state = 'sending', attempts = x.attempts + 1 from channels c
      where c.channel_id = x.channel_id and x.message_id = ${messageId} and c.enabled and x.state in ('ready', 'sending')
      returning x.message_id as "messageId", x.type, x.content, x.attempts::int as attempts, c.channel_id as "channelId", c.kind, c.sealed, c.language`,
  );
}

async function attempt(message: Claimed, at: Date, site: Sending['site'], fetching: Fetching): Promise<Outcome> {
  let place: Place;
  try {
    place = JSON.parse(site.vault.open(message.sealed, placeSealedFor(message.channelId))) as Place;
  } catch {
    return { ok: false, status: null, error: 'secret', again: 'never' };
  }
  const { messageId, type, language } = message;
  return deliver(outgoing(message.kind, place, message.content, { messageId, type, at, language, siteUrl: site.url }), fetching);
}

async function note(db: Db, message: Claimed, outcome: Outcome, at: Date): Promise<void> {
  const now = at.toISOString();
  if (outcome.ok) {
    await db.execute(
      sql`update channel_messages set state = 'sent', status = ${outcome.status}, error = null, sent_at = ${now} where message_id = ${message.messageId}`,
    );
    await db.execute(sql`update channels set last_ok_at = ${now}, last_error = null, last_error_at = null where channel_id = ${message.channelId}`);
    return;
  }
  const again = isRetried(message.kind, outcome.again) && message.attempts < mostAttempts;
  const state = again ? 'ready' : outcome.again === 'unknown' ? 'unknown' : 'failed';
  await db.execute(
    sql`update channel_messages set state = ${state}, status = ${outcome.status}, error = ${outcome.error.slice(0, 500)} where message_id = ${message.messageId}`,
  );
  await db.execute(sql`update channels set last_error = ${outcome.error.slice(0, 500)}, last_error_at = ${now} where channel_id = ${message.channelId}`);
}

/** A webhook may come twice, by its id; a chat message must not. */
export const isRetried = (kind: Channel['kind'], again: 'later' | 'never' | 'unknown'): boolean =>
  again === 'later' || (again === 'unknown' && kind === 'webhook');
