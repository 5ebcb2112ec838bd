import { and, eq } from 'drizzle-orm';
import { write } from '#platform/audit/audit.ts';
import type { Db } from '#platform/db/db.ts';
import type { Context } from '#platform/http/context.ts';
import { problem, problemAt } from '#platform/http/problem.ts';
import { rawRoute, type RawRoute } from '#platform/http/raw.ts';
import { implementSlice } from '#platform/http/server.ts';
import { newId } from '#platform/ids/ids.ts';
import { locked, shown } from './act-routes.ts';
import { contract } from './contract.ts';
import { byOf, noteChanges } from './store.ts';
import { ctaFiles as f } from './tables.ts';
import { sql } from 'drizzle-orm';
import { rows } from '#platform/db/db.ts';

const on = implementSlice(contract);
const fileLimit = 10 * 1024 * 1024;
const filesAtMost = 50;
type Key = { accountId: string; ctaId: string };
type Http = Parameters<RawRoute['handle']>[1];

export const fileRoutes = {
  files: on.files.handler(async ({ context, input }) => {
    await shown(context.db, context, input.accountId, input.ctaId);
    return listFiles(context.db, input);
  }),
  upload: on.upload.handler(() => {
    throw problem('BAD_REQUEST', { ja: 'ファイルを本文として送ってください。', en: 'Send the file as the body.' });
  }),
  download: on.download.handler(() => {
    throw problem('BAD_REQUEST', { ja: 'ダウンロードの宛先です。', en: 'This is a download.' });
  }),
  removeFile: on.removeFile.handler(({ context, input: { accountId, ctaId, fileId } }) =>
    write(context, 'ctas.remove_file', async (tx, audit) => {
      await locked(tx, accountId, ctaId);
      const [gone] = await tx.delete(f).where(one({ accountId, ctaId }, fileId)).returning({ name: f.name });
      if (!gone) throw problem('NOT_FOUND', { ja: 'ファイルが見つかりません。', en: 'No such file.' });
      await noteChanges(tx, [{ accountId, ctaId, kind: 'file', at: context.clock(), by: byOf(context.actor), before: { name: gone.name }, after: null }]);
      audit({ noun: 'cta', id: ctaId, accountId, label: gone.name, changes: { file: [gone.name, null] } });
    }),
  ),
};

export const fileTransfers: RawRoute[] = [rawRoute(contract.upload, upload), rawRoute(contract.download, download)];

const one = ({ accountId, ctaId }: Key, fileId: string) => and(eq(f.accountId, accountId), eq(f.ctaId, ctaId), eq(f.fileId, fileId));

function listFiles(db: Db, { accountId, ctaId }: Key) {
  return rows<{ fileId: string; name: string; mediaType: string; size: number; byName: string | null; createdAt: string }>(
    db,
    sql`select x.file_id as "fileId", x.name, x.media_type as "mediaType", x.size, m.name as "byName", x.created_at as "createdAt"
        from cta_files x left join members m on m.id = x.by_id where x.account_id = ${accountId}::uuid and x.cta_id = ${ctaId}::uuid order by x.created_at, x.file_id`,
  ).then((found) => found.map((one) => ({ ...one, createdAt: new Date(one.createdAt) })));
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

function keyOf(http: Http): Key {
  const [accountId = '', ctaId = ''] = [http.req.param('accountId'), http.req.param('ctaId')];
  if (!uuid.test(accountId) || !uuid.test(ctaId)) throw problem('NOT_FOUND', { ja: 'CTAが見つかりません。', en: 'No such CTA.' });
  return { accountId, ctaId };
}

async function upload(context: Context, http: Http): Promise<Response> {
  const key = keyOf(http);
  const name = (http.req.query('name') ?? '').replace(/[\\/\p{Cc}\p{Cf}]/gu, '_').slice(-200);
  if (!name.trim()) throw problemAt('name', { ja: 'ファイル名を指定してください。', en: 'Name the file.' });
  const bytes = await readBytes(http.req.raw);
  if (!bytes.length) throw problemAt('file', { ja: 'ファイルが空です。', en: 'The file is empty.' });
  // Kept for the download only; what a browser may show in place is never more than what it saves.
  const mediaType = /^[\w.+-]+\/[\w.+-]+$/.exec((http.req.header('content-type') ?? '').split(';')[0]!.trim())?.[0] ?? 'application/octet-stream';
  const made = await write(context, 'ctas.add_file', async (tx, audit) => {
    const { title } = await locked(tx, key.accountId, key.ctaId);
    if ((await listFiles(tx, key)).length >= filesAtMost)
      throw problem('CONFLICT', { ja: `ファイルは1件のCTAに${filesAtMost}個までです。`, en: `A CTA can have ${filesAtMost} files at most.` });
    const fileId = newId();
    const by = byOf(context.actor);
    const at = context.clock();
    await tx.insert(f).values({ ...key, fileId, name, mediaType, size: bytes.length, bytes, byId: by.id, createdAt: at });
    await noteChanges(tx, [{ ...key, kind: 'file', at, by, before: null, after: { name } }]);
    audit({ noun: 'cta', id: key.ctaId, accountId: key.accountId, label: title, changes: { file: [null, name], bytes: [null, bytes.length] } });
    return (await listFiles(tx, key)).find((one) => one.fileId === fileId)!;
  });
  return Response.json(made, { status: 201 });
}

async function readBytes(request: Request): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength;
    if (size > fileLimit) throw problem('PAYLOAD_TOO_LARGE', { ja: 'ファイルは10MBまでです。', en: 'A file can have 10 MB at most.' });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

async function download(context: Context, http: Http): Promise<Response> {
  const key = keyOf(http);
  const fileId = http.req.param('fileId') ?? '';
  const [found] = uuid.test(fileId) ? await context.db.select().from(f).where(one(key, fileId)) : [];
  if (!found) throw problem('NOT_FOUND', { ja: 'ファイルが見つかりません。', en: 'No such file.' });
  return new Response(new Uint8Array(found.bytes), {
    headers: {
      'content-type': found.mediaType,
      'content-length': String(found.size),
      // Never shown in place: a page or picture from a customer must not run as one of ours.
      'content-disposition': `attachment; filename="file"; filename*=UTF-8''${encodeURIComponent(found.name)}`,
      'content-security-policy': 'sandbox',
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, no-store',
    },
  });
}
