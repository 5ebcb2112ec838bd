import fc from 'fast-check';
import { sql } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import { addDays, type Day } from '#platform/clock/days.ts';
import { rows } from '#platform/db/db.ts';
import { newId } from '#platform/ids/ids.ts';
import { testDatabase } from '#platform/testing/database.ts';
import { loadCatalogue } from './catalogue.ts';
import { checkCondition } from './check.ts';
import { compileFacts, compileHistory } from './compile.ts';
import { narrowing } from './narrow.sql.ts';
import { condition as schema, type Condition } from './condition.ts';
import { operatorsOf, type Catalogue, type Field } from './fields.ts';
import { evaluate, type Read } from './plain.ts';

const today: Day = '2026-11-24';
const zone = 'Asia/Tokyo';
const me = '00000000-0000-7000-8000-00000000000a';
const other = '00000000-0000-7000-8000-00000000000b';
const daysKept = 12;
/** A new scorecard three days ago; days before are scored by it too. */
const versionOf = (day: Day) => (day >= addDays(today, -3) ? 2 : 1);

const texts = ['株式会社トヨタ', 'ﾄﾖﾀ自動車', 'とよた商事', 'ＡＢＣ Inc.', '100%_社', 'みなと物流', 'abc'];
const numbers = [-3, 0, 1, 10, 49, 50, 51, 100_000];
const days = [-40, -12, -3, -1, 0, 1, 5, 30, 91].map((n) => addDays(today, n));
const maybe = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: null, freq: 3 });

const factRow = fc.record({
  name: fc.constantFrom(...texts),
  industry: maybe(fc.constantFrom(...texts)),
  employees: maybe(fc.constantFrom(...numbers.filter((n) => n >= 0))),
  mrr: maybe(fc.constantFrom(...numbers)),
  score: maybe(fc.constantFrom(0, 39.5, 40, 70, 99)),
  touch_model: maybe(fc.constantFrom('high', 'low', 'tech')),
  colour: maybe(fc.constantFrom('good', 'watch', 'risk', 'unknown')),
  renewal_on: maybe(fc.constantFrom(...days)),
  csm_id: maybe(fc.constantFrom(me, other)),
  auto_renew: maybe(fc.boolean()),
  tags: fc.subarray(['A', 'B', '重要']),
  product_nos: fc.subarray([1, 2]),
  n1: maybe(fc.constantFrom(...numbers, 0.1, 0.2)),
  k1: maybe(fc.constantFrom(...texts)),
  d1: maybe(fc.constantFrom(...days)),
});
type FactRow = typeof factRow extends fc.Arbitrary<infer T> ? T : never;
const columnOf: Record<string, keyof FactRow> = {
  csm: 'csm_id',
  products: 'product_nos',
  'metric.logins': 'n1',
  'attribute.memo': 'k1',
  'attribute.kickoff': 'd1',
};

/** A leaf that the check accepts, for any operator of the field. */
function leafOf(field: Field): fc.Arbitrary<Condition> {
  return fc.constantFrom(...operatorsOf(field)).chain((operator) =>
    fc.record({ value: valueOf(field, operator), orUnknown: fc.boolean() }).map(({ value, orUnknown }) => ({
      field: field.key,
      operator,
      ...(value === undefined ? {} : { value }),
      ...(orUnknown && !['known', 'unknown'].includes(operator) && field.type !== 'segment' ? { orUnknown } : {}),
    })),
  );
}

