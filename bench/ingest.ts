import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { Pool } from 'undici';
import { addKey } from '#accounts/keys/index.ts';
import { startThrowaway } from '#platform/db/embedded/throwaway.ts';
import { openDatabase, type Database } from '#platform/db/db.ts';
import { migrate } from '#platform/db/migrate.ts';
import { newId } from '#platform/ids/ids.ts';
import type { Result } from './result.ts';

const migrations = fileURLToPath(new URL('../migrations', import.meta.url));
const connections = 16;
const accounts = 500;
const usersPerAccount = 10;
const rounds = 3;
const seconds = 3;
const kinds = ['banso', 'bare'] as const;
type Kind = (typeof kinds)[number];

/**
 * Events a second through the tracking API ÷ bare Node HTTP with the same statements: at least 0.7.
 * The two take turns on one database, each in a process of its own; load comes from here over the loopback.
 */
export async function bench(): Promise<Result[]> {
  const postgres = await startThrowaway();
  const database = openDatabase(postgres.url, { max: 4 });
  const children: ChildProcess[] = [];
  try {
    await migrate(database.pool, migrations);
    const key = await prepare(database);
    const ports = {} as Record<Kind, number>;
    for (const kind of kinds) {
      const child = await startServer(kind, postgres.url);
      children.push(child.process);
      ports[kind] = child.port;
    }
    const results: Result[] = [];
    for (const perRequest of [100, 1]) {
      const rates: Record<Kind, number[]> = { banso: [], bare: [] };
      for (const kind of kinds) await load(ports[kind], key, perRequest, 1);
      for (let round = 0; round < rounds; round++) for (const kind of kinds) rates[kind].push(await load(ports[kind], key, perRequest, seconds));
      const [ours, theirs] = [median(rates.banso), median(rates.bare)];
      results.push({
        name:
          perRequest === 1
            ? 'ingestion, one event a request ÷ bare Node with the same statements'
            : `ingestion, ${perRequest} events a request ÷ bare Node with the same statements`,
        value: ours / theirs,
        limit: 0.7,
        atLeast: true,
        unit: '×',
        detail: `${whole(ours)} events/s against ${whole(theirs)}, ${connections} connections, median of ${rounds} × ${seconds} s each in turn`,
      });
    }
    return results;
  } finally {
    for (const child of children) child.kill();
    await database.close();
    await postgres.stop();
  }
}

const whole = (n: number) => Math.round(n).toLocaleString('en');
const median = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
const nameOf = (n: number) => `feature_${n % 20}`;

async function prepare(database: Database): Promise<string> {
  const clock = () => new Date();
  await database.pool.query(`insert into organisation (id, name, created_at) values (1, 'bench', now())`);
  await database.pool.query(`insert into sources (source, name, kind) values ('bench', 'bench', 'tracking')`);
  for (let i = 0; i < accounts; i++) {
    const id = newId();
    await database.pool.query(`insert into accounts (account_id, external_id, name, created_at, updated_at) values ($1, $2, $2, now(), now())`, [
      id,
      `acc-${i}`,
    ]);
    await database.pool.query(`insert into account_keys (source, external_id, account_id) values ('bench', $2, $1)`, [id, `acc-${i}`]);
  }
  for (let i = 0; i < 20; i++) await database.pool.query('insert into event_names (name) values ($1)', [nameOf(i)]);
  const writer = { database, actor: { kind: 'system' as const, name: 'bench' }, clock };
  return (await addKey(writer, { name: 'bench', scope: 'ingest', source: 'bench', expiresOn: null }, 'Asia/Tokyo')).secret;
}

async function startServer(kind: Kind, url: string): Promise<{ process: ChildProcess; port: number }> {
  const child = fork(new URL('./ingest-server.ts', import.meta.url), [kind, url], {
    execArgv: ['--import', 'tsx'],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const { port } = await new Promise<{ port: number }>((resolve, reject) => {
    child.once('message', (message) => resolve(message as { port: number }));
    child.once('exit', (code) => reject(new Error(`the ${kind} server ended with ${code}`)));
  });
  return { process: child, port };
}

let sent = 0;

/** Every connection sends one request after the other. Gives events acknowledged per second. */
async function load(port: number, key: string, perRequest: number, forSeconds: number): Promise<number> {
  const pool = new Pool(`http://127.0.0.1:${port}`, { connections, pipelining: 1 });
  const headers = { authorization: `Basic ${Buffer.from(`${key}:`).toString('base64')}`, 'content-type': 'application/json' };
  const started = performance.now();
  const end = started + forSeconds * 1000;
  let acknowledged = 0;
  const connection = async () => {
    while (performance.now() < end) {
      const { statusCode, body } = await pool.request({
        method: 'POST',
        path: perRequest === 1 ? '/v1/track' : '/v1/batch',
        headers,
        body: bodyOf(perRequest),
      });
      const text = await body.text();
      if (statusCode !== 200 || text !== '{"success":true}') throw new Error(`${statusCode} ${text}`);
      acknowledged += perRequest;
    }
  };
  await Promise.all(Array.from({ length: connections }, connection));
  const rate = (acknowledged / (performance.now() - started)) * 1000;
  await pool.close();
  return rate;
}

function bodyOf(perRequest: number): string {
  if (perRequest === 1) return messageOf(sent++);
  const messages: string[] = [];
  for (let i = 0; i < perRequest; i++) messages.push(messageOf(sent++));
  return `{"batch":[${messages.join(',')}],"sentAt":"${new Date().toISOString()}"}`;
}

// Written by hand, so that the load costs little of the two cores that are measured.
function messageOf(n: number): string {
  const account = (n * 7919) % accounts;
  const user = (n * 104_729) % usersPerAccount;
  return `{"type":"track","messageId":"bench-${process.pid}-${n}","userId":"u-${account}-${user}","event":"${nameOf(n)}","timestamp":"${new Date(Date.now() - (n % 3600) * 1000).toISOString()}","context":{"groupId":"acc-${account}","library":{"name":"bench","version":"1"}},"properties":{"plan":"pro","position":${n % 100}}}`;
}
