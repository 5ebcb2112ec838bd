import { sql } from 'drizzle-orm';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { makeAccount } from '#accounts/accounts/factory.ts';
import { addDays, type Day } from '#platform/clock/days.ts';
import { rows } from '#platform/db/db.ts';
import type { Job } from '#platform/jobs/jobs.ts';
import { testApi } from '#platform/testing/api.ts';
import { evaluateRulesJob, rulesFired } from '#rules/rules/index.ts';
import { routes as ruleRoutes } from '#rules/rules/routes.ts';
import { takeFiringsJob } from './index.ts';
import { routes } from './routes.ts';

const start: Day = '2026-09-01';
const length = 16;
const days = Array.from({ length }, (_, i) => addDays(start, i));
const accountCount = 10;

/** What a person does about an open CTA at noon of the day after. */
type Act = 'nothing' | 'close' | 'snooze';
type History = { values: (number | null)[]; acts: Act[]; sleeps: number };
type Rule = { wait: number; closeWhenCleared: boolean };
type Made = { account: number; firedOn: Day; closedOn: Day | null; byRule: boolean; snoozedUntil: Day | null };

const history: fc.Arbitrary<History> = fc.record({
  values: fc.array(fc.oneof({ arbitrary: fc.constantFrom(1, 9), weight: 9 }, { arbitrary: fc.constant(null), weight: 1 }), {
    minLength: length,
    maxLength: length,
  }),
  acts: fc.array(fc.oneof({ arbitrary: fc.constant<Act>('nothing'), weight: 5 }, { arbitrary: fc.constantFrom<Act>('close', 'snooze'), weight: 2 }), {
    minLength: length,
    maxLength: length,
  }),
  sleeps: fc.integer({ min: 1, max: 4 }),
});
const rule: fc.Arbitrary<Rule> = fc.record({ wait: fc.integer({ min: 1, max: 4 }), closeWhenCleared: fc.boolean() });

/** The rules of the game, day by day, as plainly as they can be said; the results of firings beside the CTAs. */
function plainly({ wait, closeWhenCleared }: Rule, account: number, { values, acts, sleeps }: History): { made: Made[]; heldBack: number } {
  const made: Made[] = [];
  let heldBack = 0;
  let streak = 0;
  days.forEach((day, i) => {
    const morning = addDays(day, 1);
    // Edge and hold: it fires on the nth day of a streak, and once in a streak. A day without a value breaks it.
    streak = values[i] === 1 ? streak + 1 : 0;
    const open = () => made.find((cta) => cta.closedOn === null);
    if (streak === wait) {
      // Identity: while one is open, asleep or not, no second is made.
      if (open()) heldBack++;
      else made.push({ account, firedOn: morning, closedOn: null, byRule: false, snoozedUntil: null });
    }
    const cta = open();
    // Close: when it no longer holds at the close of the day it fired on, or of a later one.
    if (cta && closeWhenCleared && streak === 0 && cta.firedOn <= day) Object.assign(cta, { closedOn: morning, byRule: true, snoozedUntil: null });
    const still = open();
    if (still && acts[i] === 'close') Object.assign(still, { closedOn: morning, snoozedUntil: null });
    if (still && acts[i] === 'snooze') still.snoozedUntil = addDays(morning, sleeps);
  });
  return { made, heldBack };
}

