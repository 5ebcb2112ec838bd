import { sql } from 'drizzle-orm';
import { markChanged } from '#accounts/accounts/index.ts';
import type { Clock, Day } from '#platform/clock/days.ts';
import { transaction, type Database } from '#platform/db/db.ts';
import type { Jobs } from '#platform/jobs/jobs.ts';
import { clearDays, findEvents, linkContacts, measureTaken, mergeUsers, noteSeen, takeDirty, writeDays } from './roll-up.sql.ts';

const lock = 7_210_050;
const perTransaction = 100_000;
const many = 5_000;

/**
 * Brings `account_days` up to date with the events that arrived, and marks the accounts as changed. Killed anywhere it
 * leaves the queue as it was. Returns the number of (account, day, known on) rows rebuilt.
 */
export async function rollUpUsage(
  context: { database: Pick<Database, 'pool'>; clock: Clock; jobs: Pick<Jobs, 'publish'> },
  options: { perTransaction?: number } = {},
): Promise<number> {
  let rebuilt = 0;
  for (;;) {
    const pairs = await rollUpSome(context, options.perTransaction ?? perTransaction);
    if (!pairs) return rebuilt;
    rebuilt += pairs;
  }
}

function rollUpSome(context: { database: Pick<Database, 'pool'>; clock: Clock; jobs: Pick<Jobs, 'publish'> }, limit: number): Promise<number> {
  return transaction(context.database, async (tx, client) => {
    await client.query('select pg_advisory_xact_lock($1)', [lock]);
    await client.query(takeDirty.replace('$1', String(limit)));
    const taken = (await client.query<{ pairs: number; from: Day; to: Day }>(measureTaken)).rows[0]!;
    if (!taken.pairs) return 0;
    await client.query('analyze usage_taken');
    if (taken.pairs > many) {
      // Fresh months have no statistics yet, and the planner would look up each day in all of them.
      await client.query('set local enable_nestloop = off');
      await client.query(findEvents.many(taken.from, taken.to));
      await client.query('set local enable_nestloop = on');
    } else await client.query(findEvents.few);
    await client.query('analyze usage_found');
    for (const step of [mergeUsers, clearDays, writeDays, noteSeen, linkContacts]) await client.query(step);
    await markChanged(tx, context.jobs, sql`select account_id from usage_taken`, context.clock());
    return taken.pairs;
  });
}
