import { sql } from 'drizzle-orm';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { row } from '#platform/db/db.ts';
import { cert, key } from '#platform/net/test-certificate.ts';
import { testApi } from '#platform/testing/api.ts';
import { accountsTarget } from './accounts-target.ts';
import { feedJobs, runFeed } from './feed-run.ts';
import { importJobs } from './jobs.ts';
import { importRoutes, transferRoutes } from './routes.ts';

const data = mkdtempSync(join(tmpdir(), 'banso-feeds-'));
process.env.BANSO_DATA_DIR = data;
afterAll(() => rmSync(data, { recursive: true }));

describe('feeds', async () => {
  const targets = [accountsTarget];
  let now = new Date('2026-11-24T03:00:00Z');
  const api = await testApi({ imports: importRoutes(targets) }, { raw: transferRoutes, jobs: [...importJobs(targets), ...feedJobs], clock: () => now });
  const ops = api.as('ops');
  const mapping = { source: 'crm', columns: { コード: 'externalId', 会社名: 'name', 社員数: 'employees' }, rows: 'all' };
  const head = 'コード,会社名,社員数\n';
  const tick = async (at: string) => {
    now = new Date(at);
    await api.jobs.enqueue(api.db, { name: 'imports.feeds' }, {});
    await api.drain();
  };
  const drop = (folder: string, name: string, text: string, at: string) => {
    mkdirSync(join(data, 'feeds', folder), { recursive: true });
    writeFileSync(join(data, 'feeds', folder, name), text);
    utimesSync(join(data, 'feeds', folder, name), new Date(at), new Date(at));
  };
  const add = async (feed: object) => (await ops.post('/import-feeds', { noun: 'accounts', mapping, ...feed })).body.feedId as string;
  const feedOf = async (feedId: string) => (await ops.get('/import-feeds')).body.find((f: { feedId: string }) => f.feedId === feedId);
  const historyOf = async (feedId: string) => (await ops.get(`/imports?feedId=${feedId}`)).body.items;

  it('watch their folder from their hour on: a file that comes later the same day is loaded the same day', async () => {
    drop('late', 'readme.md', 'not data', '2026-11-24T00:00:00Z');
    const feedId = await add({ name: '遅い', kind: 'folder', location: 'late', atHour: 5 });
    await tick('2026-11-23T19:50:00Z');
    expect(await feedOf(feedId)).toMatchObject({ lastRunAt: null });
    await tick('2026-11-23T20:10:00Z');
    expect(await historyOf(feedId)).toEqual([]);
    drop('late', '1.csv', `${head}L-1,遅い会社,3\n`, '2026-11-24T02:00:00Z');
    await tick('2026-11-24T02:10:00Z');
    expect(await historyOf(feedId)).toMatchObject([{ fileName: '1.csv', status: 'done', added: 1 }]);
    await tick('2026-11-24T02:20:00Z');
    expect(await historyOf(feedId)).toHaveLength(1);
  });

  it('keep saying what was wrong with a file until a better one comes', async () => {
    drop('bad', '1.csv', `${head}B-1,会社,多い\n`, '2026-11-24T02:00:00Z');
    const feedId = await add({ name: '不備', kind: 'folder', location: 'bad' });
    await tick('2026-11-24T02:30:00Z');
    const problem = { lastError: '問題のある行があったため、取り込みませんでした。', lastSuccessAt: null };
    expect(await feedOf(feedId)).toMatchObject(problem);
    await tick('2026-11-24T02:40:00Z');
    expect(await historyOf(feedId)).toMatchObject([{ status: 'refused' }]);
    expect(await feedOf(feedId)).toMatchObject(problem);
    drop('bad', '2.csv', `${head}B-1,会社,5\n`, '2026-11-24T02:45:00Z');
    await tick('2026-11-24T02:50:00Z');
    expect(await feedOf(feedId)).toMatchObject({ lastError: null, lastSuccessAt: '2026-11-24T02:50:00.000Z' });
  });

  it('try an address again an hour after it failed', async () => {
    const feedId = await add({ name: '社内', kind: 'https', location: 'https://127.0.0.1/a.csv' });
    await tick('2026-11-24T03:00:00Z');
    expect(await feedOf(feedId)).toMatchObject({ lastRunAt: '2026-11-24T03:00:00.000Z', lastError: expect.stringContaining('社内') });
    await tick('2026-11-24T03:50:00Z');
    expect(await feedOf(feedId)).toMatchObject({ lastRunAt: '2026-11-24T03:00:00.000Z' });
    await tick('2026-11-24T04:00:00Z');
    expect(await feedOf(feedId)).toMatchObject({ lastRunAt: '2026-11-24T04:00:00.000Z' });
    await ops.delete(`/import-feeds/${feedId}`);
  });

  it('no longer have their source watched once they are paused or gone', async () => {
    const staleAfter = async () =>
      (await row<{ days: number | null }>(api.db, sql`select stale_after_days as days from sources where source = 'watched'`))!.days;
    drop('watched', '1.csv', `${head}W-1,会社,5\n`, '2026-11-24T02:00:00Z');
    const feed = { kind: 'folder', location: 'watched', mapping: { ...mapping, source: 'watched' } };
    const [weekly, daily] = [await add({ ...feed, name: '週次', staleAfterDays: 8 }), await add({ ...feed, name: '日次', staleAfterDays: 2 })];
    expect(await staleAfter()).toBe(2);
    await ops.patch(`/import-feeds/${daily}`, { paused: true });
    expect(await staleAfter()).toBe(8);
    await ops.patch(`/import-feeds/${daily}`, { paused: false });
    await ops.delete(`/import-feeds/${daily}`);
    expect(await staleAfter()).toBe(8);
    await ops.delete(`/import-feeds/${weekly}`);
    expect(await staleAfter()).toBe(null);
  });

  describe('from an address', () => {
    let served = `${head}H-1,遠い会社,7\n`;
    const server = createServer({ cert, key }, (request, response) => {
      const allowed = request.headers.authorization === `Basic ${btoa('user:secret')}`;
      response.statusCode = allowed ? 200 : 401;
      response.end(allowed ? served : '');
    });
    const locationNow = () => `https://user:secret@data.example:${(server.address() as AddressInfo).port}/customers.csv`;
    const fetchNow = async (feedId: string) => {
      const context = { database: api.database, db: api.db, clock: () => now, log: pino({ level: 'silent' }), jobs: api.jobs as never, site: api.site };
      await runFeed(context, feedId, {
        ca: cert,
        allow: (address) => address === '127.0.0.1',
        resolve: ((_name: string, _how: object, done: (error: null, found: object[]) => void) => done(null, [{ address: '127.0.0.1', family: 4 }])) as never,
      });
      await api.drain();
    };
    beforeAll(() => new Promise<void>((done) => server.listen(0, '127.0.0.1', done)));
    afterAll(() => void server.close());

    it('load what its server gives to those who know the password', async () => {
      const location = locationNow();
      const feedId = await add({ name: '遠方', kind: 'https', location });
      const shown = location.replace('secret', '***');
      expect((await feedOf(feedId)).location).toBe(shown);
      const moved = await ops.patch(`/import-feeds/${feedId}`, { location: shown.replace('customers', 'others') });
      expect(moved.body.errors).toMatchObject([{ path: 'location' }]);
      await fetchNow(feedId);
      expect(await historyOf(feedId)).toMatchObject([{ fileName: 'customers.csv', status: 'done', added: 1, createdByName: 'ops さん' }]);
    });

    it('count as stale, and their source with them, when they bring the same file for longer than they may be silent', async () => {
      const feed = { name: '古い', kind: 'https', location: locationNow(), staleAfterDays: 2, mapping: { ...mapping, source: 'old' } };
      const source = () =>
        row<{ stale: boolean }>(
          api.db,
          sql`select last_data_at < ${now.toISOString()}::timestamptz - interval '2 days' as stale from sources where source = 'old'`,
        );
      now = new Date('2026-12-01T00:00:00Z');
      const feedId = await add(feed);
      const days: unknown[] = [];
      for (let day = 1; day <= 4; day++) {
        now = new Date(`2026-12-0${day}T20:00:00Z`);
        await fetchNow(feedId);
        const { stale, unchangedDays } = await feedOf(feedId);
        days.push([unchangedDays, stale, (await source())!.stale]);
      }
      expect(days).toEqual([
        [0, false, false],
        [1, false, false],
        [2, false, false],
        [3, true, true],
      ]);
      served = `${head}H-1,遠い会社,8\n`;
      now = new Date('2026-12-05T20:00:00Z');
      await fetchNow(feedId);
      expect(await feedOf(feedId)).toMatchObject({ stale: false, unchangedDays: 0 });
      expect(await source()).toEqual({ stale: false });
    });
  });
});
