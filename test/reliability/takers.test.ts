import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, expect, test } from 'vitest';
import { projectRoot } from '../../src/platform/config/project.ts';
import { newId } from '../../src/platform/ids/ids.ts';
import { memberId, testApi } from '../../src/platform/testing/api.ts';
import { until } from './running.ts';

const rounds = 4;
const perRound = 150;
const running = new Set<ChildProcess>();
/** What a worker said that ended by itself: none should. */
let broken: string | undefined;
afterAll(() => running.forEach((worker) => worker.kill('SIGKILL')));

/** A worker process of its own; resolved once it takes firings. */
function startTaker(url: string): Promise<ChildProcess> {
  const worker = spawn(process.execPath, ['--import', 'tsx', join(projectRoot, 'test/reliability/taker.ts'), url], {
    cwd: projectRoot,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  worker.stderr!.on('data', (chunk) => (said = (said + chunk).slice(-2_000)));
  running.add(worker);
  return new Promise((resolve, reject) => {
    worker.stdout!.once('data', () => resolve(worker));
    worker.once('exit', (code, signal) => {
      running.delete(worker);
      if (signal === 'SIGKILL') return;
      broken = `a worker ended with ${code}: ${said}`;
      reject(new Error(broken));
    });
  });
}

test('three workers over the same firings, one after the other killed with kill -9: each firing makes its CTA once', async () => {
  const { database } = await testApi({});
  const { pool } = database;
  await pool.query('create table heard (signal text not null, data jsonb)');
  await pool.query('insert into member_slots values ($1, 100)', [memberId('csm')]);
  const ruleId = newId();
  const cta = { kind: 'cta', type: 'risk', reason: 'usage_fell', title: '利用が急減', owner: { kind: 'member', memberId: memberId('csm') } };
  const actions = [
    cta,
    { ...cta, reason: 'silent', title: '利用の停止' },
    { kind: 'add_tag', tag: '要確認' },
    { kind: 'notify', to: cta.owner, text: '確認してください' },
  ];
  await pool.query(`insert into rules (rule_id, name, status, version, created_at, updated_at) values ($1, 'R', 'live', 1, now(), now())`, [ruleId]);
  await pool.query(`insert into rule_versions (rule_id, version, definition, published_at, first_day) values ($1, 1, $2, now(), '2026-11-01')`, [
    ruleId,
    { condition: { all: [] }, trigger: { kind: 'becomes' }, actions },
  ]);
  await pool.query(
    `insert into accounts (account_id, name, created_at, updated_at) select banso_uuid7(), '顧客' || n, now(), now() from generate_series(1, $1) n`,
    [rounds * perRound],
  );
  // Each customer fires twice, so that the second finds the first one's CTA.
  const fire = (round: number) =>
    pool.query(
      `insert into rule_firings (account_id, product_no, rule_id, fired_on, version, for_day, at, facts)
       select a.account_id, 0, $1, d, 1, d - 1, now(), '[]' from (select account_id from accounts order by account_id offset $2 limit $3) a cross join unnest('{2026-11-23,2026-11-24}'::date[]) d`,
      [ruleId, round * perRound, perRound],
    );
  const workers = await Promise.all([1, 2, 3].map(() => startTaker(database.url)));
  for (let round = 0; round < rounds; round++) {
    await fire(round);
    await sleep(Math.random() * 150);
    workers[round % 3]!.kill('SIGKILL');
    workers[round % 3] = await startTaker(database.url);
  }
  const count = async (text: string) => Number((await pool.query(text)).rows[0].n);
  const waiting = () => count('select count(*) as n from rule_firings where handled_at is null');
  const taken = async () => broken !== undefined || (await waiting()) === 0;
  await until('all firings are taken', taken, () => broken);
  expect(broken).toBeUndefined();
  for (const worker of workers) worker.kill('SIGKILL');

  const customers = rounds * perRound;
  expect(await count('select count(*) as n from ctas')).toBe(2 * customers);
  expect(await count('select count(distinct (account_id, reason)) as n from ctas')).toBe(2 * customers);
  expect(await count(`select count(*) as n from cta_changes where kind = 'created'`)).toBe(2 * customers);
  const results = await pool.query(`select result = 'open_already' as held, count(*)::int as n from rule_firings group by 1 order by 1`);
  expect(results.rows).toEqual([
    { held: false, n: customers },
    { held: true, n: customers },
  ]);
  expect(await count(`select count(*) as n from ctas where slot = 'in'`)).toBe(100);
  expect(await count(`select count(*) as n from accounts where tags = '{要確認}'`)).toBe(customers);
  // A word for each firing, of which the two days of a customer are two; and one signal for each CTA.
  expect(await count(`select count(*) as n from notifications where kind = 'rules'`)).toBe(2 * customers);
  expect(await count(`select count(*) as n from audit_log where action = 'ctas.fire' and noun = 'cta'`)).toBe(2 * customers);
  const heard = `from heard, jsonb_array_elements(data->'ctas') c where signal = 'ctas.created'`;
  expect(await count(`select count(*) as n ${heard}`)).toBe(2 * customers);
  expect(await count(`select count(distinct c->>'ctaId') as n ${heard}`)).toBe(2 * customers);
}, 600_000);
