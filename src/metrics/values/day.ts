import { sql, type SQL } from 'drizzle-orm';
import { startOfDay, addDays, type Day } from '#platform/clock/days.ts';
import { row, type Db } from '#platform/db/db.ts';
import { readOrganisation } from '#platform/organisation/organisation.ts';
import { metricsOn, type Metric } from '#metrics/definitions/index.ts';
import { eventIds, valuesQuery } from './query.ts';

/** One day as it is made: its cut and zone (as they were when it closed, if it has), and the metrics valid on it. */
export type DayFrame = { day: Day; cut: Date; timeZone: string; perProduct: boolean; metrics: Metric[]; closed: boolean };

export async function frameOf(db: Db, day: Day): Promise<DayFrame> {
  const closed = await row<{ cut: string; timeZone: string }>(db, sql`select cut, time_zone as "timeZone" from days_closed where day = ${day}`);
  const organisation = await readOrganisation(db);
  const timeZone = closed?.timeZone ?? organisation.timeZone;
  const cut = closed ? new Date(closed.cut) : startOfDay(addDays(day, 1), timeZone);
  // A product taken out of sale since counts on the day. When it was added is not asked: imported history is older than that.
  const sold = await row<{ many: boolean }>(
    db,
    sql`select count(*) > 1 as many from products where archived_at is null or archived_at >= ${cut.toISOString()}::timestamptz`,
  );
  const metrics = await metricsOn(db, day);
  return { day, cut, timeZone, perProduct: sold!.many, metrics, closed: closed !== undefined };
}

/** The query of a day's values: (account_id, product_no, day, v by slot). Stores nothing. */
export async function valuesOfDay(db: Db, frame: DayFrame, accounts: string[] | 'all'): Promise<SQL> {
  const byKey = new Map(frame.metrics.map((m) => [m.key, m.definition]));
  const bySlot = new Map(frame.metrics.map((m) => [m.slot, m.definition]));
  return valuesQuery({ ...frame, accounts }, { bySlot, eventIds: await eventIds(db), find: (key) => byKey.get(key) });
}

/**
 * Makes and stores the values of a day. `final`: the day has closed; its rows are never written again. Rows that are
 * not final are replaced, so it may run again at any time. Call it in a transaction.
 */
export async function storeValues(tx: Db, frame: DayFrame, how: { accounts: string[] | 'all'; final: boolean; now: Date }): Promise<void> {
  await roomFor(tx, how.accounts);
  const query = await valuesOfDay(tx, frame, how.accounts);
  await tx.execute(sql`delete from metric_days where day = ${frame.day} and not is_final ${among(how.accounts)}`);
  await tx.execute(sql`
    insert into metric_days (account_id, product_no, day, v, computed_at, is_final)
    select q.account_id, q.product_no, q.day, q.v, ${how.now.toISOString()}::timestamptz, ${how.final} from (${query}) q
    ${unlessThere(how.accounts, sql`metric_days k where k.day = ${frame.day} and k.account_id = q.account_id and k.product_no = q.product_no`)}`);
}

/**
 * The end of an insert from q that leaves what is there: the final rows of a day. Of all accounts they are looked up at once;
 * of some, one by one. Safe because a day is written by one at a time (`storeDay` holds the lock).
 */
export const unlessThere = (accounts: string[] | 'all', there: SQL): SQL =>
  accounts === 'all' ? sql`where not exists (select from ${there})` : sql`on conflict do nothing`;

export const among = (accounts: string[] | 'all'): SQL => (accounts === 'all' ? sql`` : sql`and account_id = any(${sql.param(accounts)}::uuid[])`);

/** A pass over all accounts sorts and hashes hundreds of megabytes; with the default memory it would go over the disk. */
async function roomFor(tx: Db, accounts: string[] | 'all'): Promise<void> {
  if (accounts === 'all' || accounts.length > 2000) await tx.execute(sql`set local work_mem = '64MB'`);
}
