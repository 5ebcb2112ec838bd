import { dayOf } from '#platform/clock/days.ts';
import { transaction } from '#platform/db/db.ts';
import type { Job, JobContext } from '#platform/jobs/jobs.ts';
import { readOrganisation } from '#platform/organisation/organisation.ts';
import { attachPending } from './attach.ts';
import { eventsArrived } from './collector.ts';
import { keepPartitions } from './keep-partitions.ts';
import { rotateLedger } from './ledger.ts';
import { prunePending } from './pending.ts';

/** After accounts changed: events that waited for one of them. Looks at groups only, so it costs next to nothing. */
export const attachGroupsJob: Job = { name: 'attach-pending-groups', once: true, run: (context) => attach(context, 'groups') };

/** Every five minutes: users that have come to belong to one account, and accounts that appeared while an event was on its way. */
export const attachPendingJob: Job = { name: 'attach-pending-events', once: true, cron: '*/5 * * * *', run: (context) => attach(context, 'all') };

/** Daily: partitions ahead of time, the ledger's month, and waiting events that nobody claimed. */
export const keepEventsJob: Job = {
  name: 'keep-events',
  once: true,
  cron: '10 0 * * *',
  async run(context) {
    const { timeZone } = await readOrganisation(context.db);
    const today = dayOf(context.clock(), timeZone);
    await rotateLedger(context.database.pool, today);
    const added = await keepPartitions(context.database.pool, today);
    const pruned = await prunePending(context.db, context.clock());
    if (added.length || pruned) context.log.info({ added, pruned }, 'usage events kept');
  },
};

async function attach(context: JobContext, what: 'groups' | 'all'): Promise<void> {
  const { timeZone } = await readOrganisation(context.db);
  const moved = await transaction(context.database, async (tx, client) => {
    const { rows } = await client.query(`select exists (select from ${what === 'all' ? 'pending_events' : 'pending_groups'}) as waiting`);
    if (!rows[0]!.waiting) return 0;
    const count = await attachPending(client, { today: dayOf(context.clock(), timeZone), timeZone }, what);
    if (count) await context.jobs.publish(tx, eventsArrived);
    return count;
  });
  if (moved) context.log.info({ moved }, 'waiting usage events attached');
}
