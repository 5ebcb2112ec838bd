import { sql, type SQL } from 'drizzle-orm';
import { activeMember } from '#accounts/assignments/index.ts';
import { row, type Db } from '#platform/db/db.ts';
import { problemAt } from '#platform/http/problem.ts';
import type { BulkResult } from './bulk.ts';

/** How many customers are meant, and how many have somebody else (or nobody) in the role. */
export async function countHandover(db: Db, picked: SQL, role: string, memberId: string): Promise<BulkResult> {
  return (await row<BulkResult>(
    db,
    sql`
    select count(*)::int as accounts, (count(*) filter (where o.member_id is distinct from ${memberId}::uuid))::int as changed
    from accounts a left join assignments o on o.account_id = a.account_id and o.role = ${role} and o.to_on is null where a.account_id in (${picked})`,
  ))!;
}

export async function memberToAssign(db: Db, memberId: string): Promise<string> {
  const member = await activeMember(db, memberId);
  if (member) return member.name;
  throw problemAt('memberId', { ja: '担当にできるメンバーが見つかりません。', en: 'No such member who could be given customers.' });
}
