import type { Job } from '#platform/jobs/jobs.ts';
import { rollUpUsage } from './roll-up.ts';

/** On arrival of events; every minute too, for what a killed process left in the queue. */
export const rollUpUsageJob: Job = {
  name: 'roll-up-usage',
  once: true,
  cron: '* * * * *',
  minutes: 60,
  async run(context) {
    const rebuilt = await rollUpUsage(context);
    if (rebuilt) context.log.info({ rebuilt }, 'usage rolled up');
  },
};
