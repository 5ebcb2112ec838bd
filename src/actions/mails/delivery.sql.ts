import { sql } from 'drizzle-orm';
import { row, rows, type Db } from '#platform/db/db.ts';
import type { Stoppable } from './unsubscribe.ts';

const days = 28;
const shown = 50;

export type Undelivered = {
  mailId: string;
  kind: Stoppable;
  subject: string;
  state: 'failed' | 'unknown';
  error: string | null;
  attempts: number;
  createdAt: Date;
  memberName: string;
  email: string;
};
type Counts = { sent: number; waiting: number; failed: number; unknown: number };

/** How mails of the last four weeks fared, and those of which it is not known that they arrived. */
export async function deliveryOf(db: Db, now: Date): Promise<Counts & { mails: Undelivered[] }> {
  const since = sql`${now.toISOString()}::timestamptz - make_interval(days => ${days})`;
  const [counts, mails] = await Promise.all([
    row<Counts>(
      db,
      sql`select count(*) filter (where state = 'sent')::int as sent, count(*) filter (where state in ('ready', 'sending'))::int as waiting,
            count(*) filter (where state = 'failed')::int as failed, count(*) filter (where state = 'unknown')::int as unknown
          from notification_mails where created_at >= ${since}`,
    ),
    rows<Omit<Undelivered, 'createdAt'> & { createdAt: string }>(
      db,
      sql`select x.mail_id as "mailId", x.kind, x.subject, x.state, x.error, x.attempts::int as attempts, x.created_at as "createdAt", m.name as "memberName", m.email
          from notification_mails x join members m on m.id = x.member_id
          where x.state in ('failed', 'unknown') and x.created_at >= ${since} order by x.created_at desc, x.mail_id limit ${shown}`,
    ),
  ]);
  return { ...counts!, mails: mails.map((mail) => ({ ...mail, createdAt: new Date(mail.createdAt) })) };
}

/** The failed mail made ready again; nothing when it is not failed. */
export function putBack(tx: Db, mailId: string, now: Date): Promise<{ subject: string; memberName: string } | undefined> {
  return row(
    tx,
    sql`update notification_mails x set state = 'ready', attempts = 0, next_at = ${now.toISOString()}, error = null from members m
        where m.id = x.member_id and x.mail_id = ${mailId}::uuid and x.state = 'failed' returning x.subject, m.name as "memberName"`,
  );
}
