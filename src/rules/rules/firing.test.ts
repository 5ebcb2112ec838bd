import fc from 'fast-check';
import { sql } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import { makeAccount } from '#accounts/accounts/factory.ts';
import { addDays, type Day } from '#platform/clock/days.ts';
import { rows, transaction } from '#platform/db/db.ts';
import { collectingJobs } from '#platform/jobs/jobs.ts';
import { newId } from '#platform/ids/ids.ts';
import { testDatabase } from '#platform/testing/database.ts';
import { evaluateClosedDays } from './evaluate.ts';
import { ruleDefinition, type RuleDefinition } from './definition.ts';
import { ruleFrame, type RuleFrame } from './frame.ts';
import { firingsOver } from './islands.sql.ts';
import { rebuildState } from './rebuild.ts';

const start: Day = '2026-09-01';
const length = 18;
const days = Array.from({ length }, (_, i) => addDays(start, i));
/** The rule is published on this day: its first day. */
const firstDay = days[6]!;
const accountCount = 30;

/** What is known of one account: its value on each day (null: no row) and the days on which an event became known. */
type History = { values: (number | null)[]; events: boolean[] };
const history: fc.Arbitrary<History> = fc.record({
  values: fc.array(fc.oneof({ arbitrary: fc.constantFrom(0, 10), weight: 9 }, { arbitrary: fc.constant(null), weight: 1 }), {
    minLength: length,
    maxLength: length,
  }),
  events: fc.array(fc.boolean(), { minLength: length, maxLength: length }),
});

const condition = { field: 'metric.logins', operator: 'lte', value: 5 } as const;
const cta = { kind: 'cta', type: 'risk', reason: 'usage_fell', title: '利用が急減', owner: { kind: 'role', role: 'csm' } } as const;
const rule: fc.Arbitrary<RuleDefinition> = fc
  .record({
    trigger: fc.oneof(
      fc.constant({ kind: 'becomes' as const }),
      fc.integer({ min: 2, max: 6 }).map((n) => ({ kind: 'held' as const, days: n })),
      fc.constant({ kind: 'event' as const, event: 'cancel_page_opened' }),
    ),
    condition: fc.constantFrom(condition, { not: condition }, { not: condition, orUnknown: true }),
    catchUp: fc.boolean(),
    onChange: fc.boolean(),
  })
  .map(({ onChange, ...rest }) =>
    ruleDefinition.parse({
      ...rest,
      actions: [cta],
      schedule: onChange && rest.trigger.kind === 'event' ? { kind: 'on_change' } : { kind: 'daily', at: '00:00' },
    }),
  );

/** The meaning of a rule, as plainly as it can be said: the days whose values make it fire. */
function plainly(definition: RuleDefinition, { values, events }: History): Day[] {
  const low = (i: number) => (values[i] === null || values[i] === undefined ? null : values[i]! <= 5);
  const holds = (i: number): boolean => {
    const { condition: c } = definition;
    if (!('not' in c)) return low(i) === true;
    return low(i) === null ? c.orUnknown === true : !low(i);
  };
  if (definition.trigger.kind === 'event') return days.filter((day, i) => day >= firstDay && events[i] && holds(i - 1));
  const wait = definition.trigger.kind === 'held' ? definition.trigger.days : 1;
  const fires: Day[] = [];
  let streak = 0;
  let fired = false;
  days.forEach((day, i) => {
    streak = holds(i) ? streak + 1 : 0;
    if (streak === 0) fired = false;
    else if (!fired && streak >= wait) {
      fired = true;
      if (day >= firstDay) fires.push(day);
      else if (definition.catchUp) fired = false;
    }
  });
  return fires;
}

