import { sql } from 'drizzle-orm';
import { pick, type Picked } from '#accounts/accounts/index.ts';
import type { Db } from '#platform/db/db.ts';
import { appendVersions, closeVersions } from '#platform/db/versions.ts';
import { goals } from './tables.ts';

const key = ['account_id', 'goal_id'];
const among = (picked: Picked) => sql`(t.account_id, t.goal_id) in (${pick(picked)})`;

/** Follows every write to `goals`, in its transaction. */
export async function goalsWritten(tx: Db, picked: Picked, at: Date): Promise<void> {
  await appendVersions(tx, goals, 'goal_versions', key, among(picked), at);
}

/** Deletes goals; what they said before stays known for the past. */
export async function deleteGoals(tx: Db, picked: Picked, at: Date): Promise<void> {
  await closeVersions(tx, goals, 'goal_versions', key, among(picked), at);
  await tx.execute(sql`delete from goals t where ${among(picked)}`);
}
