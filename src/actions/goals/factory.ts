import { factoryMoment } from '#accounts/accounts/factory.ts';
import type { Db } from '#platform/db/db.ts';
import { newId } from '#platform/ids/ids.ts';
import { goals } from './tables.ts';
import { updateGoal } from './store.ts';
import { goalsWritten } from './written.ts';

/** An open goal without a day (unless said); gives its id. */
export async function makeGoal(db: Db, row: Partial<typeof goals.$inferInsert> & { accountId: string }, at = factoryMoment): Promise<string> {
  const goalId = row.goalId ?? newId();
  await db.insert(goals).values({ title: '月次の締めを3日に短縮する', createdAt: at, updatedAt: at, updatedBy: row.createdBy ?? null, ...row, goalId });
  await goalsWritten(db, [{ accountId: row.accountId, id: goalId }], at);
  return goalId;
}

/** A goal was reached, for a story. */
export async function reachGoal(
  db: Db,
  of: { accountId: string; goalId: string },
  closing: Pick<typeof goals.$inferInsert, 'closedOn' | 'closedBy' | 'result' | 'closeNote'>,
  at: Date,
): Promise<void> {
  await updateGoal(db, of.accountId, of.goalId, { ...closing, status: 'reached', closedAt: at, updatedBy: closing.closedBy }, at);
}
