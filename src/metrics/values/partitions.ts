import { sql } from 'drizzle-orm';
import { addDays, type Day } from '#platform/clock/days.ts';
import { row, type Db } from '#platform/db/db.ts';

/**
 * Makes the monthly partition of `day` unless it is there. A month whose rows went into the default partition stays
 * there: taking them out would lock the table for long, and they are few.
 */
export async function ensureMonth(tx: Db, table: 'metric_days' | 'score_days', day: Day): Promise<void> {
  const first = `${day.slice(0, 7)}-01`;
  const name = `${table}_${day.slice(0, 4)}_${day.slice(5, 7)}`;
  const there = await row<{ there: boolean }>(tx, sql`select to_regclass(${name}) is not null as there`);
  if (there!.there) return;
  await tx.execute(sql`select pg_advisory_xact_lock(7210051)`);
  const next = nextMonth(day);
  const room = await row<{ free: boolean }>(
    tx,
    sql`select to_regclass(${name}) is null and not exists (select from ${sql.raw(`${table}_default`)} where day >= ${first} and day < ${next}) as free`,
  );
  if (!room!.free) return;
  await tx.execute(sql.raw(`create table ${name} partition of ${table} for values from ('${first}') to ('${next}')`));
}

export const nextMonth = (day: Day): Day => `${addDays(`${day.slice(0, 7)}-28`, 4).slice(0, 7)}-01`;
