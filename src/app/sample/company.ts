import type pg from 'pg';
import { newId } from '#platform/ids/ids.ts';
import type { Person, Staff } from './account-rows.ts';
import { personName } from './people-rows.ts';
import { random } from './random.ts';
import { features } from './words.ts';

const products = [
  { key: 'kintai', name: 'クラウド勤怠' },
  { key: 'keihi', name: 'クラウド経費' },
];
const attributes = [
  { key: 'plan', name: 'プラン', kind: 'choice', choices: ['ライト', 'スタンダード', 'プレミアム'] },
  { key: 'offices', name: '拠点数', kind: 'number', choices: [] },
  { key: 'payroll_in_house', name: '給与計算を内製', kind: 'boolean', choices: [] },
];

/** The sample company's own side: source, products, attributes, event names, people. Labelled as sample where a table can say so. */
export async function makeCompany(
  client: pg.ClientBase,
  seed: number,
  accounts: number,
  now: Date,
  presser: Person | null,
): Promise<{ staff: Staff; sourceNo: number; eventIds: Map<string, number> }> {
  await client.query(
    `insert into sources (source, name, kind, last_data_at, created_at) values ('sample', 'サンプルデータ', 'sample', $1, $1) on conflict (source) do update set last_data_at = $1`,
    [now],
  );
  for (const [i, p] of products.entries())
    await client.query(
      'insert into products (product_no, key, name, position, embedded_daily, is_sample, created_at) values ($1::int2, $2, $3, $1::int4, $4, true, $5) on conflict do nothing',
      [i + 1, p.key, p.name, i === 0, now],
    );
  for (const [i, a] of attributes.entries())
    await client.query(
      'insert into attribute_definitions (id, key, name, kind, choices, position, is_sample, created_at) values ($1, $2, $3, $4, $5, $6, true, $7) on conflict do nothing',
      [newId(), a.key, a.name, a.kind, a.choices, i + 1, now],
    );
  for (const f of features)
    await client.query('insert into event_names (name, label, product_no) values ($1, $2, $3) on conflict (name) do nothing', [f.name, f.label, f.product]);
  const names = await client.query<{ name: string; event_id: number }>('select name, event_id from event_names');
  const source = await client.query<{ source_no: number }>(`select source_no from sources where source = 'sample'`);
  return {
    staff: await makeStaff(client, seed, accounts, now, presser),
    sourceNo: source.rows[0]!.source_no,
    eventIds: new Map(names.rows.map((n) => [n.name, n.event_id])),
  };
}

/** The people of the sample company; who asked for the sample is one of its CSMs, and has customers as they do. */
async function makeStaff(client: pg.ClientBase, seed: number, accounts: number, now: Date, presser: Person | null): Promise<Staff> {
  const r = random(seed ^ 0x5eed);
  const csms = Math.min(60, Math.max(3, Math.round(accounts / 60)));
  const people = (n: number, role: string, offset: number): Person[] =>
    Array.from({ length: n }, (_, i) => ({ id: r.uuid(now), ...personName(r), role, email: `sample-${role}${offset + i + 1}@example.jp` }));
  const staff = { csms: people(csms, 'csm', 0), onboarding: people(2, 'csm', csms), sales: people(3, 'sales', 0) };
  const all = [...staff.csms, ...staff.onboarding, ...staff.sales, ...people(1, 'manager', 0)];
  if (presser) staff.csms.push(presser);
  for (const p of all as (Person & { role: string; email: string })[])
    await client.query('insert into members (id, email, name, kana, role, is_sample, created_at) values ($1, $2, $3, $4, $5, true, $6)', [
      p.id,
      p.email,
      p.name,
      p.kana,
      p.role,
      now,
    ]);
  return staff;
}
