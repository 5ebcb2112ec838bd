import { and, desc, eq, isNull, lt, or, sql } from 'drizzle-orm';
import { row, type Db } from '#platform/db/db.ts';
import { newId } from '#platform/ids/ids.ts';
import { announce } from '#platform/live/live.ts';
import type { ToldKind } from './kinds.ts';
import { settingsOf, type Settings } from './settings.ts';
import { notificationDeliveries, notifications, type Said } from './tables.ts';

export type Notification = {
  kind: ToldKind;
  title: Said;
  body?: Said | null;
  link?: string | null;
  dedupeKey?: string | null;
  /** False for what the digest finds by itself and says better. */
  inDigest?: boolean;
};
export type Page = { limit: number; before: { at: Date; id: string } | null };

/** Puts one notification into the bell of each member; members who had it under the same `dedupeKey` are left alone. */
export function notify(tx: Db, memberIds: readonly string[], what: Notification, at: Date): Promise<void> {
  return notifyEach(
    tx,
    [...new Set(memberIds)].map((memberId) => ({ memberId, ...what })),
    at,
  );
}

/**
 * A notification of its own for each member, in few statements whatever their number; sorted, so that two writers cannot
 * block each other. It goes the ways that each member has set: the bell, a mail soon, the digest, or none.
 */
export async function notifyEach(tx: Db, words: readonly (Notification & { memberId: string })[], at: Date): Promise<void> {
  if (words.length === 0) return;
  const settings = await settingsOf(tx, [...new Set(words.map((word) => word.memberId))]);
  const values = words.map(({ inDigest: _, ...word }) => ({
    ...word,
    notificationId: newId(),
    createdAt: at,
    inApp: settings.get(word.memberId)!.kinds[word.kind].inApp,
  }));
  values.sort((a, b) => (`${a.memberId}${a.dedupeKey}` < `${b.memberId}${b.dedupeKey}` ? -1 : 1));
  const made = await tx.insert(notifications).values(values).onConflictDoNothing().returning();
  const left = new Set(words.filter((word) => word.inDigest === false).map((word) => word.dedupeKey));
  const waiting = made.flatMap((one) => {
    const way = mailWay(settings.get(one.memberId)!, one.kind as ToldKind);
    if (!way || (way === 'digest' && one.dedupeKey && left.has(one.dedupeKey))) return [];
    const thing = one.dedupeKey ?? one.notificationId;
    return [{ memberId: one.memberId, thing, way, kind: one.kind, notificationId: one.notificationId, createdAt: at }];
  });
  if (waiting.length) await tx.insert(notificationDeliveries).values(waiting).onConflictDoNothing();
  const inApp = made.filter((one) => one.inApp).map((one) => one.memberId);
  if (inApp.length) await announce(tx, 'notifications', inApp);
}

function mailWay(settings: Settings, kind: ToldKind): 'mail' | 'digest' | null {
  const { mail } = settings.kinds[kind];
  if (mail === 'now') return 'mail';
  return mail === 'daily' && settings.digestHour !== null ? 'digest' : null;
}

export async function listNotifications(db: Db, memberId: string, { limit, before }: Page) {
  const older = before && or(lt(notifications.createdAt, before.at), and(eq(notifications.createdAt, before.at), lt(notifications.notificationId, before.id)));
  return db
    .select()
    .from(notifications)
    .where(and(eq(notifications.memberId, memberId), eq(notifications.inApp, true), older ?? undefined))
    .orderBy(desc(notifications.createdAt), desc(notifications.notificationId))
    .limit(limit);
}

export async function countUnread(db: Db, memberId: string): Promise<number> {
  const found = await row<{ n: number }>(db, sql`select count(*)::int as n from notifications where member_id = ${memberId} and read_at is null and in_app`);
  return found?.n ?? 0;
}

/** Marks as read what arrived up to a moment, so that nothing is lost that came while the list was open. */
export async function markRead(tx: Db, memberId: string, upTo: Date, at: Date): Promise<void> {
  await tx
    .update(notifications)
    .set({ readAt: at })
    .where(and(eq(notifications.memberId, memberId), isNull(notifications.readAt), sql`${notifications.createdAt} <= ${upTo.toISOString()}::timestamptz`));
}