describe('from a condition to a CTA and its end', async () => {
  let at = new Date(`${start}T08:00:00+09:00`);
  const api = await testApi(
    { ctas: routes, rules: ruleRoutes },
    { clock: () => at, jobs: [takeFiringsJob, evaluateRulesJob] as Job<never>[], subscriptions: [[rulesFired, takeFiringsJob]] as never },
  );
  const { db } = api;
  const { pool } = api.database;
  const accounts: string[] = [];

  beforeAll(async () => {
    await pool.query(
      `insert into metric_definitions (metric_id, version, slot, key, name, definition, unit, direction, from_day, created_at) values (gen_random_uuid(), 1, 1, 'logins', 'ログイン', '{}', 'count', 'higher', '2026-01-01', now())`,
    );
    await pool.query(`insert into fact_slots (column_name, field) values ('n1', 'metric.logins')`);
    for (let i = 0; i < accountCount; i++) accounts.push(await makeAccount(db, { name: `顧客${i}` }));
  });

  async function publish({ wait, closeWhenCleared }: Rule): Promise<string> {
    at = new Date(`${start}T08:00:00+09:00`);
    const definition = {
      condition: { field: 'metric.logins', operator: 'lte', value: 5 },
      trigger: wait === 1 ? { kind: 'becomes' } : { kind: 'held', days: wait },
      actions: [{ kind: 'cta', type: 'risk', reason: 'usage_fell', title: '利用が急減', owner: { kind: 'role', role: 'csm' } }],
      closeWhenCleared,
    };
    const { body } = await api.as('ops').post('/rules', { name: 'R', definition });
    expect((await api.as('ops').post(`/rules/${body.ruleId}/publish`, { note: '初版', overSlotsReason: '試験' })).status).toBe(200);
    return body.ruleId;
  }

  const act = async (ctas: { account_id: string; cta_id: string }[], action: object) => {
    if (!ctas.length) return;
    const items = ctas.map((c) => ({ accountId: c.account_id, ctaId: c.cta_id }));
    expect((await api.as('csm').post('/ctas/bulk', { items, action })).body).toMatchObject({ changed: items.length });
  };

  it('edge, hold, firing again, sleep and closing are what a plain model says, over random histories', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(history, { minLength: accountCount, maxLength: accountCount }), rule, async (histories, how) => {
        await pool.query('truncate metric_days, rule_state, rule_firings, days_closed, ctas cascade; delete from rules');
        const cells = histories.flatMap((h, a) => days.flatMap((day, i) => (h.values[i] === null ? [] : [[accounts[a], day, h.values[i]]])));
        await pool.query(
          `insert into metric_days (account_id, product_no, day, v, computed_at) select a, 0, d, array[n], now() from unnest($1::uuid[], $2::date[], $3::float8[]) x(a, d, n)`,
          [0, 1, 2].map((part) => cells.map((cell) => cell[part])),
        );
        const ruleId = await publish(how);
        for (const [i, day] of days.entries()) {
          await pool.query(`insert into days_closed (day, closed_at, time_zone, cut) values ($1, now(), 'Asia/Tokyo', now())`, [day]);
          at = new Date(`${addDays(day, 1)}T08:00:00+09:00`);
          await api.jobs.enqueue(db, evaluateRulesJob, {});
          await api.drain();
          at = new Date(`${addDays(day, 1)}T12:00:00+09:00`);
          const { rows: open } = await pool.query(`select account_id, cta_id from ctas where status in ('open', 'doing') order by cta_id`);
          expect(new Set(open.map((c) => c.account_id)).size).toBe(open.length);
          const which = (asked: Act, sleeps?: number) =>
            open.filter((c) => {
              const h = histories[accounts.indexOf(c.account_id)]!;
              return h.acts[i] === asked && (sleeps === undefined || h.sleeps === sleeps);
            });
          await act(which('close'), { kind: 'status', status: 'done', outcome: 'improved' });
          for (const sleeps of [1, 2, 3, 4]) await act(which('snooze', sleeps), { kind: 'snooze', until: addDays(day, 1 + sleeps), reason: 'later' });
        }
        const real = await rows<Made & { id: string }>(
          db,
          sql`select account_id as id, fired_on as "firedOn", (closed_at at time zone 'Asia/Tokyo')::date as "closedOn", closed_by_rule as "byRule", snoozed_until as "snoozedUntil" from ctas where rule_id = ${ruleId}`,
        );
        const meant = histories.map((h, account) => plainly(how, account, h));
        const told = (list: Made[]) => list.map((c) => `${c.account} ${c.firedOn} ${c.closedOn} ${c.byRule} ${c.snoozedUntil}`).sort();
        expect(told(real.map(({ id, ...cta }) => ({ ...cta, account: accounts.indexOf(id) })))).toEqual(told(meant.flatMap((m) => m.made)));
        const results = await pool.query(`select result, count(*)::int as n from rule_firings group by 1`);
        const n = new Map(results.rows.map((r) => [r.result, r.n]));
        expect((n.get('created') ?? 0) + (n.get('overflow') ?? 0)).toBe(real.length);
        expect(n.get('open_already') ?? 0).toBe(meant.reduce((sum, m) => sum + m.heldBack, 0));
      }),
      { numRuns: Number(process.env.FC_RUNS ?? 4), endOnFailure: true },
    );
  }, 120_000);
});
