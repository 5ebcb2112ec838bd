import type { Job } from '#platform/jobs/jobs.ts';
import { fireChanged } from './changed.ts';
import { evaluateClosedDays } from './evaluate.ts';

/** Rules over the days that have closed; daily ones when their time has come. */
export const evaluateRulesJob: Job = {
  name: 'rules.closed-days',
  once: true,
  cron: '*/5 * * * *',
  minutes: 120,
  async run({ database, jobs, clock, log }) {
    const done = await evaluateClosedDays(database, jobs, clock);
    if (done.days.length) log.info(done, 'rules asked of closed days');
  },
};

/** Rules on change, right after the rows of these accounts were made again; `accountIds` null means all. */
export const fireChangedJob: Job<{ accountIds?: string[] | null }> = {
  name: 'rules.changed',
  async run({ database, jobs, clock }, { accountIds }) {
    await fireChanged(database, jobs, clock, accountIds ?? null, ['on_change']);
  },
};

/** Rules that look once an hour. */
export const fireHourlyJob: Job = {
  name: 'rules.hourly',
  once: true,
  cron: '3 * * * *',
  async run({ database, jobs, clock }) {
    await fireChanged(database, jobs, clock, null, ['hourly']);
  },
};
