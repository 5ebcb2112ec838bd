import { collectingJobs, type Jobs } from '#platform/jobs/jobs.ts';
import { rollUpUsageJob } from '#metrics/usage/index.ts';
import { jobs, subscriptions } from '../jobs.ts';
import type { CliContext } from './command.ts';

/** Runs `work` and, right after it, every job it enqueued and what follows from them: no server need be running. */
export async function byHand(context: CliContext, work: (queue: Jobs) => Promise<void>): Promise<void> {
  const database = await context.database();
  const queue = collectingJobs(jobs, subscriptions);
  await work(queue);
  await queue.drain({ database, db: database.db, clock: context.clock, log: context.log });
}

/** Events that arrived while no server ran are waiting to be counted. */
export const countWaitingEvents = (context: CliContext): Promise<void> =>
  byHand(context, async (queue) => queue.enqueue((await context.database()).db, rollUpUsageJob, {}));
