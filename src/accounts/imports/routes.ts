import { sql } from 'drizzle-orm';
import { write } from '#platform/audit/audit.ts';
import { row, type Db } from '#platform/db/db.ts';
import type { Context } from '#platform/http/context.ts';
import { languageOf } from '#platform/http/language.ts';
import { problem } from '#platform/http/problem.ts';
import { implementSlice } from '#platform/http/server.ts';
import { FileRefused } from '#platform/files/problems.ts';
import { contract } from './contract.ts';
import { feedRoutes } from './feed-routes.ts';
import { inspectImport } from './inspect.ts';
import { previewJob, runJob, undoJob } from './jobs.ts';
import { readOptions, type Mapping } from './mapping.ts';
import { isNote, listRejects } from './rejects.ts';
import { errorOf, targetOf } from './run.ts';
import { detailOf, summaryOf } from './shown.ts';
import { copyFile, findImport, insertImport, listImports, moveImport, type ImportRow, type ImportStatus } from './store.ts';
import { importErrorText, rejectText } from './texts.ts';
import type { ImportTarget } from './target.ts';
import { byOf, transferRoutes } from './transfer.ts';

export { transferRoutes };

const on = implementSlice(contract);

/** The endpoints; the targets of all nouns are handed in, as for the jobs. */
export function importRoutes(targets: ImportTarget[]) {
  return {
    ...feedRoutes,

    list: on.list.handler(async ({ context, input }) => {
      const found = await listImports(context.db, { limit: input.limit + 1, before: input.cursor, noun: input.noun, feedId: input.feedId });
      const items = found.slice(0, input.limit).map((i) => summaryOf(i, languageOf(context)));
      return { items, nextCursor: found.length > input.limit ? items.at(-1)!.importId : null };
    }),

    upload: on.upload.handler(() => {
      throw problem('BAD_REQUEST', { ja: 'ファイルを本文として送ってください。', en: 'Send the file as the body.' });
    }),
    rejectedRows: on.rejectedRows.handler(() => {
      throw problem('BAD_REQUEST', { ja: 'ダウンロードの宛先です。', en: 'This is a download.' });
    }),

    find: on.find.handler(async ({ context, input }) => {
      const made = await known(context.db, input.importId);
      const file = await row(context.db, sql`select 1 from import_chunks where import_id = ${made.importId} limit 1`);
      return detailOf(made, file !== undefined, languageOf(context));
    }),

    inspect: on.inspect.handler(async ({ context, input: { importId, source, ...wish } }) => {
      const made = await known(context.db, importId);
      try {
        const options = readOptions({ source: 'x', columns: {}, rows: 'good', gone: 'leave', ...wish } as Mapping);
        return await inspectImport(context.db, made, targetOf(targets, made.noun), targets, { ...options, source }, languageOf(context));
      } catch (error) {
        if (!(error instanceof FileRefused)) throw error;
        const found = errorOf(error);
        const message = importErrorText(found, languageOf(context));
        throw problem('UNPROCESSABLE_CONTENT', message, [{ path: 'file', message }], found);
      }
    }),

    preview: on.preview.handler(({ context, input: { importId, mapping, history } }) =>
      moved(context, importId, 'imports.preview', ['uploaded', 'previewed', 'failed', 'refused'], 'previewing', previewJob, mapping, history),
    ),

    run: on.run.handler(async ({ context, input: { importId, rows, gone } }) => {
      const { mapping, status } = await known(context.db, importId);
      if (status !== 'previewed') throw busy();
      return moved(context, importId, 'imports.run', ['previewed'], 'queued', runJob, { ...mapping, ...(rows ? { rows } : {}), ...(gone ? { gone } : {}) });
    }),

    copy: on.copy.handler(async ({ context, input: { importId, noun } }) => {
      const made = await known(context.db, importId);
      return write(context, 'imports.copy', async (tx, audit) => {
        const id = await insertImport(tx, { noun, source: made.source, fileName: made.fileName, by: byOf(context), at: context.clock() });
        if (!(await copyFile(tx, importId, id)))
          throw problem('CONFLICT', {
            ja: 'ファイルはすでに削除されています。もう一度アップロードしてください。',
            en: 'The file is no longer kept. Upload it again.',
          });
        audit({ noun: 'import', id, label: made.fileName, changes: { noun: [null, noun], source: [null, made.source] } });
        return { importId: id };
      });
    }),

    undo: on.undo.handler(({ context, input: { importId } }) => moved(context, importId, 'imports.undo', ['done'], 'undoing', undoJob)),

    discard: on.discard.handler(({ context, input: { importId } }) =>
      write(context, 'imports.discard', async (tx, audit) => {
        const made = await known(tx, importId);
        const gone = await row(
          tx,
          sql`delete from imports where import_id = ${importId} and status in ('uploaded', 'previewed', 'failed', 'refused') returning import_id`,
        );
        if (!gone) throw busy();
        audit({ noun: 'import', id: importId, label: made.fileName });
      }),
    ),

    rejects: on.rejects.handler(async ({ context, input: { importId, limit, cursor } }) => {
      await known(context.db, importId);
      const found = await listRejects(context.db, importId, Number(cursor) || 0, limit + 1);
      const items = found.slice(0, limit);
      return {
        items: items.map(({ no: _no, ...r }) => ({ ...r, message: rejectText(r, languageOf(context)), loaded: isNote(r) })),
        nextCursor: found.length > limit ? String(items.at(-1)!.no) : null,
      };
    }),
  };
}

async function known(db: Db, importId: string): Promise<ImportRow> {
  const made = await findImport(db, importId);
  if (!made) throw problem('NOT_FOUND', { ja: '取り込みが見つかりません。', en: 'No such import.' });
  return made;
}

function busy() {
  return problem('CONFLICT', {
    ja: '取り込みの状態が変わっています。画面を読み込み直してください。',
    en: 'The import is not in a state for this. Reload the page.',
  });
}

async function moved(
  context: Context,
  importId: string,
  action: string,
  from: ImportStatus[],
  to: ImportStatus,
  job: { name: string },
  mapping?: Mapping,
  history?: boolean,
) {
  const before = await known(context.db, importId);
  return write(context, action, async (tx, audit) => {
    const settings = mapping ? sql`, mapping = ${JSON.stringify(mapping)}, source = ${mapping.source}` : sql``;
    const asHistory = history === undefined ? sql`` : sql`, history = ${history}`;
    const ok = await moveImport(
      tx,
      importId,
      from,
      to,
      sql`${settings}${asHistory}, error = null, rows_done = 0, started_at = ${context.clock().toISOString()}`,
    );
    if (!ok) throw busy();
    await context.jobs.enqueue(tx, job, { importId }, { key: importId });
    audit({
      noun: 'import',
      id: importId,
      label: before.fileName,
      changes: mapping ? { source: [null, mapping.source], rows: [null, mapping.rows], gone: [null, mapping.gone] } : undefined,
    });
    return summaryOf((await findImport(tx, importId))!, languageOf(context));
  });
}
