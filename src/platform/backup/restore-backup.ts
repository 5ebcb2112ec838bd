import type pg from 'pg';
import { Failure } from '../config/failure.ts';
import { transaction, type Database } from '../db/db.ts';
import { jobsVersion, listForeignKeys, listIndexes, listMigrations, listPartitions, listTables, qualified, quote } from './catalogue.ts';
import type { Header, Totals } from './header.ts';
import { openBackup } from './read-backup.ts';

/** In a database where none of these has a row nobody has begun to work; what the migrations put in is replaced. */
const SIGNS_OF_USE = ['organisation', 'members', 'accounts', 'api_keys', 'pending_events'];

/** Fills an empty database of the same migrations from a backup, in one transaction: all of it or nothing. */
export async function restoreBackup(database: Pick<Database, 'pool'>, file: string): Promise<Totals & { header: Header; jobsLeftOut: boolean }> {
  const backup = await openBackup(file);
  try {
    return await transaction(database, async (_tx, client) => {
      await client.query(`set local timezone = 'UTC'`);
      await mustFit(client, backup.header);
      await mustBeEmpty(client);
      const jobsFit = backup.header.jobsVersion !== undefined && (await jobsVersion(client)) === backup.header.jobsVersion;
      const keys = await listForeignKeys(client);
      for (const { table, name } of keys) await client.query(`alter table ${table} drop constraint ${quote(name)}`);
      await sameTables(client, backup.header);
      if (jobsFit) await client.query('delete from pgboss.job; delete from pgboss.queue');
      const totals = await backup.load(client, ({ schema }) => schema === 'public' || jobsFit);
      for (const { table, name, definition } of keys) await client.query(`alter table ${table} add constraint ${quote(name)} ${definition}`);
      for (const { name, value, called } of backup.header.sequences) await client.query('select setval($1::regclass, $2, $3)', [quote(name), value, called]);
      return { ...totals, header: backup.header, jobsLeftOut: backup.header.jobsVersion !== undefined && !jobsFit };
    });
  } finally {
    backup.close();
  }
}

async function mustFit(client: pg.PoolClient, header: Header): Promise<void> {
  const here = await listMigrations(client);
  const [theirs, ours] = [header.migrations.at(-1) ?? 'none', here.at(-1) ?? 'none'];
  if (header.migrations.join() === here.join()) return;
  throw new Failure({
    en: `The backup was made at migration ${theirs} (${header.migrations.length}), this database is at ${ours} (${here.length}); restore it with the same version of Banso and update afterwards.`,
    ja: `バックアップは移行 ${theirs}（${header.migrations.length} 件）時点のもので、このデータベースは ${ours}（${here.length} 件）です。同じバージョンの Banso で復元してから更新してください。`,
  });
}

async function mustBeEmpty(client: pg.PoolClient): Promise<void> {
  for (const table of SIGNS_OF_USE) {
    const { rowCount } = await client.query(`select from ${quote(table)} limit 1`);
    if (!rowCount) continue;
    throw new Failure({
      en: `The database is not empty (${table} has rows); restore into a new one, for example with another BANSO_DATA_DIR.`,
      ja: `データベースが空ではありません（${table} に行があります）。BANSO_DATA_DIR を変えるなど、新しいデータベースに復元してください。`,
    });
  }
}

/** Empties the tables and gives them the partitions and indexes of the backup. */
async function sameTables(client: pg.PoolClient, header: Header): Promise<void> {
  const wanted = new Set(header.partitions.map(({ name }) => name));
  const here = await listPartitions(client);
  for (const { name } of here.filter((one) => !wanted.has(one.name)).reverse()) await client.query(`drop table if exists ${quote(name)}`);
  const present = new Set(here.map(({ name }) => name));
  for (const { name, parent, bound } of header.partitions.filter((one) => !present.has(one.name))) {
    await client.query(`create table ${quote(name)} partition of ${quote(parent)} ${bound}`);
  }
  const tables = await listTables(client);
  if (tables.length) await client.query(`truncate ${tables.map(qualified).join(', ')}`);
  const indexes = new Set((await listIndexes(client)).map(({ name }) => name));
  for (const { name, definition } of header.indexes) if (!indexes.has(name)) await client.query(definition);
}
