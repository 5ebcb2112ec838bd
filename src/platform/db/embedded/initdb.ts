import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Failure } from '../../config/failure.ts';
import type { Binaries } from './binaries.ts';
import { command, give, type RunAs } from './run-as.ts';

export const SUPERUSER = 'banso';
/** The password lies in the cluster, which only the user Postgres runs as (and root) can read. */
export const PASSWORD_FILE = 'banso.password';

/** Makes the cluster unless it is there: aside first and renamed when whole, so that a kill leaves no half. */
export async function ensureCluster(cluster: string, who: RunAs, binaries: Binaries): Promise<void> {
  removeHalfMade(cluster);
  if (existsSync(join(cluster, 'PG_VERSION'))) return checkVersion(cluster, binaries);
  const aside = `${cluster}.new`;
  const passwordFile = `${aside}.password`;
  const password = randomBytes(24).toString('hex');
  writeFileSync(passwordFile, password, { mode: 0o600 });
  give(who, passwordFile);
  try {
    await initdb(aside, passwordFile, who, binaries);
    renameSync(passwordFile, join(aside, PASSWORD_FILE));
    renameSync(aside, cluster);
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

export function clusterPassword(cluster: string): string {
  return readFileSync(join(cluster, PASSWORD_FILE), 'utf8').trim();
}

function removeHalfMade(cluster: string): void {
  for (const name of readdirSync(dirname(cluster))) {
    const path = join(dirname(cluster), name);
    if (path.startsWith(`${cluster}.new`)) rmSync(path, { recursive: true, force: true });
  }
}

function checkVersion(cluster: string, binaries: Binaries): void {
  const version = readFileSync(join(cluster, 'PG_VERSION'), 'utf8').trim();
  if (version === binaries.major) return;
  throw new Failure({
    en: `The database in ${cluster} was made by Postgres ${version}, but the embedded one is ${binaries.major}; back it up with the Banso that made it and restore it here.`,
    ja: `${cluster} のデータベースは Postgres ${version} で作成されており、組み込み版（${binaries.major}）では開けません。作成時の Banso でバックアップし、こちらで復元してください。`,
  });
}

/** With the C locale pg_trgm finds nothing in Japanese text; builtin C.UTF-8 is the same on every machine. */
async function initdb(folder: string, passwordFile: string, who: RunAs, binaries: Binaries): Promise<void> {
  const { file, args } = command(who, binaries.initdb, [
    ...['-D', folder, '-U', SUPERUSER, `--pwfile=${passwordFile}`, '--auth=scram-sha-256'],
    ...['--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C.UTF-8'],
    '--data-checksums',
  ]);
  // The user Postgres runs as may not write to the parent folder, so root makes it.
  mkdirSync(folder, { mode: 0o700 });
  give(who, folder);
  const made = await run(file, args, who);
  if (made.code === 0) return;
  const reason = made.output.trim().split('\n').slice(-3).join(' ');
  throw new Failure({
    en: `The database folder ${folder} could not be made: ${reason}`,
    ja: `データベースのフォルダー ${folder} を作成できませんでした: ${reason}`,
  });
}

function run(file: string, args: string[], who: RunAs): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { uid: who.uid, gid: who.gid, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, output }));
  });
}
