import { spawn } from 'node:child_process';
import { closeSync, openSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Failure } from '../../config/failure.ts';
import type { Binaries } from './binaries.ts';
import { signalOrphans } from './orphans.ts';
import { choosePort } from './port.ts';
import { answers, findPostmaster, type Postmaster, removeStalePidFile } from './postmaster.ts';
import { command, type RunAs } from './run-as.ts';

export interface Launch {
  cluster: string;
  binaries: Binaries;
  who: RunAs;
  settings: Record<string, string>;
  /** The file that remembers the port: processes that lost their Postgres look for it where it was. */
  portFile: string;
  /** What Postgres writes before its own log is open. */
  output: string;
}

/** What a Postgres says that will start in a moment: its predecessor is still dying, or the port was taken meanwhile. */
const PASSING = /lock file|shared memory block|TCP\/IP socket|could not bind/;
const RETRY_FOR_MS = 10_000;
const RECOVERY_MS = 10 * 60_000;

/** Starts Postgres and waits until it answers; tries again for a while, since children of a killed one may linger. */
export async function launch(options: Launch): Promise<Postmaster> {
  const until = Date.now() + RETRY_FOR_MS;
  for (let attempt = 1; ; attempt++) {
    removeStalePidFile(options.cluster);
    const started = await tryOnce(options);
    if (started) return started;
    const reason = whyNot(options);
    if (Date.now() > until || !PASSING.test(reason)) throw failure(options.cluster, reason);
    signalOrphans(options.cluster, attempt < 4 ? 'SIGQUIT' : 'SIGKILL');
    await sleep(250);
  }
}

async function tryOnce(options: Launch): Promise<Postmaster | undefined> {
  const port = await choosePort(options.portFile);
  const settings = Object.entries(options.settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const { file, args } = command(options.who, options.binaries.postgres, [...['-D', options.cluster, '-p', String(port)], ...settings]);
  const output = openSync(options.output, 'w', 0o600);
  // Detached: a Ctrl-C in the terminal must reach us first, or open work is cut off.
  const child = spawn(file, args, {
    ...{ detached: true, cwd: options.cluster, uid: options.who.uid, gid: options.who.gid },
    stdio: ['ignore', output, output],
  });
  closeSync(output);
  child.unref();
  const exited = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  return untilReady(options.cluster, exited);
}

async function untilReady(cluster: string, exited: Promise<void>): Promise<Postmaster | undefined> {
  let over = false;
  void exited.then(() => (over = true));
  const until = Date.now() + RECOVERY_MS;
  while (!over && Date.now() < until) {
    const found = findPostmaster(cluster);
    if (found?.ready && (await answers(cluster, found.port))) return found;
    await sleep(15);
  }
  return undefined;
}

function whyNot(options: Launch): string {
  return lastLines(options.output) || lastLines(newestLog(join(options.cluster, 'log')));
}

function failure(cluster: string, reason: string): Failure {
  return new Failure({
    en: `Postgres in ${cluster} does not start: ${reason}`,
    ja: `${cluster} の Postgres が起動しません: ${reason}`,
  });
}

function lastLines(file: string | undefined): string {
  if (!file) return '';
  const lines = readFileSync(file, 'utf8').trim().split('\n');
  const telling = lines.filter((line) => /FATAL|PANIC|ERROR|HINT|could not/.test(line));
  return telling.slice(-2).join(' ');
}

function newestLog(folder: string): string | undefined {
  try {
    const files = readdirSync(folder).map((name) => join(folder, name));
    return files.sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs)[0];
  } catch {
    return undefined;
  }
}
