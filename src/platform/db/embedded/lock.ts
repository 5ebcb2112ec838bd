import { linkSync, readFileSync, renameSync, statSync, unlinkSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { Failure } from '../../config/failure.ts';
import { isRunning, processIdentity } from './process-identity.ts';

const GIVE_UP_AFTER_MS = 90_000;

/** Runs `work` while no other process starts or stops the same cluster; a lock left by a dead process is taken over. */
export async function withLock<T>(path: string, work: () => Promise<T>): Promise<T> {
  const until = Date.now() + GIVE_UP_AFTER_MS;
  while (!take(path)) {
    if (Date.now() > until) {
      throw new Failure({
        en: `Another process has been starting or stopping the database for too long; if none is, delete ${path}.`,
        ja: `別のプロセスがデータベースの起動・停止を長時間続けています。該当するプロセスがなければ ${path} を削除してください。`,
      });
    }
    await sleep(25);
  }
  try {
    return await work();
  } finally {
    unlinkSync(path);
  }
}

/** Linking a finished file makes name and content appear at once, which open with O_EXCL does not. */
function take(path: string): boolean {
  const mine = `${path}.${process.pid}.${Math.random().toString(36).slice(2)}`;
  writeFileSync(mine, processIdentity(process.pid), { mode: 0o600 });
  try {
    linkSync(mine, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    removeIfStale(path);
    return false;
  } finally {
    unlinkSync(mine);
  }
}

function removeIfStale(path: string): void {
  const aside = `${path}.stale.${process.pid}`;
  try {
    const owner = readFileSync(path, 'utf8');
    if (isRunning(owner) && Date.now() - statSync(path).mtimeMs < GIVE_UP_AFTER_MS * 2) return;
    renameSync(path, aside);
    // Someone may have taken over between the two lines above: then what was moved is theirs.
    if (readFileSync(aside, 'utf8') !== owner) linkSync(aside, path);
    unlinkSync(aside);
  } catch (error) {
    if (!['ENOENT', 'EEXIST'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  }
}
