import { describe, expect, it } from 'vitest';
import { transaction } from '#platform/db/db.ts';
import { testDatabase, type TestDatabase } from '#platform/testing/database.ts';
import { generateSample } from './generate.ts';

const request = { accounts: 120, seed: 7, today: '2026-11-24', now: new Date('2026-11-24T01:00:00Z') };
const tables = [
  'accounts',
  'account_versions',
  'account_products',
  'contacts',
  'contact_versions',
  'assignments',
  'contracts',
  'contract_lines',
  'activities',
  'activity_contacts',
  'usage_events',
  'usage_users',
];

async function made(seed: number, accounts: number) {
  const database = await testDatabase();
  await transaction(database, (_tx, client) => generateSample(client, { ...request, seed, accounts }));
  const sums = accounts > 12 ? new Map<string, string>() : await sumsOf(database);
  return { database, sums };
}

async function sumsOf(database: TestDatabase): Promise<Map<string, string>> {
  const sums = new Map<string, string>();
  for (const table of tables) {
    const { rows } = await database.pool.query<{ sum: string }>(
      `select count(*) || ':' || md5(coalesce(string_agg(t::text, ',' order by t::text), '')) as sum from ${table} t`,
    );
    sums.set(table, rows[0]!.sum);
  }
  return sums;
}

describe('the sample company', async () => {
  const first = await made(7, 120);
  const one = async <T>(query: string): Promise<T> => (await first.database.pool.query(query)).rows[0] as T;

  it('is the same for the same seed and another for another', async () => {
    const [one, same, other] = [await made(7, 12), await made(7, 12), await made(8, 12)];
    expect(same.sums).toEqual(one.sums);
    expect(other.sums.get('accounts')).not.toBe(one.sums.get('accounts'));
  });

  it('keeps versions in step with what is there now', async () => {
    for (const [table, versions, key] of [
      ['accounts', 'account_versions', 'account_id'],
      ['contacts', 'contact_versions', 'contact_id'],
      ['contracts', 'contract_versions', 'contract_id'],
      ['contract_lines', 'contract_line_versions', 'line_id'],
    ]) {
      const { n } = await one<{ n: string }>(
        `select count(*) as n from ${table} t full join (select * from ${versions} where known_to is null) v on v.${key} = t.${key} where (to_jsonb(v) - 'known_from' - 'known_to') is distinct from to_jsonb(t)`,
      );
      expect([table, n]).toEqual([table, '0']);
    }
  });

  it('tells a believable story', async () => {
    const accounts = await one<{ n: number; churned: number; sample: number }>(
      'select count(*)::int as n, count(churned_on)::int as churned, count(*) filter (where is_sample)::int as sample from accounts',
    );
    expect(accounts).toMatchObject({ n: 120, sample: 120 });
    expect(accounts.churned).toBeGreaterThan(5);
    expect(accounts.churned).toBeLessThan(60);
    const rhythm = await one<{ weekday: number; weekend: number; holiday: number }>(`select
      count(*) filter (where extract(isodow from day) < 6)::float / count(distinct day) filter (where extract(isodow from day) < 6) as weekday,
      count(*) filter (where extract(isodow from day) >= 6)::float / count(distinct day) filter (where extract(isodow from day) >= 6) as weekend,
      count(*) filter (where day = '2026-09-21')::float as holiday from usage_events`);
    expect(rhythm.weekend).toBeLessThan(rhythm.weekday / 5);
    expect(rhythm.holiday).toBeLessThan(rhythm.weekday / 5);
    const after = await one<{ n: number }>('select count(*)::int as n from usage_events e join accounts a using (account_id) where e.day >= a.churned_on');
    expect(after.n).toBe(0);
  });

  it('lets usage fall before some churns and not before others', async () => {
    const { rows } = await first.database.pool.query<{ ratio: number }>(`select
      count(*) filter (where e.day >= a.churned_on - 20)::float / 20 / nullif(count(*) filter (where e.day < a.churned_on - 120 and e.day >= a.churned_on - 180)::float / 60, 0) as ratio
      from accounts a join usage_events e using (account_id) where a.churned_on > '2026-08-01' group by a.account_id`);
    const ratios = rows.map((r) => r.ratio).filter((r) => r !== null);
    expect(ratios.some((r) => r < 0.5)).toBe(true);
  });

  it('makes nothing for none', async () => {
    const database = await testDatabase();
    expect(await transaction(database, (_tx, client) => generateSample(client, { ...request, accounts: 0 }))).toEqual([]);
  });
});
