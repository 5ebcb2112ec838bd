import { changedFields, write, type Writer } from '#platform/audit/audit.ts';
import type { Role } from '#platform/auth/permissions.ts';
import { sqlState, type Db } from '#platform/db/db.ts';
import type { Site } from '#platform/http/site.ts';
import { problemAt } from '#platform/http/problem.ts';
import type { Organisation } from '#platform/organisation/organisation.ts';
import { makeLink, type Link, type Purpose } from './links.ts';
import { linkMail } from './mails.ts';
import { findMember, hasWayIn, insertMember, type Member } from './store.ts';

export type Invitation = { email: string; name: string; role: Role; kana?: string | null; language?: 'ja' | 'en' | null };

/** Adds a member who has not signed in yet, with the link to do so. `also` adds more in the same transaction. */
export async function inviteMember(
  writer: Writer,
  wish: Invitation,
  siteUrl: string,
  also?: (tx: Db, memberId: string) => Promise<void>,
): Promise<{ member: Member; link: Link }> {
  try {
    return await write(writer, 'members.invite', async (tx, audit) => {
      const { id } = await insertMember(tx, { ...wish, status: 'invited', language: wish.language ?? null }, writer.clock());
      await also?.(tx, id);
      const member = (await findMember(tx, id))!;
      const link = await makeLink(tx, id, 'invite', siteUrl, writer.clock());
      audit({
        noun: 'member',
        id,
        label: member.name,
        changes: changedFields({}, { email: member.email, role: member.role, teams: member.teams.map((t) => t.name) }),
      });
      return { member, link };
    });
  } catch (error) {
    if (sqlState(error) !== '23505') throw error;
    const text = { ja: 'このメールアドレスのメンバーはすでに登録されています。', en: 'There is a member with this email address already.' };
    throw problemAt('email', text, 'CONFLICT');
  }
}

/** Makes a new link for a member: the invitation again, or to set another password. */
export function renewLink(writer: Writer, memberId: string, siteUrl: string): Promise<{ member: Member; link: Link; purpose: Purpose } | null> {
  return write(writer, 'members.link', async (tx, audit) => {
    const member = await findMember(tx, memberId);
    if (!member || member.status === 'disabled') {
      audit(null);
      return null;
    }
    const purpose = member.status === 'invited' && !(await hasWayIn(tx, memberId)) ? 'invite' : 'reset';
    const link = await makeLink(tx, memberId, purpose, siteUrl, writer.clock());
    audit({ noun: 'member', id: memberId, label: member.name, changes: { purpose: [null, purpose] } });
    return { member, link, purpose };
  });
}

/** Mails a link when mail is set up; says whether it went out. A refusing mail server is no reason to lose the link. */
export async function mailLink(
  context: { site: Pick<Site, 'sendMail'>; organisation: Organisation; log: { warn(o: object, m: string): void } },
  purpose: Purpose,
  member: Pick<Member, 'name' | 'email' | 'language'>,
  link: Link,
  inviter: string | null,
): Promise<boolean> {
  const { organisation, site, log } = context;
  if (!site.sendMail) return false;
  const about = {
    to: member.email,
    name: member.name,
    organisation: organisation.name,
    inviter,
    language: member.language ?? organisation.language,
    link,
    timeZone: organisation.timeZone,
  };
  try {
    await site.sendMail(linkMail(purpose, about));
    return true;
  } catch (error) {
    log.warn({ err: error }, 'mail');
    return false;
  }
}
