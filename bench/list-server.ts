import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { pino } from 'pino';
import { authenticateWith } from '#app/authenticate.ts';
import { startServer } from '#app/server.ts';
import { createAuth } from '#platform/auth/auth.ts';
import { createVault } from '#platform/auth/vault.ts';
import { LiveHub } from '#platform/live/live.ts';
import { systemClock } from '#platform/clock/days.ts';
import { openDatabase } from '#platform/db/db.ts';
import { collectingJobs } from '#platform/jobs/jobs.ts';

/** A process of its own, as in life: the application (app), or Node's http with pg running given statements (bare). */
const [mode, url, port, statements] = process.argv.slice(2) as ['app' | 'bare', string, string, string];
const database = openDatabase(url, { max: 16 });

if (mode === 'app') {
  const log = pino({ level: 'silent' });
  const auth = await createAuth({ database, secret: 'x'.repeat(40), url: `http://127.0.0.1:${port}`, log });
  const site = { url: `http://127.0.0.1:${port}`, auth, sendMail: null, oidcName: null, vault: createVault('x'.repeat(40)), live: new LiveHub() };
  await startServer({
    database,
    clock: systemClock,
    jobs: collectingJobs() as never,
    log,
    port: Number(port),
    webRoot: 'dist/web',
    site,
    authenticate: authenticateWith({ database, clock: systemClock, site }),
  });
} else {
  type Statement = { text: string; values: unknown[] };
  const questions = JSON.parse(await readFile(statements, 'utf8')) as Statement[][];
  createServer((request, response) => {
    const body: Buffer[] = [];
    request.on('data', (chunk: Buffer) => body.push(chunk));
    request.on('end', async () => {
      const { question } = JSON.parse(Buffer.concat(body).toString()) as { question: number };
      const results = await Promise.all(questions[question]!.map((s) => database.pool.query(s.text, s.values)));
      const text = JSON.stringify({ items: results[0]!.rows, count: results[1]?.rows[0] });
      response.writeHead(200, { 'content-type': 'application/json' }).end(text);
    });
  }).listen(Number(port));
}
process.send?.('ready');
