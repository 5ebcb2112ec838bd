import { expect, it } from 'vitest';
import { makeAccount } from '#accounts/accounts/factory.ts';
import { makeAccountProduct } from '#accounts/account-products/factory.ts';
import { makeAttribute } from '#accounts/attributes/factory.ts';
import { makeProduct } from '#accounts/products/factory.ts';
import { rows, transaction } from '#platform/db/db.ts';
import { testApi } from '#platform/testing/api.ts';
import { makeContract } from '#signals/contracts/factory.ts';
import { defaultScorecard } from '#health/scorecards/index.ts';
import { routes as metricRoutes } from '#metrics/definitions/routes.ts';
import { sql } from 'drizzle-orm';
import { routes as scorecards } from '../scorecards/routes.ts';
import { storeDay } from './day.ts';
import { ensureDefaults } from './ensure-defaults.ts';

const today = '2026-11-24';
const now = new Date('2026-11-24T03:00:00Z');

it('no numbers of one customer, next to nothing or endless, keep the others from their values and scores', async () => {
  const api = await testApi({ metrics: metricRoutes, scorecards }, { clock: () => now });
  const { db } = api;
  const ops = api.as('ops');
  await transaction(api.database, (tx) => ensureDefaults(tx, () => new Date('2026-01-01T00:00:00Z')));
  const productNo = await makeProduct(db, 1);
  for (const key of ['tiny', 'huge']) await makeAttribute(db, { key, kind: 'number' });
  await makeAttribute(db, { key: 'founded', kind: 'date' });
  const metric = async (key: string, definition: object) => expect((await ops.post('/metrics', { key, name: key, definition })).status, key).toBe(201);
  for (const key of ['tiny', 'huge']) await metric(`is_${key}`, { kind: 'attribute', key, read: 'number' });
  await metric('age', { kind: 'attribute', key: 'founded', read: 'days_since' });
  const ratio = (key: string, of: string, by: string) => metric(key, { kind: 'ratio', of, by });
  // 1e±49, then its square, and so on: the tenth power would be more than a float holds.
  await ratio('up_1', 'is_huge', 'is_tiny');
  await ratio('down_1', 'is_tiny', 'is_huge');
  for (const n of [1, 2, 3, 4]) {
    await ratio(`up_${n + 1}`, `up_${n}`, `down_${n}`);
    await ratio(`down_${n + 1}`, `down_${n}`, `up_${n}`);
  }
  const mapping = { type: 'linear', from: { value: 0, points: 0 }, to: { value: 1e15, points: 100 } };
  const measure = (key: string) => ({ metric: key, name: key, nameEn: null, group: 'adoption', weight: 50, mapping });
  const definition = { ...defaultScorecard, measures: [measure('down_1'), measure('is_tiny')] };
  expect((await ops.post('/scorecard/versions', { definition, note: '比率' })).status).toBe(201);

  const attributes = { tiny: 1e-20, huge: 9e28, founded: '0000-01-01' };
  const odd = await makeAccount(db, { attributes });
  const line = { productNo, isSeats: true, quantity: '9999999999', unitPrice: 999_999_999_999_999n };
  await makeContract(db, { accountId: odd }, [line, line]);
  await makeAccountProduct(db, { accountId: odd, productNo, seats: 2_147_483_647 });
  const plain = await makeAccount(db, { attributes: { tiny: 4, huge: 2 } });
  await transaction(api.database, (tx) => storeDay(tx, today, { accounts: 'all', final: true, now }));
  const stored = await rows<{ id: string; total: number }>(db, sql`select account_id as id, total from score_days where day = ${today}`);
  expect(stored.find((s) => s.id === odd)!.total).toBe(0);
  expect(stored.find((s) => s.id === plain)!.total).toBeCloseTo(0, 6);
  const value = async (id: string, key: string) =>
    (
      await rows<{ v: number | null }>(
        db,
        sql`select v[(select slot from metric_definitions where key = ${key})] as v from metric_days where account_id = ${id}::uuid and day = ${today}`,
      )
    )[0]!.v;
  expect([await value(plain, 'up_1'), await value(plain, 'up_3'), await value(odd, 'up_5'), await value(odd, 'age')]).toEqual([0.5, 0.0625, null, null]);
  expect(await value(odd, 'mrr')).toBe(2e16);
});
