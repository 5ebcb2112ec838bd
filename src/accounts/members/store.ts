import { sql, type SQL } from 'drizzle-orm';
import type { Role } from '#platform/auth/permissions.ts';
import { row, rows, type Db } from '#platform/db/db.ts';
import { isoMoment } from '#platform/db/iso.ts';
import { newId } from '#platform/ids/ids.ts';

export type Status = 'invited' | 'active' | 'disabled';
export type Member = {
  id: string;
  email: string;
  name: string;
  kana: string | null;
  role: Role;
  language: 'ja' | 'en' | null;
  status: Status;
  twoFactor: boolean;
  teams: { id: string; name: string }[];
  lastSignInAt: string | null;
  createdAt: string;
};
export type NewMember = Pick<Member, 'name' | 'email' | 'role' | 'status' | 'language'> & { kana?: string | null; isSample?: boolean };
export type MemberFilter = { q?: string; status?: Status; role?: Role; teamId?: string };

const shown = sql`
  select m.id, m.email, m.name, m.kana, m.role, m.language, m.status, coalesce(u.two_factor_enabled, false) as "twoFactor",
    (select coalesce(json_agg(json_build_object('id', t.id, 'name', t.name) order by t.name collate "ja-x-icu"), '[]')
      from team_members tm join teams t on t.id = tm.team_id where tm.member_id = m.id) as teams,
    (select ${isoMoment('max(a.at)')} from audit_log a where a.actor_id = m.id and a.action = 'sessions.start') as "lastSignInAt",
    ${isoMoment('m.created_at')} as "createdAt"
  from members m left join auth_users u on u.id = m.id`;

/** Members by reading, disabled ones last; `after` is the place of the last row of the page before. */
export function listMembers(db: Db, filter: MemberFilter, limit: number, after: { place: string; id: string } | null): Promise<(Member & { place: string })[]> {
  const place = sql`(case m.status when 'disabled' then '1' else '0' end || coalesce(nullif(m.kana, ''), m.name))`;
  const wanted: SQL[] = [sql`true`];
  if (filter.status) wanted.push(sql`m.status = ${filter.status}`);
  if (filter.role) wanted.push(sql`m.role = ${filter.role}`);
  if (filter.teamId) wanted.push(sql`exists (select from team_members x where x.member_id = m.id and x.team_id = ${filter.teamId})`);
  if (filter.q) wanted.push(sql`position(fold_text(${filter.q}) in fold_text(concat_ws(' ', m.name, m.kana, m.email))) > 0`);
  if (after) wanted.push(sql`(${place} collate "ja-x-icu", m.id) > (${after.place} collate "ja-x-icu", ${after.id}::uuid)`);
  return rows(
    db,
    sql`select x.*, ${place} as place from (${shown} where ${sql.join(wanted, sql` and `)}) x join members m using (id) order by ${place} collate "ja-x-icu", m.id limit ${limit}`,
  );
}

export async function findMember(db: Db, id: string): Promise<Member | undefined> {
  return row(db, sql`${shown} where m.id = ${id}`);
}

/** A member and the account to sign in with, without a password yet. */
export async function insertMember(tx: Db, made: NewMember, now: Date, id = newId()): Promise<{ id: string }> {
  const at = now.toISOString();
  const email = made.email.toLowerCase();
  await tx.execute(sql`insert into members (id, email, name, kana, role, language, status, is_sample, created_at)
    values (${id}, ${email}, ${made.name}, ${made.kana ?? null}, ${made.role}, ${made.language}, ${made.status}, ${made.isSample ?? false}, ${at})`);
  // The address counts as verified: an administrator wrote it, nobody can sign up with another's.
  await tx.execute(
    sql`insert into auth_users (id, name, email, email_verified, created_at, updated_at) values (${id}, ${made.name}, ${email}, true, ${at}, ${at})`,
  );
  return { id };
}

export type MemberChange = Partial<Pick<Member, 'name' | 'kana' | 'email' | 'role' | 'status'>>;

export async function updateMember(tx: Db, before: Member, change: MemberChange): Promise<void> {
  const after = { ...before, ...change };
  await tx.execute(
    sql`update members set name = ${after.name}, kana = ${after.kana}, email = ${after.email.toLowerCase()}, role = ${after.role}, status = ${after.status} where id = ${before.id}`,
  );
  await tx.execute(sql`update auth_users set name = ${after.name}, email = ${after.email.toLowerCase()}, updated_at = now() where id = ${before.id}`);
}

/** Locks the administrators who can sign in, so that two changes at once do not remove the last two. */
export function lockAdmins(tx: Db): Promise<{ id: string }[]> {
  return rows(tx, sql`select id from members where role = 'admin' and status = 'active' and not is_sample order by id for update`);
}

/** Whether a member has ever been able to sign in by password or single sign-on. */
export async function hasWayIn(db: Db, id: string): Promise<boolean> {
  return Boolean(await row(db, sql`select 1 as one from auth_accounts where user_id = ${id}`));
}

export async function deleteTwoFactor(tx: Db, id: string): Promise<void> {
  await tx.execute(sql`delete from auth_two_factors where user_id = ${id}`);
  await tx.execute(sql`update auth_users set two_factor_enabled = false, updated_at = now() where id = ${id}`);
}
