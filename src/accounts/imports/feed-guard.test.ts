import { sql } from 'drizzle-orm';
import { mkdtempSync, mkdirSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { rows } from '#platform/db/db.ts';
import { testApi } from '#platform/testing/api.ts';
import { accountsTarget } from './accounts-target.ts';
import { feedJobs } from './feed-run.ts';
import { importJobs } from './jobs.ts';
import { importRoutes } from './routes.ts';

const folder = mkdtempSync(join(tmpdir(), 'banso-feeds-'));
process.env.BANSO_DATA_DIR = folder;
afterAll(() => rmSync(folder, { recursive: true }));

describe('feeds, which nobody watches while they run,', async () => {
  const targets = [accountsTarget];
  let now = new Date('2026-11-24T03:00:00Z');
  const api = await testApi({ imports: importRoutes(targets) }, { jobs: [...importJobs(targets), ...feedJobs], clock: () => now });
  const ops = api.as('ops');
  const mapping = { source: 'crm', columns: { コード: 'externalId', 会社名: 'name', 法人番号: 'corporateNumber', 社員数: 'employees' } };

  it('load the newest file of a watched folder once, and say when they go stale', async () => {
    mkdirSync(join(folder, 'feeds', 'crm'), { recursive: true });
    const made = await ops.post('/import-feeds', { name: '毎朝の顧客一覧', noun: 'accounts', kind: 'folder', location: 'crm', mapping, staleAfterDays: 2 });
    expect(made).toMatchObject({ status: 201, body: { source: 'crm', atHour: 5, stale: false, paused: false } });
    const { feedId } = made.body;
    writeFileSync(join(folder, 'feeds', 'crm', 'old.csv'), 'コード,会社名,法人番号,社員数\nA-1,古い,,\n');
    writeFileSync(join(folder, 'feeds', 'crm', 'new.csv'), 'コード,会社名,法人番号,社員数\nA-1,新しい,,\n');
    utimesSync(join(folder, 'feeds', 'crm', 'old.csv'), new Date('2026-11-20T00:00:00Z'), new Date('2026-11-20T00:00:00Z'));
    utimesSync(join(folder, 'feeds', 'crm', 'new.csv'), new Date('2026-11-24T01:00:00Z'), new Date('2026-11-24T01:00:00Z'));
    await api.jobs.enqueue(api.db, { name: 'imports.feeds' }, {});
    await api.drain();
    expect(await rows(api.db, sql`select name from accounts`)).toEqual([{ name: '新しい' }]);
    expect((await ops.get(`/imports?feedId=${feedId}`)).body.items).toMatchObject([{ fileName: 'new.csv', status: 'done', added: 1 }]);
    await ops.post(`/import-feeds/${feedId}/run`);
    await api.drain();
    expect((await ops.get(`/imports?feedId=${feedId}`)).body.items).toHaveLength(1);
    now = new Date('2026-11-27T03:00:00Z');
    expect((await ops.get('/import-feeds')).body).toMatchObject([{ stale: true, lastError: null }]);
    expect(
      await rows(
        api.db,
        sql`select stale_after_days, last_data_at < ${now.toISOString()}::timestamptz - interval '2 days' as stale from sources where source = 'crm'`,
      ),
    ).toEqual([{ stale_after_days: 2, stale: true }]);
  });

  it('come neither out of their folder nor into our network', async () => {
    symlinkSync('/etc', join(folder, 'feeds', 'link'));
    const add = (kind: string, location: string) => ops.post('/import-feeds', { name: 'x', noun: 'accounts', kind, location, mapping });
    for (const location of ['../..', '/etc', 'link', 'crm/../..'])
      expect(await add('folder', location)).toMatchObject({ status: 400, body: { errors: [{ path: 'location' }] } });
    expect((await add('folder', 'missing')).body.detail).toContain('フォルダーがありません');
    expect((await add('https', 'http://example.com/a.csv')).status).toBe(400);
    const inside = await add('https', 'https://user:secret@127.0.0.1/a.csv');
    expect(inside.body.location).toBe('https://user:***@127.0.0.1/a.csv');
    await ops.post(`/import-feeds/${inside.body.feedId}/run`);
    await api.drain();
    expect((await ops.get('/import-feeds')).body.find((f: { feedId: string }) => f.feedId === inside.body.feedId)).toMatchObject({
      lastError: '社内や自分自身のネットワークのアドレスは読み込めません。',
    });
    expect((await ops.patch(`/import-feeds/${inside.body.feedId}`, { paused: true })).body).toMatchObject({ paused: true });
    expect((await ops.delete(`/import-feeds/${inside.body.feedId}`)).status).toBe(200);
    expect(JSON.stringify(await api.audit())).not.toContain('secret');
  });

  it('stop when they would mark far too many as gone', async () => {
    const many = Array.from({ length: 40 }, (_, i) => `M-${i},会社${i},,`).join('\n');
    const head = 'コード,会社名,法人番号,社員数\n';
    const { body } = await ops.post('/import-feeds', {
      name: '大量',
      noun: 'accounts',
      kind: 'folder',
      location: 'crm',
      mapping: { ...mapping, source: 'big', gone: 'mark' },
    });
    const drop = async (name: string, text: string, at: string) => {
      writeFileSync(join(folder, 'feeds', 'crm', name), text);
      utimesSync(join(folder, 'feeds', 'crm', name), new Date(at), new Date(at));
      await ops.post(`/import-feeds/${body.feedId}/run`);
      await api.drain();
      return (await ops.get(`/imports?feedId=${body.feedId}`)).body.items[0];
    };
    expect(await drop('1.csv', head + many, '2026-11-25T00:00:00Z')).toMatchObject({ status: 'done', added: 40 });
    expect(await drop('2.csv', `${head}M-1,会社1,,\n`, '2026-11-26T00:00:00Z')).toMatchObject({
      status: 'refused',
      missing: 39,
      error: { code: 'tooManyGone' },
    });
    expect(await rows(api.db, sql`select 1 from accounts where churned_on is not null`)).toHaveLength(0);
  });
});
