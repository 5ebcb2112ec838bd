import { sql } from 'drizzle-orm';
import { dayOf, type Clock, type Day } from '#platform/clock/days.ts';
import { row, rows, transaction, type Database, type Db } from '#platform/db/db.ts';
import { readOrganisation } from '#platform/organisation/organisation.ts';
import { ensureMonth, frameOf } from '#metrics/values/index.ts';
import { versionOn } from '#health/scorecards/index.ts';
import { scoresFromFacts, storeDay } from './day.ts';
import { ensureDefaults } from './ensure-defaults.ts';

/**
 * Makes a past day's values and scores from what was known then and stores them, marked by when they were made. A day
 * that was closed in its time is left as it is. Returns whether it was made. Tomorrow and later are refused by the caller.
 */
export async function backfillDay(database: Pick<Database, 'pool'>, day: Day, clock: Clock): Promise<boolean> {
  await ensureMonth(database.pool, day);
  return transaction(database, async (tx) => {
    await ensureDefaults(tx, clock);
    if ((await frameOf(tx, day)).closed) return false;
    await storeDay(tx, day, { accounts: 'all', final: false, now: clock() });
    return true;
  });
}

export async function todayOf(db: Db, clock: Clock): Promise<Day> {
  return dayOf(clock(), (await readOrganisation(db)).timeZone);
}

export type ExportedScore = { external_id: string | null; account_id: string; score: number | null; colour: string; coverage: number };

/**
 * Scores of every account as of a day, by external id. A day that has closed is read as it was stored; any other is
 * computed from what was known by its end, without storing anything, so that asking does not change what is there.
 */
export async function scoresAsOf(database: Pick<Database, 'pool'>, day: Day, clock: Clock): Promise<ExportedScore[]> {
  return transaction(database, async (tx) => {
    await ensureDefaults(tx, clock);
    const frame = await frameOf(tx, day);
    const version = await versionOn(tx, day);
    if (!version) return [];
    const stored = await row(tx, sql`select 1 from score_days where day = ${day} and is_final limit 1`);
    await tx.execute(sql`set local work_mem = '64MB'`);
    const scores =
      frame.closed && stored
        ? sql`select distinct on (account_id) account_id, product_no, total, colour, coverage from score_days where day = ${day} and product_no = 0 and not restated order by account_id, version_id desc`
        : await scoresFromFacts(tx, frame, version.definition, 'all');
    return rows<ExportedScore>(
      tx,
      sql`select a.external_id, a.account_id, s.total as score, s.colour, s.coverage from (${scores}) s join accounts a on a.account_id = s.account_id
          where s.product_no = 0 order by a.external_id nulls last, a.account_id`,
    );
  });
}
