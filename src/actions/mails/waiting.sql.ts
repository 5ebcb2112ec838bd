import { sql } from 'drizzle-orm';
import type { ToldKind } from '#actions/notifications/contract.ts';
import { row, rows, type Db } from '#platform/db/db.ts';

export type Recipient = { id: string; name: string; email: string; language: 'ja' | 'en' | null };
type Said = { ja: string; en: string };
export type Word = { thing: string; kind: ToldKind; title: Said; body: Said | null; link: string | null; read: boolean };

// Nobody is told a week late by mail what has been in the bell all the time.
const tooLateDays = 7;
const keptDays = 90;

/** Leaves what waited for too long: the mail server was away, or a digest was never switched on. */
export async function dropOld(tx: Db, now: Date): Promise<void> {
  await tx.execute(sql`
    update notification_deliveries set dropped_at = ${now.toISOString()}::timestamptz where way <> 'bell' and mail_id is null and dropped_at is null
      and created_at < ${now.toISOString()}::timestamptz - make_interval(days => ${tooLateDays})`);
  // Mails quote what people wrote; that something was told is kept, its words are not.
  await tx.execute(sql`delete from notification_mails where created_at < ${now.toISOString()}::timestamptz - make_interval(days => ${keptDays})`);
}

/** Members with mails to be written at once. */
export function withWaiting(db: Db): Promise<Recipient[]> {
  return rows(
    db,
    sql`select m.id, m.name, m.email, m.language from members m where m.status = 'active' and not m.is_sample and exists (
      select from notification_deliveries d where d.member_id = m.id and d.way = 'mail' and d.mail_id is null and d.dropped_at is null) order by m.id`,
  );
}

/** Members who have had no digest of this day. */
export function withoutDigest(db: Db, key: string): Promise<Recipient[]> {
  return rows(
    db,
    sql`select m.id, m.name, m.email, m.language from members m where m.status = 'active' and not m.is_sample
      and not exists (select from notification_mails x where x.member_id = m.id and x.key = ${key}) order by m.id`,
  );
}

/** What waits for a member, locked until it is in a mail: whoever else writes mails waits, and finds nothing left. */
export function takeWaiting(tx: Db, memberId: string, way: 'mail' | 'digest'): Promise<Word[]> {
  return rows(
    tx,
    sql`select d.thing, d.kind, n.title, n.body, n.link, n.read_at is not null as read
      from notification_deliveries d join notifications n on n.notification_id = d.notification_id
      where d.member_id = ${memberId}::uuid and d.way = ${way} and d.mail_id is null and d.dropped_at is null order by n.created_at, d.thing for update of d`,
  );
}

export async function putInto(tx: Db, memberId: string, way: 'mail' | 'digest', things: readonly string[], mailId: string): Promise<void> {
  if (things.length)
    await tx.execute(
      sql`update notification_deliveries set mail_id = ${mailId}::uuid where member_id = ${memberId}::uuid and way = ${way} and thing = any(${sql.param(things)}::text[])`,
    );
}

export async function drop(tx: Db, memberId: string, way: 'mail' | 'digest', things: readonly string[], now: Date): Promise<void> {
  if (things.length)
    await tx.execute(
      sql`update notification_deliveries set dropped_at = ${now.toISOString()}::timestamptz where member_id = ${memberId}::uuid and way = ${way} and thing = any(${sql.param(things)}::text[])`,
    );
}

export type NewMail = { mailId: string; memberId: string; kind: string; key: string; subject: string; body: string; html: string; empty?: boolean };

/** Whether it was written: a mail of the same key is not written twice. */
export async function insertMail(tx: Db, mail: NewMail, now: Date): Promise<boolean> {
  const at = now.toISOString();
  const made = await row(
    tx,
    sql`insert into notification_mails (mail_id, member_id, kind, key, subject, body, html, state, next_at, created_at)
      values (${mail.mailId}, ${mail.memberId}, ${mail.kind}, ${mail.key}, ${mail.subject}, ${mail.body}, ${mail.html}, ${mail.empty ? 'empty' : 'ready'}, ${at}, ${at})
      on conflict (member_id, key) do nothing returning mail_id`,
  );
  return Boolean(made);
}
