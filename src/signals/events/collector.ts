import type pg from 'pg';
import type { Logger } from 'pino';
import { sourceCounters } from '#accounts/sources/index.ts';
import { dayOf, type Clock } from '#platform/clock/days.ts';
import type { Database } from '#platform/db/db.ts';
import { signal, type Jobs } from '#platform/jobs/jobs.ts';
import { readOrganisation } from '#platform/organisation/organisation.ts';
import { flush, type FlushTime } from './flush.ts';
import { groupCommit } from './group-commit.ts';
import { rotateLedger } from './ledger.ts';
import type { Message } from './message.ts';
import { eventNames } from './names.ts';
import { overflowCounter } from './overflow.ts';
import { addMonths, knownMonths, monthOf } from './partitions.ts';

/** Usage has arrived: days wait to be rolled up. */
export const eventsArrived = signal('events.arrived');

export type Collector = {
  /** Resolves when the messages are on disk. Rejects with `Overloaded` when the queue is full. */
  add(messages: Message[]): Promise<void>;
  refuse(sourceNo: number, count: number, why: string): void;
  /** Waits for what was added, saves the counters and tells the roll-up. */
  settle(): Promise<void>;
  stop(): Promise<void>;
};

/** Stores what arrives, commits shared over requests, and keeps count of it by source. */
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
  const addMissingMonths = monthsOnce(pool);
  const { add, settle: settled } = groupCommit(store);
  let arrived = false;
  const chores = setInterval(() => void tidy(), 1_000);
  chores.unref();

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

  async function tidy(): Promise<void> {
    try {
      await Promise.all([counters.save(), overflow.save()]);
      if (!arrived) return;
      arrived = false;
      await options.jobs.publish(db, eventsArrived);
    } catch (error) {
      options.log.warn({ err: error }, 'usage counters were not saved');
    }
  }

  async function settle(): Promise<void> {
    await settled();
    await tidy();
  }

  return {
    add,
    refuse(sourceNo, count, why) {
      times().then(
        (time) => counters.add(sourceNo, time.today, { refused: count, refusedWhy: why }),
        (error: unknown) => options.log.warn({ err: error }, 'a refused message was not counted'),
      );
    },
    settle,
    async stop() {
      clearInterval(chores);
      await settle();
    },
  };
}

/** Gives the months of events their partitions; those that are there are remembered. */
function monthsOnce(pool: pg.Pool): (moments: readonly number[]) => Promise<void> {
  let months: Set<string> | undefined;
  return async (moments) => {
    months ??= await knownMonths(pool);
    const missing = new Set<string>();
    let last = '';
    for (const ms of moments) {
      const month = monthOf(ms);
      if (month !== last && !months.has(month)) missing.add(month);
      last = month;
    }
    if (missing.size) for (const month of await addMonths(pool, missing)) months.add(month);
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
