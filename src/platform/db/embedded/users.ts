import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isRunning, processIdentity } from './process-identity.ts';

/** The processes that use one cluster, a file each, so that the last to leave stops it. */
export function register(folder: string): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, String(process.pid)), processIdentity(process.pid));
}

/** Takes this process off the list and says whether others are still on it; the dead are struck off. */
export function leave(folder: string): { othersRemain: boolean } {
  let othersRemain = false;
  for (const name of readdirSync(folder)) {
    const file = join(folder, name);
    if (name !== String(process.pid) && isRunning(readFileSync(file, 'utf8'))) othersRemain = true;
    else rmSync(file, { force: true });
  }
  return { othersRemain };
}
