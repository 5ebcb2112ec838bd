import { ensureMonth, nextMonth } from '#metrics/values/index.ts';
import { addDays, type Day } from '#platform/clock/days.ts';
import type { Database } from '#platform/db/db.ts';
import { ruleAccounts } from './rules-data.ts';

export const today: Day = '2026-11-24';
export const replayDays = 365;
const ofOneCsm = 1_000;
const csms = Math.max(1, Math.round(ruleAccounts / ofOneCsm));
export const runs = Math.round(ruleAccounts / 10);
export const fired = Math.round(ruleAccounts / 50);
export const csm = '00000000-0000-7000-8000-000000000001';
export const [ruleId, playbookId] = ['00000000-0000-7000-9000-000000000001', '00000000-0000-7000-9000-000000000002'];

const account = `('01900000-0000-7000-8000-' || lpad(to_hex(i), 12, '0'))::uuid`;
const member = (of: string) => `('00000000-0000-7000-8000-' || lpad((1 + ${of} % ${csms})::text, 12, '0'))::uuid`;
const action = { kind: 'cta', type: 'risk', reason: 'usage_fell', title: '利用が急減', owner: { kind: 'role', role: 'csm' }, playbookId };
/** One rule as teams write it: low for three days. */
export const definition = { condition: { field: 'metric.logins', operator: 'lte', value: 2 }, trigger: { kind: 'held', days: 3 }, actions: [action] };

/** Customers of whom each CSM has a thousand, with contracts, touches, open work, running playbooks, and firings that wait; no past yet. */
export async function makeWorkData({ pool }: Database): Promise<void> {
  const run = (text: string, values: unknown[] = []) => pool.query(text, values);
  await run(`insert into organisation (id, name, created_at) values (1, 'ベンチ株式会社', now()) on conflict do nothing`);
  await run(
    `insert into members (id, email, name, role) select ${member('i - 1')}, 'm' || i || '@example.jp', '担当 ' || i, 'csm' from generate_series(1, ${csms}) i`,
  );
  await run('truncate metric_definitions, fact_slots');
  await run(
    `insert into metric_definitions (metric_id, version, slot, key, name, definition, unit, direction, from_day, created_at) values (gen_random_uuid(), 1, 1, 'logins', 'ログイン', '{}', 'count', 'higher', '2024-01-01', now())`,
  );
  await run(`insert into fact_slots (column_name, field) values ('n1', 'metric.logins')`);
  await run(`insert into products (product_no, key, name) values (1, 'core', 'コア')`);
  await run('select setseed(0.42)');
  await run(`
    insert into accounts (account_id, name, employees, touch_model, first_contract_on, churned_on, created_at, updated_at)
    select ${account}, '株式会社ベンチ' || i, (random() * 5000)::int, (array['high','hybrid','low','tech'])[1 + i % 4], '2024-01-01', case when i % 20 = 0 then date '${addDays(today, -300)}' + i % 290 end, '2024-01-01', '2024-01-01'
    from generate_series(1, ${ruleAccounts}) i`);
  await run(`insert into account_versions select a.*, a.created_at, null from accounts a`);
  await run(`
    insert into assignments (account_id, assignment_id, role, member_id, from_on, created_at, updated_at)
    select ${account}, gen_random_uuid(), 'csm', ${member('i')}, '2024-01-01', '2024-01-01', '2024-01-01' from generate_series(1, ${ruleAccounts}) i`);
  await run(`insert into assignment_versions select a.*, a.created_at, null from assignments a`);
  await run(`
    insert into contracts (account_id, contract_id, name, starts_on, ends_on, auto_renew, created_at, updated_at)
    select ${account}, gen_random_uuid(), '基本契約', '2024-01-01', date '2025-01-01' + (random() * 365)::int, true, '2024-01-01', '2024-01-01' from generate_series(1, ${ruleAccounts}) i`);
  await run(`insert into contract_versions select c.*, c.created_at, null from contracts c`);
  await run(`
    insert into contract_lines (account_id, line_id, contract_id, product_no, quantity, unit_price, billing_months, starts_on, created_at, updated_at)
    select account_id, gen_random_uuid(), contract_id, 1, 1, (random() * random() * 1000000)::bigint, 1, starts_on, created_at, updated_at from contracts`);
  await run(`insert into contract_line_versions select l.*, l.created_at, null from contract_lines l`);
  await run(`
    insert into activities (account_id, activity_id, kind, direction, subject, happened_at, known_at, created_at, updated_at)
    select ${account}, ${account}, (array['call','email','visit'])[1 + i % 3], case when i % 3 = 0 then 'reactive' else 'proactive' end, '定例', t, t, t, t
    from (select i, timestamptz '${today}' - make_interval(days => (random() * 120)::int) as t from generate_series(1, ${ruleAccounts}) i) x`);
  await run(
    `insert into activity_members (account_id, activity_id, member_id) select a.account_id, a.activity_id, s.member_id from activities a join assignments s using (account_id)`,
  );
  await work(run);
  await run('vacuum analyze');
}