describe('a rule over days', async () => {
  const database = await testDatabase();
  const { db, pool } = database;
  const accounts: string[] = [];
  let frame: RuleFrame;

  beforeAll(async () => {
    await pool.query(`insert into organisation (name, created_at) values ('T', now())`);
    await pool.query(
      `insert into metric_definitions (metric_id, version, slot, key, name, definition, unit, direction, from_day, created_at) values (gen_random_uuid(), 1, 1, 'logins', 'ログイン', '{}', 'count', 'higher', '2026-01-01', now())`,
    );
    await pool.query(`insert into fact_slots (column_name, field) values ('n1', 'metric.logins')`);
    await pool.query(`insert into event_names (name) values ('cancel_page_opened')`);
    for (let i = 0; i < accountCount; i++) accounts.push(await makeAccount(db, { name: `顧客${i}` }));
    frame = await ruleFrame(db);
  });

  async function live(histories: History[]): Promise<void> {
    await pool.query('truncate metric_days, account_days, rule_state, rule_firings, days_closed; delete from rules');
    const cells = histories.flatMap((h, a) => days.flatMap((day, i) => (h.values[i] === null ? [] : [[accounts[a], day, h.values[i]]])));
    await pool.query(
      `insert into metric_days (account_id, product_no, day, v, computed_at) select a, 0, d, array[n], now() from unnest($1::uuid[], $2::date[], $3::float8[]) x(a, d, n)`,
      [cells.map((c) => c[0]), cells.map((c) => c[1]), cells.map((c) => c[2])],
    );
    const events = histories.flatMap((h, a) => days.flatMap((day, i) => (h.events[i] ? [[accounts[a], day]] : [])));
    await pool.query(
      `insert into account_days (account_id, day, known_on, total, events, counts, amounts, users)
       select a, d - 1, d, 1, array[(select event_id from event_names where name = 'cancel_page_opened')], '{1}', '{null}', '{1}' from unnest($1::uuid[], $2::date[]) x(a, d)`,
      [events.map((c) => c[0]), events.map((c) => c[1])],
    );
  }

  async function publish(definition: RuleDefinition): Promise<string> {
    const ruleId = newId();
    const before = addDays(firstDay, -1);
    await pool.query(`insert into rules (rule_id, name, status, version, evaluated_on, created_at, updated_at) values ($1, 'R', 'live', 1, $2, now(), now())`, [
      ruleId,
      before,
    ]);
    await pool.query(`insert into rule_versions (rule_id, version, definition, published_at, first_day) values ($1, 1, $2, now(), $3)`, [
      ruleId,
      definition,
      firstDay,
    ]);
    await transaction(database, (tx) => rebuildState(tx, { ruleId, version: 1, firstDay, definition }, before, frame));
    return ruleId;
  }

  it('fires live as replay says and as its meaning says, in whatever portions the days are closed', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(history, { minLength: accountCount, maxLength: accountCount }),
        rule,
        fc.integer({ min: 1, max: 7 }),
        async (histories, definition, portion) => {
          await live(histories);
          const ruleId = await publish(definition);
          for (const [i, day] of days.entries()) {
            await pool.query(`insert into days_closed (day, closed_at, time_zone, cut) values ($1, now(), 'Asia/Tokyo', now())`, [day]);
            const clock = () => new Date(`${addDays(day, 1)}T03:00:00+09:00`);
            if (i % portion === 0 || i === length - 1) await evaluateClosedDays(database, collectingJobs(), clock);
          }
          const fired = await rows<{ id: string; day: Day; on: Day; facts: unknown[] }>(
            db,
            sql`select account_id as id, for_day as day, fired_on as on, facts from rule_firings where rule_id = ${ruleId}`,
          );
          const replayed = await rows<{ id: string; day: Day; on: Day }>(
            db,
            sql`select account_id as id, for_day as day, fired_on as on from (${firingsOver(definition, { from: firstDay, to: days.at(-1)! }, frame)}) f`,
          );
          const as = (list: { id: string; day: Day; on: Day }[]) => list.map((f) => `${accounts.indexOf(f.id)} ${f.day} ${f.on}`).sort();
          const delay = definition.schedule.kind === 'on_change' ? 0 : 1;
          const meant = histories.flatMap((h, a) => plainly(definition, h).map((day) => ({ id: accounts[a]!, day, on: addDays(day, delay) })));
          expect(as(replayed)).toEqual(as(meant));
          expect(as(fired)).toEqual(as(meant));
          expect(fired.every((f) => f.facts.length > 0)).toBe(true);
        },
      ),
      { numRuns: Number(process.env.FC_RUNS ?? 8), endOnFailure: true },
    );
  }, 120_000);

  it('freezes the values that made it fire', async () => {
    const values = days.map((_, i) => (i < 12 ? 10 : 3));
    await live([
      { values, events: days.map(() => false) },
      ...Array.from({ length: accountCount - 1 }, () => ({ values: days.map(() => 10), events: days.map(() => false) })),
    ]);
    const definition = ruleDefinition.parse({
      condition: { field: 'metric.logins', operator: 'fell', value: { by: 50, unit: 'percent', days: 7 } },
      trigger: { kind: 'becomes' },
      schedule: { kind: 'daily', at: '00:00' },
      actions: [cta],
    });
    await publish(definition);
    for (const day of days) await pool.query(`insert into days_closed (day, closed_at, time_zone, cut) values ($1, now(), 'Asia/Tokyo', now())`, [day]);
    await evaluateClosedDays(database, collectingJobs(), () => new Date('2026-11-01T00:00:00Z'));
    const { rows: fired } = await pool.query('select account_id, for_day, facts from rule_firings');
    expect(fired).toEqual([{ account_id: accounts[0], for_day: days[12], facts: [{ field: 'metric.logins', value: 3, before: 10, days: 7 }] }]);
  });
});
