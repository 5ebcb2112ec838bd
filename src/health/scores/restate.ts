import { sql } from 'drizzle-orm';
import { addDays, dayOf, type Clock, type Day } from '#platform/clock/days.ts';
import { row, rows, transaction, type Database, type Db } from '#platform/db/db.ts';
import type { Jobs } from '#platform/jobs/jobs.ts';
import { readOrganisation } from '#platform/organisation/organisation.ts';
import { frameOf } from '#metrics/values/index.ts';
import { versionOn, type Version } from '#health/scorecards/index.ts';
import { insertScores, oneAtATime } from './day.ts';
import { markScored } from './close-days.ts';

/** Changes are shown against so many days before; older days are not scored again. */
const restatedDays = 28;

/**
 * Scores the four weeks before today by the version in use, where another one made them: "against four weeks ago" then
 * compares two scores of one formula. Only from the values stored in their time, one day a transaction; a day on which a
 * metric of the version did not exist yet is left out, and no change is shown against it. Gives the days made.
 */
export async function restateDays(database: Pick<Database, 'pool' | 'db'>, jobs: Pick<Jobs, 'publish'>, clock: Clock): Promise<Day[]> {
  const today = dayOf(clock(), (await readOrganisation(database.db)).timeZone);
  const version = await versionOn(database.db, today);
  if (!version || (version.fromDay ?? today) <= addDays(today, -restatedDays)) return [];
  const made: Day[] = [];
  for (const day of await daysLacking(database.db, version.versionId, today))
    if (await transaction(database, (tx) => restateDay(tx, day, version, clock()))) made.push(day);
  if (made.length) await transaction(database, (tx) => markScored(tx, jobs));
  return made;
}

async function daysLacking(db: Db, versionId: number, today: Day): Promise<Day[]> {
  const found = await rows<{ day: Day }>(
    db,
    sql`select d.day::date as day from generate_series(${addDays(today, -restatedDays)}::date, ${addDays(today, -1)}::date, '1 day') d(day)
      where exists (select from score_days s where s.day = d.day::date)
        and not exists (select from score_days s where s.day = d.day::date and s.version_id = ${versionId}) order by 1`,
  );
  return found.map((one) => one.day);
}

async function restateDay(tx: Db, day: Day, version: Version, now: Date): Promise<boolean> {
  await oneAtATime(tx);
  const frame = await frameOf(tx, day);
  const lastSlot = Math.max(...version.definition.measures.map(({ metric }) => frame.metrics.find((m) => m.key === metric)?.slot ?? Infinity));
  if (lastSlot === Infinity) return false;
  // The values of a day reach as far as the metrics there were.
  if (!(await row(tx, sql`select from metric_days where day = ${day} and cardinality(v) >= ${lastSlot}::int limit 1`))) return false;
  await insertScores(tx, frame, version, { accounts: 'all', final: frame.closed, restated: true, now });
  return true;
}