async function work(run: (text: string, values?: unknown[]) => Promise<unknown>): Promise<void> {
  await run(`insert into rules (rule_id, name, status, version, evaluated_on, created_at, updated_at) values ($1, '利用急減', 'live', 1, $2, now(), now())`, [
    ruleId,
    addDays(today, -1),
  ]);
  await run(`insert into rule_versions (rule_id, version, definition, published_at, first_day) values ($1, 1, $2, now(), '2026-01-01')`, [ruleId, definition]);
  const task = (n: number) => ({
    key: `t${n}`,
    title: `手順${n}`,
    due: { kind: 'before', date: 'renewal', days: 90 - n * 10 },
    doneWhen: n === 5 ? { field: 'employees', operator: 'gte', value: 10_000 } : null,
    condition: n === 6 ? { field: 'employees', operator: 'gte', value: 2_500 } : null,
  });
  const playbook = { tasks: [1, 2, 3, 4, 5, 6].map(task), startOnPhase: null };
  await run(`insert into playbooks (playbook_id, name, status, version, created_at, updated_at) values ($1, '更新の準備', 'live', 1, now(), now())`, [
    playbookId,
  ]);
  await run(`insert into playbook_versions (playbook_id, version, definition, published_at) values ($1, 1, $2, now())`, [playbookId, playbook]);
  for (const colour of ['good', 'watch', 'risk', 'unknown'])
    await run(`insert into cadences (cadence_id, position, colour, playbook_id, every_days, updated_at) values (gen_random_uuid(), 0, $1, $2, 60, now())`, [
      colour,
      playbookId,
    ]);
  // Sixty open ones for each CSM, of the last weeks.
  await run(`
    insert into ctas (account_id, cta_id, type, reason, title, priority, owner_id, due_on, slot, slot_week, rank, created_at, updated_at)
    select ${account}, ${account}, (array['risk','opportunity','lifecycle'])[1 + i % 3], 'follow_up', '確認' || i, 1 + i % 3, ${member('i')}, date '${today}' + (i % 40) - 20, (array['in','overflow','outside'])[1 + i % 3],
      date '2026-11-23' - 7 * (i % 3), random() * 100, timestamptz '${today}' - make_interval(days => i % 30), now() from generate_series(1, ${csms * 60}) i`);
  await run(
    `insert into rule_firings (account_id, product_no, rule_id, fired_on, version, for_day, at, facts)
     select ${account}, 0, $1, $2, 1, $2::date - 1, now(), '[{"field": "metric.logins", "value": 1}]' from generate_series(${runs + 1}, ${runs + fired}) i`,
    [ruleId, today],
  );
}

/** A year of values, a month at a time: one customer in a hundred is low for nine days, then another. Four weeks more, as changes are asked. */
export async function makePast({ pool }: Database): Promise<void> {
  const from = addDays(today, -replayDays - 28);
  for (let first = from; first < today; first = nextMonth(first)) {
    await ensureMonth(pool, first);
    const to = nextMonth(first) < today ? addDays(nextMonth(first), -1) : addDays(today, -1);
    await pool.query(
      `insert into metric_days (account_id, product_no, day, v, computed_at)
       select ${account}, 0, d::date, array[case when (i * 7919::bigint + (d::date - date '2024-01-01' + i % 9) / 9 * 104729) % 100 = 0 then 1 else 50 end]::float8[], now()
       from generate_series($1::date, $2::date, interval '1 day') d cross join generate_series(1, ${ruleAccounts}) i`,
      [first, to],
    );
  }
  await pool.query('vacuum analyze metric_days');
}
