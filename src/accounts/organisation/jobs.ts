import { write } from '#platform/audit/audit.ts';
import type { Job } from '#platform/jobs/jobs.ts';
import { turnTimeZone } from './store.ts';

/** Enqueued for the midnight that ends the day on which a zone was chosen, and every hour in case that one was missed. */
export const turnZone: Job = {
  name: 'turn-time-zone',
  cron: '5 * * * *',
  async run({ database, clock }) {
    await write({ database, clock, actor: { kind: 'system', name: 'turn-time-zone' } }, 'organisation.update', async (tx, audit) => {
      const turned = await turnTimeZone(tx, clock());
      audit(turned && { noun: 'organisation', id: '1', changes: { timeZone: [turned.before, turned.after] } });
    });
  },
};
