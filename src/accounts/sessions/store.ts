import { sql } from 'drizzle-orm';
import type { Actor } from '#platform/auth/permissions.ts';
import { row, rows, type Db } from '#platform/db/db.ts';
import { isoMoment } from '#platform/db/iso.ts';

export type SignedIn = Extract<Actor, { kind: 'member' }>;
export type Session = { sessionId: string; current: boolean; address: string | null; browser: string | null; createdAt: string; expiresAt: string };

/** The member of a session, unless it has ended or the member is disabled. */
export async function findSignedIn(db: Db, token: string, now: Date): Promise<SignedIn | null> {
  const found = await row<Omit<SignedIn, 'kind'>>(
    db,
    sql`select m.id, m.name, m.email, m.role, m.language from auth_sessions s join members m on m.id = s.user_id
      where s.token = ${token} and s.expires_at > ${now.toISOString()} and m.status = 'active'`,
  );
  return found ? { kind: 'member', ...found } : null;
}

/** The sessions of a member that still hold, newest first. */
export function listSessions(db: Db, memberId: string, token: string | null, now: Date): Promise<Session[]> {
  return rows(
    db,
    sql`select id as "sessionId", token = ${token ?? ''} as current, ip_address as address, user_agent as browser,
        ${isoMoment('created_at')} as "createdAt", ${isoMoment('expires_at')} as "expiresAt"
      from auth_sessions where user_id = ${memberId} and expires_at > ${now.toISOString()} order by token = ${token ?? ''} desc, created_at desc`,
  );
}

/** Ends one session of a member; says whether there was one. */
export async function endSession(tx: Db, memberId: string, sessionId: string): Promise<boolean> {
  return (await rows(tx, sql`delete from auth_sessions where user_id = ${memberId} and id = ${sessionId} returning id`)).length > 0;
}

/** Ends all sessions of a member but the one with `exceptToken`, and every trusted device; returns how many sessions. */
export async function endSessions(tx: Db, memberId: string, exceptToken: string | null = null): Promise<number> {
  await tx.execute(sql`delete from auth_verifications where identifier like 'trust-device-%' and value = ${memberId}`);
  return (await rows(tx, sql`delete from auth_sessions where user_id = ${memberId} and token is distinct from ${exceptToken} returning id`)).length;
}

export type Standing = { kana: string | null; twoFactor: boolean; hasPassword: boolean; theme: 'light' | 'dark' | null };

/** What only the member's own page shows. */
export async function findStanding(db: Db, memberId: string): Promise<Standing> {
  const found = await row<Standing>(
    db,
    sql`select m.kana, coalesce(u.two_factor_enabled, false) as "twoFactor", m.theme,
        exists (select from auth_accounts a where a.user_id = m.id and a.provider_id = 'credential' and a.password is not null) as "hasPassword"
      from members m left join auth_users u on u.id = m.id where m.id = ${memberId}`,
  );
  return found ?? { kana: null, twoFactor: false, hasPassword: false, theme: null };
}

export type OwnSettings = { name: string; kana: string | null; language: 'ja' | 'en' | null; theme: 'light' | 'dark' | null };

/** Changes what a member may change about themselves. */
export async function updateOwn(tx: Db, memberId: string, change: Partial<OwnSettings>): Promise<{ before: OwnSettings; after: OwnSettings }> {
  const before = (await row<OwnSettings>(tx, sql`select name, kana, language, theme from members where id = ${memberId} for update`))!;
  const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)) as Partial<OwnSettings>;
  const after = { ...before, ...given };
  await tx.execute(
    sql`update members set name = ${after.name}, kana = ${after.kana}, language = ${after.language}, theme = ${after.theme} where id = ${memberId}`,
  );
  await tx.execute(sql`update auth_users set name = ${after.name}, updated_at = now() where id = ${memberId} and name <> ${after.name}`);
  return { before, after };
}
