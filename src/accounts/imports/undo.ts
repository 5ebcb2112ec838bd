import { sql } from 'drizzle-orm';
import { dayOf } from '#platform/clock/days.ts';
import { row, transaction, type Db } from '#platform/db/db.ts';
import { readOrganisation } from '#platform/organisation/organisation.ts';
import { oneAtATime, targetOf, type Runner } from './run.ts';
import { findImport } from './store.ts';

/** Takes a whole import back in one transaction; values and scores already made stay (DATA-MODEL 2.7). */
export async function undoImport(runner: Runner, importId: string): Promise<{ kept: number } | undefined> {
  const made = await findImport(runner.database.db, importId);
  if (!made) return undefined;
  const { timeZone } = await readOrganisation(runner.database.db);
  return transaction(runner.database, async (tx) => {
    const locked = await row<{ ok: boolean }>(tx, sql`select pg_try_advisory_xact_lock(hashtextextended(${importId}, 20)) as ok`);
    const open = await row(tx, sql`select 1 from imports where import_id = ${importId} and status in ('done', 'undoing') for update`);
    if (!locked?.ok || !open) return undefined;
    await oneAtATime(tx, made.noun);
    const at = runner.clock();
    const result = await targetOf(runner.targets, made.noun).undo({ tx, jobs: runner.jobs, importId, at, today: dayOf(at, timeZone) });
    await tx.execute(sql`
      update imports set status = 'undone', undone_at = ${at.toISOString()}, error = ${result.kept > 0 ? JSON.stringify({ code: 'keptRows', values: { count: result.kept } }) : null} where import_id = ${importId}`);
    return result;
  });
}

/** It stays as it was loaded, and can be tried again. */
export async function failUndo(db: Db, importId: string): Promise<void> {
  await db.execute(
    sql`update imports set status = 'done', error = ${JSON.stringify({ code: 'undoFailed' })} where import_id = ${importId} and status = 'undoing'`,
  );
}