function valueOf(field: Field, operator: string): fc.Arbitrary<unknown> {
  const number = field.whole ? fc.constantFrom(...numbers) : fc.constantFrom(...numbers, 0.1, 39.5, 69.9);
  const pair = <T extends number | string>(of: fc.Arbitrary<T>) => fc.tuple(of, of).map(([a, b]) => (a <= b ? [a, b] : [b, a]));
  if (['known', 'unknown', 'overdue'].includes(operator)) return fc.constant(undefined);
  if (['rose', 'fell'].includes(operator))
    return fc.record({ by: fc.constantFrom(1, 9, 10, 20, 100), unit: fc.constantFrom('absolute', 'percent'), days: fc.constantFrom(1, 3, 7, 30) });
  if (['nextDays', 'pastDays', 'olderThan', 'furtherThan'].includes(operator)) return fc.constantFrom(0, 1, 3, 30, 90);
  if (operator === 'is') return fc.boolean();
  if (operator === 'between') return field.type === 'date' ? pair(fc.constantFrom(...days)) : pair(number);
  if (field.type === 'date') return fc.constantFrom(...days);
  if (['contains', 'notContains', 'starts'].includes(operator)) return fc.constantFrom('トヨ', 'とよ', 'ﾄ', '%', '_', 'abc', '社', ' みなと');
  if (field.type === 'text') return operator === 'in' ? fc.subarray(texts, { minLength: 1 }) : fc.constantFrom(...texts);
  if (field.type === 'member') return fc.subarray(['@me', other], { minLength: 1 });
  if (field.type === 'segment') return fc.constant(['00000000-0000-7000-8000-0000000000e1']);
  if (field.type === 'set') return field.key === 'products' ? fc.subarray(['1', '2'], { minLength: 1 }) : fc.subarray(['A', 'B', 'なし'], { minLength: 1 });
  if (field.type === 'choice')
    return fc.subarray(
      field.choices!.map((c) => c.value),
      { minLength: 1 },
    );
  return number;
}

function treeOf(leaf: fc.Arbitrary<Condition>, held: fc.Arbitrary<Condition> | null, depth: number): fc.Arbitrary<Condition> {
  if (depth === 0) return leaf;
  const inner = treeOf(leaf, held, depth - 1);
  return fc.oneof(
    { arbitrary: leaf, weight: 3 },
    { arbitrary: fc.array(inner, { maxLength: 3 }).map((all) => ({ all })), weight: 2 },
    { arbitrary: fc.array(inner, { maxLength: 3 }).map((any) => ({ any })), weight: 2 },
    { arbitrary: fc.record({ not: inner, orUnknown: fc.boolean() }), weight: 2 },
    ...(held ? [{ arbitrary: fc.record({ held, days: fc.integer({ min: 2, max: 4 }) }), weight: 1 }] : []),
  );
}

const historyKeys = ['metric.logins', 'score', 'colour', 'industry', 'employees', 'tags', 'touch_model', 'csm'];
const factKeys = [...historyKeys, 'name', 'mrr', 'renewal_on', 'auto_renew', 'products', 'attribute.memo', 'attribute.kickoff', 'segment'];

