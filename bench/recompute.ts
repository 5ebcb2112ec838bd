import { fileURLToPath } from 'node:url';
import { addDays, startOfDay } from '#platform/clock/days.ts';
import { openDatabase, transaction, type Database } from '#platform/db/db.ts';
import { startThrowaway } from '#platform/db/embedded/throwaway.ts';
import { migrate } from '#platform/db/migrate.ts';
import { ensureMonth } from '#metrics/values/index.ts';
import { listMetrics } from '#metrics/definitions/index.ts';
import { defaultScorecard } from '#health/scorecards/index.ts';
import { ensureDefaults, restateDays, storeDay } from '#health/scores/index.ts';
import { collectingJobs } from '#platform/jobs/jobs.ts';
import { byHand, writeScores, type HandMeasure } from './recompute-by-hand.ts';
import { makeRecomputeData, today } from './recompute-data.ts';
import type { Result } from './result.ts';

const accounts = Number(process.env.BENCH_ACCOUNTS ?? 100_000);
const events = Number(process.env.BENCH_EVENTS ?? 10_000_000);
const rounds = Number(process.env.BENCH_ROUNDS ?? 3);
const now = new Date(`${today}T03:00:00Z`);
const migrations = fileURLToPath(new URL('../migrations', import.meta.url));

/** All metrics and scores of a day ÷ the same written by hand in SQL; the current day after 1 % of accounts changed ÷ all of them. */
export async function bench(): Promise<Result[]> {
  const postgres = await startThrowaway();
  const database = openDatabase(postgres.url, { max: 4 });
  try {
    await migrate(database.pool, migrations);
    await transaction(database, (tx) => ensureDefaults(tx, () => now));
    await moreMetrics(database);
    await makeRecomputeData(database, accounts, events);
    await makeHandTables(database);
    await ensureMonth(database.pool, today);
    const hand: number[] = [];
    const engine: number[] = [];
    for (let i = 0; i < rounds; i++) {
      await database.pool.query('truncate hand_metric_days, hand_score_days, metric_days, score_days');
      hand.push(await timed(() => byHand(database, startOfDay(addDays(today, 1), 'Asia/Tokyo').toISOString())));
      engine.push(await timed(() => make(database, 'all')));
    }
    await mustBeEqual(database);
    const some = (
      await database.pool.query<{ id: string }>(`select account_id as id from accounts order by md5(external_id) limit ${Math.max(1, accounts / 100)}`)
    ).rows.map((r) => r.id);
    const changed: number[] = [];
    for (let i = 0; i < rounds; i++) changed.push(await timed(() => make(database, some)));
    const restated = await timed(() => restate(database));
    const [h, e, c] = [hand, engine, changed].map((all) => Math.min(...all)) as [number, number, number];
    const size = `${accounts.toLocaleString('en')} accounts, ${events.toLocaleString('en')} events, 26 metrics, best of ${rounds}`;
    return [
      {
        name: 'recomputing all metrics and scores of a day ÷ the same in SQL by hand',
        value: e / h,
        limit: 1.3,
        unit: '×',
        detail: `${seconds(e)} ÷ ${seconds(h)}; ${size}; both gave the same values`,
      },
      {
        name: 'the current day after 1 % of accounts changed ÷ all accounts',
        value: c / e,
        limit: 0.1,
        unit: '×',
        detail: `${seconds(c)} ÷ ${seconds(e)}; ${some.length.toLocaleString('en')} accounts`,
      },
      {
        name: 'a past day scored by a new version of the scorecard, all accounts',
        value: restated / 1000,
        limit: null,
        unit: 's',
        detail: 'from stored values; twenty-eight such days after a version is published, beside the day’s work',
      },
    ];
  } finally {
    await database.close();
    await postgres.stop();
  }
}

const make = (database: Database, who: string[] | 'all') => transaction(database, (tx) => storeDay(tx, today, { accounts: who, final: false, now }));
/** The next day a version is published: the day made so far is scored by it too. */
async function restate(database: Database): Promise<void> {
  const tomorrow = addDays(today, 1);
  await database.pool.query(
    `insert into scorecard_versions (scorecard_id, version, status, definition, from_day, published_at, created_at)
     select scorecard_id, 2, 'published', definition, $1, now(), now() from scorecard_versions`,
    [tomorrow],
  );
  const days = await restateDays(database, collectingJobs(), () => new Date(`${tomorrow}T03:00:00Z`));
  if (days.length !== 1) throw new Error(`days restated: ${days.join(', ')}`);
}

const seconds = (ms: number) => `${(ms / 1000).toFixed(2)} s`;

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

/** Beside the defaults, some that look at single events. */
async function moreMetrics({ pool }: Database): Promise<void> {
  const more = [
    { kind: 'active_users', days: 7 },
    { kind: 'active_users', days: 90 },
    { kind: 'event_count', events: ['event1'], days: 7 },
    { kind: 'event_count', events: ['event1'], days: 28 },
    { kind: 'event_count', events: ['event1', 'event2', 'event3'], days: 90 },
    { kind: 'breadth', events: ['event1', 'event2', 'event5', 'event6', 'event7'], days: 28 },
  ];
  for (const [i, definition] of more.entries()) {
    await pool.query(
      `insert into metric_definitions (metric_id, version, slot, key, name, definition, unit, direction, from_day, created_at) values (gen_random_uuid(), 1, $1, $2, $2, $3, 'count', 'higher', '2024-01-01', now())`,
      [21 + i, `bench_${i}`, definition],
    );
  }
}

async function makeHandTables(database: Database): Promise<void> {
  for (const table of ['metric_days', 'score_days'])
    await database.pool.query(`create table hand_${table} (like ${table} including defaults including indexes)`);
  const slots = new Map((await listMetrics(database.db)).map((m) => [m.key, m.slot]));
  writeScores(
    defaultScorecard.measures.map(({ metric, weight, mapping }): HandMeasure => {
      const slot = slots.get(metric)!;
      return mapping.type === 'bands' ? { slot, weight, yes: true } : { slot, weight, zero: mapping.from.value, full: mapping.to.value };
    }),
  );
}

/** A benchmark of two things that differ says nothing. */
async function mustBeEqual({ pool }: Database): Promise<void> {
  const { rows } = await pool.query(`select
    (select count(*)::int from metric_days) as made,
    (select count(*)::int from metric_days m full join hand_metric_days h using (account_id, product_no, day) where m.v is distinct from h.v) as values_differ,
    (select count(*)::int from score_days s full join hand_score_days h using (account_id, product_no, day)
      where s.total is distinct from h.total or s.colour is distinct from h.colour or s.reason is distinct from h.reason or s.coverage is distinct from h.coverage) as scores_differ`);
  const { made, values_differ, scores_differ } = rows[0];
  if (made !== accounts || values_differ || scores_differ) throw new Error(`engine and hand differ: ${JSON.stringify(rows[0])}`);
}
