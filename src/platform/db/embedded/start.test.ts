import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findPostmaster, stopPostmaster } from './postmaster.ts';
import { isAlive, processIdentity } from './process-identity.ts';
import { startEmbedded } from './start.ts';
import { copyTemplate, startThrowaway } from './throwaway.ts';

let dataDir: string;
const start = (test = true) => startEmbedded({ dataDir, test, log: () => {} });

// A copy of a finished cluster: making one takes seconds, and one test makes its own.
beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'banso-embedded-'));
  await copyTemplate(join(dataDir, 'postgres'));
});
afterEach(async () => {
  const left = findPostmaster(join(dataDir, 'postgres'));
  if (left) await stopPostmaster(left.pid);
  rmSync(dataDir, { recursive: true, force: true });
});

async function query<T extends pg.QueryResultRow>(url: string, sql: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  try {
    return (await client.query<T>(sql)).rows;
  } finally {
    await client.end();
  }
}

test('makes a cluster, starts, finds two Japanese characters by trigram settings, stops, keeps what was written', async () => {
  rmSync(join(dataDir, 'postgres'), { recursive: true });
  const first = await start();
  expect(first.adopted).toBe(false);
  await query(first.url, "create extension pg_trgm; create table kept as select '東京商事'::text as name");
  const [row] = await query<{ n: number }>(first.url, "select cardinality(show_trgm('東京商事')) as n");
  expect(row!.n).toBeGreaterThan(2);
  await first.stop();
  expect(isAlive(first.pid)).toBe(false);
  const second = await start();
  expect(await query(second.url, 'select name from kept')).toEqual([{ name: '東京商事' }]);
});

test('needs the password over TCP and keeps it from others', async () => {
  const { url } = await start();
  const wrong = new URL(url);
  wrong.password = 'guess';
  await expect(query(wrong.href, 'select 1')).rejects.toThrow(/password authentication failed/);
  expect(statSync(join(dataDir, 'postgres', 'banso.password')).mode & 0o077).toBe(0);
});

test('comes back after kill -9 of Postgres while a query runs, and keeps what was committed', async () => {
  const first = await start(false);
  await query(first.url, 'create table kept as select 1 as n');
  const busy = query(first.url, 'select pg_sleep(60)').catch(() => 'cut off');
  await new Promise((resolve) => setTimeout(resolve, 200));
  process.kill(first.pid, 'SIGKILL');
  const second = await start(false);
  expect(second.pid).not.toBe(first.pid);
  // Whoever starts it again: a server whose connections are lost must find it where it was.
  expect(second.url).toBe(first.url);
  expect(await query(second.url, 'select n from kept')).toEqual([{ n: 1 }]);
  expect(await busy).toBe('cut off');
});

test('adopts the Postgres of a killed process, and stops it at the end', async () => {
  const module = JSON.stringify(new URL('./start.ts', import.meta.url).href);
  const script = `import(${module}).then(async ({ startEmbedded }) => {
    const { pid } = await startEmbedded({ dataDir: ${JSON.stringify(dataDir)}, test: true, log: () => {} });
    console.log(pid); setInterval(() => {}, 1000) })`;
  const owner = spawn(process.execPath, ['--import', 'tsx', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  const pid = await new Promise<number>((resolve) => owner.stdout.once('data', (text) => resolve(Number(text))));
  owner.kill('SIGKILL');
  await new Promise((resolve) => owner.once('exit', resolve));
  const adopted = await start();
  expect(adopted).toMatchObject({ pid, adopted: true });
  await adopted.stop();
  expect(isAlive(pid)).toBe(false);
});

test('leaves Postgres running while another process uses it', async () => {
  const ours = await start();
  const other = spawn('sleep', ['60']);
  writeFileSync(join(dataDir, 'postgres.users', String(other.pid)), processIdentity(other.pid!));
  await ours.stop();
  expect(isAlive(ours.pid)).toBe(true);
  other.kill();
  await new Promise((resolve) => other.once('exit', resolve));
  await (await start()).stop();
  expect(isAlive(ours.pid)).toBe(false);
});

test('does not take a foreign process with the id in postmaster.pid for Postgres', async () => {
  const first = await start();
  await first.stop();
  const other = spawn('sleep', ['60']);
  writeFileSync(join(dataDir, 'postgres', 'postmaster.pid'), `${other.pid}\n${dataDir}\n1\n1\n\n127.0.0.1\n\nready\n`);
  const again = await start();
  expect(again.adopted).toBe(false);
  expect(isAlive(other.pid!)).toBe(true);
  other.kill();
});

test('two that start at once share one Postgres', async () => {
  const [one, two] = await Promise.all([start(), start()]);
  expect(one.pid).toBe(two.pid);
});

test('says which version made a cluster it cannot open', async () => {
  const first = await start();
  await first.stop();
  const file = join(dataDir, 'postgres', 'PG_VERSION');
  const version = readFileSync(file);
  writeFileSync(file, '14\n');
  await expect(start()).rejects.toThrow(/Postgres 14/);
  writeFileSync(file, version);
});

test('says why Postgres does not start', async () => {
  await (await start()).stop();
  const file = join(dataDir, 'postgres', 'global', 'pg_control');
  const control = readFileSync(file);
  writeFileSync(file, 'broken');
  await expect(start()).rejects.toThrow(/does not start: .*pg_control/);
  writeFileSync(file, control);
}, 30_000);

test('a throwaway cluster is gone after it stops', async () => {
  const throwaway = await startThrowaway();
  expect(await query(throwaway.url, 'select 1 as n')).toEqual([{ n: 1 }]);
  const [row] = await query<{ data_directory: string }>(throwaway.url, 'show data_directory');
  await throwaway.stop();
  expect(findPostmaster(row!.data_directory)).toBeUndefined();
  expect(statSync(row!.data_directory, { throwIfNoEntry: false })).toBeUndefined();
});
