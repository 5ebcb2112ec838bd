import type { Database } from '#platform/db/db.ts';

export const today = '2026-11-24';

/**
 * `accounts` customers with contracts, contacts, touches and onboarding, and 90 days of usage that come to about `events`
 * events, 2 % of them known a day late; made by Postgres itself, the same on every run.
 */
export async function makeRecomputeData({ pool }: Database, accounts: number, events: number): Promise<void> {
  const run = (text: string) => pool.query(text.replaceAll(':accounts', String(accounts)).replaceAll(':today', `date '${today}'`));
  await run(`insert into organisation (id, name, created_at) values (1, 'ベンチ株式会社', now()) on conflict do nothing`);
  await run(`insert into products (product_no, key, name) values (1, 'core', '製品')`);
  await run(`insert into event_names (event_id, name) overriding system value select i, 'event' || i from generate_series(1, 12) i`);
  await run(
    `create function fraction(i int, salt int) returns float8 language sql immutable as $$ select (hashint4extended(i, salt) & 1048575) / 1048576.0 $$`,
  );
  await run(
    `create function id_of(kind int, i int) returns uuid language sql immutable as $$ select ('01900000-0000-7000-' || lpad(kind::text, 4, '8000') || '-' || lpad(to_hex(i), 12, '0'))::uuid $$`,
  );
  await run(`insert into accounts (account_id, external_id, name, first_contract_on, created_at, updated_at)
    select id_of(1, i), 'B' || i, '株式会社ベンチ' || i, :today - 100 - (fraction(i, 1) * 1500)::int, timestamptz '2024-01-01', timestamptz '2024-01-01' from generate_series(1, :accounts) i`);
  await run(`insert into account_versions select a.*, timestamptz '2024-01-01', null from accounts a`);
  await run(`insert into contract_versions (account_id, contract_id, name, starts_on, ends_on, notice_deadline_on, auto_renew, currency, is_sample, created_at, updated_at, known_from)
    select id_of(1, i), id_of(2, i), '契約', e - 364, e, e - 60, fraction(i, 2) < 0.5, 'JPY', false, timestamptz '2024-01-01', timestamptz '2024-01-01', timestamptz '2024-01-01'
    from (select i, :today + (fraction(i, 3) * 364)::int as e from generate_series(1, :accounts) i) x`);
  await run(`insert into contract_line_versions (account_id, line_id, contract_id, product_no, kind, quantity, unit_price, billing_months, starts_on, is_seats, created_at, updated_at, known_from)
    select account_id, contract_id, contract_id, 1, 'recurring', 5 + (hashtext(contract_id::text) & 31), 1000, 1, starts_on, true, created_at, updated_at, known_from from contract_versions`);
  await run(`insert into contact_versions (account_id, contact_id, name, roles, status, is_sample, created_at, updated_at, known_from)
    select id_of(1, i), id_of(2 + k, i), '担当', case k when 1 then '{champion}'::text[] when 2 then '{decision_maker}'::text[] else '{operator}'::text[] end, 'active', false, timestamptz '2024-01-01', timestamptz '2024-01-01', timestamptz '2024-01-01'
    from generate_series(1, :accounts) i, generate_series(1, 3) k where fraction(i, 10 + k) < 0.8`);
  await run(`insert into activities (account_id, activity_id, kind, happened_at, known_at, subject, created_at, updated_at)
    select id_of(1, i), id_of(10 + k, i), 'call', at, at, '連絡', at, at from (select i, k, (:today - (fraction(i, 20 + k) * 400)::int)::timestamptz as at from generate_series(1, :accounts) i, generate_series(1, 5) k) x`);
  await run(
    `insert into activity_contacts (account_id, activity_id, contact_id) select a.account_id, a.activity_id, c.contact_id from activities a join contact_versions c using (account_id) where 'decision_maker' = any(c.roles)`,
  );
  await run(`insert into account_product_versions (account_id, product_no, phase, started_on, onboarding_due_on, onboarding_done_on, created_at, updated_at, known_from)
    select account_id, 1, 'adoption', first_contract_on, first_contract_on + 90, case when fraction(hashtext(account_id::text), 5) < 0.8 then first_contract_on + 70 end, created_at, updated_at, created_at from accounts`);
  const perRow = Math.max(1, Math.round(events / (accounts * 54)));
  await run(`insert into account_days (account_id, day, known_on, total, events, counts, amounts, users)
    select id_of(1, i), :today - k, :today - k + case when fraction(i * 97 + k, 6) < 0.02 then 1 else 0 end, ${2 * perRow} + 0 * k,
      array[1 + (i + k) % 4, 5 + (i * k) % 8]::smallint[], array[${perRow}, ${perRow}], array[0, 0]::numeric[], array[1 + (i + k) % 5, 6 + (i * k) % 5]
    from generate_series(1, :accounts) i, generate_series(0, 89) k where fraction(i * 97 + k, 7) < 0.3`);
  await run(`vacuum analyze`);
}
