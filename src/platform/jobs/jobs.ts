import { PgBoss } from 'pg-boss';
import { sql, type SQL } from 'drizzle-orm';
import type { Logger } from 'pino';
import type { Clock } from '../clock/days.ts';
import type { Database, Db } from '../db/db.ts';
import type { Site } from '../http/site.ts';

/** What a job handler gets. Handlers run at least once: they are idempotent by a key of their own. */
export type JobContext = { database: Database; db: Db; clock: Clock; log: Logger; jobs: Jobs; site?: Pick<Site, 'url' | 'sendMail' | 'vault'> };

/**
 * A job: `name`, what it runs, and how many of it may wait.
 * `once: true` keeps at most one waiting and one running (for "bring everything up to date" jobs).
 * `cron` runs it by itself, in the organisation's time zone.
 */
export type Job<Data extends object = object> = {
  name: string;
  once?: boolean;
  cron?: string;
  retries?: number;
  minutes?: number;
  run(context: JobContext, data: Data): Promise<void>;
};

/** Something that happened on the left; `src/app/jobs.ts` lists who listens. */
export type Signal = { signal: string };
export const signal = (name: string): Signal => ({ signal: name });

export type Jobs = {
  /** Puts a job into the queue, in the caller's transaction. `after` seconds later at the earliest; of the same `key` one waits at most. */
  enqueue<Data extends object>(tx: Db, job: Pick<Job<Data>, 'name'>, data: Data, options?: { after?: number; key?: string }): Promise<void>;
  /** Enqueues every job that listens to `what`, in the caller's transaction. */
  publish(tx: Db, what: Signal, data?: object): Promise<void>;
  /** Runs the workers of this process. */
  work(): Promise<void>;
  /** Waits for running jobs, then stops. */
  stop(): Promise<void>;
};

export type Subscriptions = [Signal, Job<never>, { after?: number }?][];

/** Starts pg-boss on the database's own connection string. `jobs` are all there are; `subscriptions` who listens to what. */
export async function startJobs(options: {
  url: string;
  database: Database;
  clock: Clock;
  log: Logger;
  jobs: Job<never>[];
  subscriptions: Subscriptions;
  timeZone: () => Promise<string>;
  /** How often the zone is asked for again: it is chosen at the first visit, and may change. */
  zoneEveryMs?: number;
  site?: Pick<Site, 'url' | 'sendMail' | 'vault'>;
}): Promise<Jobs> {
  const boss = new PgBoss({ connectionString: options.url, max: 4, useListenNotify: true, application_name: 'banso-jobs' } as ConstructorParameters<
    typeof PgBoss
  >[0]);
  boss.on('error', (error) => options.log.warn({ err: error }, 'jobs'));
  await boss.start();
  await makeQueues(boss, options.jobs);
  let zone = '';
  let zoneTimer: NodeJS.Timeout | undefined;
  async function scheduleAll(): Promise<void> {
    const now = await options.timeZone();
    if (now === zone) return;
    for (const job of options.jobs) if (job.cron) await boss.schedule(job.name, job.cron, {}, { tz: now });
    zone = now;
  }
  const self: Jobs = {
    async enqueue(tx, job, data, how = {}) {
      const db = { executeSql: (text: string, values?: unknown[]) => execute(tx, text, values) };
      const after = how.after ? { startAfter: how.after } : {};
      await (how.key ? boss.upsert(job.name, data, { ...after, singletonKey: how.key, db }) : boss.send(job.name, data, { ...after, db }));
    },
    async publish(tx, what, data = {}) {
      for (const [on, job, how] of options.subscriptions) if (on.signal === what.signal) await self.enqueue(tx, job, data as never, how);
    },
    async work() {
      const context: JobContext = {
        database: options.database,
        db: options.database.db,
        clock: options.clock,
        log: options.log,
        jobs: self,
        site: options.site,
      };
      for (const job of options.jobs) {
        await boss.work(job.name, { pollingIntervalSeconds: 2, notifyPollingIntervalSeconds: 2, batchSize: 1 }, async (batch) => {
          for (const item of batch) await run(job, context, item.data as never);
        });
      }
      await scheduleAll();
      zoneTimer = setInterval(
        () => void scheduleAll().catch((error: unknown) => options.log.warn({ err: error }, 'the clock of the jobs was not set')),
        options.zoneEveryMs ?? 60_000,
      );
      zoneTimer.unref();
    },
    stop() {
      clearInterval(zoneTimer);
      return boss.stop({ graceful: true, timeout: 25_000 });
    },
  };
  return self;
}

/** Queues of an earlier version get the settings this one has; what waits in them already keeps those it was queued with. */
async function makeQueues(boss: PgBoss, jobs: Job<never>[]): Promise<void> {
  const known = new Map((await boss.getQueues()).map((q) => [q.name, q]));
  for (const job of jobs) {
    const wanted = queueSettings(job);
    const found = known.get(job.name);
    if (!found) await boss.createQueue(job.name, { policy: job.once ? 'stately' : 'standard', ...wanted });
    else if (Object.entries(wanted).some(([key, value]) => found[key as keyof typeof wanted] !== value)) await boss.updateQueue(job.name, wanted);
  }
}

const queueSettings = ({ retries, minutes }: Pick<Job<never>, 'retries' | 'minutes'>) => ({
  notify: true,
  retryLimit: retries ?? 3,
  retryBackoff: true,
  retryDelay: 2,
  expireInSeconds: (minutes ?? 15) * 60,
});

async function run(job: Job<never>, context: JobContext, data: never): Promise<void> {
  const log = context.log.child({ job: job.name });
  const started = performance.now();
  try {
    await job.run({ ...context, log }, data);
    log.info({ ms: Math.round(performance.now() - started) }, 'job done');
  } catch (error) {
    log.error({ err: error, ms: Math.round(performance.now() - started) }, 'job failed');
    throw error;
  }
}

// pg-boss speaks in $1, $2 and an array; drizzle's transaction takes an sql object.
async function execute(tx: Db, text: string, values: unknown[] = []): Promise<{ rows: unknown[] }> {
  const pieces = text.split(/\$(\d+)/);
  const query: SQL[] = pieces.map((piece, i) => (i % 2 ? sql`${sql.param(values[Number(piece) - 1])}` : sql.raw(piece)));
  const result = await tx.execute(sql.join(query));
  return { rows: result.rows };
}

/** Jobs that are run by hand: for tests and the command line, where nothing runs in the background. */
export function collectingJobs(
  jobs: Job<never>[] = [],
  subscriptions: Subscriptions = [],
): Jobs & { queued: { name: string; data: object }[]; drain(context: Omit<JobContext, 'jobs'>): Promise<void> } {
  const queued: { name: string; data: object }[] = [];
  const self = {
    queued,
    async enqueue(_tx: Db, job: { name: string }, data: object) {
      const once = jobs.find((j) => j.name === job.name)?.once;
      if (!once || !queued.some((q) => q.name === job.name)) queued.push({ name: job.name, data });
    },
    async publish(tx: Db, what: Signal, data: object = {}) {
      for (const [on, job] of subscriptions) if (on.signal === what.signal) await self.enqueue(tx, job, data);
    },
    async work() {},
    async stop() {},
    async drain(context: Omit<JobContext, 'jobs'>) {
      for (let item = queued.shift(); item; item = queued.shift()) {
        const job = jobs.find((j) => j.name === item!.name);
        if (!job) throw new Error(`no job ${item.name}`);
        await job.run({ ...context, jobs: self as Jobs }, item.data as never);
      }
    },
  };
  return self as never;
}
