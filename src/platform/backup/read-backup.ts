import { createReadStream } from 'node:fs';
import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { Failure } from '../config/failure.ts';
import { qualified, quote } from './catalogue.ts';
import { cutOff, notABackup, readRecords, type Record } from './container.ts';
import type { Header, TableStart, Totals } from './header.ts';

export interface OpenBackup {
  header: Header;
  /** Loads every table into the client's transaction; throws when the file is not complete. */
  load(client: pg.PoolClient, wanted: (table: TableStart) => boolean): Promise<Totals>;
  close(): void;
}

export async function openBackup(file: string): Promise<OpenBackup> {
  const source = createReadStream(file, { highWaterMark: 1024 * 1024 });
  const unpacked = createGunzip();
  source.on('error', (error) => unpacked.destroy(error));
  const records = readRecords(source.pipe(unpacked));
  const next = async () => {
    try {
      return (await records.next()).value as Record | undefined;
    } catch (error) {
      throw explained(error as NodeJS.ErrnoException, file);
    }
  };
  const first = await next();
  if (first?.type !== 'H') throw notABackup();
  return {
    header: parse<Header>(first),
    load: (client, wanted) => loadTables(client, next, wanted),
    close: () => source.destroy(),
  };
}

async function loadTables(client: pg.PoolClient, next: Next, wanted: (table: TableStart) => boolean): Promise<Totals> {
  const totals: Totals = { tables: 0, rows: 0 };
  for (;;) {
    const record = await next();
    if (!record) throw cutOff();
    if (record.type === 'Z') return compare(totals, parse<Totals>(record));
    if (record.type !== 'T') throw notABackup();
    const table = parse<TableStart>(record);
    const rows = await loadTable(client, table, next, wanted(table));
    totals.tables++;
    totals.rows += rows;
  }
}

type Next = () => Promise<Record | undefined>;

/** Rows of the table; those of one that is not wanted are counted as the backup counted them. */
async function loadTable(client: pg.PoolClient, table: TableStart, next: Next, wanted: boolean): Promise<number> {
  if (!wanted) return skipRows(next);
  const stream = client.query(copyFrom(`copy ${qualified(table)} (${table.columns.map(quote).join(', ')}) from stdin`));
  const done = finished(stream);
  // Awaited below; until then its failure must not count as unhandled.
  done.catch(() => {});
  try {
    for (let record = await next(); record?.type === 'D'; record = await next()) {
      if (!stream.write(record.payload)) await Promise.race([once(stream, 'drain'), done]);
    }
    stream.end();
    await done;
  } catch (error) {
    // Tells Postgres that the COPY is over, or the rollback would wait for ever.
    stream.destroy(error as Error);
    await done.catch(() => {});
    throw error;
  }
  return stream.rowCount;
}

async function skipRows(next: Next): Promise<number> {
  let record = await next();
  while (record?.type === 'D') record = await next();
  if (!record) throw cutOff();
  return parse<{ rows: number }>(record).rows;
}

function compare(loaded: Totals, written: Totals): Totals {
  if (loaded.rows !== written.rows || loaded.tables !== written.tables) throw cutOff();
  return loaded;
}

function parse<T>(record: Record): T {
  return JSON.parse(record.payload.toString('utf8')) as T;
}

function explained(error: NodeJS.ErrnoException, file: string): Error {
  if (error.code === 'Z_BUF_ERROR') return cutOff();
  if (error.code?.startsWith('Z_')) return notABackup();
  if (error.code === 'ENOENT') return new Failure({ en: `There is no file ${file}.`, ja: `ファイル ${file} がありません。` });
  if (error.code === 'EACCES' || error.code === 'EISDIR') return new Failure({ en: `${file} cannot be read.`, ja: `${file} を読み込めません。` });
  return error;
}
