import { sql } from 'drizzle-orm';
import { indexAccounts } from '#accounts/accounts/index.ts';
import { indexContacts } from '#accounts/contacts/index.ts';
import { rollUpUsage } from '#metrics/usage/index.ts';
import { dayOf, type Clock } from '#platform/clock/days.ts';
import { besideTransaction, row, transaction, type Database, type Db } from '#platform/db/db.ts';
import { readOrganisation } from '#platform/organisation/organisation.ts';
import type { Jobs } from '#platform/jobs/jobs.ts';
import { refreshFacts } from '#rules/facts/index.ts';
import { indexActivities } from '#signals/activities/index.ts';
import { indexContracts } from '#signals/contracts/index.ts';
import { addMonths } from '#signals/events/index.ts';
import type { Person } from './account-rows.ts';
import { generateSample, usagePlan } from './generate.ts';
import { makeScores } from './scores.ts';
import { monthsBetween } from './months.ts';
import { makeWork } from './work.ts';
import { updateRun, type SampleRun, type Step } from './store.ts';

export type RunContext = { database: Database; db: Db; clock: Clock };

/**
 * Makes the sample company, step by step. Customers are whole or absent; what follows from them is made again from
 * them, so a run that was cut off goes on where it was.
 */
export async function runSample(context: RunContext, run: SampleRun, timeZone: string): Promise<void> {
  // Read by the page while the customers are still being written.
  const at = (step: Step, done: number, total: number) => besideTransaction(() => updateRun(context.db, run.runId, { status: 'running', step, done, total }));
  await at('customers', 0, run.accounts);
  await makeCustomers(context, run, (done) => at('customers', done, run.accounts));
  await at('search', 0, 1);
  await makeFindable(context);
  await at('usage', 0, 1);
  await rollUpUsage({ ...context, jobs: quiet });
  // The days just made are read a hundred times from here on; Postgres would take the table for empty.
  await context.database.pool.query('analyze account_days');
  await makeScores(context, run, timeZone, (done, total) => at('health', done, total));
  await at('lists', 0, 1);
  const today = dayOf(context.clock(), timeZone);
  await transaction(context.database, async (tx) => {
    await refreshFacts(tx, 'all', today, { zone: timeZone, now: context.clock() });
    await tx.execute(sql`delete from facts_dirty`);
  });
  await at('work', 0, 1);
  const { language } = await readOrganisation(context.db);
  const presser = await presserOf(context.db, run);
  const { seed, asOf } = run;
  await transaction(context.database, (tx) => makeWork(tx, { seed, asOf, today, now: context.clock(), timeZone, language, presser }));
  await updateRun(context.db, run.runId, { status: 'done', step: '', finishedAt: context.clock() });
}

async function makeCustomers(context: RunContext, run: SampleRun, report: (done: number) => Promise<void>): Promise<void> {
  const there = await context.database.pool.query('select 1 from accounts where is_sample limit 1');
  if (there.rowCount) return;
  await addMonths(context.database.pool, monthsBetween(usagePlan(run.accounts, run.asOf).from, run.asOf));
  const presser = await presserOf(context.db, run);
  await transaction(context.database, async (_tx, client) => {
    await generateSample(client, { accounts: run.accounts, seed: run.seed, today: run.asOf, now: context.clock(), presser }, report);
    await client.query(
      `insert into usage_dirty (account_id, day, known_on) select distinct account_id, day, known_on from usage_events on conflict do nothing`,
    );
  });
  await context.database.pool.query('analyze');
}

/** Who asked for the sample and is still there. */
async function presserOf(db: Db, { createdBy }: SampleRun): Promise<Person | null> {
  if (!createdBy) return null;
  return (await row<Person>(db, sql`select id, name, coalesce(kana, '') as kana from members where id = ${createdBy}::uuid and status = 'active'`)) ?? null;
}

async function makeFindable(context: RunContext): Promise<void> {
  await transaction(context.database, async (tx) => {
    await indexAccounts(tx, sql`select account_id from accounts where is_sample`);
    await indexContacts(tx, sql`select account_id, contact_id as noun_id from contacts where is_sample`);
    await indexContracts(tx, sql`select account_id, contract_id as noun_id from contracts where is_sample`);
    await indexActivities(tx, sql`select account_id, activity_id as noun_id from activities where is_sample`);
  });
}

// Every step follows here; a job for each would only repeat the work.
const quiet: Pick<Jobs, 'publish'> = { publish: async () => {} };
