import type pg from 'pg';
import type { Logger } from 'pino';
import { sourceCounters } from '#accounts/sources/index.ts';
import { dayOf, type Clock } from '#platform/clock/days.ts';
import { sqlState, type Database } from '#platform/db/db.ts';
import { signal, type Jobs } from '#platform/jobs/jobs.ts';
import { readOrganisation } from '#platform/organisation/organisation.ts';
import { flush, type FlushTime } from './flush.ts';
import { rotateLedger } from './ledger.ts';
import type { Message } from './message.ts';
import { eventNames } from './names.ts';
import { overflowCounter } from './overflow.ts';
import { addMonths, knownMonths, monthOf } from './partitions.ts';

/** Usage has arrived: days wait to be rolled up. */
export const eventsArrived = signal('events.arrived');

/** Too much is waiting for the disk; the sender tries again. */
export class Overloaded extends Error {}

export type Collector = {
  /** Resolves when the messages are on disk. Rejects with `Overloaded` when the queue is full. */
  add(messages: Message[]): Promise<void>;
  refuse(sourceNo: number, count: number, why: string): void;
  /** Waits for what was added, saves the counters and tells the roll-up. */
  settle(): Promise<void>;
  stop(): Promise<void>;
};

type Entry = { messages: Message[]; resolve(): void; reject(error: unknown): void };
const perFlush = 5_000;
const maxWaiting = 50_000;
// A second writer pays only when there is enough for it; small flushes would share the disk's sync otherwise.
const secondWriterFrom = 2_000;
// Clients that were answered together send their next request together: waiting for them, a part of what a flush
// takes, shares one commit again. Without it they fall into two groups that wait for each other.
const gatherShare = 0.25;
const gatherAtMost = 20;

/**
 * Group commit over requests: while one flush is being written the next gathers, so a commit is shared by all
 * requests that wait for it, and a lone request does not wait.
 */
export function startCollector(options: {
  database: Pick<Database, 'pool' | 'db'>;
  clock: Clock;
  jobs: Pick<Jobs, 'publish'>;
  log: Logger;
  nameCap?: number;
}): Collector {
  const { pool, db } = options.database;
  const counters = sourceCounters(pool, options.clock);
  const overflow = overflowCounter(pool, options.clock);
  const names = eventNames(pool, { ...(options.nameCap === undefined ? {} : { cap: options.nameCap }), onOverflow: overflow.add });
  const times = flushTimes(options);
  let months: Set<string> | undefined;
  let queue: Entry[] = [];
  let queued = 0;
  let running = 0;
  // Who was answered comes back, beside those who wait already.
  let expected = 0;
  let gatherMs = 0;
  let answeredAt = 0;
  let gathering: NodeJS.Timeout | undefined;
  let arrived = false;
  const chores = setInterval(() => void tidy(), 1_000);
  chores.unref();

  function pump(): void {
    if (running === 0 && queue.length > 0 && queue.length < expected && queued < secondWriterFrom && performance.now() - answeredAt < gatherMs) {
      gathering ??= setTimeout(() => {
        gathering = undefined;
        expected = 0;
        // What has reached the socket meanwhile is read before this runs.
        setImmediate(pump);
      }, gatherMs);
      return;
    }
    while (queue.length && (running === 0 || (running === 1 && queued >= secondWriterFrom))) {
      const entries = take();
      const started = performance.now();
      running++;
      void write(entries).finally(() => {
        running--;
        expected = queue.length + entries.length;
        answeredAt = performance.now();
        gatherMs = Math.min(gatherAtMost, gatherShare * (answeredAt - started));
        pump();
      });
    }
  }

  function take(): Entry[] {
    let count = 0;
    let end = 0;
    while (end < queue.length && (end === 0 || count + queue[end]!.messages.length <= perFlush)) count += queue[end++]!.messages.length;
    const taken = queue.slice(0, end);
    queue = queue.slice(end);
    queued -= count;
    return taken;
  }

  async function write(entries: Entry[]): Promise<void> {
    try {
      await store(entries.flatMap((e) => e.messages));
      for (const e of entries) e.resolve();
    } catch (error) {
      // One request with something Postgres refuses must not take the others with it.
      if (entries.length > 1 && /^(22|23|54)/.test(sqlState(error) ?? '')) for (const e of entries) await write([e]);
      else for (const e of entries) e.reject(error);
    }
  }

  async function store(messages: Message[]): Promise<void> {
    const events = messages.filter((m) => m.kind === 'event');
    const time = await times();
    await addMissingMonths(events.map((e) => e.at));
    const numbers = await names.numbersOf(events.map((e) => e.event));
    const placed = await flush(pool, messages, numbers, time);
    const sent = new Map<number, number>();
    for (const e of events) sent.set(e.sourceNo, (sent.get(e.sourceNo) ?? 0) + 1);
    for (const m of messages) if (m.kind === 'group' && !sent.has(m.sourceNo)) sent.set(m.sourceNo, 0);
    for (const [sourceNo, all] of sent) {
      const p = placed.find((x) => x.sourceNo === sourceNo) ?? { fresh: 0, waiting: 0, history: 0 };
      counters.add(sourceNo, time.today, { accepted: p.fresh, repeated: all - p.fresh, waiting: p.waiting, history: p.history });
    }
    if (placed.some((p) => p.fresh > p.waiting)) arrived = true;
  }

  async function addMissingMonths(moments: number[]): Promise<void> {
    months ??= await knownMonths(pool);
    const missing = new Set<string>();
    let last = '';
    for (const ms of moments) {
      const month = monthOf(ms);
      if (month !== last && !months.has(month)) missing.add(month);
      last = month;
    }
    if (missing.size) for (const month of await addMonths(pool, missing)) months.add(month);
  }

  async function tidy(): Promise<void> {
    try {
      await Promise.all([counters.save(), overflow.save()]);
      if (!arrived) return;
      arrived = false;
      await jobs().publish(db, eventsArrived);
    } catch (error) {
      options.log.warn({ err: error }, 'usage counters were not saved');
    }
  }
  const jobs = () => options.jobs;

  async function settle(): Promise<void> {
    while (queue.length || running) await new Promise((done) => setTimeout(done, 5));
    await tidy();
  }

  return {
    add(messages) {
      if (!messages.length) return Promise.resolve();
      if (queued + messages.length > maxWaiting) return Promise.reject(new Overloaded());
      return new Promise((resolve, reject) => {
        queue.push({ messages, resolve, reject });
        queued += messages.length;
        // Requests that are being read in this turn of the event loop join the same flush.
        setImmediate(pump);
      });
    },
    refuse: (sourceNo, count, why) => void times().then((time) => counters.add(sourceNo, time.today, { refused: count, refusedWhy: why })),
    settle,
    async stop() {
      clearInterval(chores);
      await settle();
    },
  };
}

/** Today and the zone for a flush; the organisation is read again every few seconds, the month's ledger turned when it changes. */
function flushTimes(options: { database: { pool: pg.Pool; db: Database['db'] }; clock: Clock }): () => Promise<FlushTime> {
  let zone: { name: string; until: number } | undefined;
  let ledgerMonth = '';
  return async () => {
    if (!zone || zone.until < performance.now()) {
      zone = { name: (await readOrganisation(options.database.db)).timeZone, until: performance.now() + 5_000 };
    }
    const now = options.clock();
    const today = dayOf(now, zone.name);
    if (ledgerMonth !== today.slice(0, 7)) {
      await rotateLedger(options.database.pool, today);
      ledgerMonth = today.slice(0, 7);
    }
    return { now, today, timeZone: zone.name };
  };
}
