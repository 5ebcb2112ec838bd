import { sql } from 'drizzle-orm';
import { row, rows, type Db } from '#platform/db/db.ts';

export type Settings = { name: string; timeZone: string; fiscalMonth: number; currency: string; language: 'ja' | 'en'; nextTimeZone: string | null };

export async function readSettings(db: Db, lock = false): Promise<Settings> {
  const found = await row<Settings>(
    db,
    sql`select name, time_zone as "timeZone", fiscal_month::int as "fiscalMonth", currency, language, next_time_zone as "nextTimeZone"
      from organisation where id = 1 ${lock ? sql`for update` : sql``}`,
  );
  if (!found) throw new Error('There is no organisation yet.');
  return found;
}

/** Makes the organisation; false when there is one already. Of two at once one waits for the other and then gets false. */
export async function insertOrganisation(tx: Db, made: Omit<Settings, 'nextTimeZone'>, now: Date): Promise<boolean> {
  const inserted = await rows(
    tx,
    sql`insert into organisation (id, name, time_zone, fiscal_month, currency, language, created_at)
      values (1, ${made.name}, ${made.timeZone}, ${made.fiscalMonth}, ${made.currency}, ${made.language}, ${now.toISOString()})
      on conflict do nothing returning id`,
  );
  return inserted.length > 0;
}

/** `zoneFrom` is when nextTimeZone begins to hold. */
export async function updateSettings(tx: Db, after: Settings, zoneFrom: Date | null): Promise<void> {
  await tx.execute(sql`
    update organisation set name = ${after.name}, fiscal_month = ${after.fiscalMonth}, currency = ${after.currency}, language = ${after.language},
      next_time_zone = ${after.nextTimeZone}, next_time_zone_at = ${zoneFrom?.toISOString() ?? null} where id = 1`);
}

/** Lets the next time zone hold once its moment has come; says which, null when there is none due. */
export async function turnTimeZone(tx: Db, now: Date): Promise<{ before: string; after: string } | null> {
  const due = await row<{ before: string; after: string }>(
    tx,
    sql`select time_zone as before, next_time_zone as after from organisation
      where next_time_zone is not null and next_time_zone_at <= ${now.toISOString()} for update`,
  );
  if (!due) return null;
  await tx.execute(sql`update organisation set time_zone = next_time_zone, next_time_zone = null, next_time_zone_at = null where id = 1`);
  return due;
}
