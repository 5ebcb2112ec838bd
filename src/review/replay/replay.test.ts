import { beforeAll, describe, expect, it } from 'vitest';
import { makeAccount } from '#accounts/accounts/factory.ts';
import { makeAssignment } from '#accounts/assignments/factory.ts';
import { takeFiringsJob } from '#actions/ctas/index.ts';
import { addDays, daysBetween, type Day } from '#platform/clock/days.ts';
import { rows } from '#platform/db/db.ts';
import { memberId, testApi } from '#platform/testing/api.ts';
import { evaluateRulesJob, ruleDefinition, rulesFired } from '#rules/rules/index.ts';
import { routes as ruleRoutes } from '#rules/rules/routes.ts';
import { sql } from 'drizzle-orm';
import { makeReplay, replayJob, resumeReplaysJob } from './jobs.ts';
import { routes } from './routes.ts';
import { runReplay } from './run.ts';

const first: Day = '2026-09-01';
const length = 56;
const days = Array.from({ length }, (_, i) => addDays(first, i));
const cta = { kind: 'cta', type: 'risk', reason: 'usage_fell', title: '利用が急減', owner: { kind: 'role', role: 'csm' } };
const low = { condition: { field: 'metric.logins', operator: 'lte', value: 5 }, trigger: { kind: 'held', days: 2 }, actions: [cta] };
const cancel = {
  condition: { all: [] },
  trigger: { kind: 'event', event: 'cancel_page_opened' },
  actions: [
    { ...cta, reason: 'other_risk', owner: { kind: 'role', role: 'sales' } },
    { ...cta, reason: 'follow_up', type: 'activity', owner: { kind: 'member', memberId: memberId('support') } },
  ],
};

/** Always the same numbers, from 0 to below 1. */
function sequence(seed: number): () => number {
  let state = seed;
  return () => ((state = (Math.imul(state, 1664525) + 1013904223) >>> 0), state / 2 ** 32);
}

