import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { writableFolder } from '../../config/data-folder.ts';
import { findBinaries } from './binaries.ts';
import { ensureCluster } from './initdb.ts';
import { launch } from './launch.ts';
import { withLock } from './lock.ts';
import { answers, findPostmaster, type Postmaster, stopPostmaster, urlOf } from './postmaster.ts';
import { chooseRunAs } from './run-as.ts';
import { productionSettings, testSettings } from './settings.ts';
import { leave, register } from './users.ts';

export interface EmbeddedOptions {
  /** Holds the cluster in `postgres/`; made when missing. */
  dataDir: string;
  log: (line: string) => void;
  /** No fsync: only for clusters that are thrown away. */
  test?: boolean;
}

export interface Embedded {
  url: string;
  pid: number;
  /** It was running already, left by a killed process or in use by another. */
  adopted: boolean;
  /** Stops Postgres unless another process of ours still uses it. */
  stop(): Promise<void>;
}

/** Starts the embedded Postgres, or adopts the one that runs on the same folder. */
export async function startEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  const dataDir = writableFolder(options.dataDir);
  const cluster = join(dataDir, 'postgres');
  const users = join(dataDir, 'postgres.users');
  const lock = join(dataDir, 'postgres.lock');
  return withLock(lock, async () => {
    const running = await adopt(cluster);
    const postmaster = running ?? (await begin(cluster, dataDir, options));
    register(users);
    return {
      url: urlOf(cluster, postmaster.port),
      pid: postmaster.pid,
      adopted: running !== undefined,
      stop: () =>
        withLock(lock, async () => {
          if (leave(users).othersRemain) return;
          const current = findPostmaster(cluster);
          if (current) await stopPostmaster(current.pid);
        }),
    };
  });
}

/** A running Postgres may still be recovering, so it is given time before it is taken for lost. */
async function adopt(cluster: string): Promise<Postmaster | undefined> {
  for (;;) {
    const found = existsSync(cluster) ? findPostmaster(cluster) : undefined;
    if (!found) return undefined;
    if (found.ready && (await answers(cluster, found.port))) return found;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function begin(cluster: string, dataDir: string, options: EmbeddedOptions): Promise<Postmaster> {
  const binaries = findBinaries();
  const who = chooseRunAs(cluster, binaries);
  if (!existsSync(cluster)) options.log(`Creating a database in ${cluster}`);
  await ensureCluster(cluster, who, binaries);
  return launch({
    ...{ cluster, binaries, who, portFile: join(dataDir, 'postgres.port') },
    settings: options.test ? testSettings() : productionSettings(),
    output: join(dataDir, 'postgres.log'),
  });
}
