import { factoryMoment, silent } from '#accounts/accounts/factory.ts';
import type { Db } from '#platform/db/db.ts';
import { newId } from '#platform/ids/ids.ts';
import { assignments } from './tables.ts';
import { assignmentsWritten } from './written.ts';

/** An assignment (csm unless said) with its version; gives its id. */
export async function makeAssignment(
  db: Db,
  row: Partial<typeof assignments.$inferInsert> & { accountId: string; memberId: string },
  at = factoryMoment,
): Promise<string> {
  const assignmentId = row.assignmentId ?? newId();
  await db.insert(assignments).values({ role: 'csm', fromOn: '2026-01-05', createdAt: at, updatedAt: at, ...row, assignmentId });
  await assignmentsWritten(db, silent, [{ accountId: row.accountId, id: assignmentId }], at);
  return assignmentId;
}
