import { rollUpUsage } from '#metrics/usage/index.ts';
import { transaction } from '#platform/db/db.ts';
import type { Job } from '#platform/jobs/jobs.ts';
import { closeDays, refreshAll, refreshDirty } from './close-days.ts';
import { ensureDefaults } from './ensure-defaults.ts';
import { restateDays } from './restate.ts';

/** Today's values and scores of the accounts that changed; soon after the change. Also every minute: a signal may find one waiting that runs before the change is there. */
export const refreshChangedJob: Job = {
  name: 'refresh-changed',
  once: true,
  cron: '* * * * *',
  async run({ database, jobs, clock, log }) {
    const accounts = await refreshDirty(database, jobs, clock);
    if (accounts) log.info({ accounts }, 'scores made again');
  },
};

/** Closes the days that are over, then makes today for everybody. After a standstill it catches up day by day. */
export const nightlyJob: Job = {
  name: 'nightly-scores',
  once: true,
  cron: '0 2 * * *',
  minutes: 180,
  async run({ database, jobs, clock, log }) {
    await transaction(database, (tx) => ensureDefaults(tx, clock));
    // What was known before midnight but still waits to be rolled up belongs to the day that closes.
    await rollUpUsage({ database, clock, jobs });
    const closed = await closeDays(database, clock);
    log.info({ closed }, 'days closed');
    await refreshAll(database, jobs, clock);
  },
};

/** A version of the scorecard was published: the four weeks before are scored by it too. Idempotent; every hour too, for what a kill left. */
export const restateScoresJob: Job = {
  name: 'restate-scores',
  once: true,
  cron: '20 * * * *',
  minutes: 60,
  async run({ database, jobs, clock, log }) {
    const days = await restateDays(database, jobs, clock);
    if (days.length) log.info({ days: days.length }, 'days scored by the new version');
  },
};