describe('replay', async () => {
  let at = new Date(`${first}T08:00:00+09:00`);
  const jobs = { jobs: [replayJob, resumeReplaysJob, takeFiringsJob, evaluateRulesJob] as never[], subscriptions: [[rulesFired, takeFiringsJob]] as never };
  const api = await testApi({ rules: ruleRoutes, replay: routes }, { clock: () => at, ...jobs });
  const { db } = api;
  const { pool } = api.database;
  const ops = api.as('ops');
  const accounts: string[] = [];
  const made = async (definition: object) => (await ops.post('/rules', { name: 'R', definition })).body.ruleId as string;

  beforeAll(async () => {
    await pool.query(
      `insert into metric_definitions (metric_id, version, slot, key, name, definition, unit, direction, from_day, created_at) values (gen_random_uuid(), 1, 1, 'logins', 'ログイン', '{}', 'count', 'higher', '2026-01-01', now())`,
    );
    await pool.query(`insert into fact_slots (column_name, field) values ('n1', 'metric.logins')`);
    await pool.query(`insert into event_names (name) values ('cancel_page_opened')`);
    await pool.query('insert into member_slots (member_id, per_week) values ($1, 2), ($2, 1)', [memberId('csm'), memberId('sales')]);
    const random = sequence(7);
    for (let i = 0; i < 24; i++) {
      const accountId = await makeAccount(db, { name: `顧客${i}` });
      accounts.push(accountId);
      // A third changes hands halfway; some have nobody.
      const changes = i % 3 === 0;
      if (i !== 5) await makeAssignment(db, { accountId, memberId: memberId('csm'), ...(changes ? { toOn: addDays(first, 27) } : {}) });
      if (changes) await makeAssignment(db, { accountId, memberId: memberId('manager'), fromOn: addDays(first, 28) });
      if (i % 2 === 0) await makeAssignment(db, { accountId, memberId: memberId('sales'), role: 'sales' });
      let n = 9;
      for (const day of days) {
        if (random() < 0.25) n = n === 9 ? 1 : 9;
        await pool.query('insert into metric_days (account_id, product_no, day, v, computed_at) values ($1, 0, $2, array[$3::float8], now())', [
          accountId,
          day,
          n,
        ]);
        if (random() < 0.06)
          await pool.query(
            `insert into account_days (account_id, day, known_on, total, events, counts, amounts, users)
             select $1, $2, $2, 1, array[event_id], '{1}', '{null}', '{1}' from event_names where name = 'cancel_page_opened'`,
            [accountId, day],
          );
      }
    }
  });

  it('is refused to who may not, and to rules that cannot be asked', async () => {
    expect((await api.as(null).post('/rules/replay', { definition: low })).status).toBe(401);
    expect((await api.as('csm').post('/rules/replay', { definition: low })).status).toBe(403);
    const wrong = await ops.post('/rules/replay', { definition: { ...low, condition: { field: 'metric.steps', operator: 'lte', value: 5 } } });
    expect(wrong).toMatchObject({ status: 400, body: { errors: [{ path: 'definition.condition.field' }] } });
    expect((await ops.post('/rules/replay', { definition: low, days: 30 })).status).toBe(400);
  });

  it('gives what really fired and was really made, for daily and event rules', async () => {
    const ids = [await made(low), await made(cancel)];
    for (const id of ids) expect((await ops.post(`/rules/${id}/publish`, { note: '初版', overSlotsReason: '試験' })).status).toBe(200);
    const random = sequence(11);
    for (const day of days) {
      at = new Date(`${addDays(day, 1)}T08:00:00+09:00`);
      await pool.query(`insert into days_closed (day, closed_at, time_zone, cut) values ($1, now(), 'Asia/Tokyo', now())`, [day]);
      await api.jobs.enqueue(db, evaluateRulesJob, {});
      await api.drain();
      const { rows: open } = await pool.query(`select cta_id from ctas where status = 'open' order by account_id, rule_id, reason`);
      for (const one of open)
        if (random() < 0.15)
          await pool.query(`update ctas set status = 'done', outcome = 'improved', closed_at = $2 where cta_id = $1`, [
            one.cta_id,
            new Date(at.getTime() + 3_600_000),
          ]);
    }
    const today = addDays(days.at(-1)!, 1);
    for (const [i, ruleId] of ids.entries()) {
      const asking = { definition: ruleDefinition.parse([low, cancel][i]), ruleId, live: true, days: daysBetween(first, today), today, closedAfterDays: null };
      const { result, ctas } = await runReplay(db, asking);
      const real = await rows<{ firedOn: Day; accountId: string; owner: string | null; place: string }>(
        db,
        sql`select account_id as "accountId", fired_on as "firedOn", owner_id as owner, slot as place from ctas where rule_id = ${ruleId}`,
      );
      const said = (list: typeof real) => list.map((c) => `${c.firedOn} ${accounts.indexOf(c.accountId)} ${c.owner} ${c.place}`).sort();
      expect(said(ctas)).toEqual(said(real));
      expect(real.length).toBeGreaterThan(20);
      expect(new Set(real.map((c) => c.place)).size).toBeGreaterThan(1);
      const fired = await pool.query('select count(*)::int as n, count(*) filter (where result = $2)::int as held from rule_firings where rule_id = $1', [
        ruleId,
        'open_already',
      ]);
      expect(result.firings).toBe(fired.rows[0].n);
      expect(fired.rows[0].held).toBeGreaterThan(0);
      expect(await runReplay(db, asking)).toEqual({ result, ctas });
    }
  }, 120_000);

  it('says what it would cost, what came after, and asks for a reason beyond the slots', async () => {
    const today = addDays(days.at(-1)!, 1);
    await pool.query('update accounts set churned_on = $2 where account_id = any($1)', [accounts.slice(0, 4), addDays(first, 90)]);
    at = new Date(`${addDays(today, 100)}T08:00:00+09:00`);
    const draft = await made({ ...low, trigger: { kind: 'becomes' } });
    const { status, body } = await ops.post(`/rules/${draft}/replay`, { days: 365 });
    expect(status).toBe(202);
    expect(body).toMatchObject({
      status: 'done',
      days: 365,
      result: { exact: true, valuesFrom: first, closing: { given: null, really: false, byType: [{ type: 'risk' }] } },
    });
    const { result } = body;
    expect(result.overlap.rules[0].name).toBe('R');
    expect(result.ctas).toBeLessThan(result.firings);
    expect(result.weeksOver).toBe(result.weeks.filter((w: { over: boolean }) => w.over).length);
    expect(result.weeksOver).toBeGreaterThan(0);
    // By hand: the first day of each low streak; churned within 90 days of the customer's first.
    const firsts = await rows<{ id: string; on: Day }>(db, sql`select account_id as id, min(day) + 1 as on from metric_days m where v[1] <= 5 group by 1`);
    const churned = firsts.filter((f) => accounts.indexOf(f.id) < 4 && daysBetween(f.on, addDays(first, 90)) <= 90);
    expect(result.later).toMatchObject({ enough: true, fired: { customers: firsts.length, churned: churned.length } });
    expect(result.examples.filter((e: { churnedOn: Day | null }) => e.churnedOn)).toHaveLength(4);
    const faster = (await ops.post(`/rules/${draft}/replay`, { days: 365, closedAfterDays: 0 })).body.result;
    expect(faster.ctas).toBeGreaterThan(result.ctas);
    expect((await api.as('viewer').get(`/rules/${draft}/replay`)).body.closedAfterDays).toBe(0);
    const refused = await ops.post(`/rules/${draft}/publish`, { note: '初版' });
    expect(refused.status).toBe(400);
    expect(refused.body.errors).toEqual([{ path: 'overSlotsReason', message: expect.stringMatching(/\d+週で週の対応枠を超えます/) }]);
    const slow = { ...low, condition: { field: 'metric.logins', operator: 'lte', value: -1 } };
    const calm = await made(slow);
    expect((await ops.post(`/rules/${calm}/publish`, { note: '初版' })).status).toBe(400);
    expect((await ops.post(`/rules/${calm}/replay`, { days: 90 })).body.result).toMatchObject({ ctas: 0, weeksOver: 0, later: { enough: false } });
    expect((await ops.post(`/rules/${calm}/publish`, { note: '初版' })).status).toBe(200);
    expect((await api.audit()).map((a) => a.action).filter((a) => a.startsWith('replays'))).toEqual(['replays.create', 'replays.create', 'replays.create']);
  });

  it('works in the background when there are many customers, and is found again', async () => {
    await pool.query(
      `insert into accounts (account_id, name, created_at, updated_at) select gen_random_uuid(), '株式会社' || n, now(), now() from generate_series(1, 2800) n`,
    );
    const asked = await ops.post('/rules/replay', { definition: low, days: 365 });
    expect(asked.body).toMatchObject({ status: 'queued', result: null });
    expect((await ops.post('/rules/replay', { definition: low, days: 365 })).body.replayId).toBe(asked.body.replayId);
    await api.drain();
    const { body } = await api.as('viewer').get(`/replays/${asked.body.replayId}`);
    expect(body.status).toBe('done');
    expect(body.done).toBe(body.total);
    expect(body.result.ctas).toBeGreaterThan(0);
  });

  it('goes on when the process that made it was killed, and says so when that happens again and again', async () => {
    const asked = (await ops.post('/rules/replay', { definition: { ...low, trigger: { kind: 'held', days: 3 } }, days: 365 })).body;
    const shown = async () => (await api.as('viewer').get(`/replays/${asked.replayId}`)).body;
    const killed = () => pool.query(`update replays set status = 'running', beat_at = $2, attempts = attempts + 1 where replay_id = $1`, [asked.replayId, at]);
    const minutesLater = async (minutes: number) => {
      at = new Date(at.getTime() + minutes * 60_000);
      await api.jobs.enqueue(db, resumeReplaysJob, {});
      await api.drain();
    };
    api.jobs.queued.length = 0;
    await killed();
    // Somebody may still be at it: neither another process nor the same job, run once more, makes it a second time.
    await minutesLater(0.5);
    await makeReplay(api.database, () => at, asked.replayId);
    expect(await shown()).toMatchObject({ status: 'running', result: null });
    await minutesLater(0.5);
    expect(await shown()).toMatchObject({ status: 'done', error: null, result: { ctas: expect.any(Number) } });
    await pool.query(`update replays set result = null, attempts = 2 where replay_id = $1`, [asked.replayId]);
    await killed();
    await minutesLater(1);
    expect(await shown()).toMatchObject({ status: 'failed', error: expect.stringContaining('サーバーが停止') });
    await pool.query(`update organisation set language = 'en'`);
    expect(await shown()).toMatchObject({ status: 'failed', error: expect.stringContaining('The server stopped again and again') });
    await pool.query(`update organisation set language = 'ja'`);
    expect((await ops.post('/rules/replay', { definition: asked.definition, days: 365 })).body.replayId).not.toBe(asked.replayId);
  });
});