describe('conditions as SQL and as plainly read', async () => {
  const { db, pool } = await testDatabase();
  const accounts = Array.from({ length: 60 }, () => newId());
  const facts = fc.sample(factRow, { numRuns: accounts.length, seed: 7 });
  const past = new Map<string, { n: number | null; score: number | null; again: number | null; colour: string | null } | undefined>();
  let catalogue: Catalogue;

  beforeAll(async () => {
    await pool.query(`insert into organisation (name, created_at) values ('T', now())`);
    await pool.query(`insert into members (id, email, name, role) select id, id::text, 'M', 'csm' from unnest($1::uuid[]) id`, [[me, other]]);
    await pool.query(`insert into products (product_no, key, name) values (1, 'a', 'A'), (2, 'b', 'B')`);
    await pool.query(
      `insert into metric_definitions (metric_id, version, slot, key, name, definition, unit, direction, from_day, created_at) values (gen_random_uuid(), 1, 3, 'logins', 'ログイン', '{}', 'times', 'higher', '2026-01-01', now())`,
    );
    await pool.query(
      `insert into attribute_definitions (id, key, name, kind) values (gen_random_uuid(), 'memo', 'メモ', 'text'), (gen_random_uuid(), 'kickoff', 'キックオフ', 'date')`,
    );
    await pool.query(`insert into fact_slots (column_name, field) values ('n1', 'metric.logins'), ('k1', 'attribute.memo'), ('d1', 'attribute.kickoff')`);
    await pool.query(
      `insert into segments (segment_id, name, condition, created_at, updated_at) values ('00000000-0000-7000-8000-0000000000e1', '大口', '{"field":"mrr","operator":"gte","value":50}', now(), now())`,
    );
    for (const [i, id] of accounts.entries()) {
      const row: Record<string, unknown> = {
        account_id: id,
        ...facts[i],
        colour_rank: ({ risk: 1, watch: 2, good: 3, unknown: 4 } as Record<string, number>)[facts[i]!.colour ?? ''] ?? null,
        facts_on: today,
        refreshed_at: new Date(),
      };
      const columns = Object.keys(row);
      await pool.query(`insert into account_facts (${columns.join(', ')}) values (${columns.map((_, n) => `$${n + 1}`).join(', ')})`, Object.values(row));
      await insertPast(i, id);
    }
    catalogue = await loadCatalogue(db);
  });

  // Days run from today back; some are missing, and the account changed its data six days ago.
  async function insertPast(i: number, id: string): Promise<void> {
    const values = fc.sample(
      fc.record({
        gone: fc.integer({ min: 0, max: 9 }),
        n: maybe(fc.constantFrom(...numbers, 0.1)),
        score: maybe(fc.constantFrom(0, 39.5, 70, 99)),
        again: maybe(fc.constantFrom(0, 20, 85)),
        colour: fc.constantFrom('good', 'watch', 'risk'),
      }),
      { numRuns: daysKept, seed: i },
    );
    for (const [back, v] of values.entries()) {
      if (v.gone === 0) continue;
      const day = addDays(today, -back);
      past.set(`${id} ${day}`, { n: v.n, score: v.score, again: v.again, colour: v.colour });
      await pool.query('insert into metric_days (account_id, product_no, day, v, computed_at) values ($1, 0, $2, $3, now())', [id, day, [null, null, v.n]]);
      await pool.query(
        'insert into score_days (account_id, product_no, day, version_id, total, coverage, colour, points, computed_at) values ($1, 0, $2, $3, $4, 1, $5, $6, now())',
        [id, day, versionOf(day), v.score, v.colour, []],
      );
      if (versionOf(day) === 1)
        await pool.query(
          `insert into score_days (account_id, product_no, day, version_id, total, coverage, colour, points, computed_at, restated) values ($1, 0, $2, 2, $3, 1, 'unknown', '{}', now(), true)`,
          [id, day, v.again],
        );
    }
    await pool.query(`insert into accounts (account_id, name, created_at, updated_at) values ($1, 'x', now(), now())`, [id]);
    const old = { ...facts[(i + 1) % facts.length]! };
    const change = addDays(today, -6);
    for (const [version, from, to] of [
      [old, '2026-01-01T00:00:00+09:00', `${change}T15:00:00+09:00`],
      [facts[i]!, `${change}T15:00:00+09:00`, null],
    ] as const) {
      await pool.query(
        `insert into account_versions (account_id, name, industry, employees, tags, touch_model, attributes, is_sample, created_at, updated_at, known_from, known_to) values ($1, $2, $3, $4, $5, $6, '{}', false, now(), now(), $7, $8)`,
        [id, version.name, version.industry, version.employees, version.tags, version.touch_model, from, to],
      );
      if (version.csm_id)
        await pool.query(
          `insert into assignment_versions (account_id, assignment_id, role, member_id, from_on, created_at, updated_at, known_from, known_to) values ($1, $2, 'csm', $3, '2026-01-01', now(), now(), $4, $5)`,
          [id, newId(), version.csm_id, from, to],
        );
    }
  }

  const keptNow = (i: number) => [0, 1, 2, 3].map((n) => addDays(today, -n)).find((day) => past.get(`${accounts[i]} ${day}`));
  const readFacts =
    (i: number): Read =>
    (key, day, kept, by) => {
      // A fact of today stands beside the newest score kept; without one nothing can be compared.
      if (kept) return by === today && !keptNow(i) ? null : readPast(i)(key, day, true, by && keptNow(i));
      const value = facts[i]![columnOf[key] ?? (key as keyof FactRow)];
      return value ?? null;
    };
  const readPast =
    (i: number): Read =>
    (key, day, _, by) => {
      const row = past.get(`${accounts[i]} ${day}`);
      if (key === 'metric.logins') return row?.n ?? null;
      if (key === 'mrr') return null;
      if (key === 'score' && by) return !past.get(`${accounts[i]} ${by}`) ? null : ((versionOf(by) === versionOf(day) ? row?.score : row?.again) ?? null);
      if (key === 'score' || key === 'colour') return row?.[key] ?? null;
      const version = day >= addDays(today, -6) ? facts[i]! : facts[(i + 1) % facts.length]!;
      return version[columnOf[key] ?? (key as keyof FactRow)] ?? null;
    };
  const segmentIn =
    (c: Condition, read: Read): Read =>
    (key, day, kept, by) =>
      key === 'segment' ? (evaluate(c, catalogue.fields, read, day, me) === true ? '00000000-0000-7000-8000-0000000000e1' : 'none') : read(key, day, kept, by);
  const big: Condition = { field: 'mrr', operator: 'gte', value: 50 };

  function check(c: Condition): void {
    expect(schema.parse(c)).toEqual(c);
    expect(checkCondition(c, catalogue.fields)).toEqual([]);
  }

  it('agree on today, with missing values, over random conditions', async () => {
    const held = treeOf(
      fc.constantFrom(...historyKeys).chain((key) => noMove(leafOf(catalogue.fields.get(key)!))),
      null,
      1,
    );
    const tree = treeOf(
      fc.constantFrom(...factKeys).chain((key) => leafOf(catalogue.fields.get(key)!)),
      held,
      3,
    );
    await fc.assert(
      fc.asyncProperty(tree, async (c) => {
        check(c);
        const found = await rows<{ id: string }>(
          db,
          sql`select f.account_id as id from account_facts f where ${compileFacts(c, catalogue, { today, timeZone: zone, me })}`,
        );
        const expected = accounts.filter((_, i) => evaluate(c, catalogue.fields, segmentIn(big, readFacts(i)), today, me) === true);
        expect(found.map((r) => r.id).sort()).toEqual([...expected].sort());
      }),
      { numRuns: Number(process.env.FC_RUNS ?? 300) },
    );
  });

  it('agree on past days, from what was known then', async () => {
    const leaf = fc.constantFrom(...historyKeys).chain((key) => leafOf(catalogue.fields.get(key)!));
    const tree = treeOf(leaf, treeOf(noMove(leaf), null, 1), 2);
    const asof = [0, 2, 5, 6, 7].map((n) => addDays(today, -n));
    await fc.assert(
      fc.asyncProperty(tree, async (c) => {
        check(c);
        const { where, joins } = compileHistory(c, catalogue, { timeZone: zone, me });
        const found = await rows<{ id: string; day: Day }>(
          db,
          sql`select a.account_id as id, a.day from (select x.account_id, d.day from accounts x cross join unnest(${sql.param(asof)}::date[]) d(day)) a ${joins}
              where ${where} and ${narrowing(c, catalogue, { from: asof.at(-1)!, to: asof[0]! })}`,
        );
        const expected = asof.flatMap((day) =>
          accounts.filter((_, i) => evaluate(c, catalogue.fields, readPast(i), day, me) === true).map((id) => `${id} ${day}`),
        );
        expect(found.map((r) => `${r.id} ${r.day}`).sort()).toEqual(expected.sort());
      }),
      { numRuns: Number(process.env.FC_RUNS ?? 200) },
    );
  });

  it('ask of products that were in use on the day', async () => {
    const id = accounts[0]!;
    await pool.query(
      `insert into account_product_versions (account_id, product_no, phase, ended_on, onboarding_due_on, created_at, updated_at, known_from) values
        ($1, 1, 'onboarding', '2026-11-20', '2026-10-01', now(), now(), '2026-01-01'), ($1, 2, 'adoption', null, null, now(), now(), '2026-01-01')`,
      [id],
    );
    const holds = async (c: Condition, day: Day) => {
      const { where, joins } = compileHistory(c, catalogue, { timeZone: zone, me });
      return (await rows(db, sql`select from (select ${id}::uuid as account_id, ${day}::date as day) a ${joins} where ${where}`)).length === 1;
    };
    const onboarding: Condition = { field: 'phase', operator: 'in', value: ['onboarding'] };
    const late: Condition = { field: 'onboarding_due_on', operator: 'overdue' };
    expect([await holds(onboarding, '2026-11-20'), await holds(late, '2026-11-20')]).toEqual([true, true]);
    expect([await holds(onboarding, '2026-11-21'), await holds(late, '2026-11-21')]).toEqual([false, false]);
  });
});

const noMove = (leaf: fc.Arbitrary<Condition>) => leaf.filter((c) => !('operator' in c) || (c.operator !== 'rose' && c.operator !== 'fell'));
