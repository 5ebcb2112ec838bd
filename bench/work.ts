import { pino } from 'pino';
import { fileURLToPath } from 'node:url';
import { sql } from 'drizzle-orm';
import { takeFiringsJob } from '#actions/ctas/index.ts';
import { everyoneBeside } from '#actions/playbooks/everyone.sql.ts';
import { morningPlaybooks, startForCta } from '#actions/playbooks/index.ts';
import { startRuns } from '#actions/playbooks/start.sql.ts';
import { liveVersion } from '#actions/playbooks/store.ts';
import { routes as teamRoutes } from '#actions/team/routes.ts';
import { routes as todayRoutes } from '#actions/today/routes.ts';
import { addDays } from '#platform/clock/days.ts';
import { openDatabase, rows, transaction, type Database, type Db } from '#platform/db/db.ts';
import { startThrowaway } from '#platform/db/embedded/throwaway.ts';
import { migrate } from '#platform/db/migrate.ts';
import { createApp } from '#platform/http/app.ts';
import { collectingJobs } from '#platform/jobs/jobs.ts';
import { runReplay } from '#review/replay/run.ts';
import { loadCatalogue } from '#rules/conditions/index.ts';
import { refreshFacts } from '#rules/facts/index.ts';
import { firingsOver, ruleDefinition, ruleFrame } from '#rules/rules/index.ts';
import { percentile } from './load.ts';
import type { Result } from './result.ts';
import { ruleAccounts } from './rules-data.ts';
import { csm, definition, fired, makePast, makeWorkData, playbookId, replayDays, runs, today } from './work-data.ts';

const clock = () => new Date(`${today}T08:00:00+09:00`);
const rule = ruleDefinition.parse(definition);
const span = { from: addDays(today, -replayDays), to: addDays(today, -1) };
const n = (x: number) => x.toLocaleString('en');
const seconds = (ms: number) => ms / 1000;

