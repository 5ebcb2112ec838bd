import { desc, eq, sql } from 'drizzle-orm';
import { row, type Db } from '#platform/db/db.ts';
import { newId } from '#platform/ids/ids.ts';
import { sampleRuns } from './tables.ts';

export type SampleRun = typeof sampleRuns.$inferSelect;
export type Step = '' | 'customers' | 'search' | 'usage' | 'health' | 'lists' | 'work';

export async function lastRun(db: Db): Promise<SampleRun | undefined> {
  return (await db.select().from(sampleRuns).orderBy(desc(sampleRuns.createdAt)).limit(1))[0];
}

export async function findRun(db: Db, runId: string): Promise<SampleRun | undefined> {
  return (await db.select().from(sampleRuns).where(eq(sampleRuns.runId, runId)))[0];
}

export async function insertRun(db: Db, run: Pick<SampleRun, 'accounts' | 'seed' | 'asOf'> & { createdBy?: string | null }, now: Date): Promise<SampleRun> {
  return (
    await db
      .insert(sampleRuns)
      .values({ ...run, runId: newId(), createdAt: now })
      .returning()
  )[0]!;
}

export async function updateRun(
  db: Db,
  runId: string,
  change: Partial<Pick<SampleRun, 'status' | 'step' | 'done' | 'total' | 'error' | 'finishedAt'>>,
): Promise<void> {
  await db.update(sampleRuns).set(change).where(eq(sampleRuns.runId, runId));
}

/** Accounts there are, real and sample. */
export async function countAccounts(db: Db): Promise<{ real: number; sample: number }> {
  return (await row<{ real: number; sample: number }>(
    db,
    sql`select count(*) filter (where not is_sample)::int as real, count(*) filter (where is_sample)::int as sample from accounts`,
  ))!;
}
