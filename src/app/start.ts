import { createServer } from 'node:net';
import type { Logger } from 'pino';
import { sealFeeds } from '#accounts/imports/index.ts';
import { systemClock } from '#platform/clock/days.ts';
import type { Config } from '#platform/config/config.ts';
import { Failure } from '#platform/config/failure.ts';
import { transaction } from '#platform/db/db.ts';
import { ensureDefaults } from '#health/scores/index.ts';
import { startJobs } from '#platform/jobs/jobs.ts';
import { listenLive } from '#platform/live/listen.ts';
import { readOrganisation } from '#platform/organisation/organisation.ts';
import { authenticateWith } from './authenticate.ts';
import { buildWeb } from './build-web.ts';
import { jobs as allJobs, subscriptions } from './jobs.ts';
import { migrateDatabase, openConfigured } from './open-database.ts';
import { startServer } from './server.ts';
import { openSite } from './site.ts';

export interface Running {
  /** Answers what has been accepted, finishes running jobs, then closes the database. */
  stop(): Promise<void>;
}

/**
 * Database, migrations, jobs and web server, in this order; what is up already is stopped again when a later part fails, or
 * when the signal says so: that ends the first build of the web app, which takes longest.
 */
export async function startBanso(config: Config, log: Logger, say: (line: string) => void, signal?: AbortSignal): Promise<Running> {
  await portMustBeFree(config);
  const stops: (() => Promise<void>)[] = [];
  const stop = async () => {
    for (const part of stops.splice(0).reverse()) await part();
  };
  const web = buildWeb(say, signal);
  // Waited for below; until then its failure must not count as unhandled.
  web.catch(() => {});
  try {
    const database = await openConfigured(config, { log: say, keep: true });
    stops.push(() => database.close());
    signal?.throwIfAborted();
    const applied = await migrateDatabase(database);
    if (applied.length) say(`Database brought up to date (${applied.length} migrations).`);
    signal?.throwIfAborted();
    await transaction(database, (tx) => ensureDefaults(tx, systemClock));
    const timeZone = async () => (await readOrganisation(database.db)).timeZone;
    const site = await openSite(config, database, log);
    await sealFeeds(database, site.vault);
    const jobs = await startJobs({ url: database.url, database, clock: systemClock, log, jobs: allJobs, subscriptions, timeZone, site });
    stops.push(() => jobs.stop());
    const live = await listenLive(database.url, site.live, log);
    stops.push(() => live.stop());
    const webRoot = await web;
    await jobs.work();
    const server = await startServer({
      ...{ database, clock: systemClock, jobs, log, port: config.port, host: config.host },
      site,
      authenticate: authenticateWith({ database, clock: systemClock, site }),
      webRoot,
    }).catch((error) => {
      throw listenFailure(config, error);
    });
    stops.push(() => server.stop());
    return { stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Looked at first, since it is the most frequent trouble and the rest takes seconds. */
function portMustBeFree({ port, host }: Config): Promise<void> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', (error) => reject(listenFailure({ port, host }, error)));
    probe.listen({ port, host }, () => probe.close(() => resolve()));
  });
}

function listenFailure({ port, host }: Pick<Config, 'port' | 'host'>, cause: NodeJS.ErrnoException): Error {
  if (cause.code === 'EADDRINUSE') {
    return new Failure(
      {
        en: `Port ${port} is in use; stop the other program or set PORT.`,
        ja: `ポート ${port} は使用中です。そのプログラムを終了するか、PORT を変更してください。`,
      },
      { cause },
    );
  }
  if (cause.code === 'EACCES') {
    return new Failure(
      {
        en: `Port ${port} needs more rights than this user has; set PORT to 1024 or higher.`,
        ja: `ポート ${port} を使う権限がありません。PORT を 1024 以上にしてください。`,
      },
      { cause },
    );
  }
  if (cause.code === 'EADDRNOTAVAIL' || cause.code === 'ENOTFOUND') {
    return new Failure(
      { en: `HOST is ${host}, which is not an address of this machine.`, ja: `HOST の ${host} はこのマシンのアドレスではありません。` },
      { cause },
    );
  }
  return cause;
}
