import { mkdtemp, writeFile } from 'node:fs/promises';
import { Agent, get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { expect, it } from 'vitest';
import { LiveHub } from '#platform/live/live.ts';
import { testApi } from '#platform/testing/api.ts';
import { startServer } from './server.ts';

it('keeps an idle connection longer than proxies do, and does not wait for it when it stops', async () => {
  const { database, jobs, site } = await testApi({});
  const webRoot = await mkdtemp(join(tmpdir(), 'banso-server-'));
  await writeFile(join(webRoot, 'index.html'), '');
  const server = await startServer({
    ...{ database, clock: () => new Date(), jobs, log: pino({ level: 'silent' }), port: 0, host: '127.0.0.1', webRoot },
    site: { ...site, live: new LiveHub() },
    authenticate: async () => ({ kind: 'anonymous' }),
  });
  const agent = new Agent({ keepAlive: true });
  const kept = await new Promise<string | undefined>((resolve, reject) => {
    get({ port: server.port, host: '127.0.0.1', path: '/healthz', agent }, (answer) => {
      answer.resume().on('end', () => resolve(answer.headers['keep-alive']?.toString()));
    }).on('error', reject);
  });
  expect(Number(/timeout=(\d+)/.exec(kept ?? '')?.[1])).toBeGreaterThan(60);
  const before = performance.now();
  await server.stop();
  expect(performance.now() - before).toBeLessThan(2_000);
  agent.destroy();
});
