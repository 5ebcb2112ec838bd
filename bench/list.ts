import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { insertKey } from '#accounts/keys/store.ts';
import { openDatabase, type Database } from '#platform/db/db.ts';
import { startThrowaway } from '#platform/db/embedded/throwaway.ts';
import { migrate } from '#platform/db/migrate.ts';
import { tendIndexes } from '#rules/facts/indexes.ts';
import { createApp } from '#platform/http/app.ts';
import { collectingJobs } from '#platform/jobs/jobs.ts';
import { pino } from 'pino';
import { routes } from '#rules/lists/routes.ts';
import { makeListData } from './list-data.ts';
import { load, percentile, startChild, stopChild, type Asked } from './load.ts';
import type { Result } from './result.ts';

const seconds = Number(process.env.BENCH_SECONDS ?? 4);
const rounds = 5;
const connections = 8;
const migrations = fileURLToPath(new URL('../migrations', import.meta.url));
const columns = ['usage', 'phase', 'touch_model', 'mrr', 'renewal_on', 'reason', 'last_touch_on', 'csm', 'metric.metric1', 'attribute.text1'];

const question = (field: string, direction: string, all: object[]) => ({ sort: { field, direction }, condition: { all }, columns });
/** What a day's work asks of the list: by fixed fields, by attributes, by metrics; wide and narrow. */
const questions = [
  question('mrr', 'desc', []),
  question('name', 'asc', []),
  question('score', 'asc', [{ field: 'churned_on', operator: 'unknown' }]),
  question('mrr', 'desc', [
    { field: 'colour', operator: 'in', value: ['risk', 'watch'] },
    { field: 'renewal_on', operator: 'nextDays', value: 90 },
  ]),
  question('renewal_on', 'asc', [{ field: 'csm', operator: 'in', value: ['00000000-0000-7000-8000-000000000007'] }]),
  question('metric.metric3', 'desc', [
    { field: 'metric.metric5', operator: 'gte', value: 45 },
    { field: 'employees', operator: 'gte', value: 100 },
  ]),
  question('attribute.money2', 'desc', [{ field: 'attribute.text3', operator: 'in', value: ['値9', '値12'] }]),
  question('metric.metric7', 'asc', [
    { field: 'metric.metric7', operator: 'known' },
    { field: 'attribute.boolean1', operator: 'is', value: true },
    { field: 'touch_model', operator: 'in', value: ['high'] },
  ]),
];

