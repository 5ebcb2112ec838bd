import { fileURLToPath } from 'node:url';
import { openDatabase } from '#platform/db/db.ts';
import { startThrowaway } from '#platform/db/embedded/throwaway.ts';
import { migrate } from '#platform/db/migrate.ts';
import { planting } from '#rules/rules/planted.ts';
import type { Result } from './result.ts';

const accounts = 120;

/** How well unusual weeks are found: not how fast, but how often right, on made-up companies with planted drops and rises. */
export async function bench(): Promise<Result[]> {
  const postgres = await startThrowaway();
  const database = openDatabase(postgres.url, { max: 2 });
  try {
    await migrate(database.pool, fileURLToPath(new URL('../migrations', import.meta.url)));
    const { verdict: v } = await planting(database, accounts, 7);
    await database.pool.query('truncate accounts, account_days cascade');
    const { verdict: mild } = await planting(database, accounts, 8, { drop: 0.5, rise: 1.5 });
    const right = v.alarms - v.falseAlarms;
    const made = `${accounts} made-up customers from December to July, a third falls to a third, a third rises to 2.3 times, with weekly rhythm, holidays, trends and noise of 25 % a day`;
    return [
      {
        name: 'unusual weeks: recall, planted drops and rises found within 14 days',
        value: (100 * v.found) / v.planted,
        limit: 90,
        unit: '%',
        atLeast: true,
        detail: `${v.found} of ${v.planted}; ${made}`,
      },
      {
        name: 'unusual weeks: precision, alarms that what was planted explains',
        value: (100 * right) / v.alarms,
        limit: 80,
        unit: '%',
        atLeast: true,
        detail: `${right} of ${v.alarms} alarms, each the first day of a streak, at a strength of 3.5`,
      },
      {
        name: 'unusual weeks: false alarms for each customer and year',
        value: v.falseAlarms / v.accountYears,
        limit: 0.35,
        unit: '',
        detail: `${v.falseAlarms} in ${Math.round(v.accountYears)} years of customers`,
      },
      {
        name: 'unusual weeks: false alarms around New Year and Golden Week',
        value: v.seasonal,
        limit: 0,
        unit: '',
        detail: '26 December to 9 January and 27 April to 12 May',
      },
      {
        name: 'unusual weeks: recall of milder changes, usage halved or half as much again',
        value: (100 * mild.found) / mild.planted,
        limit: null,
        unit: '%',
        detail: `${mild.found} of ${mild.planted}, ${mild.falseAlarms} false alarms; a strength of 3.5 asks for 53 % off the usual or more; a rule on the change of a metric is for these`,
      },
    ];
  } finally {
    await database.close();
    await postgres.stop();
  }
}
