import { sql } from 'drizzle-orm';
import { markChanged, pick, type Picked } from '#accounts/accounts/index.ts';
import type { Db } from '#platform/db/db.ts';
import { appendVersions, closeVersions } from '#platform/db/versions.ts';
import type { Jobs } from '#platform/jobs/jobs.ts';
import { assignments } from './tables.ts';

const key = ['account_id', 'assignment_id'];
const among = (picked: Picked) => sql`(t.account_id, t.assignment_id) in (${pick(picked)})`;

/** Follows every write to `assignments`, in its transaction. */
export async function assignmentsWritten(tx: Db, jobs: Pick<Jobs, 'publish'>, picked: Picked, at: Date): Promise<void> {
  await appendVersions(tx, assignments, 'assignment_versions', key, among(picked), at);
  await markChanged(tx, jobs, sql`select account_id from (${pick(picked)}) p`, at);
}

export async function deleteAssignments(tx: Db, jobs: Pick<Jobs, 'publish'>, picked: Picked, at: Date): Promise<void> {
  await closeVersions(tx, assignments, 'assignment_versions', key, among(picked), at);
  await markChanged(tx, jobs, sql`select account_id from (${pick(picked)}) p`, at);
  await tx.execute(sql`delete from assignments t where ${among(picked)}`);
}
