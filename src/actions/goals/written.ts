import { sql } from 'drizzle-orm';
import { pick, type Picked } from '#accounts/accounts/index.ts';
import { dropEntries, indexEntries } from '#accounts/search/index.ts';
import type { Db } from '#platform/db/db.ts';
import { appendVersions, closeVersions } from '#platform/db/versions.ts';
import { goals } from './tables.ts';

const key = ['account_id', 'goal_id'];
const among = (picked: Picked) => sql`(t.account_id, t.goal_id) in (${pick(picked)})`;

/** Follows every write to `goals`, in its transaction: a version and the search entry. */
export async function goalsWritten(tx: Db, picked: Picked, at: Date): Promise<void> {
  await appendVersions(tx, goals, 'goal_versions', key, among(picked), at);
  await indexEntries(
    tx,
    'goal',
    sql`select t.account_id, t.goal_id as noun_id, t.title, null::text as subtitle, null::text as kana, t.measure as body from goals t where ${among(picked)}`,
  );
}

/** Deletes goals; what they said before stays known for the past. */
export async function deleteGoals(tx: Db, picked: Picked, at: Date): Promise<void> {
  await closeVersions(tx, goals, 'goal_versions', key, among(picked), at);
  await dropEntries(tx, 'goal', pick(picked));
  await tx.execute(sql`delete from goals t where ${among(picked)}`);
}
