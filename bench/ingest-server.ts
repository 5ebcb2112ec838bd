import { createServer } from 'node:http';
import { hash } from 'node:crypto';
import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import { pino } from 'pino';
import { from as copyFrom } from 'pg-copy-streams';
import { authenticateWith } from '#app/authenticate.ts';
import { startServer } from '#app/server.ts';
import { createAuth } from '#platform/auth/auth.ts';
import { createVault } from '#platform/auth/vault.ts';
import { LiveHub } from '#platform/live/live.ts';
import { systemClock } from '#platform/clock/days.ts';
import { openDatabase } from '#platform/db/db.ts';
import { collectingJobs } from '#platform/jobs/jobs.ts';
import { addUsers, keepFresh, makeStage, place, rememberMembers, stageTarget } from '#signals/events/stage.sql.ts';

/** What is measured, as a process of its own: `banso` is the product, `bare` plain Node with the same statements. */
const [kind, url] = process.argv.slice(2) as ['banso' | 'bare', string];
const database = openDatabase(url, { max: 8, name: `bench-${kind}` });

if (kind === 'banso') {
  const log = pino({ level: 'info' }, { write: () => {} });
  const clock = systemClock;
  const site = {
    url: 'http://127.0.0.1',
    auth: await createAuth({ database, secret: 'x'.repeat(40), url: 'http://127.0.0.1', log }),
    sendMail: null,
    oidcName: null,
    vault: createVault('x'.repeat(40)),
    live: new LiveHub(),
  };
  const server = await startServer({
    database,
    clock,
    jobs: collectingJobs(),
    log,
    port: 0,
    host: '127.0.0.1',
    webRoot: 'dist/web',
    site,
    authenticate: authenticateWith({ database, clock, site }),
  });
  process.send!({ port: server.port });
} else await bare();

type Raw = { userId: string; event: string; messageId: string; timestamp: string; context: { groupId: string }; properties: object };

/** No keys, no checks, no privacy, no limits: read, write, answer; requests that come during a write share the next. */
async function bare(): Promise<void> {
  const client = await database.pool.connect();
  await client.query(makeStage);
  const { rows } = await client.query<{ name: string; event_id: number }>('select name, event_id from event_names');
  const numbers = new Map(rows.map((r) => [r.name, r.event_id]));
  let waiting: { batch: Raw[]; done: () => void }[] = [];
  let writing = false;

  async function write(): Promise<void> {
    writing = true;
    while (waiting.length) {
      const taken = waiting;
      waiting = [];
      let text = '';
      for (const { batch } of taken) {
        for (const m of batch) {
          const key = hash('sha256', `1\0${m.messageId}`, 'buffer').subarray(0, 16).toString('hex');
          text += `\\\\x${key}\t1\t${m.context.groupId}\t${m.userId}\t${numbers.get(m.event)}\t${m.timestamp}\t\\N\t${JSON.stringify(m.properties)}\t\\N\t\\N\n`;
        }
      }
      await client.query('begin');
      await client.query('select pg_advisory_xact_lock_shared(7210040); select current_month from event_key_state');
      await pipeline(Readable.from([text]), client.query(copyFrom(`copy ${stageTarget} from stdin`)));
      await client.query(keepFresh, [0, 'Asia/Tokyo']);
      await client.query(rememberMembers);
      await client.query(addUsers);
      await client.query(place, [new Date(), new Date()]);
      await client.query('commit');
      for (const { done } of taken) done();
    }
    writing = false;
  }

  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = JSON.parse(Buffer.concat(chunks).toString()) as Raw | { batch: Raw[] };
      waiting.push({
        batch: 'batch' in body ? body.batch : [body],
        done: () => response.writeHead(200, { 'content-type': 'application/json' }).end('{"success":true}'),
      });
      if (!writing) setImmediate(() => !writing && void write());
    });
  });
  server.listen(0, '127.0.0.1', () => process.send!({ port: (server.address() as { port: number }).port }));
}
