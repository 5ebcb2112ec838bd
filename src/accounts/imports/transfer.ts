import { Readable } from 'node:stream';
import type { ReadableStream as WebStream } from 'node:stream/web';
import { write } from '#platform/audit/audit.ts';
import type { Context } from '#platform/http/context.ts';
import { languageOf } from '#platform/http/language.ts';
import { problem, problemAt } from '#platform/http/problem.ts';
import { rawRoute, type RawRoute } from '#platform/http/raw.ts';
import { FileTooLarge, putAside, type Aside } from '#platform/files/aside.ts';
import { FileRefused } from '#platform/files/problems.ts';
import { readTable } from '#platform/files/read.ts';
import { writeCsv } from '#platform/files/write-csv.ts';
import type { Db } from '#platform/db/db.ts';
import type { Language } from '#platform/i18n/texts.ts';
import { contract } from './contract.ts';
import { unnamedSource } from './inspect.ts';
import { nouns, readOptions, type Noun } from './mapping.ts';
import { isNote, listRejects } from './rejects.ts';
import { findImport, insertImport, storedFile, storeFile, type ImportRow } from './store.ts';
import { rejectText } from './texts.ts';

const fileLimit = 500_000_000;

/** Files in and out: the bodies are streamed, so size does not matter to memory. */
export const transferRoutes: RawRoute[] = [
  rawRoute(contract.upload, upload),
  rawRoute(contract.rejectedRows, (context, http) => rejectedRows(context, http.req.param('importId')!, http.req.query('encoding'))),
];

async function upload(context: Context, http: { req: { query(name: string): string | undefined; raw: Request } }): Promise<Response> {
  const noun = http.req.query('noun') as Noun;
  const fileName = (http.req.query('fileName') ?? '').replace(/[\\/\p{Cc}]/gu, '_').slice(-200);
  if (!nouns.includes(noun) || !fileName)
    throw problemAt(nouns.includes(noun) ? 'fileName' : 'noun', { ja: 'noun と fileName を指定してください。', en: 'noun and fileName are needed.' });
  const body = http.req.raw.body;
  if (!body) throw problem('BAD_REQUEST', { ja: 'ファイルがありません。', en: 'The request has no file.' });
  const file = await received(body as WebStream<Uint8Array>);
  try {
    const importId = await write(context, 'imports.upload', async (tx, audit) => {
      const made = await insertImport(tx, { noun, source: unnamedSource, fileName, by: byOf(context), at: context.clock() });
      const size = await storeFile(tx, made, file.open(), fileLimit);
      audit({ noun: 'import', id: made, label: fileName, changes: { noun: [null, noun], bytes: [null, size] } });
      return made;
    });
    return Response.json({ importId }, { status: 201 });
  } finally {
    await file.close();
  }
}

/** Who sends slowly holds no connection of the database meanwhile. */
async function received(body: WebStream<Uint8Array>): Promise<Aside> {
  try {
    return await putAside(Readable.fromWeb(body), fileLimit);
  } catch (error) {
    if (error instanceof FileTooLarge)
      throw problem('PAYLOAD_TOO_LARGE', { ja: `ファイルは ${fileLimit / 1e6} MB までです。`, en: `At most ${fileLimit / 1e6} MB.` });
    throw error;
  }
}

export function byOf({ actor }: Pick<Context, 'actor'>): { id: string | null; name: string } {
  if (actor.kind === 'member' || actor.kind === 'key') return { id: actor.id, name: actor.name };
  return { id: null, name: actor.kind === 'system' ? actor.name : '' };
}

async function rejectedRows(context: Context, importId: string, encoding?: string): Promise<Response> {
  const made = /^[0-9a-f-]{36}$/i.test(importId) ? await findImport(context.db, importId) : undefined;
  if (!made) throw problem('NOT_FOUND', { ja: '取り込みが見つかりません。', en: 'No such import.' });
  const language = languageOf(context);
  const bytes = writeCsv(rejectedLines(context.db, made, language), encoding === 'cp932' ? 'cp932' : 'utf-8');
  const name = `${made.fileName.replace(/\.\w+$/, '')}-${language === 'en' ? 'rejected' : '除外行'}.csv`;
  return new Response(Readable.toWeb(Readable.from(bytes)) as BodyInit, {
    headers: {
      'content-type': 'text/csv',
      'content-disposition': `attachment; filename="rejected.csv"; filename*=UTF-8''${encodeURIComponent(name)}`,
      'cache-control': 'no-store',
    },
  });
}

/** The rejected rows as they stand in the file, with line and reasons in front; the reasons alone when the file is gone. */
async function* rejectedLines(db: Db, made: ImportRow, language: Language): AsyncGenerator<string[]> {
  const reasons = await reasonsByRow(db, made.importId, language);
  const first = language === 'en' ? ['Row', 'Reason'] : ['行', '理由'];
  let table;
  try {
    table = await readTable(storedFile(db, made), readOptions(made.mapping));
  } catch (error) {
    if (!(error instanceof FileRefused)) throw error;
    yield first;
    for (const [row, reason] of reasons) yield [String(row), reason];
    return;
  }
  yield [...first, ...table.meta.header];
  for await (const batch of table.rows()) {
    for (const { row, cells } of batch) {
      const reason = reasons.get(row);
      if (reason !== undefined) yield [String(row), reason, ...cells];
    }
  }
}

async function reasonsByRow(db: Db, importId: string, language: Language): Promise<Map<number, string>> {
  const reasons = new Map<number, string>();
  for (let after = 0; ;) {
    const some = await listRejects(db, importId, after, 5_000);
    for (const r of some.filter((one) => !isNote(one))) {
      const text = `${r.column ? `${r.column}: ` : ''}${rejectText(r, language)}`;
      reasons.set(r.row, reasons.has(r.row) ? `${reasons.get(r.row)} / ${text}` : text);
    }
    if (some.length < 5_000) return reasons;
    after = some.at(-1)!.no;
  }
}
