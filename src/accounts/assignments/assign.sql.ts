import { sql, type SQL } from 'drizzle-orm';
import type { Day } from '#platform/clock/days.ts';
import { rows, type Db } from '#platform/db/db.ts';
import type { Jobs } from '#platform/jobs/jobs.ts';
import type { assignmentRoles } from './terms.ts';
import { assignmentsWritten, deleteAssignments } from './written.ts';

export type Role = (typeof assignmentRoles)[number];
export type Handover = { role: Role; memberId: string | null; fromOn: Day; note: string | null };
export type HandedOver = { accountId: string; name: string; before: string | null };

/**
 * Hands the accounts of `picked` (a query of account_id) over, set-based: the running assignment of the role ends the day
 * before, or is taken away when it began that day or later; a new one opens. Accounts already with that member stay.
 */
export async function handOver(tx: Db, jobs: Pick<Jobs, 'publish'>, picked: SQL, to: Handover, at: Date): Promise<HandedOver[]> {
  const now = sql`${at.toISOString()}::timestamptz`;
  await tx.execute(sql`drop table if exists pg_temp.handover`);
  await tx.execute(sql`
    create temporary table handover on commit drop as
    select a.account_id, a.name, s.assignment_id as old_id, s.member_id as old_member, s.from_on < ${to.fromOn}::date as keeps_old, banso_uuid7() as new_id
    from (${picked}) p join accounts a on a.account_id = p.account_id
    left join assignments s on s.account_id = a.account_id and s.role = ${to.role} and s.to_on is null
    where s.member_id is distinct from ${to.memberId}::uuid
    order by a.account_id`);
  await tx.execute(sql`
    update assignments s set to_on = ${to.fromOn}::date - 1, updated_at = ${now} from handover h
    where s.account_id = h.account_id and s.assignment_id = h.old_id and h.keeps_old`);
  await assignmentsWritten(tx, jobs, sql`select account_id, old_id as noun_id from handover where keeps_old`, at);
  await deleteAssignments(tx, jobs, sql`select account_id, old_id as noun_id from handover where not keeps_old`, at);
  if (to.memberId) {
    await tx.execute(sql`
      insert into assignments (account_id, assignment_id, role, member_id, from_on, handover_note, created_at, updated_at)
      select account_id, new_id, ${to.role}, ${to.memberId}::uuid, ${to.fromOn}::date, ${to.note}, ${now}, ${now} from handover`);
    await assignmentsWritten(tx, jobs, sql`select account_id, new_id as noun_id from handover`, at);
  }
  return rows<HandedOver>(
    tx,
    sql`select h.account_id as "accountId", h.name, m.name as before from handover h left join members m on m.id = h.old_member order by h.account_id`,
  );
}
