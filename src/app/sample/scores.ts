import { ensureDefaults, storeDay } from '#health/scores/index.ts';
import { ensureMonth } from '#metrics/values/index.ts';
import { addDays, dayOf, type Day } from '#platform/clock/days.ts';
import { transaction } from '#platform/db/db.ts';
import type { RunContext } from './run.ts';
import type { SampleRun } from './store.ts';
import { workValueDays } from './work-plan.ts';
import { workingSet } from './working-set.ts';

const smallCompany = 500;
const midCompany = 2_000;

/** The days whose scores are made, oldest first: week by week, and each of the last three months for a small company, two for a larger one, none for the largest. */
export function scoredDays(accounts: number, today: Day): Day[] {
  const weeks = accounts <= 20_000 ? 18 : 5;
  const daily = accounts <= smallCompany ? 91 : accounts <= midCompany ? 63 : 0;
  const days = Array.from({ length: weeks * 7 }, (_, i) => weeks * 7 - i).filter((back) => back <= daily || back % 7 === 0);
  return days.map((back) => addDays(today, -back));
}

/** Values and scores of the past, from what was known on each day, and of today. Made again for a run that was cut off. */
export async function makeScores(context: RunContext, run: SampleRun, timeZone: string, report: (done: number, total: number) => Promise<void>): Promise<void> {
  const now = context.clock();
  const days = scoredDays(run.accounts, run.asOf);
  await transaction(context.database, (tx) => ensureDefaults(tx, context.clock));
  for (const month of new Set([...days, dayOf(now, timeZone)].map((day) => day.slice(0, 7)))) await ensureMonth(context.database.pool, `${month}-01`);
  for (const [i, day] of days.entries()) {
    await transaction(context.database, (tx) => storeDay(tx, day, { accounts: 'all', final: true, now }));
    if (i % 5 === 0) await report(i, days.length);
  }
  if (run.accounts > midCompany) await makeWorkValues(context, run, now);
  await transaction(context.database, (tx) => storeDay(tx, dayOf(now, timeZone), { accounts: 'all', final: false, now }));
}

/** In a large company the rules of the sample look at some of the customers only; these have values of each day. */
async function makeWorkValues(context: RunContext, run: SampleRun, now: Date): Promise<void> {
  const accounts = (await workingSet(context.db)).map((one) => one.accountId);
  for (let back = workValueDays; back > 0; back--)
    await transaction(context.database, (tx) => storeDay(tx, addDays(run.asOf, -back), { accounts, final: true, now }));
}
