import { serve } from '@hono/node-server';
import { sql } from 'drizzle-orm';
import { mkdtempSync, rmSync } from 'node:fs';
import { request, type ClientRequest, type IncomingMessage } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { row } from '#platform/db/db.ts';
import { cert, key } from '#platform/net/test-certificate.ts';
import { testApi } from '#platform/testing/api.ts';
import { accountsTarget } from './accounts-target.ts';
import { runFeed } from './feed-run.ts';
import { importJobs } from './jobs.ts';
import { importRoutes, transferRoutes } from './routes.ts';

const data = mkdtempSync(join(tmpdir(), 'banso-slow-'));
process.env.BANSO_DATA_DIR = data;
afterAll(() => rmSync(data, { recursive: true }));

const head = 'コード,会社名\n';
/** More than the pool has connections. */
const many = 10;

describe('the other side being slow', async () => {
  const targets = [accountsTarget];
  const api = await testApi({ imports: importRoutes(targets) }, { raw: transferRoutes, jobs: importJobs(targets) });
  const imports = async () => (await row<{ n: number }>(api.db, sql`select count(*)::int as n from imports`))!.n;
  const until = async (done: () => boolean) => {
    for (let i = 0; i < 200 && !done(); i++) await new Promise((r) => setTimeout(r, 25));
    expect(done()).toBe(true);
  };

  async function nobodyIsHeldUp(): Promise<void> {
    const { pool } = api.database;
    await new Promise((r) => setTimeout(r, 200));
    await until(() => pool.totalCount === pool.idleCount && pool.waitingCount === 0);
    expect((await api.as('ops').get('/imports')).status).toBe(200);
  }

  it('holds no connection while files are sent to us', async () => {
    const server = serve({ fetch: api.app.fetch, port: 0 });
    await new Promise<void>((ready) => server.once('listening', ready));
    const { port } = server.address() as AddressInfo;
    const headers = { 'x-test-actor': 'ops', 'content-type': 'application/octet-stream' };
    const sends = Array.from({ length: many }, (_, i) => {
      const send = request({ port, method: 'POST', path: `/api/imports?noun=accounts&fileName=${i}.csv`, headers });
      send.write(head);
      return send;
    });
    const answers = Promise.all(sends.map(answerOf));
    await nobodyIsHeldUp();
    expect(await imports()).toBe(0);
    for (const [i, send] of sends.entries()) send.end(`S-${i},会社\n`);
    expect(await answers).toEqual(Array.from({ length: many }, () => 201));
    expect(await imports()).toBe(many);
    const sizes = await row(api.db, sql`select min(file_bytes)::int as least, (select sum(length(bytes))::int from import_chunks) as kept from imports`);
    const bytes = (i: number) => Buffer.byteLength(`${head}S-${i},会社\n`);
    expect(sizes).toEqual({ least: bytes(0), kept: Array.from({ length: many }, (_, i) => bytes(i)).reduce((a, b) => a + b) });
    server.close();
  });

  describe('when it is the server of a feed', () => {
    const waiting: (() => void)[] = [];
    let server: Server;
    beforeAll(async () => {
      server = createServer({ cert, key }, (_request, response) => {
        response.write(head);
        waiting.push(() => response.end('F-1,会社\n'));
      });
      await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
    });
    afterAll(() => void server.close());

    it('holds no connection while a file comes', async () => {
      const before = await imports();
      const location = `https://data.example:${(server.address() as AddressInfo).port}/a.csv`;
      const mapping = { source: 'crm', columns: { コード: 'externalId', 会社名: 'name' } };
      const add = (name: string) => api.as('ops').post('/import-feeds', { name, noun: 'accounts', kind: 'https', location, mapping });
      const feeds = [];
      for (let i = 0; i < many; i++) feeds.push((await add(`フィード${i}`)).body.feedId as string);
      const context = { database: api.database, db: api.db, clock: api.clock, log: pino({ level: 'silent' }), jobs: api.jobs as never, site: api.site };
      const resolve = (_name: string, _how: object, done: (error: null, found: object[]) => void) => done(null, [{ address: '127.0.0.1', family: 4 }]);
      const runs = feeds.map((feedId) => runFeed(context, feedId, { ca: cert, allow: () => true, resolve: resolve as never }));
      await until(() => waiting.length === many);
      await nobodyIsHeldUp();
      for (const end of waiting) end();
      await Promise.all(runs);
      await api.drain();
      expect(await imports()).toBe(before + many);
      expect(await row(api.db, sql`select count(*)::int as n from imports where feed_id is not null and status = 'done'`)).toEqual({ n: many });
    });
  });
});

function answerOf(send: ClientRequest): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    send.once('error', reject).once('response', (answer: IncomingMessage) => {
      answer.resume();
      resolve(answer.statusCode);
    });
  });
}
