import { sql } from 'drizzle-orm';
import { addDays, type Clock, type Day } from '#platform/clock/days.ts';
import { rows, type Database, type Db } from '#platform/db/db.ts';
import { backfillDay } from '#health/scores/index.ts';
import type { Span } from './firings.sql.ts';

const looked = 200;

/** Days of a span of which metrics are there, asked of the 200 customers who have been here longest: a look at all would take long. */
export async function daysWithValues(db: Db, { from, to }: Span): Promise<Day[]> {
  const found = await rows<{ day: Day }>(
    db,
    sql`select distinct m.day from (select account_id from accounts where archived_at is null order by created_at, account_id limit ${looked}) a
        join metric_days m on m.account_id = a.account_id and m.product_no = 0 and m.day between ${from}::date and ${to}::date order by 1`,
  );
  return found.map((f) => f.day);
}

/** Makes the values and scores of the days of a replay that have none, from what was known then. Gives how many days that were. */
export async function fillDays(
  database: Pick<Database, 'pool' | 'db'>,
  clock: Clock,
  { today, days }: { today: Day; days: number },
  progress: (done: number, total: number) => Promise<void>,
): Promise<number> {
  // A rule may compare with values of four weeks earlier.
  const span = { from: addDays(today, -days - 28), to: addDays(today, -1) };
  const there = new Set(await daysWithValues(database.db, span));
  const missing: Day[] = [];
  for (let day = span.from; day <= span.to; day = addDays(day, 1)) if (!there.has(day)) missing.push(day);
  for (const [i, day] of missing.entries()) {
    await backfillDay(database, day, clock);
    await progress(i + 1, missing.length + 3);
  }
  return missing.length;
}
