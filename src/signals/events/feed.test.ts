import { mkdirSync, mkdtempSync, rmSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { feedJobs, importJobs } from '#accounts/imports/index.ts';
import { testApi } from '#platform/testing/api.ts';
import { makeAccount } from './factory.ts';
import { eventsTarget } from './import-target.ts';
import { routes } from './routes.ts';

const data = mkdtempSync(join(tmpdir(), 'banso-feeds-'));
process.env.BANSO_DATA_DIR = data;
afterAll(() => rmSync(data, { recursive: true }));

describe('usage from a watched folder', async () => {
  let now = new Date('2026-11-24T03:00:00Z');
  const api = await testApi({ events: routes }, { jobs: [...importJobs([eventsTarget]), ...feedJobs], clock: () => now });
  const { pool } = api.database;
  const drop = (day: string, users: string[]) => {
    const path = join(data, 'feeds', 'log', `${day}.csv`);
    mkdirSync(join(data, 'feeds', 'log'), { recursive: true });
    writeFileSync(path, `会社,利用者,操作,日時\n${users.map((user) => `A-1,${user},ログイン,${day} 10:00\n`).join('')}`);
    utimesSync(path, new Date(`${day}T12:00:00Z`), new Date(`${day}T12:00:00Z`));
  };
  const tick = async (at: string) => {
    now = new Date(at);
    await api.jobs.enqueue(api.db, { name: 'imports.feeds' }, {});
    await api.drain();
  };
  const days = async () => (await pool.query('select day::text, count(*)::int as n from usage_events group by 1 order by 1')).rows.map((r) => [r.day, r.n]);

  it('is taken from every file, not from the newest alone: after a weekend there are three', async () => {
    await makeAccount(pool, 'A-1');
    const mapping = { source: 'log', columns: { 会社: 'accountExternalId', 利用者: 'userId', 操作: 'event', 日時: 'timestamp' }, rows: 'good', gone: 'leave' };
    await pool.query(
      `insert into import_feeds (feed_id, name, noun, source, kind, location, mapping, created_at) values (gen_random_uuid(), '毎日の利用ログ', 'events', 'log', 'folder', 'log', $1, $2)`,
      [JSON.stringify(mapping), now],
    );
    for (const day of ['2026-11-20', '2026-11-21', '2026-11-22']) drop(day, ['sato', 'ito']);
    await tick('2026-11-23T03:00:00Z');
    const weekend = [
      ['2026-11-20', 2],
      ['2026-11-21', 2],
      ['2026-11-22', 2],
    ];
    expect(await days()).toEqual(weekend);
    drop('2026-11-23', ['sato']);
    drop('2026-11-19', ['ito']);
    await tick('2026-11-24T03:00:00Z');
    expect(await days(), 'one that was copied late is older than what was taken').toEqual([['2026-11-19', 1], ...weekend, ['2026-11-23', 1]]);
    expect((await pool.query('select count(*)::int as n from imports')).rows).toEqual([{ n: 5 }]);
    await tick('2026-11-24T03:10:00Z');
    expect((await pool.query('select count(*)::int as n from imports')).rows).toEqual([{ n: 5 }]);
  });

  it('is taken from the files after one that is too large, which says so once', async () => {
    drop('2026-10-01', ['sato']);
    const large = join(data, 'feeds', 'log', '2026-10-01.csv');
    truncateSync(large, 500_000_001);
    utimesSync(large, new Date('2026-10-01T12:00:00Z'), new Date('2026-10-01T12:00:00Z'));
    drop('2026-10-02', ['ito']);
    for (const at of ['2026-11-24T04:00:00Z', '2026-11-24T04:10:00Z']) await tick(at);
    expect((await days()).slice(0, 1)).toEqual([['2026-10-02', 1]]);
    const { rows } = await pool.query(`select file_name, status, error from imports where feed_file like '2026-10-0%' order by import_id`);
    expect(rows).toEqual([
      { file_name: '2026-10-01.csv', status: 'failed', error: { code: 'tooLarge', values: { megabytes: 500 } } },
      { file_name: '2026-10-02.csv', status: 'done', error: null },
    ]);
  });
});
