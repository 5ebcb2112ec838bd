import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { urlOf } from '../../src/platform/db/embedded/postmaster.ts';
import { projectRoot } from '../../src/platform/config/project.ts';

/** An installation of its own, run as a person runs it: through bin/banso. */
export interface Installation {
  url: string;
  start(): Promise<void>;
  stop(): Promise<number | null>;
  /** kill -9 of the server, of Postgres. */
  killServer(): void;
  killPostgres(): void;
  banso(args: string[]): Command;
  /** The last lines the server said, for a test that fails. */
  said(): string;
  query<Row extends object>(sql: string, values?: unknown[]): Promise<Row[]>;
  remove(): Promise<void>;
}

export interface Command {
  ended: Promise<{ code: number | null; out: string; err: string }>;
  kill(signal: NodeJS.Signals): void;
}

/** Nothing here may wait for ever: what takes longer is broken, also on a busy machine, and says so with what was printed. */
const PATIENCE_MS = 150_000;

export async function install(): Promise<Installation> {
  const dataDir = mkdtempSync(join(tmpdir(), 'banso-crash-'));
  const port = await freePort();
  const env: NodeJS.ProcessEnv = { ...process.env, PORT: String(port), BANSO_DATA_DIR: dataDir, DATABASE_URL: '', BANSO_URL: '', LOG_LEVEL: 'error' };
  // Set under npm test; the server would then watch its parent.
  delete env.npm_lifecycle_event;
  const cluster = join(dataDir, 'postgres');
  const pidFile = () => readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n');
  let server: ChildProcess | undefined;
  let said = '';
  const banso = (args: string[]) => run(args, env);
  return {
    url: `http://127.0.0.1:${port}`,
    banso,
    async start() {
      server = spawn(process.execPath, [join(projectRoot, 'bin/banso'), 'start'], { env, stdio: ['ignore', 'pipe', 'pipe'] });
      said = '';
      for (const stream of [server.stdout!, server.stderr!]) stream.on('data', (chunk) => (said = (said + chunk).slice(-4_000)));
      await within('banso start', untilReady(server), () => said);
    },
    stop: () => within('stopping banso', end(server), () => said),
    said: () => said,
    killServer: () => void server?.kill('SIGKILL'),
    killPostgres: () => void process.kill(Number(pidFile()[0]), 'SIGKILL'),
    async query<Row extends object>(sql: string, values: unknown[] = []) {
      const connectionString = urlOf(cluster, Number(pidFile()[3]));
      const client = new pg.Client({ connectionString, connectionTimeoutMillis: 5_000, query_timeout: 30_000 });
      // A kill -9 ends the connection: the query fails then, and the event itself is no news.
      client.on('error', () => {});
      try {
        await client.connect();
        return (await client.query(sql, values)).rows as Row[];
      } finally {
        await client.end().catch(() => {});
      }
    },
    async remove() {
      server?.kill('SIGKILL');
      // Whatever was killed last may have left Postgres running; a command ends it.
      await banso(['migrate']).ended;
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

function run(args: string[], env: NodeJS.ProcessEnv): Command {
  const child = spawn(process.execPath, [join(projectRoot, 'bin/banso'), ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let [out, err] = ['', ''];
  child.stdout.on('data', (chunk) => (out += chunk));
  child.stderr.on('data', (chunk) => (err += chunk));
  const closed = new Promise<{ code: number | null; out: string; err: string }>((resolve) => child.once('close', (code) => resolve({ code, out, err })));
  return {
    kill: (signal) => void child.kill(signal),
    ended: within(`banso ${args.join(' ')}`, closed, () => out + err).finally(() => child.kill('SIGKILL')),
  };
}

function untilReady(server: ChildProcess): Promise<void> {
  let out = '';
  return new Promise((resolve, reject) => {
    server.stdout!.on('data', (chunk) => {
      out += chunk;
      if (out.includes('Banso is ready at')) resolve();
    });
    server.once('exit', (code) => reject(new Error(`ended with ${code}`)));
  });
}

function end(server: ChildProcess | undefined): Promise<number | null> {
  if (!server || server.exitCode !== null || server.signalCode !== null) return Promise.resolve(server?.exitCode ?? null);
  const ended = new Promise<number | null>((resolve) => server.once('exit', (code) => resolve(code)));
  server.kill('SIGTERM');
  return ended;
}

/** What the promise gives; an error that tells what was said when it fails or takes too long. */
async function within<T>(what: string, work: Promise<T>, said: () => string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not done after ${PATIENCE_MS / 1000} s`)), PATIENCE_MS);
  });
  try {
    return await Promise.race([work, late]);
  } catch (error) {
    throw new Error(`${what}: ${(error as Error).message}; it said: ${said()}`, { cause: error });
  } finally {
    clearTimeout(timer);
  }
}

/** Asks again and again until it holds; an error that tells what stood in the way otherwise. */
export async function until(what: string, holds: () => boolean | Promise<boolean>, tell: () => unknown, patienceMs = PATIENCE_MS): Promise<void> {
  for (const end = Date.now() + patienceMs; Date.now() < end;) {
    if (await holds()) return;
    await sleep(50);
  }
  throw new Error(`${what}: not after ${patienceMs / 1000} s; ${JSON.stringify(tell())}`);
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject);
    probe.listen(0, () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });
}
