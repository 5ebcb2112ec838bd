import fc from 'fast-check';
import { sql } from 'drizzle-orm';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { makeAccount } from '#accounts/accounts/factory.ts';
import { addDays, type Day } from '#platform/clock/days.ts';
import { rows, transaction } from '#platform/db/db.ts';
import { newId } from '#platform/ids/ids.ts';
import { collectingJobs } from '#platform/jobs/jobs.ts';
import { testDatabase } from '#platform/testing/database.ts';
import { fireChanged } from './changed.ts';
import { ruleDefinition, type RuleDefinition } from './definition.ts';
import { evaluateClosedDays } from './evaluate.ts';
import { ruleFrame, type RuleFrame } from './frame.ts';
import { firingsOver } from './islands.sql.ts';
import { rebuildState } from './rebuild.ts';

const start: Day = '2026-09-01';
const length = 14;
const days = Array.from({ length }, (_, i) => addDays(start, i));
const firstDay = days[4]!;
const accountCount = 12;
const cta = { kind: 'cta', type: 'risk', reason: 'usage_fell', title: '利用が急減', owner: { kind: 'role', role: 'csm' } } as const;
const low = { field: 'metric.logins', operator: 'lte', value: 5 } as const;

describe('rules on change', async () => {
  const database = await testDatabase();
  const { db, pool } = database;
  const accounts: string[] = [];
  let frame: RuleFrame;

  beforeAll(async () => {
    await pool.query(`insert into organisation (name, created_at) values ('T', now())`);
    await pool.query(`insert into products (product_no, key, name) values (1, 'a', 'A'), (2, 'b', 'B')`);
    await pool.query(
      `insert into metric_definitions (metric_id, version, slot, key, name, definition, unit, direction, from_day, created_at) values (gen_random_uuid(), 1, 1, 'logins', 'ログイン', '{}', 'count', 'higher', '2026-01-01', now())`,
    );
    await pool.query(`insert into fact_slots (column_name, field) values ('n1', 'metric.logins')`);
    await pool.query(`insert into event_names (name) values ('report_made'), ('export_made'), ('login')`);
    for (let i = 0; i < accountCount; i++) {
      const accountId = await makeAccount(db, { name: `顧客${i}` });
      accounts.push(accountId);
      await pool.query(`insert into account_products (account_id, product_no, phase, created_at, updated_at) values ($1, 2, 'adoption', now(), now())`, [
        accountId,
      ]);
      await pool.query(`insert into account_facts (account_id, name, facts_on, refreshed_at) values ($1, 'x', $2, now())`, [accountId, start]);
    }
    frame = await ruleFrame(db);
  });

  beforeEach(() => pool.query('truncate metric_days, account_days, rule_state, rule_firings, days_closed; delete from rules'));

  async function publish(definition: RuleDefinition, first: Day): Promise<string> {
    const ruleId = newId();
    const before = addDays(first, -1);
    await pool.query(`insert into rules (rule_id, name, status, version, evaluated_on, created_at, updated_at) values ($1, 'R', 'live', 1, $2, now(), now())`, [
      ruleId,
      before,
    ]);
    await pool.query(`insert into rule_versions (rule_id, version, definition, published_at, first_day) values ($1, 1, $2, now(), $3)`, [
      ruleId,
      definition,
      first,
    ]);
    await transaction(database, (tx) => rebuildState(tx, { ruleId, version: 1, firstDay: first, definition }, before, frame));
    return ruleId;
  }

  const close = (day: Day) => pool.query(`insert into days_closed (day, closed_at, time_zone, cut) values ($1, now(), 'Asia/Tokyo', now())`, [day]);
  const at = (day: Day, time: string) => () => new Date(`${day}T${time}:00+09:00`);
  const change = (day: Day, ids: string[] | null = null) => fireChanged(database, collectingJobs(), at(day, '20:00'), ids, ['on_change']);
  const firedFor = async () =>
    (await rows<{ id: string; day: Day }>(db, sql`select account_id as id, for_day as day from rule_firings`))
      .map((f) => `${accounts.indexOf(f.id)} ${f.day}`)
      .sort();
  const values = (day: Day, of: (number | null)[]) =>
    pool.query(
      `insert into metric_days (account_id, product_no, day, v, computed_at) select a, p, $2::date, array[n], now() from unnest($1::uuid[], $3::float8[]) x(a, n) cross join unnest('{0,2}'::int[]) p where n is not null`,
      [accounts, day, of],
    );

  it('fire for the same days as replay, of one product and of whole accounts, when the day closes as it stood', async () => {
    const cell = fc.oneof({ arbitrary: fc.constantFrom(0, 10), weight: 9 }, { arbitrary: fc.constant(null), weight: 1 });
    const history = fc.array(fc.array(cell, { minLength: accountCount, maxLength: accountCount }), { minLength: length, maxLength: length });
    const trigger = fc.oneof(
      fc.constant({ kind: 'becomes' as const }),
      fc.integer({ min: 2, max: 4 }).map((n) => ({ kind: 'held' as const, days: n })),
    );
    await fc.assert(
      fc.asyncProperty(history, trigger, fc.constantFrom(2, null), fc.boolean(), async (byDay, when, productNo, catchUp) => {
        await pool.query('truncate metric_days, rule_state, rule_firings, days_closed; delete from rules');
        const definition = ruleDefinition.parse({ condition: low, trigger: when, productNo, catchUp, schedule: { kind: 'on_change' }, actions: [cta] });
        for (const [i, day] of days.entries()) if (day < firstDay) await values(day, byDay[i]!);
        await publish(definition, firstDay);
        for (const [i, day] of days.entries()) {
          if (day < firstDay) continue;
          await values(day, byDay[i]!);
          await pool.query('update account_facts f set n1 = x.n from unnest($1::uuid[], $2::float8[]) x(a, n) where f.account_id = x.a', [accounts, byDay[i]]);
          await change(day);
          await change(day, accounts.slice(0, 5));
          await close(day);
          await evaluateClosedDays(database, collectingJobs(), at(addDays(day, 1), '03:00'));
        }
        const span = { from: firstDay, to: days.at(-1)! };
        const replayed = await rows<{ id: string; day: Day }>(
          db,
          sql`select account_id as id, for_day as day from (${firingsOver(definition, span, frame)}) f`,
        );
        expect(await firedFor()).toEqual(replayed.map((f) => `${accounts.indexOf(f.id)} ${f.day}`).sort());
        const [late] = await rows<{ n: number }>(db, sql`select count(*)::int as n from rule_firings where not provisional and for_day > ${firstDay}::date`);
        expect(late!.n).toBe(0);
      }),
      { numRuns: Number(process.env.FC_RUNS ?? 6), endOnFailure: true },
    );
  }, 120_000);

  it('say of one product what made them fire, within the day, once, and only of customers who have it', async () => {
    const definition = ruleDefinition.parse({ condition: low, trigger: { kind: 'becomes' }, productNo: 2, schedule: { kind: 'on_change' }, actions: [cta] });
    await publish(definition, start);
    await values(start, [3]);
    expect([await change(start, [accounts[1]!]), await change(start, [accounts[0]!]), await change(start)]).toEqual([0, 1, 0]);
    const { rows: fired } = await pool.query('select account_id, product_no, fired_on, for_day, provisional, facts from rule_firings');
    expect(fired).toEqual([
      { account_id: accounts[0], product_no: 2, fired_on: start, for_day: start, provisional: true, facts: [{ field: 'metric.logins', value: 3 }] },
    ]);
  });

  describe('what is unusual', () => {
    const today: Day = '2026-09-16';
    const used = async (account: number, day: Day, event: string, n: number) =>
      pool.query(
        `insert into account_days (account_id, day, known_on, total, events, counts, amounts, users) select $1, $2::date, $2, $4::int, array[event_id], array[$4::int], '{null}', '{1}' from event_names where name = $3
         on conflict (account_id, day, known_on) do update set total = account_days.total + excluded.total, events = account_days.events || excluded.events,
           counts = account_days.counts || excluded.counts, amounts = account_days.amounts || excluded.amounts`,
        [accounts[account], day, event, n],
      );
    const rule = (rest: object) =>
      ruleDefinition.parse({
        condition: { all: [] },
        trigger: { kind: 'unusual', of: 'events', direction: 'above', ...rest },
        schedule: { kind: 'on_change' },
        actions: [cta],
      });
    beforeEach(async () => {
      for (let back = 1; back <= 70; back++) for (const account of [0, 1]) await used(account, addDays(today, -back), 'report_made', 10);
    });

    it('fires as soon as there is more than usual, before the day has ended, and not again at its close', async () => {
      await publish(rule({}), today);
      await used(0, today, 'report_made', 20);
      expect(await change(today)).toBe(0);
      await used(0, today, 'login', 400);
      expect([await change(today, [accounts[0]!]), await change(today)]).toEqual([1, 0]);
      const { rows: fired } = await pool.query('select account_id, fired_on, provisional, facts from rule_firings');
      expect(fired).toMatchObject([{ account_id: accounts[0], fired_on: today, provisional: true, facts: [{ unusual: { value: 480, usual: 70 } }] }]);
      await close(today);
      await evaluateClosedDays(database, collectingJobs(), at(addDays(today, 1), '03:00'));
      expect(await firedFor()).toEqual([`0 ${today}`]);
    });

    it('adds up the events that were chosen', async () => {
      await publish(rule({ events: ['report_made', 'export_made'] }), today);
      await used(0, today, 'login', 400);
      expect(await change(today)).toBe(0);
      await used(0, today, 'report_made', 60);
      await used(0, today, 'export_made', 60);
      await change(today);
      const { rows: fired } = await pool.query('select facts from rule_firings');
      expect(fired).toMatchObject([{ facts: [{ unusual: { value: 180, usual: 70 } }] }]);
    });

    it('counts the events of the product alone that a rule is of', async () => {
      await pool.query(`update event_names set product_no = 2 where name = 'report_made'`);
      await publish({ ...rule({}), productNo: 2 }, today);
      await used(0, today, 'login', 400);
      expect(await change(today)).toBe(0);
      await used(0, today, 'report_made', 120);
      await change(today);
      const { rows: fired } = await pool.query('select product_no, facts from rule_firings');
      expect(fired).toMatchObject([{ product_no: 2, facts: [{ unusual: { value: 180, usual: 70 } }] }]);
      await pool.query('update event_names set product_no = null');
    });

    it('does not call little usage unusual before the day has ended', async () => {
      await pool.query(`delete from account_days where account_id = $1 and day > $2::date - 4`, [accounts[0], today]);
      await publish(rule({ direction: 'below' }), today);
      expect(await change(today)).toBe(0);
      await close(today);
      await evaluateClosedDays(database, collectingJobs(), at(addDays(today, 1), '03:00'));
      expect(await firedFor()).toContain(`0 ${today}`);
    });
  });
});
