import { sql } from 'drizzle-orm';
import iconv from 'iconv-lite';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { rows } from '#platform/db/db.ts';
import { testApi } from '#platform/testing/api.ts';
import { accountsTarget } from './accounts-target.ts';
import { contactsTarget } from './contacts-target.ts';
import { importJobs } from './jobs.ts';
import { importRoutes, transferRoutes } from './routes.ts';

const folder = mkdtempSync(join(tmpdir(), 'banso-feeds-'));
process.env.BANSO_DATA_DIR = folder;
afterAll(() => rmSync(folder, { recursive: true }));

describe('imports', async () => {
  const targets = [accountsTarget, contactsTarget];
  let now = new Date('2026-11-24T03:00:00Z');
  const api = await testApi({ imports: importRoutes(targets) }, { raw: transferRoutes, jobs: importJobs(targets), clock: () => now });
  const ops = api.as('ops');
  const file = iconv.encode(
    '出力日,2026年11月24日\r\nコード,会社名,法人番号,社員数\r\nA-1,株式会社みなと,5070001000715,120\r\nA-2,髙橋商店,,多い\r\nA-3,=cmd,,3\r\n',
    'Shift_JIS',
  );
  const upload = async (bytes: Uint8Array = file, name = '顧客一覧.csv', noun = 'accounts') =>
    (await ops.post(`/imports?noun=${noun}&fileName=${encodeURIComponent(name)}`, bytes)).body.importId as string;
  const mapping = { source: 'crm', columns: { コード: 'externalId', 会社名: 'name', 法人番号: 'corporateNumber', 社員数: 'employees' } };

  it('refuses who may not', async () => {
    for (const who of [null, 'csm', 'key:read', 'key:ingest'] as const) {
      const status = who === null ? 401 : 403;
      expect((await api.as(who).post('/imports?noun=accounts&fileName=a.csv', file)).status).toBe(status);
      expect((await api.as(who).post(`/imports/01900000-0000-7000-8000-000000000000/run`, {})).status).toBe(status);
      expect((await api.as(who).post('/import-feeds', {})).status).toBe(status);
    }
    expect((await api.as('csm').get('/imports')).status).toBe(403);
    expect((await api.as('manager').get('/imports')).status).toBe(200);
    expect((await rows(api.db, sql`select 1 from imports`)).length).toBe(0);
  });

  it('refuses what is wrong', async () => {
    expect((await ops.post('/imports?noun=cats&fileName=a.csv', file)).status).toBe(400);
    expect((await ops.post('/imports?noun=accounts', file)).status).toBe(400);
    expect((await ops.get('/imports/01900000-0000-7000-8000-000000000000')).status).toBe(404);
    const id = await upload(Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0]), '古い.xls');
    const inspected = await ops.get(`/imports/${id}/inspection`);
    expect(inspected).toMatchObject({ status: 422, body: { detail: expect.stringContaining('.xlsx'), data: { code: 'xls' } } });
    expect((await ops.post(`/imports/${id}/preview`, { mapping: { source: 'x y', columns: {} } })).status).toBe(400);
    expect((await ops.post(`/imports/${id}/run`, {})).status).toBe(409);
  });

  it('goes from the file to the report, and back', async () => {
    const id = await upload();
    const seen = (await ops.get(`/imports/${id}/inspection`)).body;
    expect(seen).toMatchObject({
      encoding: 'cp932',
      skipLines: 1,
      header: ['コード', '会社名', '法人番号', '社員数'],
      remembered: false,
      suggestion: { columns: { コード: 'externalId', 会社名: 'name', 法人番号: 'corporateNumber', 社員数: 'employees' } },
    });
    expect(seen.samples[0]).toEqual({ row: 3, cells: ['A-1', '株式会社みなと', '5070001000715', '120'] });
    expect((await ops.post(`/imports/${id}/preview`, { mapping })).body).toMatchObject({ status: 'previewing' });
    await api.drain();
    const previewed = (await ops.get(`/imports/${id}`)).body;
    expect(previewed).toMatchObject({
      status: 'previewed',
      rowsTotal: 3,
      added: 2,
      rejected: 1,
      hasFile: true,
      columns: [{ header: 'コード', field: 'externalId' }, {}, {}, {}],
    });
    expect(previewed.samples[0]).toEqual({ row: 3, action: 'new', cells: ['A-1', '株式会社みなと', '5070001000715', '120'] });
    expect((await ops.get(`/imports/${id}/rejects`)).body.items).toEqual([
      { row: 4, column: '社員数', columnNo: 4, code: 'badInteger', message: '整数として読み取れません（多い）。', values: { value: '多い' }, loaded: false },
    ]);
    expect(await rows(api.db, sql`select 1 from accounts`)).toHaveLength(0);
    expect((await ops.post(`/imports/${id}/run`, { rows: 'good' })).body).toMatchObject({ status: 'queued' });
    await api.drain();
    expect((await ops.get(`/imports/${id}`)).body).toMatchObject({ status: 'done', added: 2, rejected: 1, rowsDone: 3 });
    const csv = await ops.get(`/imports/${id}/rejected-rows.csv`);
    expect(csv.headers.get('content-disposition')).toContain(encodeURIComponent('顧客一覧-除外行.csv'));
    expect(csv.body.replace('\uFEFF', '')).toBe('行,理由,コード,会社名,法人番号,社員数\r\n4,社員数: 整数として読み取れません（多い）。,A-2,髙橋商店,,多い\r\n');
    const again = await upload();
    expect((await ops.get(`/imports/${again}/inspection?source=crm`)).body).toMatchObject({
      remembered: true,
      suggestion: { source: 'crm', columns: mapping.columns },
    });
    expect((await ops.post(`/imports/${id}/undo`)).body).toMatchObject({ status: 'undoing' });
    await api.drain();
    expect((await ops.get(`/imports/${id}`)).body).toMatchObject({ status: 'undone' });
    expect(await rows(api.db, sql`select 1 from accounts`)).toHaveLength(0);
    expect((await ops.delete(`/imports/${again}`)).status).toBe(200);
    expect((await api.audit()).map((a) => a.action)).toEqual([
      'imports.upload',
      'imports.upload',
      'imports.preview',
      'imports.run',
      'imports.upload',
      'imports.undo',
      'imports.discard',
    ]);
  });

  it('shows lists as a person writes them', async () => {
    const id = await upload(Buffer.from('コード,会社名,タグ\nT-1,会社,重要;東京\n'));
    await ops.post(`/imports/${id}/preview`, { mapping: { source: 'tags', columns: { コード: 'externalId', 会社名: 'name', タグ: 'tags' } } });
    await api.drain();
    expect((await ops.get(`/imports/${id}`)).body.samples).toEqual([{ row: 2, action: 'new', cells: ['T-1', '会社', '重要、東京'] }]);
    await ops.delete(`/imports/${id}`);
  });

  it('tells of a wrong value however it is cut', async () => {
    const id = await upload(Buffer.from(`コード,会社名,社員数\nE-1,会社,${'多'.repeat(99)}👍\n`));
    await ops.post(`/imports/${id}/preview`, { mapping: { source: 'crm', columns: { コード: 'externalId', 会社名: 'name', 社員数: 'employees' } } });
    await api.drain();
    expect((await ops.get(`/imports/${id}`)).body).toMatchObject({ status: 'previewed', rejected: 1 });
    await ops.delete(`/imports/${id}`);
  });

  it('keeps what stopped it, in words', async () => {
    const id = await upload(Buffer.from('a,b\n1,2\n'));
    await ops.post(`/imports/${id}/preview`, { mapping });
    await api.drain();
    expect((await ops.get(`/imports/${id}`)).body).toMatchObject({
      status: 'failed',
      error: { code: 'unknownColumn', message: '列「コード」がファイルにありません。ファイルの列: a / b' },
    });
  });

  it('picks up what a crash has left', async () => {
    const id = await upload();
    await ops.post(`/imports/${id}/preview`, { mapping });
    await api.drain();
    await ops.post(`/imports/${id}/run`, {});
    api.jobs.queued.length = 0;
    await api.database.pool.query(`update imports set status = 'running', started_at = '2026-11-24T02:00:00Z' where import_id = $1`, [id]);
    await api.jobs.enqueue(api.db, { name: 'imports.resume' }, {});
    await api.drain();
    expect((await ops.get(`/imports/${id}`)).body).toMatchObject({ status: 'done', added: 2 });
    await ops.post(`/imports/${id}/undo`);
    await api.drain();
  });

  it('stays loaded, and says so, when it could not be taken back; the next time it can', async () => {
    const id = await upload(Buffer.from('コード,会社名\nU-1,会社\n'));
    await ops.post(`/imports/${id}/preview`, { mapping: { source: 'crm', columns: { コード: 'externalId', 会社名: 'name' } } });
    await api.drain();
    await ops.post(`/imports/${id}/run`, {});
    await api.drain();
    const undo = async () => {
      await ops.post(`/imports/${id}/undo`);
      await api.drain();
      return (await ops.get(`/imports/${id}`)).body;
    };
    const broken = vi.spyOn(accountsTarget, 'undo').mockRejectedValue(new Error('broken'));
    expect(await undo()).toMatchObject({ status: 'done', error: { code: 'undoFailed', message: expect.stringContaining('取り消し') } });
    broken.mockRestore();
    expect(await undo()).toMatchObject({ status: 'undone', error: null });
  });

  it('throws old files away and keeps what came of them', async () => {
    const id = await upload();
    const before = now;
    now = new Date('2027-03-01T03:00:00Z');
    await api.jobs.enqueue(api.db, { name: 'imports.tidy' }, {});
    await api.drain();
    now = before;
    expect((await ops.get(`/imports/${id}`)).body).toMatchObject({ hasFile: false, fileName: '顧客一覧.csv' });
    expect((await ops.get(`/imports/${id}/rejected-rows.csv`)).body.replace('\uFEFF', '')).toBe('行,理由\r\n');
    await ops.delete(`/imports/${id}`);
  });

  it('lists newest first, page by page', async () => {
    const first = (await ops.get('/imports?limit=2')).body;
    expect(first.items).toHaveLength(2);
    const second = (await ops.get(`/imports?limit=2&cursor=${first.nextCursor}`)).body;
    expect(second.items[0].importId < first.items[1].importId).toBe(true);
  });
});
