import type { Job } from '#platform/jobs/jobs.ts';
import { readOrganisation } from '#platform/organisation/organisation.ts';
import { runSample } from './run.ts';
import { findRun, updateRun } from './store.ts';

/** Makes the sample company in the background; what it has done so far survives a restart. */
export const makeSample: Job<{ runId: string }> = {
  name: 'make-sample',
  minutes: 120,
  retries: 2,
  async run(context, { runId }) {
    const run = await findRun(context.db, runId);
    if (!run || run.status === 'done' || run.status === 'removed') return;
    try {
      await runSample(context, run, (await readOrganisation(context.db)).timeZone);
    } catch (error) {
      await updateRun(context.db, runId, { status: 'failed', error: (error as Error).message });
      throw error;
    }
  },
};
