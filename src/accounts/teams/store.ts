import { sql } from 'drizzle-orm';
import { row, rows, type Db } from '#platform/db/db.ts';
import { newId } from '#platform/ids/ids.ts';

export type Team = { id: string; name: string; members: { id: string; name: string }[] };

const shown = sql`
  select t.id, t.name, coalesce((select json_agg(json_build_object('id', m.id, 'name', m.name) order by coalesce(m.kana, m.name) collate "ja-x-icu")
    from team_members tm join members m on m.id = tm.member_id where tm.team_id = t.id), '[]') as members from teams t`;

export function listTeams(db: Db): Promise<Team[]> {
  return rows(db, sql`${shown} order by t.name collate "ja-x-icu"`);
}

export async function findTeam(db: Db, id: string): Promise<Team | undefined> {
  return row(db, sql`${shown} where t.id = ${id}`);
}

export async function insertTeam(tx: Db, name: string, now: Date): Promise<string> {
  const id = newId();
  await tx.execute(sql`insert into teams (id, name, created_at) values (${id}, ${name}, ${now.toISOString()})`);
  return id;
}

export async function renameTeam(tx: Db, id: string, name: string): Promise<void> {
  await tx.execute(sql`update teams set name = ${name} where id = ${id}`);
}

/** Lets exactly these members be in the team; ids of nobody are left out. */
export async function setTeamMembers(tx: Db, id: string, memberIds: string[]): Promise<void> {
  const ids = sql.param(memberIds);
  await tx.execute(sql`delete from team_members where team_id = ${id} and not (member_id = any(${ids}::uuid[]))`);
  await tx.execute(
    sql`insert into team_members (team_id, member_id) select ${id}::uuid, m.id from members m where m.id = any(${ids}::uuid[]) on conflict do nothing`,
  );
}

export async function deleteTeam(tx: Db, id: string): Promise<void> {
  await tx.execute(sql`delete from teams where id = ${id}`);
}
