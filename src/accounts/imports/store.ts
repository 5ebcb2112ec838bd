import { sql, type SQL } from 'drizzle-orm';
import { besideTransaction, row, rows, type Db } from '#platform/db/db.ts';
import { FileTooLarge } from '#platform/files/aside.ts';
import type { FileSource } from '#platform/files/source.ts';
import { newId } from '#platform/ids/ids.ts';
import type { Mapping, Noun } from './mapping.ts';
import './tables.ts';

export type ImportStatus = 'uploaded' | 'previewing' | 'previewed' | 'queued' | 'running' | 'done' | 'failed' | 'refused' | 'undoing' | 'undone';
export type ImportError = { code: string; values?: Record<string, string | number>; row?: number; column?: number };
export type ImportRow = {
  importId: string;
  noun: Noun;
  source: string;
  fileName: string;
  fileBytes: number;
  mapping: Mapping;
  history: boolean;
  status: ImportStatus;
  rowsTotal: number | null;
  rowsDone: number;
  added: number;
  changed: number;
  unchanged: number;
  missing: number;
  rejected: number;
  error: ImportError | null;
  preview: unknown;
  feedId: string | null;
  createdByName: string;
  createdAt: string;
  startedAt: string | null;
  finishedAt: string | null;
  undoneAt: string | null;
};

/** A moment as ISO text: rows of plain SQL carry Postgres' own form. */
export const iso = (column: string): SQL => sql.raw(`to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`);

const columns = sql`import_id as "importId", noun, source, file_name as "fileName", file_bytes::float8 as "fileBytes", mapping, history, status, rows_total as "rowsTotal", rows_done as "rowsDone",
  added, changed, unchanged, missing, rejected, error, preview, feed_id as "feedId", created_by_name as "createdByName",
  ${iso('created_at')} as "createdAt", ${iso('started_at')} as "startedAt", ${iso('finished_at')} as "finishedAt", ${iso('undone_at')} as "undoneAt"`;

export type NewImport = {
  noun: Noun;
  source: string;
  fileName: string;
  mapping?: Mapping;
  history?: boolean;
  feedId?: string;
  by: { id: string | null; name: string };
  at: Date;
};

export async function insertImport(db: Db, made: NewImport): Promise<string> {
  const id = newId();
  await db.execute(sql`
    insert into imports (import_id, noun, source, file_name, mapping, history, feed_id, created_by, created_by_name, created_at)
    values (${id}, ${made.noun}, ${made.source}, ${made.fileName}, ${JSON.stringify(made.mapping ?? {})}, ${made.history ?? false}, ${made.feedId ?? null}, ${made.by.id}, ${made.by.name}, ${made.at.toISOString()})`);
  return id;
}

export async function findImport(db: Db, importId: string): Promise<ImportRow | undefined> {
  return row<ImportRow>(db, sql`select ${columns} from imports where import_id = ${importId}`);
}

/** Newest first; `before` is the id of the last one seen (ids are ordered by time). */
export async function listImports(db: Db, options: { limit: number; before?: string; noun?: Noun; feedId?: string }): Promise<ImportRow[]> {
  const conditions: SQL[] = [sql`true`];
  if (options.before) conditions.push(sql`import_id < ${options.before}`);
  if (options.noun) conditions.push(sql`noun = ${options.noun}`);
  if (options.feedId) conditions.push(sql`feed_id = ${options.feedId}`);
  return rows<ImportRow>(db, sql`select ${columns} from imports where ${sql.join(conditions, sql` and `)} order by import_id desc limit ${options.limit}`);
}

/** Changes an import when it is in one of `from`; false when it is not. */
export async function moveImport(db: Db, importId: string, from: ImportStatus[], to: ImportStatus, more: SQL = sql``): Promise<boolean> {
  const states = sql.join(
    from.map((s) => sql`${s}`),
    sql`, `,
  );
  const moved = await rows(db, sql`update imports set status = ${to}${more} where import_id = ${importId} and status in (${states}) returning import_id`);
  return moved.length > 0;
}

const chunkSize = 1_000_000;

/** Keeps the file in the database, so that any process can run the import. Gives its size; stops at `limit` bytes. */
export async function storeFile(db: Db, importId: string, bytes: AsyncIterable<Uint8Array>, limit: number): Promise<number> {
  let no = 0;
  let size = 0;
  let waiting: Uint8Array[] = [];
  let waitingSize = 0;
  const flush = async () => {
    if (waitingSize === 0) return;
    await db.execute(sql`insert into import_chunks (import_id, no, bytes) values (${importId}, ${no++}, ${Buffer.concat(waiting)})`);
    waiting = [];
    waitingSize = 0;
  };
  for await (const chunk of bytes) {
    size += chunk.length;
    if (size > limit) throw new FileTooLarge(limit);
    waiting.push(chunk);
    waitingSize += chunk.length;
    if (waitingSize >= chunkSize) await flush();
  }
  await flush();
  await db.execute(sql`update imports set file_bytes = ${size} where import_id = ${importId}`);
  return size;
}

/** Gives the kept file to another import too; false when it is no longer kept. */
export async function copyFile(db: Db, from: string, to: string): Promise<boolean> {
  const copied = await db.execute(sql`insert into import_chunks (import_id, no, bytes) select ${to}, no, bytes from import_chunks where import_id = ${from}`);
  await db.execute(sql`update imports set file_bytes = (select file_bytes from imports where import_id = ${from}) where import_id = ${to}`);
  return (copied.rowCount ?? 0) > 0;
}

/** The kept file, read chunk by chunk. */
export function storedFile(db: Db, { importId, fileName }: Pick<ImportRow, 'importId' | 'fileName'>): FileSource {
  async function* open() {
    for (let no = 0; ; no++) {
      // While it is read into COPY, the import's own connection has no room for a question.
      const chunk = await besideTransaction(() =>
        row<{ bytes: Buffer }>(db, sql`select bytes from import_chunks where import_id = ${importId} and no = ${no}`),
      );
      if (!chunk) return;
      yield chunk.bytes;
    }
  }
  return { name: fileName, open };
}

/** How the columns of a source were mapped the last time. */
export async function rememberedMapping(db: Db, noun: Noun, source: string): Promise<Mapping | undefined> {
  return (await row<{ mapping: Mapping }>(db, sql`select mapping from import_mappings where noun = ${noun} and source = ${source}`))?.mapping;
}

/** The last mapping of any source whose columns are all in this file: who loads the same list again need not name its source. */
export async function fittingMapping(db: Db, noun: Noun, header: string[]): Promise<Mapping | undefined> {
  const found = await rows<{ mapping: Mapping }>(db, sql`select mapping from import_mappings where noun = ${noun} order by updated_at desc limit 20`);
  return found.find(({ mapping }) => Object.entries(mapping.columns).every(([name, key]) => !key || header.includes(name)))?.mapping;
}

export async function rememberMapping(db: Db, noun: Noun, mapping: Mapping, at: Date): Promise<void> {
  await db.execute(sql`
    insert into import_mappings (noun, source, mapping, updated_at) values (${noun}, ${mapping.source}, ${JSON.stringify(mapping)}, ${at.toISOString()})
    on conflict (noun, source) do update set mapping = excluded.mapping, updated_at = excluded.updated_at`);
}

/** The source row exists and knows when it last brought data. */
export async function touchSource(db: Db, source: string, at: Date): Promise<void> {
  await db.execute(sql`
    insert into sources (source, name, kind, last_data_at, created_at) values (${source}, ${source}, 'import', ${at.toISOString()}, ${at.toISOString()})
    on conflict (source) do update set last_data_at = excluded.last_data_at`);
}
