import { chmodSync, mkdirSync, mkdtempSync, rmSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { testApi } from '#platform/testing/api.ts';
import { accountsTarget } from './accounts-target.ts';
import { feedJobs } from './feed-run.ts';
import { importJobs } from './jobs.ts';
import { importRoutes } from './routes.ts';

const data = mkdtempSync(join(tmpdir(), 'banso-feeds-'));
process.env.BANSO_DATA_DIR = data;
afterAll(() => rmSync(data, { recursive: true }));

const tooMuch = 500_000_001;

describe('a file of a watched folder that cannot be taken', async () => {
  const targets = [accountsTarget];
  const api = await testApi({ imports: importRoutes(targets) }, { jobs: [...importJobs(targets), ...feedJobs], clock: () => new Date('2026-11-24T03:00:00Z') });
  const ops = api.as('ops');
  const path = (folder: string, name: string) => join(data, 'feeds', folder, name);
  const drop = (folder: string, name: string, hour: number, text: string | number) => {
    mkdirSync(join(data, 'feeds', folder), { recursive: true });
    writeFileSync(path(folder, name), typeof text === 'string' ? `コード,会社名\n${text},会社\n` : '');
    if (typeof text === 'number') truncateSync(path(folder, name), text);
    const at = new Date(Date.UTC(2026, 10, 24, hour));
    utimesSync(path(folder, name), at, at);
  };
  const add = async (folder: string) => {
    const mapping = { source: folder, columns: { コード: 'externalId', 会社名: 'name' } };
    return (await ops.post('/import-feeds', { name: folder, noun: 'accounts', kind: 'folder', location: folder, mapping })).body.feedId as string;
  };
  const look = async (feedId: string) => {
    await ops.post(`/import-feeds/${feedId}/run`);
    await api.drain();
    const { items } = (await ops.get(`/imports?feedId=${feedId}`)).body;
    const { lastError } = (await ops.get('/import-feeds')).body.find((one: { feedId: string }) => one.feedId === feedId);
    return {
      lastError,
      files: items.map((i: { fileName: string; status: string; error: { message: string } | null }) => [i.fileName, i.status, i.error?.message]),
    };
  };

  it('is refused with its reason when it is too large, once, and stands in nobody’s way', async () => {
    drop('large', 'large.csv', 1, tooMuch);
    const feedId = await add('large');
    const reason = 'ファイルが大きすぎます（上限 500 MB）。分割するか CSV にしてください。';
    const refused = ['large.csv', 'failed', reason];
    for (let n = 0; n < 2; n++) expect(await look(feedId)).toEqual({ lastError: reason, files: [refused] });
    // Copied with its time, the next one is older than the one that was refused.
    drop('large', 'next.csv', 0, 'L-1');
    for (let n = 0; n < 2; n++) expect(await look(feedId)).toEqual({ lastError: null, files: [['next.csv', 'done', undefined], refused] });
    drop('large', 'newer.csv', 2, 'L-1');
    expect((await look(feedId)).files).toEqual([['newer.csv', 'done', undefined], ['next.csv', 'done', undefined], refused]);
  });

  it('never makes way for one that is older than what was taken', async () => {
    drop('older', '1.csv', 0, 'O-1');
    drop('older', '2.csv', 1, 'O-1');
    const feedId = await add('older');
    await look(feedId);
    drop('older', '3.csv', 2, tooMuch);
    for (let n = 0; n < 2; n++)
      expect((await look(feedId)).files.map(([name, status]: string[]) => [name, status])).toEqual([
        ['3.csv', 'failed'],
        ['2.csv', 'done'],
      ]);
  });

  it('is taken once it can be read', async () => {
    drop('locked', '1.csv', 1, 'R-1');
    const feedId = await add('locked');
    for (const folder of [data, join(data, 'feeds'), join(data, 'feeds', 'locked')]) chmodSync(folder, 0o755);
    chmodSync(path('locked', '1.csv'), 0);
    const reason = 'ファイルを開けません。Banso から読み取れるよう、ファイルの権限を確認してください。';
    for (let n = 0; n < 2; n++) expect(await asNobody(() => look(feedId))).toEqual({ lastError: reason, files: [['1.csv', 'failed', reason]] });
    chmodSync(path('locked', '1.csv'), 0o644);
    expect(await look(feedId)).toEqual({
      lastError: null,
      files: [
        ['1.csv', 'done', undefined],
        ['1.csv', 'failed', reason],
      ],
    });
  });
});

/** Root may read whatever it likes. */
async function asNobody<T>(work: () => Promise<T>): Promise<T> {
  if (process.getuid?.() !== 0) return work();
  process.seteuid!(65_534);
  try {
    return await work();
  } finally {
    process.seteuid!(0);
  }
}
