import type { Database } from '#platform/db/db.ts';

export const listAccounts = 100_000;

/** 100,000 customers with 20 attributes and 30 metrics in account_facts, made by Postgres itself; the same on every run. */
export async function makeListData({ pool }: Database): Promise<void> {
  // A product that has started has its default metrics; the ones measured here take their place.
  await pool.query('truncate metric_definitions, fact_slots');
  await pool.query(`insert into organisation (id, name, created_at) values (1, 'ベンチ株式会社', now()) on conflict do nothing`);
  await pool.query(
    `insert into members (id, email, name, role) select ('00000000-0000-7000-8000-' || lpad(i::text, 12, '0'))::uuid, 'm' || i || '@example.jp', '担当 ' || i, 'csm' from generate_series(1, 40) i`,
  );
  await pool.query(
    `insert into attribute_definitions (id, key, name, kind) select gen_random_uuid(), kind || i, kind || i, kind from unnest('{text,number,money,date,boolean}'::text[]) kind, generate_series(1, 4) i`,
  );
  await pool.query(
    `insert into metric_definitions (metric_id, version, slot, key, name, definition, unit, direction, from_day, created_at) select gen_random_uuid(), 1, i, 'metric' || i, '指標' || i, '{}', 'number', 'higher', '2024-01-01', now() from generate_series(1, 30) i`,
  );
  await pool.query(`insert into fact_slots (column_name, field) select 'n' || i, 'metric.metric' || i from generate_series(1, 30) i
    union all select 'n' || 30 + i, 'attribute.number' || i from generate_series(1, 4) i union all select 'n' || 34 + i, 'attribute.money' || i from generate_series(1, 4) i
    union all select 'k' || i, 'attribute.text' || i from generate_series(1, 4) i union all select 'd' || i, 'attribute.date' || i from generate_series(1, 4) i union all select 'b' || i, 'attribute.boolean' || i from generate_series(1, 4) i`);
  const numbers = Array.from({ length: 38 }, (_, i) => i + 1);
  const four = [1, 2, 3, 4];
  await pool.query(`select setseed(0.42)`);
  await pool.query(`
    insert into account_facts (account_id, name, kana, external_id, industry, region, employees, touch_model, phase, csm_id, mrr, seats, active_contracts, contacts_count, decision_makers, score, co, coverage, colour, colour_rank,
      renewal_on, notice_on, first_contract_on, last_touch_on, last_event_on, created_on, week_usage, tags, product_nos, attention_codes, attention_rank, reason, facts_on, refreshed_at,
      ${numbers.map((i) => `n${i}`).join(', ')}, ${four.map((i) => `k${i}, d${i}, b${i}`).join(', ')})
    select ('01900000-0000-7000-8000-' || lpad(to_hex(i), 12, '0'))::uuid, '株式会社ベンチ' || lpad(i::text, 6, '0'), 'かぶしきがいしゃべんち' || lpad(((i * 7919) % 100000)::text, 6, '0'), 'B' || i,
      (array['製造業','情報・通信業','サービス業','小売業','建設業','卸売業','医薬品','不動産業'])[1 + i % 8], '地域' || i % 47, (random() * 5000)::int, (array['high','hybrid','low','tech'])[1 + i % 4], (array['onboarding','adoption','renewal'])[1 + i % 3],
      case when i % 20 > 0 then ('00000000-0000-7000-8000-' || lpad((1 + i % 40)::text, 12, '0'))::uuid end, (random() * random() * 1000000)::bigint, (random() * 300)::int, 1, (random() * 10)::int, i % 3, s, s, 0.9,
      case when s >= 70 then 'good' when s >= 40 then 'watch' else 'risk' end, case when s >= 70 then 3 when s >= 40 then 2 else 1 end,
      date '2026-11-24' + (random() * 365)::int, date '2026-11-24' + (random() * 365)::int, date '2022-01-01' + (random() * 1700)::int, date '2026-11-24' - (random() * 200)::int, date '2026-11-24' - (random() * 60)::int, date '2024-01-01',
      array(select (random() * 100)::int from generate_series(1, 12 + 0 * i)), case when i % 10 = 0 then '{重要}'::text[] else '{}' end, '{1}', '{}', 0, '{"code":"no_touch","days":40}', '2026-11-24', now(),
      ${numbers.map((i) => `case when random() < 0.95 then random() * ${i * 10} end`).join(', ')}, ${four.map((i) => `'値' || (i * ${i}) % ${i * 50}, date '2025-01-01' + (random() * 600)::int, random() < 0.5`).join(', ')}
    from (select i, (random() * 100)::real as s from generate_series(1, ${listAccounts}) i) x`);
  await pool.query('vacuum analyze account_facts');
}
