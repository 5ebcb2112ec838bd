import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, describe, expect, it } from 'vitest';
import { notify } from '#actions/notifications/index.ts';
import { transaction } from '#platform/db/db.ts';
import { announce, LiveHub } from '#platform/live/live.ts';
import { listenLive } from '#platform/live/listen.ts';
import { memberId, testApi } from '#platform/testing/api.ts';
import { startServer } from './server.ts';

/** Server-sent events of an answer, as they come. */
function reading(response: Response) {
  const topics: string[] = [];
  const done = (async () => {
    const decoder = new TextDecoder();
    for await (const piece of response.body as unknown as AsyncIterable<Uint8Array>)
      for (const line of decoder.decode(piece).split('\n')) if (line.startsWith('data: ')) topics.push(line.slice(6));
  })();
  return { topics, done };
}

describe('live updates', async () => {
  const api = await testApi({});
  const { database } = api;
  const log = pino({ level: 'silent' });
  const webRoot = await mkdtemp(join(tmpdir(), 'banso-live-'));
  await writeFile(join(webRoot, 'index.html'), '');

  /** A process of its own as far as pages are concerned: its server, its hub, its listening connection. */
  async function start() {
    const live = new LiveHub();
    const listening = await listenLive(database.url, live, log);
    const server = await startServer({
      ...{ database, clock: () => new Date(), jobs: api.jobs, log, port: 0, host: '127.0.0.1', webRoot, site: { ...api.site, live } },
      authenticate: async (headers) => {
        const role = headers.get('x-test-actor') as 'csm' | 'ops' | null;
        return role ? { kind: 'member', id: memberId(role), name: role, email: '', role, language: null } : { kind: 'anonymous' };
      },
    });
    const openPage = (who?: string) => fetch(`http://127.0.0.1:${server.port}/api/live`, { headers: who ? { 'x-test-actor': who } : {} });
    return { live, listening, server, openPage };
  }
  const [one, two] = [await start(), await start()];
  afterAll(() => Promise.all([one, two].map(async (p) => (await p.server.stop(), await p.listening.stop()))));
  const soon = async (done: () => boolean) => {
    for (let i = 0; i < 100 && !done(); i++) await new Promise((r) => setTimeout(r, 20));
    expect(done()).toBe(true);
  };
  const word = (n: number) => ({ kind: 'system' as const, title: { ja: `${n}`, en: `${n}` } });

  it('are for members only', async () => {
    expect((await one.openPage()).status).toBe(401);
  });

  it('reach the pages of whom they concern within two seconds, in every process, once they are committed', async () => {
    const [csm, ops] = [reading(await one.openPage('csm')), reading(await two.openPage('ops'))];
    await soon(() => csm.topics.includes('hello') && ops.topics.includes('hello'));
    await expect(
      transaction(database, async (tx) => {
        await notify(tx, [memberId('csm')], word(1), new Date());
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    await transaction(database, (tx) => notify(tx, [memberId('ops')], word(2), new Date()));
    await soon(() => ops.topics.length === 2);
    expect([csm.topics, ops.topics]).toEqual([['hello'], ['hello', 'notifications']]);
    await transaction(database, (tx) => announce(tx, 'ctas'));
    await soon(() => csm.topics.at(-1) === 'ctas' && ops.topics.at(-1) === 'ctas');
  });

  it('let a page go that was closed, and end the oldest of too many', async () => {
    const before = one.live.size;
    const leave = new AbortController();
    const page = await fetch(`http://127.0.0.1:${one.server.port}/api/live`, { headers: { 'x-test-actor': 'ops' }, signal: leave.signal });
    await soon(() => one.live.size === before + 1);
    leave.abort();
    await page.text().catch(() => {});
    await soon(() => one.live.size === before);
    const pages = [];
    for (let i = 0; i < 9; i++) pages.push(reading(await one.openPage('ops')));
    await pages[0]!.done;
    expect(pages[0]!.topics).toEqual(['hello', 'replaced']);
    expect(one.live.size).toBe(before + 8);
  });

  it('come again after the connection to the database was cut, and say that something may have been missed', async () => {
    const csm = reading(await two.openPage('csm'));
    await soon(() => csm.topics.includes('hello'));
    await database.pool.query(`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'banso-live' and datname = current_database()`);
    for (let i = 0; i < 100 && !csm.topics.includes('resync'); i++) await new Promise((r) => setTimeout(r, 50));
    expect(csm.topics).toContain('resync');
    await transaction(database, (tx) => notify(tx, [memberId('csm')], word(3), new Date()));
    await soon(() => csm.topics.at(-1) === 'notifications');
  });

  it('are nothing that a stopping server waits for', async () => {
    const third = await start();
    const page = reading(await third.openPage('csm'));
    await soon(() => page.topics.includes('hello'));
    const started = performance.now();
    await third.server.stop();
    await third.listening.stop();
    expect(performance.now() - started).toBeLessThan(2_000);
    await page.done;
  });
});
