import { expect, it } from 'vitest';
import { jobs, subscriptions } from './jobs.ts';

// A signal finds one of them waiting and adds none; the one that waits may run before what the signal told of is committed.
it('those of which only one may wait look again by themselves', () => {
  const swept = subscriptions.map(([, job]) => job).filter((job) => job.once && !job.cron);
  expect(swept.map((job) => job.name)).toEqual(['attach-pending-groups']);
  expect(jobs.find((job) => job.name === 'attach-pending-events')?.cron, 'looks at groups too').toBe('*/5 * * * *');
});