/** The work of a day over 100,000 customers: what a CSM opens, what the morning makes, and what a rule is asked of a year. */
export async function bench(): Promise<Result[]> {
  const postgres = await startThrowaway();
  const database = openDatabase(postgres.url, { max: 8 });
  try {
    await migrate(database.pool, fileURLToPath(new URL('../migrations', import.meta.url)));
    await makeWorkData(database);
    await transaction(database, (tx) => refreshFacts(tx, 'all', today, { zone: 'Asia/Tokyo', now: clock() }));
    await database.pool.query('vacuum analyze');
    return [...(await mornings(database)), ...(await screens(database)), ...(await replays(database))];
  } finally {
    await database.close();
    await postgres.stop();
  }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

async function mornings(database: Database): Promise<Result[]> {
  const { db, pool } = database;
  const jobs = collectingJobs();
  const context = { database, db, clock, jobs, log: pino({ level: 'silent' }) };
  const taken = await timed(() => takeFiringsJob.run(context, {}));
  const ctas = await rows<{ accountId: string; ctaId: string; playbookId: string }>(
    db,
    sql`select account_id as "accountId", cta_id as "ctaId", ${playbookId}::text as "playbookId" from ctas where rule_id is not null`,
  );
  const started = await timed(() => startForCta.run(context, { ctas }));
  await startMany(database);
  const calm = await timed(() => morningPlaybooks.run(context, {}));
  // One renewal in a hundred has moved by a month.
  await pool.query(`update contracts set ends_on = ends_on + 30 where abs(hashtext(account_id::text)) % 100 = 0`);
  const moved = await timed(() => morningPlaybooks.run(context, {}));
  await pool.query(`update playbook_runs set started_on = $1::date - 100 - abs(hashtext(run_id::text)) % 300`, [today]);
  const everyone = await timed(() => everyoneBeside(db, playbookId, today));
  return [
    plain(`${n(fired)} firings of a morning become CTAs`, seconds(taken), 's', 'with owners, ranks, slots, history and audit rows, 400 a transaction'),
    plain(`their playbook is started for ${n(ctas.length)} of them`, seconds(started), 's', 'six tasks each; one job a batch of CTAs'),
    plain(`the morning pass over ${n(runs)} running playbooks, nothing moved`, seconds(calm), 's', 'conditions asked again, dates compared'),
    plain(`the morning pass when one renewal in a hundred has moved`, seconds(moved), 's', 'their open tasks follow'),
    plain(
      `everybody's share beside a playbook's outcome`,
      seconds(everyone),
      's',
      `on twelve first days of a month; of more than 20,000 customers a part stands for all`,
    ),
  ];
}

/** Most runs are older than this morning. */
async function startMany(database: Database): Promise<void> {
  const customers = await rows<{ accountId: string }>(
    database.db,
    sql`select account_id as "accountId" from accounts where churned_on is null order by account_id limit ${runs}`,
  );
  await transaction(database, async (tx) => {
    const live = (await liveVersion(tx, playbookId))!;
    const asking = { today, timeZone: 'Asia/Tokyo', me: null };
    await startRuns(tx, { ...live, playbookId, customers, startedOn: today, from: 'bulk', by: null, now: clock(), asking, catalogue: await loadCatalogue(tx) });
  });
  await database.pool.query('vacuum analyze playbook_runs, tasks');
}

async function screens(database: Database): Promise<Result[]> {
  const app = createApp({
    database,
    clock,
    jobs: collectingJobs() as never,
    log: pino({ level: 'error' }),
    routers: { today: todayRoutes, team: teamRoutes },
    raw: [],
    site: {} as never,
    authenticate: async () => ({ kind: 'member', id: csm, name: '担当 1', email: '', role: 'admin', language: null }),
  });
  const load = async (path: string, times: number) => {
    const all: number[] = [];
    for (let i = 0; i < times + 3; i++) {
      const took = await timed(async () => {
        const answer = await app.request(`/api${path}`);
        if (answer.status !== 200) throw new Error(await answer.text());
        await answer.text();
      });
      if (i >= 3) all.push(took);
    }
    return all;
  };
  const one = async (name: string, path: string, limit: number | null, detail: string, times = 30) => {
    const all = await load(path, times);
    return { name, value: percentile(all, 0.95), limit, unit: 'ms', detail: `median ${percentile(all, 0.5).toFixed(0)} ms of ${times}; ${detail}` };
  };
  return [
    await one(
      'Today of a CSM with 1,000 customers: p95 at 1 connection',
      '/today',
      100,
      '60 open CTAs, tasks, renewals, risks, who was left alone, touches of 28 days',
    ),
    await one('Today: who is due for a word by the table of segments and colours: p95', '/today/cadence', null, 'asked apart; of all their customers'),
    await one('the team’s board of everybody: p95', '/team/board', null, `${n(ruleAccounts)} customers, risks, renewals by month, load of each CSM`, 15),
  ];
}

async function replays(database: Database): Promise<Result[]> {
  await makePast(database);
  const { db } = database;
  const frame = await ruleFrame(db);
  const count = async (of: (db: Db) => Promise<{ n: number }[]>) => (await of(db))[0]!.n;
  let found = { ours: 0, hand: 0 };
  const times = { ours: [] as number[], hand: [] as number[] };
  for (let round = 0; round < 2; round++) {
    times.ours.push(
      await timed(
        async () => (found = { ...found, ours: await count(() => rows(db, sql`select count(*)::int as n from (${firingsOver(rule, span, frame)}) f`)) }),
      ),
    );
    times.hand.push(await timed(async () => (found = { ...found, hand: await count(() => rows(db, byHand)) })));
  }
  if (found.ours !== found.hand) throw new Error(`not the same firings: ${found.ours} and ${found.hand} by hand`);
  const asking = { definition: rule, ruleId: null, live: false, days: replayDays, today, closedAfterDays: null };
  let ctas = 0;
  const whole = await timed(async () => (ctas = (await runReplay(db, asking)).result.ctas));
  const [ours, hand] = [Math.min(...times.ours), Math.min(...times.hand)];
  return [
    {
      name: `firings of one rule over ${replayDays} days of ${n(ruleAccounts)} customers ÷ the same in SQL by hand`,
      value: ours / hand,
      limit: 1.5,
      unit: '×',
      detail: `${seconds(ours).toFixed(1)} s ÷ ${seconds(hand).toFixed(1)} s, best of 2 each in turn; ${n(found.ours)} firings, both the same`,
    },
    plain(
      `a whole replay over ${replayDays} days`,
      seconds(whole),
      's',
      `${n(ctas)} CTAs, with their owners of the time, slots, overlap with a live rule and what came after`,
    ),
  ];
}

const plain = (name: string, value: number, unit: string, detail: string): Result => ({ name, value, limit: null, unit, detail });

/** As somebody would write it for this one rule: streaks of low days by the difference of day and number, the third day counts. */
const byHand = sql`
  select count(*)::int as n from (
    select account_id, min(day) as began, max(day) as ended from (
      select m.account_id, m.day, m.day - (row_number() over (partition by m.account_id order by m.day))::int as island
      from metric_days m join accounts a using (account_id)
      where m.product_no = 0 and m.day between ${addDays(span.from, -3)}::date and ${span.to}::date and m.v[1] <= 2 and (a.churned_on is null or a.churned_on > m.day)) d
    group by account_id, island) s
  where ended >= began + 2 and began + 2 between ${span.from}::date and ${span.to}::date`;
