import { sql } from 'drizzle-orm';
import type { Day } from '#platform/clock/days.ts';
import { rows, type Db } from '#platform/db/db.ts';
import type { OwnerRule } from '#rules/rules/index.ts';

export type Owners = (accountId: string, rule: OwnerRule) => { ownerId: string | null; ownerRole: Role | null };
type Role = 'csm' | 'onboarding' | 'sales' | 'support';

/**
 * Who gets what, asked once for a batch: a role is who has it today, or the CSM where nobody has; a member who has left gives
 * way to the CSM; of a team, whoever got one from a rule the longest time ago, and each asking counts.
 */
export async function ownersFor(tx: Db, accountIds: readonly string[], asked: readonly OwnerRule[], today: Day): Promise<Owners> {
  const held = await rolesOf(tx, accountIds, today);
  const members = new Set(
    await activeAmong(
      tx,
      asked.flatMap((rule) => (rule.kind === 'member' ? [rule.memberId] : [])),
    ),
  );
  const teams = await teamsInTurn(tx, [...new Set(asked.flatMap((rule) => (rule.kind === 'team' ? [rule.teamId] : [])))]);
  const csm = (accountId: string) => ({ ownerId: held.get(`${accountId} csm`) ?? null, ownerRole: 'csm' as const });
  return (accountId, rule) => {
    if (rule.kind === 'role') {
      const ownerId = held.get(`${accountId} ${rule.role}`);
      return ownerId ? { ownerId, ownerRole: rule.role } : csm(accountId);
    }
    if (rule.kind === 'member') return members.has(rule.memberId) ? { ownerId: rule.memberId, ownerRole: null } : csm(accountId);
    const turn = teams.get(rule.teamId) ?? [];
    const next = turn.shift();
    if (!next) return csm(accountId);
    // One person may be in several teams: having got one counts in all of them.
    turn.push(next);
    for (const other of teams.values()) if (other !== turn && other.includes(next)) other.push(other.splice(other.indexOf(next), 1)[0]!);
    return { ownerId: next, ownerRole: null };
  };
}

async function rolesOf(tx: Db, accountIds: readonly string[], today: Day): Promise<Map<string, string>> {
  const found = await rows<{ key: string; memberId: string }>(
    tx,
    sql`select distinct on (s.account_id, s.role) s.account_id || ' ' || s.role as key, s.member_id as "memberId"
        from assignments s join members m on m.id = s.member_id and m.status <> 'disabled'
        where s.account_id = any(${sql.param(accountIds)}::uuid[]) and s.from_on <= ${today}::date and (s.to_on is null or s.to_on >= ${today}::date)
        order by s.account_id, s.role, s.from_on desc`,
  );
  return new Map(found.map((f) => [f.key, f.memberId]));
}

async function activeAmong(tx: Db, ids: readonly string[]): Promise<string[]> {
  if (!ids.length) return [];
  const found = await rows<{ id: string }>(tx, sql`select id from members where id = any(${sql.param([...new Set(ids)])}::uuid[]) and status <> 'disabled'`);
  return found.map((f) => f.id);
}

/** The members of each team, whose turn it is first. */
async function teamsInTurn(tx: Db, teamIds: readonly string[]): Promise<Map<string, string[]>> {
  if (!teamIds.length) return new Map();
  const found = await rows<{ teamId: string; members: string[] }>(
    tx,
    sql`select t.team_id as "teamId", array_agg(t.member_id order by g.last nulls first, m.created_at, t.member_id)::text[] as members
        from team_members t join members m on m.id = t.member_id and m.status <> 'disabled'
        left join lateral (select max(c.created_at) as last from ctas c where c.owner_id = t.member_id and c.rule_id is not null) g on true
        where t.team_id = any(${sql.param(teamIds)}::uuid[]) group by 1`,
  );
  return new Map(found.map((f) => [f.teamId, f.members]));
}
