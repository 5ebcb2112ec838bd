import { sql, type SQL } from 'drizzle-orm';
import type { Day } from '#platform/clock/days.ts';
import { row, rows, type Db } from '#platform/db/db.ts';
import type { Role } from './assign.sql.ts';

export type Assignment = {
  accountId: string;
  assignmentId: string;
  role: Role;
  memberId: string;
  memberName: string;
  fromOn: Day;
  toOn: Day | null;
  handoverNote: string | null;
};

export function listAssignments(db: Db, accountId: string): Promise<Assignment[]> {
  return rows(
    db,
    sql`select s.account_id as "accountId", s.assignment_id as "assignmentId", s.role, s.member_id as "memberId", m.name as "memberName",
          s.from_on as "fromOn", s.to_on as "toOn", s.handover_note as "handoverNote"
        from assignments s join members m on m.id = s.member_id where s.account_id = ${accountId}
        order by s.to_on desc nulls first, s.from_on desc, s.role`,
  );
}

export type Selection = { role: Role; accountIds?: string[]; fromMemberId?: string; unassigned?: boolean };

/** The accounts a selection means, as a query of account_id. */
export function selected(s: Selection): SQL {
  if (s.accountIds) return sql`select distinct unnest(${sql.param(s.accountIds)}::uuid[]) as account_id`;
  if (s.fromMemberId) return sql`select account_id from assignments where role = ${s.role} and to_on is null and member_id = ${s.fromMemberId}`;
  return sql`select a.account_id from accounts a where ${without(s.role)}`;
}

// Customers only: what is archived or has left needs nobody.
const without = (role: Role) =>
  sql`a.archived_at is null and a.churned_on is null and not exists (select 1 from assignments s where s.account_id = a.account_id and s.role = ${role} and s.to_on is null)`;

export type Unassigned = {
  accountId: string;
  name: string;
  industry: string | null;
  employees: number | null;
  firstContractOn: Day | null;
  createdAt: string;
  last: { name: string; toOn: Day } | null;
  others: { role: Role; name: string }[];
};

/** Newest first; `before` is the last id of the page before. */
export function listUnassigned(db: Db, role: Role, limit: number, before?: string): Promise<Unassigned[]> {
  return rows(
    db,
    sql`select a.account_id as "accountId", a.name, a.industry, a.employees, a.first_contract_on as "firstContractOn", a.created_at as "createdAt",
          (select jsonb_build_object('name', m.name, 'toOn', s.to_on) from assignments s join members m on m.id = s.member_id
           where s.account_id = a.account_id and s.role = ${role} and s.to_on is not null order by s.to_on desc limit 1) as last,
          coalesce((select jsonb_agg(jsonb_build_object('role', s.role, 'name', m.name) order by s.role) from assignments s join members m on m.id = s.member_id
           where s.account_id = a.account_id and s.to_on is null), '[]') as others
        from (select a.* from accounts a where ${without(role)} ${before ? sql`and a.account_id < ${before}` : sql``} order by a.account_id desc limit ${limit}) a
        order by a.account_id desc`,
  );
}

export function loadOfMembers(db: Db, role: Role): Promise<{ memberId: string; name: string; accounts: number }[]> {
  return rows(
    db,
    sql`select m.id as "memberId", m.name, count(a.account_id)::int as accounts from members m
        left join assignments s on s.member_id = m.id and s.role = ${role} and s.to_on is null
        left join accounts a on a.account_id = s.account_id and a.archived_at is null and a.churned_on is null
        where m.status <> 'disabled' group by m.id order by 3 desc, m.name`,
  );
}

export type Preview = {
  accounts: number;
  changes: number;
  unchanged: number;
  names: string[];
  load: { memberId: string; name: string; before: number; after: number }[];
};

export async function previewHandover(db: Db, selection: Selection, memberId: string | null): Promise<Preview> {
  const picked = sql`select a.account_id, a.name, s.member_id, s.member_id is distinct from ${memberId}::uuid as changes
    from (${selected(selection)}) p join accounts a on a.account_id = p.account_id
    left join assignments s on s.account_id = a.account_id and s.role = ${selection.role} and s.to_on is null`;
  const [counts, load] = await Promise.all([
    row<Omit<Preview, 'load'>>(
      db,
      sql`with picked as materialized (${picked})
          select count(*)::int as accounts, count(*) filter (where changes)::int as changes, count(*) filter (where not changes)::int as unchanged,
            coalesce((select jsonb_agg(name) from (select name from picked where changes order by name collate "C" limit 20) n), '[]') as names from picked`,
    ),
    rows<Preview['load'][number]>(
      db,
      sql`with picked as materialized (${picked}), moved as (
            select member_id, -count(*)::int as n from picked where changes and member_id is not null group by member_id
            union all select ${memberId}::uuid, count(*)::int from picked where changes and ${memberId}::uuid is not null
          ), now as (select member_id, count(*)::int as n from assignments where role = ${selection.role} and to_on is null group by 1)
          select m.id as "memberId", m.name, coalesce(now.n, 0)::int as before, (coalesce(now.n, 0) + sum(moved.n))::int as after
          from moved join members m on m.id = moved.member_id left join now on now.member_id = m.id group by m.id, now.n order by 4 desc, m.name`,
    ),
  ]);
  return { ...counts!, load };
}

export async function activeMember(db: Db, memberId: string): Promise<{ name: string } | undefined> {
  return row(db, sql`select name from members where id = ${memberId} and status <> 'disabled'`);
}
