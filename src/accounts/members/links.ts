import { sql } from 'drizzle-orm';
import type { Role } from '#platform/auth/permissions.ts';
import { hashSecret, newSecret } from '#platform/auth/secrets.ts';
import { row, type Db } from '#platform/db/db.ts';

export type Purpose = 'invite' | 'reset';
export type Link = { url: string; expiresAt: string };
export type Linked = { memberId: string; purpose: Purpose; name: string; email: string; role: Role; language: 'ja' | 'en' | null };

const hours = { invite: 7 * 24, reset: 24 };

/** Makes a one-time link; the links made before for the member stop working. The token follows # and so is in no log. */
export async function makeLink(tx: Db, memberId: string, purpose: Purpose, siteUrl: string, now: Date, requestId: string | null = null): Promise<Link> {
  const token = newSecret();
  const expires = new Date(now.getTime() + hours[purpose] * 3_600_000);
  await tx.execute(sql`delete from member_links where member_id = ${memberId} and used_at is null`);
  await tx.execute(sql`insert into member_links (token_hash, member_id, purpose, expires_at, created_at, request_id)
    values (${hashSecret(token)}, ${memberId}, ${purpose}, ${expires.toISOString()}, ${now.toISOString()}, ${requestId})`);
  return { url: `${siteUrl}/welcome#${token}`, expiresAt: expires.toISOString() };
}

/** What an unused link that still holds is for. */
export async function findLink(db: Db, token: string, now: Date): Promise<Linked | undefined> {
  return row(
    db,
    sql`select l.member_id as "memberId", l.purpose, m.name, m.email, m.role, m.language from member_links l join members m on m.id = l.member_id
      where l.token_hash = ${hashSecret(token)} and l.used_at is null and l.expires_at > ${now.toISOString()} and m.status <> 'disabled'`,
  );
}

/** Uses a link up; undefined when somebody was faster or it holds no more. */
export async function consumeLink(tx: Db, token: string, now: Date): Promise<{ memberId: string; purpose: Purpose } | undefined> {
  const at = now.toISOString();
  return row(
    tx,
    sql`update member_links l set used_at = ${at} from members m
      where m.id = l.member_id and m.status <> 'disabled' and l.token_hash = ${hashSecret(token)} and l.used_at is null and l.expires_at > ${at}
      returning l.member_id as "memberId", l.purpose`,
  );
}
