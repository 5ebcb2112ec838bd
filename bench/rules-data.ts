import type { Database } from '#platform/db/db.ts';
import type { Condition } from '#rules/conditions/index.ts';
import { ruleDefinition, type RuleDefinition } from '#rules/rules/index.ts';

export const ruleAccounts = Number(process.env.RULE_ACCOUNTS ?? 100_000);
export const metricCount = 30;
/** The closed day that is asked; values are there of the days 7 and 28 before it too. */
export const askedDay = '2026-11-23';

/** 100,000 customers with versions, contracts' terms left out, metric values and scores of the days the rules look at. */
export async function makeRuleData({ pool }: Pick<Database, 'pool'>): Promise<void> {
  await pool.query(`insert into organisation (id, name, created_at) values (1, 'ベンチ株式会社', now()) on conflict do nothing`);
  await pool.query('truncate metric_definitions, fact_slots');
  await pool.query(
    `insert into metric_definitions (metric_id, version, slot, key, name, definition, unit, direction, from_day, created_at) select gen_random_uuid(), 1, i, 'metric' || i, '指標' || i, '{}', 'number', 'higher', '2024-01-01', now() from generate_series(1, ${metricCount}) i`,
  );
  await pool.query(`insert into fact_slots (column_name, field) select 'n' || i, 'metric.metric' || i from generate_series(1, ${metricCount}) i`);
  await pool.query('select setseed(0.42)');
  await pool.query(`
    insert into accounts (account_id, name, employees, touch_model, created_at, updated_at)
    select ('01900000-0000-7000-8000-' || lpad(to_hex(i), 12, '0'))::uuid, '株式会社ベンチ' || i, (random() * 5000)::int, (array['high','hybrid','low','tech'])[1 + i % 4], '2025-01-01', '2025-01-01'
    from generate_series(1, ${ruleAccounts}) i`);
  await pool.query(`insert into account_versions select a.*, a.created_at, null from accounts a`);
  for (const back of [1, 7, 8, 28, 29]) {
    await pool.query(
      `insert into metric_days (account_id, product_no, day, v, computed_at) select account_id, 0, $1::date - $2::int, array(select (random() * 100)::float8 from generate_series(1, ${metricCount} + 0 * employees)), now() from accounts`,
      [askedDay, back],
    );
  }
  // From one day to the next most customers stay as they were: one in twenty changes.
  await pool.query(
    `insert into metric_days (account_id, product_no, day, v, computed_at)
     select account_id, 0, $1, case when random() < 0.05 then array(select (random() * 100)::float8 from generate_series(1, ${metricCount} + 0 * product_no)) else v end, now() from metric_days where day = $1::date - 1`,
    [askedDay],
  );
  await pool.query(
    `update metric_days a set v = b.v from metric_days b where a.account_id = b.account_id and b.day = a.day + 1 and a.day in ($1::date - 8, $1::date - 29)`,
    [askedDay],
  );
  await pool.query(
    `insert into score_days (account_id, product_no, day, version_id, total, coverage, colour, points, computed_at)
     select account_id, 0, $1::date - back, 1, s, 1, case when s >= 70 then 'good' when s >= 40 then 'watch' else 'risk' end, '{}', now()
     from (select account_id, (random() * 100)::real as s from accounts) x cross join (values (0), (1)) b(back)`,
    [askedDay],
  );
  await pool.query('vacuum analyze');
}

/** 200 rules as teams write them: 140 on values of the day, 40 on a change over 7 or 28 days, 20 on scores and attributes. */
export function madeRules(): RuleDefinition[] {
  const metric = (i: number) => `metric.metric${1 + (i % metricCount)}`;
  const condition = (i: number): Condition => {
    if (i < 140)
      return {
        all: [
          { field: metric(i), operator: 'lte', value: 2 + (i % 3) },
          { field: metric(i + 7), operator: 'gte', value: 50 },
        ],
      };
    if (i < 180) return { field: metric(i), operator: 'fell', value: { by: 80, unit: 'percent', days: i % 2 ? 7 : 28 } };
    return {
      all: [
        { field: 'score', operator: 'lt', value: 5 + (i % 10) },
        { field: 'touch_model', operator: 'in', value: ['high', 'hybrid'] },
        { field: 'employees', operator: 'gte', value: 4000 },
      ],
    };
  };
  return Array.from({ length: 200 }, (_, i) =>
    ruleDefinition.parse({
      condition: condition(i),
      trigger: i % 4 === 0 ? { kind: 'held', days: 3 } : { kind: 'becomes' },
      actions: [{ kind: 'cta', type: 'risk', reason: 'usage_fell', title: `ルール${i}`, owner: { kind: 'role', role: 'csm' } }],
    }),
  );
}

/** The same 200 rules as somebody would write them by hand, one CASE each, over aliases m, m7, m28, s, v. */
export function rulesByHand(): string[] {
  const slot = (i: number) => 1 + (i % metricCount);
  return Array.from({ length: 200 }, (_, i) => {
    if (i < 140) return `m.v[${slot(i)}] <= ${2 + (i % 3)} and m.v[${slot(i + 7)}] >= 50`;
    if (i < 180) {
      const before = i % 2 ? 'm7' : 'm28';
      return `${before}.v[${slot(i)}] - m.v[${slot(i)}] >= abs(nullif(${before}.v[${slot(i)}], 0)) * 80 / 100`;
    }
    return `s.total < ${5 + (i % 10)} and v.touch_model in ('high', 'hybrid') and v.employees >= 4000`;
  });
}
