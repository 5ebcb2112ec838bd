import { fileFromBytes } from '#platform/files/source.ts';
import type { Database } from '#platform/db/db.ts';
import { mappingSchema, type Noun } from './mapping.ts';
import { runImport, type Outcome, type Runner } from './run.ts';
import { indexImport } from './search-later.ts';
import { insertImport, storeFile } from './store.ts';

/** Stores a file as an import and runs it at once; gives its id and what came of it. */
export async function makeImport(
  runner: Runner & { database: Database },
  made: { noun: Noun; file: string | Uint8Array; mapping: object; history?: boolean; fileName?: string },
): Promise<{ importId: string; outcome: Outcome }> {
  const mapping = mappingSchema.parse(made.mapping);
  const { db } = runner.database;
  const fileName = made.fileName ?? 'file.csv';
  const importId = await insertImport(db, {
    noun: made.noun,
    source: mapping.source,
    fileName,
    mapping,
    history: made.history,
    by: { id: null, name: 'test' },
    at: runner.clock(),
  });
  const bytes = typeof made.file === 'string' ? Buffer.from(made.file) : made.file;
  await storeFile(db, importId, fileFromBytes(fileName, bytes).open(), 1e9);
  const outcome = (await runImport(runner, importId, true))!;
  await indexImport(runner.database, importId);
  return { importId, outcome };
}