/** List, filter, sort over 100,000 accounts: p95 at 8 connections ÷ bare Node http and pg running the same SQL. */
export async function bench(): Promise<Result[]> {
  const folder = await mkdtemp(join(tmpdir(), 'banso-bench-'));
  const postgres = await startThrowaway();
  const database = openDatabase(postgres.url, { max: 8 });
  try {
    await migrate(database.pool, migrations);
    await makeListData(database);
    const key = (await insertKey(database.db, { name: 'bench', scope: 'read', source: null, history: false, expiresAt: null, createdBy: null }, new Date()))
      .secret;
    const statements = await captureStatements(database);
    await tendIndexes(database, new Date());
    await writeFile(join(folder, 'statements.json'), JSON.stringify(statements));
    const asApp = (path: string, bodies: object[]): Asked[] =>
      bodies.map((body) => ({ path, headers: { authorization: `Bearer ${key}` }, body: JSON.stringify(body) }));
    const app = asApp('/api/accounts/query', questions);
    const bare = questions.map((_, i): Asked => ({ path: '/', headers: {}, body: JSON.stringify({ question: i }) }));
    const measured = await measure(postgres.url, join(folder, 'statements.json'), app, bare);
    const exact = asApp('/api/accounts/count', [{ condition: questions[3]!.condition }, { condition: questions[5]!.condition }, {}]);
    const counting = await counted(postgres.url, exact);
    return results(measured, counting);
  } finally {
    await database.close();
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** The SQL that the application runs for each question, as it is sent. */
async function captureStatements(database: Database): Promise<{ text: string; values: unknown[] }[][]> {
  const seen: { text: string; values: unknown[] }[] = [];
  const original = database.pool.query.bind(database.pool) as (...args: unknown[]) => unknown;
  database.pool.query = ((config: { text: string }, values: unknown[], ...rest: unknown[]) => {
    if (typeof config === 'object' && /from account_facts f/.test(config.text)) seen.push({ text: config.text, values: values ?? [] });
    return original(config, values, ...rest);
  }) as never;
  const app = createApp({
    database,
    clock: () => new Date(),
    jobs: collectingJobs() as never,
    log: pino({ level: 'error' }),
    routers: { lists: routes },
    raw: [],
    site: {} as never,
    authenticate: async () => ({ kind: 'system', name: 'bench' }),
  });
  const all: (typeof seen)[] = [];
  for (const body of questions) {
    seen.length = 0;
    const answer = await app.request('/api/accounts/query', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
    if (answer.status !== 200) throw new Error(await answer.text());
    all.push(seen.filter((s) => !/values \(\$1/.test(s.text)).map((s) => ({ ...s })));
  }
  database.pool.query = original as never;
  return all;
}

/** Times of each question's answers in one round. */
type Round = { app: number[][]; bare: number[][] };

/** In turns, so that a slow minute of the machine falls on both. */
async function measure(url: string, statements: string, app: Asked[], bare: Asked[]): Promise<Round[]> {
  const file = new URL('./list-server.ts', import.meta.url);
  const children = [await startChild(file, ['app', url, '3811', statements]), await startChild(file, ['bare', url, '3812', statements])];
  const all: Round[] = [];
  try {
    for (const [port, asked] of [
      [3811, app],
      [3812, bare],
    ] as const)
      await load(`http://127.0.0.1:${port}`, asked, connections, 2_000);
    for (let round = 0; round < rounds; round++)
      all.push({
        app: await load('http://127.0.0.1:3811', app, connections, seconds * 1000),
        bare: await load('http://127.0.0.1:3812', bare, connections, seconds * 1000),
      });
    return all;
  } finally {
    for (const child of children) await stopChild(child);
  }
}

async function counted(url: string, asked: Asked[]): Promise<number[]> {
  const child = await startChild(new URL('./list-server.ts', import.meta.url), ['app', url, '3813', '']);
  try {
    await load('http://127.0.0.1:3813', asked, 1, 1_000);
    return (await load('http://127.0.0.1:3813', asked, 1, 3_000)).flat();
  } finally {
    await stopChild(child);
  }
}

/** Of the round in which bare Node was least disturbed by what else the machine does; the others are told beside it. */
function results(all: Round[], counting: number[]): Result[] {
  const p95 = (times: number[][]) => percentile(times.flat(), 0.95);
  const { app, bare } = all.toSorted((a, b) => p95(a.bare) - p95(b.bare))[0]!;
  const [ours, theirs] = [p95(app), p95(bare)];
  const ms = (n: number) => `${n.toFixed(1)} ms`;
  const worst = app.map((times, i) => ({ i, p95: percentile(times, 0.95), bare: percentile(bare[i]!, 0.95) })).sort((a, b) => b.p95 - a.p95)[0]!;
  const detail = `p95 ${ms(ours)} against ${ms(theirs)}, median ${ms(percentile(app.flat(), 0.5))} against ${ms(percentile(bare.flat(), 0.5))}; ${app.flat().length} answers; slowest question (sort by ${questions[worst.i]!.sort.field}) ${ms(worst.p95)} against ${ms(worst.bare)}`;
  return [
    { name: 'list, filter, sort of 100,000 accounts: p95 at 8 connections ÷ bare Node http and pg', value: ours / theirs, limit: 1.5, unit: '×', detail },
    {
      name: 'list, filter, sort of 100,000 accounts: p95 at 8 connections',
      value: ours,
      limit: 50,
      unit: 'ms',
      detail: `8 questions, each with a page of 50 and a count capped at 1,000; the quietest of ${all.length} rounds, which gave ${all.map((r) => `${p95(r.app).toFixed(0)} (bare ${p95(r.bare).toFixed(0)})`).join(', ')} ms`,
    },
    {
      name: 'exact count with sums of 100,000 accounts: p95 at 1 connection',
      value: percentile(counting, 0.95),
      limit: null,
      unit: 'ms',
      detail: `median ${ms(percentile(counting, 0.5))}`,
    },
  ];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.table(await bench());
