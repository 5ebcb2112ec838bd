import { sql } from 'drizzle-orm';
import { rows, sqlState } from '#platform/db/db.ts';
import type { Job, JobContext } from '#platform/jobs/jobs.ts';
import { indexImport } from './search-later.ts';
import { errorOf, failImport, MappingRefused, runImport, type Runner } from './run.ts';
import { FileRefused } from '#platform/files/problems.ts';
import type { ImportTarget } from './target.ts';
import { failUndo, undoImport } from './undo.ts';

type One = { importId: string };
export const previewJob = { name: 'imports.preview' };
export const runJob = { name: 'imports.run' };
export const undoJob = { name: 'imports.undo' };

/** The jobs of imports; the targets of all nouns are handed in, since some of them live in later stages. */
export function importJobs(targets: ImportTarget[]): Job<never>[] {
  const runner = ({ database, clock, jobs }: JobContext): Runner => ({ database, clock, jobs, targets });
  const guarded = async (context: JobContext, importId: string, work: () => Promise<unknown>, fail = failImport) => {
    try {
      await work();
    } catch (error) {
      // A database that went away comes back: the job is tried again. Anything else would fail again.
      if (isPassing(error)) throw error;
      if (!(error instanceof FileRefused || error instanceof MappingRefused)) context.log.error({ err: error, importId }, 'import failed');
      await fail(context.db, importId, errorOf(error), context.clock());
    }
  };
  const preview: Job<One> = {
    ...previewJob,
    minutes: 60,
    run: (context, { importId }) => guarded(context, importId, () => runImport(runner(context), importId, false)),
  };
  const run: Job<One> = {
    ...runJob,
    minutes: 120,
    run: async (context, { importId }) => {
      await guarded(context, importId, () => runImport(runner(context), importId, true));
      await indexImport(context.database, importId);
    },
  };
  const undo: Job<One> = {
    ...undoJob,
    minutes: 120,
    run: (context, { importId }) => guarded(context, importId, () => undoImport(runner(context), importId), failUndo),
  };
  const resume: Job = { name: 'imports.resume', once: true, cron: '* * * * *', minutes: 120, run: resumeImports };
  const tidy: Job = { name: 'imports.tidy', once: true, cron: '40 3 * * *', run: forgetFiles };
  return [preview, run, undo, resume, tidy] as Job<never>[];
}

/** After a crash: whatever was under way is started again. Running twice does no harm, each import takes a lock of its own. */
async function resumeImports({ db, database, jobs, clock }: JobContext): Promise<void> {
  const late = new Date(clock().getTime() - 60_000).toISOString();
  const open = await rows<{ importId: string; status: string }>(
    db,
    sql`select import_id as "importId", status from imports where status in ('previewing', 'queued', 'running', 'undoing') and coalesce(started_at, created_at) < ${late}`,
  );
  for (const { importId, status } of open) {
    const job = status === 'previewing' ? previewJob : status === 'undoing' ? undoJob : runJob;
    await jobs.enqueue(db, job, { importId }, { key: importId });
  }
  const pending = await rows<{ importId: string }>(db, sql`select import_id as "importId" from imports where search_pending and finished_at < ${late}`);
  for (const { importId } of pending) await indexImport(database, importId);
}

const keepFilesDays = 90;

/** Files are personal data: an old one is thrown away, what came of it stays. */
async function forgetFiles({ db, clock }: JobContext): Promise<void> {
  const before = new Date(clock().getTime() - keepFilesDays * 86_400_000).toISOString();
  await db.execute(
    sql`delete from import_chunks c using imports i where i.import_id = c.import_id and i.created_at < ${before} and i.status not in ('previewing', 'queued', 'running')`,
  );
}

function isPassing(error: unknown): boolean {
  const state = sqlState(error) ?? '';
  const code = String((error as { code?: unknown })?.code ?? (error as { cause?: { code?: unknown } })?.cause?.code ?? '');
  return (
    /^(08|57P|53|40)/.test(state) ||
    ['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT'].includes(code) ||
    /terminated unexpectedly|Connection terminated/.test(String((error as Error)?.message))
  );
}
