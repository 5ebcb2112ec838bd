import { sql } from 'drizzle-orm';
import { write } from '#platform/audit/audit.ts';
import { forgetOldAttempts } from '#platform/auth/attempts.ts';
import { row } from '#platform/db/db.ts';
import type { Job } from '#platform/jobs/jobs.ts';
import { readOrganisation } from '#platform/organisation/organisation.ts';
import { mailLink } from './invite.ts';
import { makeLink } from './links.ts';
import { findMember } from './store.ts';

/** Mails a link to set another password. The token is made here, so it is never in the queue; a second run finds the row of the first, if it was mailed. */
export const mailReset: Job<{ memberId: string; requestId: string }> = {
  name: 'mail-password-reset',
  async run({ database, db, clock, log, site }, { memberId, requestId }) {
    if (!site?.sendMail) return;
    const made = await write({ database, clock, actor: { kind: 'system', name: 'password-reset' } }, 'members.link', async (tx, audit) => {
      const before = await row(tx, sql`select 1 as one from member_links where request_id = ${requestId}`);
      const member = before ? undefined : await findMember(tx, memberId);
      audit(member ? { noun: 'member', id: memberId, label: member.name, changes: { purpose: [null, 'reset'] } } : null);
      return member && { member, link: await makeLink(tx, memberId, 'reset', site.url, clock(), requestId) };
    });
    if (!made || (await mailLink({ site, organisation: await readOrganisation(db), log }, 'reset', made.member, made.link, null))) return;
    // Nobody has this link; the next attempt makes another.
    await db.execute(sql`delete from member_links where request_id = ${requestId}`);
    throw new Error('the mail server did not take the link');
  },
};

/** Removes what has run out: sessions, codes, links, counts of attempts. */
export const sweepSignIn: Job = {
  name: 'sweep-sign-in',
  cron: '40 3 * * *',
  async run({ db, clock }) {
    const now = clock();
    for (const table of ['auth_sessions', 'auth_verifications'])
      await db.execute(sql`delete from ${sql.identifier(table)} where expires_at < ${now.toISOString()}`);
    await db.execute(sql`delete from member_links where expires_at < ${new Date(now.getTime() - 30 * 86_400_000).toISOString()}`);
    await forgetOldAttempts(db, now);
  },
};
