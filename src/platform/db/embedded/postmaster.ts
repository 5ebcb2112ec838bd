import { readFileSync, realpathSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { clusterPassword, SUPERUSER } from './initdb.ts';
import { isAlive } from './process-identity.ts';

export interface Postmaster {
  pid: number;
  port: number;
  ready: boolean;
}

/** The Postgres that runs on this cluster, by its postmaster.pid; a file left by a dead one counts as none. */
export function findPostmaster(cluster: string): Postmaster | undefined {
  const lines = readLines(join(cluster, 'postmaster.pid'));
  const pid = Number(lines[0]);
  if (!pid || !isAlive(pid) || !isPostgres(pid, cluster)) return undefined;
  return { pid, port: Number(lines[3]), ready: lines[7]?.trim() === 'ready' };
}

/** Postgres itself believes a reused process id and then refuses to start for ever. */
export function removeStalePidFile(cluster: string): void {
  if (!findPostmaster(cluster)) rmSync(join(cluster, 'postmaster.pid'), { force: true });
}

export function urlOf(cluster: string, port: number, database = 'postgres'): string {
  return `postgres://${SUPERUSER}:${clusterPassword(cluster)}@127.0.0.1:${port}/${database}`;
}

export async function answers(cluster: string, port: number): Promise<boolean> {
  const client = new pg.Client({ connectionString: urlOf(cluster, port), connectionTimeoutMillis: 5000 });
  client.on('error', () => {});
  try {
    await client.connect();
    const { rows } = await client.query<{ data_directory: string }>('show data_directory');
    return realpathSync(rows[0]!.data_directory) === realpathSync(cluster);
  } catch {
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}

/** Fast shutdown: open transactions are rolled back, everything committed is kept. */
export async function stopPostmaster(pid: number, patienceMs = 30_000): Promise<void> {
  for (const [signal, wait] of [
    ['SIGINT', patienceMs],
    ['SIGQUIT', 5_000],
    ['SIGKILL', 5_000],
  ] as const) {
    if (!isAlive(pid)) return;
    try {
      process.kill(pid, signal);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ESRCH') return;
      throw error;
    }
    const until = Date.now() + wait;
    while (isAlive(pid) && Date.now() < until) await sleep(20);
  }
}

function readLines(file: string): string[] {
  try {
    return readFileSync(file, 'utf8').split('\n');
  } catch {
    return [];
  }
}

function isPostgres(pid: number, cluster: string): boolean {
  if (process.platform !== 'linux') return true;
  try {
    const args = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
    return basename(args[0] ?? '').startsWith('postgres') && args.includes(cluster);
  } catch {
    return false;
  }
}
