import { describe, expect, it } from 'vitest';
import { makeAccount } from '#accounts/accounts/factory.ts';
import { makeAccountProduct } from '#accounts/account-products/factory.ts';
import { makeContact } from '#accounts/contacts/factory.ts';
import { makeProduct } from '#accounts/products/factory.ts';
import { transaction } from '#platform/db/db.ts';
import { testApi } from '#platform/testing/api.ts';
import { routes as metricRoutes } from '#metrics/definitions/routes.ts';
import { makeActivity } from '#signals/activities/factory.ts';
import { makeContract } from '#signals/contracts/factory.ts';
import { defaultScorecard } from '#health/scorecards/index.ts';
import { routes as scorecards } from '../scorecards/routes.ts';
import { storeDay } from './day.ts';
import { ensureDefaults } from './ensure-defaults.ts';
import { routes } from './routes.ts';

const today = '2026-11-24';
const now = new Date('2026-11-24T03:00:00Z');

describe('scores of the first days', async () => {
  const api = await testApi({ scores: routes, scorecards, metrics: metricRoutes });
  await transaction(api.database, (tx) => ensureDefaults(tx, () => new Date('2026-01-01T00:00:00Z')));
  await makeProduct(api.db, 1);
  const ids: string[] = [];
  for (let n = 0; n < 10; n++) {
    const accountId = await makeAccount(api.db, { name: `会社${n}`, firstContractOn: '2025-12-01' });
    await makeContract(api.db, { accountId, startsOn: '2025-12-01', endsOn: '2027-11-30' }, [{ productNo: 1 }]);
    if (n % 2) await makeContact(api.db, { accountId, roles: ['champion'] });
    const touched = new Date(`2026-11-${10 + n}T02:00:00Z`);
    if (n < 3) await makeActivity(api.db, { accountId, happenedAt: touched, knownAt: touched });
    ids.push(accountId);
  }
  const make = () => transaction(api.database, (tx) => storeDay(tx, today, { accounts: 'all', final: false, now }));
  const get = async (id: string) => (await api.as('csm').get(`/accounts/${id}/health`)).body;

  it('come with reasons from contracts, contacts and touches when there is no usage yet', async () => {
    await make();
    const { off } = (await api.as('viewer').get('/health/summary')).body;
    expect(off).toEqual(expect.arrayContaining(['active_days_28', 'usage_usual_28', 'seat_use_28']));
    expect(off).not.toContain('days_since_contact');
    for (const id of ids) {
      const health = await get(id);
      expect(health.colour).not.toBe('unknown');
      expect(health.coverage).toBe(1);
      expect(health.measures[health.reason].metric).toMatch(/^(days_since_contact|days_since_decision_maker|has_champion)$/);
    }
  });

  it('are the usage level alone when that is the only measure', async () => {
    const levels = [
      { from: null, points: 0 },
      { from: 1, points: 30 },
      { from: 2, points: 60 },
      { from: 3, points: 80 },
      { from: 4, points: 100 },
    ];
    const measures = [
      { metric: 'usage_level', name: '活用度', nameEn: 'Usage level', group: 'adoption', weight: 100, mapping: { type: 'bands', bands: levels } },
    ];
    const made = await api.as('ops').post('/scorecard/versions', { definition: { ...defaultScorecard, measures }, note: '活用度だけで見る' });
    expect(made.status).toBe(201);
    // L1: used at all. L2: on four days of the last 28.
    await api.database.pool.query(
      `insert into account_days (account_id, day, known_on, total, events, counts, amounts, users)
       select $1::uuid, d::date, d::date, 3, '{1}'::int[], '{3}'::int[], '{null}'::numeric[], '{1}'::int[] from generate_series('2026-11-20'::timestamp, '2026-11-23', '1 day') d
       union all select $2::uuid, '2026-11-20', '2026-11-20', 3, '{1}', '{3}', '{null}', '{1}'`,
      [ids[0], ids[1]],
    );
    await make();
    const found = await Promise.all(ids.slice(0, 3).map(get));
    expect(found.map((h) => [h.measures[0].value, h.total, h.colour])).toEqual([
      [2, 60, 'watch'],
      [1, 30, 'risk'],
      [0, 0, 'risk'],
    ]);
    expect((await api.audit()).map((a) => a.action)).toEqual(['scorecards.publish']);
  });

  it('place each product by its own levels, and the account by its products', async () => {
    await makeProduct(api.db, 2, { name: '申請' });
    const [accountId] = ids as [string];
    for (const productNo of [1, 2]) await makeAccountProduct(api.db, { accountId, productNo, phase: 'adoption' });
    await api.database.pool.query(`insert into event_names (event_id, name, product_no) overriding system value values (1, '申請を提出', 2)`);
    const metric = (await api.as('viewer').get('/metrics')).body.find((m: { key: string }) => m.key === 'usage_level');
    const first = { name: '申請あり', all: [{ metric: 'events_28', op: '>=', value: 10 }] };
    const own = metric.definition.levels.map((level: object, i: number) => (i ? level : first));
    // By the common levels its four days would be L2.
    own[1] = { name: '活発', all: [{ metric: 'events_28', op: '>=', value: 1000 }] };
    const changed = await api.as('ops').put(`/metrics/${metric.metricId}`, {
      name: metric.name,
      definition: { ...metric.definition, products: [{ productNo: 2, levels: own }] },
    });
    expect(changed.status).toBe(200);
    await make();
    const { measures, total } = await get(ids[0]!);
    expect(measures[0].byProduct).toEqual([
      { productNo: 1, name: '製品1', value: 0, points: 0 },
      { productNo: 2, name: '申請', value: 1, points: 30 },
    ]);
    expect(measures[0].value).toBe(2);
    expect(total).toBe(0);
    const { rows } = (await api.as('viewer').get(`/accounts/${accountId}/health/usage_level/rows`)).body;
    const shown = rows.map((r: { what: string; detail: string | null; n: number | null }) => [r.what, r.detail, r.n]);
    expect(shown).toContainEqual(['利用日数（28日）', '製品1', 0]);
    expect(shown).toContainEqual(['利用回数（28日）', '申請', 12]);
    expect((await api.as('viewer').get(`/accounts/${ids[1]}/health/usage_level/rows`)).body.rows[0]).toEqual({
      on: null,
      what: '利用回数（28日）',
      detail: null,
      n: 3,
      code: 'count',
    });
  });
});
