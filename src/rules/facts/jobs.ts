import { sql } from 'drizzle-orm';
import { dayOf } from '#platform/clock/days.ts';
import { row, transaction, type Db } from '#platform/db/db.ts';
import { signal, type Job, type JobContext } from '#platform/jobs/jobs.ts';
import { readOrganisation } from '#platform/organisation/organisation.ts';
import { tendIndexes } from './indexes.ts';
import { refreshFacts, takeDirty } from './refresh.ts';

/** The rows of lists have changed: segments are looked at again. `accountIds` null means all. */
export const factsRefreshed = signal('facts.refreshed');

const atOnce = 2_000;
const allFrom = 20_000;

/** Brings the rows of all marked accounts up to date. Idempotent: marks go away in the transaction that makes the rows. Every minute too, as refresh-changed. */
export const refreshDirtyFacts: Job = {
  name: 'refresh-facts',
  once: true,
  cron: '* * * * *',
  async run(context) {
    const marked = await row<{ n: number }>(context.db, sql`select count(*)::int as n from (select from facts_dirty limit ${allFrom}) x`);
    if (marked!.n >= allFrom) return refreshAll(context);
    for (;;) {
      const done = await inTransaction(context, async (tx, today, zone) => {
        const ids = await takeDirty(tx, atOnce);
        if (!ids.length) return 0;
        await refreshFacts(tx, ids, today, { zone, now: context.clock() });
        await context.jobs.publish(tx, factsRefreshed, { accountIds: ids });
        return ids.length;
      });
      if (done < atOnce) return;
    }
  },
};

/** Every day, since dates move by themselves: what was 31 days ahead is 30 days ahead now. */
export const refreshAllFacts: Job = { name: 'refresh-all-facts', once: true, cron: '12 0 * * *', minutes: 60, run: refreshAll };

/** Makes and drops indexes on the columns that lists use. */
export const indexFacts: Job = {
  name: 'index-facts',
  once: true,
  cron: '40 3 * * *',
  async run({ database, clock, log }) {
    const { made, dropped } = await tendIndexes(database, clock());
    if (made.length || dropped.length) log.info({ made, dropped }, 'indexes of lists');
  },
};

async function refreshAll(context: JobContext): Promise<void> {
  const { written, left } = await inTransaction(context, async (tx, today, zone) => {
    // Marks set from now on are of changes this pass may not see; they stay for the next.
    await tx.execute(sql`delete from facts_dirty`);
    const refreshed = await refreshFacts(tx, 'all', today, { zone, now: context.clock() });
    await context.jobs.publish(tx, factsRefreshed, { accountIds: null });
    return refreshed;
  });
  if (left.length) context.log.warn({ fields: left }, 'no column left for these fields in lists');
  if (written > 10_000) await context.database.pool.query('vacuum (analyze) account_facts');
}

async function inTransaction<T>(context: JobContext, work: (tx: Db, today: string, zone: string) => Promise<T>): Promise<T> {
  const { timeZone } = await readOrganisation(context.db);
  return transaction(context.database, (tx) => work(tx, dayOf(context.clock(), timeZone), timeZone));
}
