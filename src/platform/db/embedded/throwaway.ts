import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '../../config/project.ts';
import { findBinaries } from './binaries.ts';
import { ensureCluster } from './initdb.ts';
import { withLock } from './lock.ts';
import { findPostmaster, stopPostmaster } from './postmaster.ts';
import { isRunning, processIdentity } from './process-identity.ts';
import { chooseRunAs, give } from './run-as.ts';
import { type Embedded, startEmbedded } from './start.ts';

const PREFIX = 'banso-throwaway-';

/** A Postgres for tests in about 0.3 s: a copy of a cluster made once per version, gone after `stop`. */
export async function startThrowaway(): Promise<Embedded> {
  await removeAbandoned();
  const dataDir = mkdtempSync(join(tmpdir(), PREFIX));
  chmodSync(dataDir, 0o711);
  writeFileSync(join(dataDir, 'owner'), processIdentity(process.pid));
  await copyTemplate(join(dataDir, 'postgres'));
  const embedded = await startEmbedded({ dataDir, test: true, log: () => {} });
  return {
    ...embedded,
    stop: async () => {
      await embedded.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** A finished cluster, as initdb makes it, without the seconds that takes. */
export async function copyTemplate(cluster: string): Promise<void> {
  const binaries = findBinaries();
  const folder = join(projectRoot, 'node_modules', '.cache', 'banso');
  const template = join(folder, `postgres-${binaries.major}-${process.getuid?.() ?? 0}`);
  mkdirSync(folder, { recursive: true });
  await withLock(`${template}.lock`, async () => {
    if (!existsSync(template)) await ensureCluster(template, chooseRunAs(template, binaries), binaries);
  });
  const who = chooseRunAs(cluster, binaries);
  cpSync(template, cluster, { recursive: true });
  chmodSync(cluster, 0o700);
  give(who, cluster);
}

/** Test runs that were killed leave a running Postgres behind. */
async function removeAbandoned(): Promise<void> {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(PREFIX))) {
    const folder = join(tmpdir(), name);
    const owner = join(folder, 'owner');
    if (!existsSync(owner) || isRunning(readFileSync(owner, 'utf8'))) continue;
    try {
      const left = findPostmaster(join(folder, 'postgres'));
      if (left) await stopPostmaster(left.pid, 5_000);
      rmSync(folder, { recursive: true, force: true });
    } catch {
      // Another user's, or being removed by another run at this moment.
    }
  }
}
