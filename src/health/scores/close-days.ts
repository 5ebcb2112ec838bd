import { sql } from 'drizzle-orm';
import { addDays, dayOf, type Clock, type Day } from '#platform/clock/days.ts';
import { row, transaction, type Database, type Db } from '#platform/db/db.ts';
import { signal, type Jobs } from '#platform/jobs/jobs.ts';
import { readOrganisation } from '#platform/organisation/organisation.ts';
import { ensureMonth, nextMonth } from '#metrics/values/index.ts';
import { storeDay } from './day.ts';
import { ensureDefaults } from './ensure-defaults.ts';

/** Scores of some accounts were made again; their rows in lists follow. */
export const scoresChanged = signal('scores.changed');

/**
 * Closes every day that is over and not closed yet, oldest first, each in its own transaction: killed at any moment it
 * goes on where it was. Without a closed day it begins with yesterday. Gives the days closed.
 */
export async function closeDays(database: Pick<Database, 'pool' | 'db'>, clock: Clock): Promise<Day[]> {
  const { timeZone } = await readOrganisation(database.db);
  const yesterday = addDays(dayOf(clock(), timeZone), -1);
  const last = await row<{ day: Day | null }>(database.db, sql`select max(day) as day from days_closed`);
  const closed: Day[] = [];
  for (let day = last?.day ? addDays(last.day, 1) : yesterday; day <= yesterday; day = addDays(day, 1)) {
    await ensureMonth(database.pool, day);
    if (await transaction(database, (tx) => closeDay(tx, day, clock))) closed.push(day);
  }
  return closed;
}

async function closeDay(tx: Db, day: Day, clock: Clock): Promise<boolean> {
  await tx.execute(sql`lock table days_closed in share row exclusive mode`);
  if (await row(tx, sql`select 1 from days_closed where day = ${day}`)) return false;
  const now = clock();
  const { frame } = await storeDay(tx, day, { accounts: 'all', final: true, now });
  await tx.execute(
    sql`insert into days_closed (day, closed_at, time_zone, cut) values (${day}, ${now.toISOString()}, ${frame.timeZone}, ${frame.cut.toISOString()})`,
  );
  return true;
}

/** Today for everybody: at midnight every window has moved on. */
export async function refreshAll(database: Pick<Database, 'pool' | 'db'>, jobs: Pick<Jobs, 'publish'>, clock: Clock): Promise<void> {
  const { timeZone } = await readOrganisation(database.db);
  const now = clock();
  const today = dayOf(now, timeZone);
  for (const day of [today, nextMonth(today)]) await ensureMonth(database.pool, day);
  await transaction(database, async (tx) => {
    await storeDay(tx, today, { accounts: 'all', final: false, now });
    await markScored(tx, jobs);
  });
}

/** Says that everybody's scores may have changed; the rows of lists follow. */
export async function markScored(tx: Db, jobs: Pick<Jobs, 'publish'>): Promise<void> {
  await tx.execute(sql`insert into facts_dirty (account_id) select account_id from accounts order by 1 on conflict do nothing`);
  await jobs.publish(tx, scoresChanged);
}

const chunk = 10_000;

/** Today for the accounts that changed, in chunks, so that nobody who marks one waits for long. Gives how many there were. */
export async function refreshDirty(database: Pick<Database, 'pool' | 'db'>, jobs: Pick<Jobs, 'publish'>, clock: Clock): Promise<number> {
  const { timeZone } = await readOrganisation(database.db);
  let done = 0;
  for (;;) {
    const now = clock();
    const today = dayOf(now, timeZone);
    await ensureMonth(database.pool, today);
    const taken = await transaction(database, (tx) => refreshChunk(tx, jobs, today, now));
    done += taken;
    if (taken < chunk) return done;
  }
}

async function refreshChunk(tx: Db, jobs: Pick<Jobs, 'publish'>, today: Day, now: Date): Promise<number> {
  const taken = await tx.execute(sql`
    delete from account_dirty where account_id in (select account_id from account_dirty order by account_id limit ${chunk} for update) returning account_id`);
  const ids = taken.rows.map((r) => r.account_id as string);
  if (!ids.length) return 0;
  await ensureDefaults(tx, () => now);
  await storeDay(tx, today, { accounts: ids, final: false, now });
  await tx.execute(sql`insert into facts_dirty (account_id) select i from unnest(${sql.param(ids)}::uuid[]) i order by 1 on conflict do nothing`);
  await jobs.publish(tx, scoresChanged);
  return ids.length;
}
