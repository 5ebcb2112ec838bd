import { sql } from 'drizzle-orm';
import type pg from 'pg';
import { copyRows } from '#platform/db/copy.ts';
import { rows, type Db } from '#platform/db/db.ts';

/** A problem at its place in the file. `column` is the header, `columnNo` counts from 1. */
export type Reject = { row: number; column: string | null; columnNo: number | null; code: string; values?: Record<string, string | number> };

/** What is said of rows that are loaded all the same. */
export const isNote = ({ code }: Pick<Reject, 'code'>): boolean => code === 'ownerLeft';

/** Beyond this many the report says that there are more; the counts stay exact. */
export const rejectLimit = 100_000;

export async function replaceRejects(tx: Db, client: pg.PoolClient, importId: string, rejects: Reject[]): Promise<void> {
  await tx.execute(sql`delete from import_rejects where import_id = ${importId}`);
  if (rejects.length === 0) return;
  const sorted = rejects.toSorted((a, b) => a.row - b.row || (a.columnNo ?? 0) - (b.columnNo ?? 0));
  await copyRows(
    client,
    'import_rejects (import_id, no, row_no, column_name, code, message)',
    sorted.map((r, i) => [importId, i + 1, r.row, r.column, r.code, { json: { columnNo: r.columnNo, ...(r.values ? { values: r.values } : {}) } }]),
  );
}

type Stored = { no: number; row: number; column: string | null; code: string; message: { columnNo: number | null; values?: Record<string, string | number> } };

/** The problems of an import in the order of the file. */
export async function listRejects(db: Db, importId: string, after: number, limit: number): Promise<(Reject & { no: number })[]> {
  const found = await rows<Stored>(
    db,
    sql`select no, row_no as "row", column_name as "column", code, message from import_rejects where import_id = ${importId} and no > ${after} order by no limit ${limit}`,
  );
  return found.map(({ message, ...r }) => ({ ...r, columnNo: message.columnNo, values: message.values }));
}
