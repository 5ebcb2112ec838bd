import { getTableColumns, getTableName, sql, type SQL } from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';
import type { Db } from './db.ts';

/**
 * Records in `versions` what `current` now says of the rows that `where` picks (an SQL condition over alias `t`):
 * closes the open version and opens a new one, known from `at`. Call it in the transaction that changed the rows.
 * A second change at the same moment replaces the version made by the first.
 */
export async function appendVersions(db: Db, current: PgTable, versions: string, key: string[], where: SQL, at: Date | SQL): Promise<void> {
  const columns = Object.values(getTableColumns(current)).map((c) => c.name);
  const list = sql.raw(columns.map((c) => `"${c}"`).join(', '));
  const picked = sql.raw(columns.map((c) => `t."${c}"`).join(', '));
  const same = sql.raw(key.map((k) => `v."${k}" = t."${k}"`).join(' and '));
  const from = sql`${sql.raw(`"${getTableName(current)}"`)} t`;
  const to = sql.raw(`"${versions}"`);
  const moment = at instanceof Date ? sql`${at.toISOString()}::timestamptz` : at;
  await db.execute(sql`delete from ${to} v using ${from} where ${same} and v.known_to is null and v.known_from >= ${moment} and ${where}`);
  await db.execute(sql`update ${to} v set known_to = ${moment} from ${from} where ${same} and v.known_to is null and ${where}`);
  await db.execute(sql`insert into ${to} (${list}, known_from) select ${picked}, ${moment} from ${from} where ${where}`);
}

/** Closes the open versions of rows that are about to be deleted. Call it before the delete. */
export async function closeVersions(db: Db, current: PgTable, versions: string, key: string[], where: SQL, at: Date): Promise<void> {
  const same = sql.raw(key.map((k) => `v."${k}" = t."${k}"`).join(' and '));
  await db.execute(
    sql`update ${sql.raw(`"${versions}"`)} v set known_to = ${at.toISOString()}::timestamptz from ${sql.raw(`"${getTableName(current)}"`)} t where ${same} and v.known_to is null and ${where}`,
  );
}
