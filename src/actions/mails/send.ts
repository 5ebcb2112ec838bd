import { sql } from 'drizzle-orm';
import { row, type Db } from '#platform/db/db.ts';
import type { JobContext } from '#platform/jobs/jobs.ts';
import { refusalOf } from '#platform/mail/mail.ts';
import type { Writing } from './jobs.ts';
import { stopToken, stopUrl, type Stoppable } from './unsubscribe.ts';

type Claimed = { mailId: string; memberId: string; kind: Stoppable; subject: string; body: string; html: string; attempts: number; email: string };

const atOnce = 500;
const mostAttempts = 12;
const forgottenMinutes = 15;

/**
 * Hands written mails over. Each is claimed, and the claim committed, before the server hears of it; so whoever is killed
 * leaves a mail that is unsent and unclaimed (sent by the next), or claimed, of which nobody knows: it is never sent again.
 */
export async function sendMails({ db, site, log, clock }: Writing & Pick<JobContext, 'log' | 'clock'>): Promise<number> {
  await giveUpForgotten(db, clock());
  for (let sent = 0; sent < atOnce; sent++) {
    const mail = await claim(db, clock());
    if (!mail) return sent;
    try {
      await site.sendMail({
        to: mail.email,
        subject: mail.subject,
        text: mail.body,
        html: mail.html,
        messageId: `<${mail.mailId}@${new URL(site.url).hostname}>`,
        unsubscribe: stopUrl(site.url, stopToken(site.vault, mail.memberId, mail.kind)),
      });
    } catch (error) {
      const refusal = refusalOf(error);
      log.warn({ err: error, mail: mail.mailId, refusal }, 'mail');
      await note(db, mail, refusal, error as Error, clock());
      continue;
    }
    await db.execute(sql`update notification_mails set state = 'sent', sent_at = ${clock().toISOString()}, error = null where mail_id = ${mail.mailId}`);
  }
  return atOnce;
}

function claim(db: Db, now: Date): Promise<Claimed | undefined> {
  const at = now.toISOString();
  return row(
    db,
    sql`update notification_mails x set state = 'sending', claimed_at = ${at}, attempts = x.attempts + 1 from members m
      where m.id = x.member_id and x.mail_id = (
        select r.mail_id from notification_mails r where r.state = 'ready' and r.next_at <= ${at} order by r.next_at, r.mail_id limit 1 for update skip locked)
      returning x.mail_id as "mailId", x.member_id as "memberId", x.kind, x.subject, x.body, x.html, x.attempts::int as attempts, m.email`,
  );
}

async function note(db: Db, { mailId, attempts }: Claimed, refusal: 'later' | 'never' | 'unknown', error: Error, now: Date): Promise<void> {
  const state = refusal === 'unknown' ? 'unknown' : refusal === 'never' || attempts >= mostAttempts ? 'failed' : 'ready';
  const next = new Date(now.getTime() + Math.min(2 ** attempts, 120) * 60_000);
  await db.execute(
    sql`update notification_mails set state = ${state}, next_at = ${next.toISOString()}, error = ${error.message.slice(0, 500)} where mail_id = ${mailId}`,
  );
}

async function giveUpForgotten(db: Db, now: Date): Promise<void> {
  await db.execute(sql`update notification_mails set state = 'unknown', error = 'the process ended while handing it over'
    where state = 'sending' and claimed_at < ${now.toISOString()}::timestamptz - make_interval(mins => ${forgottenMinutes})`);
}
