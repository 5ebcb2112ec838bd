import { readdirSync, readFileSync, readlinkSync, realpathSync } from 'node:fs';

/** After kill -9 of Postgres its children finish their query first and hold the shared memory meanwhile (Linux only). */
export function signalOrphans(cluster: string, signal: NodeJS.Signals): number {
  const orphans = findOrphans(cluster);
  for (const pid of orphans) {
    try {
      process.kill(pid, signal);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }
  return orphans.length;
}

/** Called only when the cluster has no postmaster: every postgres that works in its folder is an orphan. */
function findOrphans(cluster: string): number[] {
  if (process.platform !== 'linux') return [];
  const folder = realpathSync(cluster);
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => worksIn(name, folder))
    .map(Number);
}

function worksIn(pid: string, folder: string): boolean {
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === folder && readFileSync(`/proc/${pid}/comm`, 'utf8').trim() === 'postgres';
  } catch {
    return false;
  }
}
