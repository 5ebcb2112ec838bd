import { describe, expect, it } from 'vitest';
import { makeAccount } from '#accounts/accounts/factory.ts';
import { makeContact } from '#accounts/contacts/factory.ts';
import { makeAccountProduct } from '#accounts/account-products/factory.ts';
import { makeProduct } from '#accounts/products/factory.ts';
import { addDays } from '#platform/clock/days.ts';
import { transaction } from '#platform/db/db.ts';
import { testApi } from '#platform/testing/api.ts';
import { makeActivity } from '#signals/activities/factory.ts';
import { makeContract } from '#signals/contracts/factory.ts';
import { defaultScorecard, scorecardPublished } from '#health/scorecards/index.ts';
import { routes as scorecards } from '../scorecards/routes.ts';
import { storeDay } from './day.ts';
import { ensureDefaults } from './ensure-defaults.ts';
import { refreshChangedJob, restateScoresJob } from './jobs.ts';
import { accountsChanged } from '#accounts/accounts/index.ts';
import { routes } from './routes.ts';

const today = '2026-11-24';

describe('health of an account', async () => {
  const api = await testApi(
    { scores: routes, scorecards },
    {
      jobs: [refreshChangedJob, restateScoresJob],
      subscriptions: [
        [accountsChanged, refreshChangedJob],
        [scorecardPublished, restateScoresJob],
      ],
    },
  );
  await transaction(api.database, (tx) => ensureDefaults(tx, () => new Date('2026-01-01T00:00:00Z')));
  await makeProduct(api.db, 1);
  const accountId = await makeAccount(api.db, { name: '株式会社みなと物流', firstContractOn: '2024-12-01' });
  await makeContract(api.db, { accountId, startsOn: '2025-12-01', endsOn: '2026-12-31' }, [
    { productNo: 1, startsOn: '2025-12-01', isSeats: true, quantity: '10' },
  ]);
  const decider = await makeContact(api.db, { accountId, name: '小林 一郎', roles: ['decision_maker', 'champion'] });
  const at = (day: string) => new Date(`${day}T02:00:00Z`);
  await makeActivity(api.db, { accountId, subject: '四半期レビュー', happenedAt: at('2026-09-11'), knownAt: at('2026-09-11') }, { contactIds: [decider] });
  const make = (day: string) =>
    transaction(api.database, (tx) => storeDay(tx, day, { accounts: 'all', final: day < today, now: new Date('2026-11-24T03:00:00Z') }));
  for (const day of [addDays(today, -28), today]) await make(day);
  const get = async () => (await api.as('csm').get(`/accounts/${accountId}/health`)).body;
  const measure = (health: { measures: { metric: string }[] }, metric: string) => health.measures.find((m) => m.metric === metric);

  it('refuses who may not, and what is not there', async () => {
    expect((await api.as(null).get(`/accounts/${accountId}/health`)).status).toBe(401);
    expect((await api.as('csm').get('/accounts/00000000-0000-7000-8000-00000000ffff/health')).status).toBe(404);
    expect((await api.as('csm').post('/scorecard/versions', { definition: defaultScorecard, note: '変更' })).status).toBe(403);
    expect((await api.as('csm').get(`/accounts/${accountId}/health?days=0`)).status).toBe(400);
  });

  it('opens the score: values, points, weights, change over four weeks, the biggest reason', async () => {
    const health = await get();
    expect(health).toMatchObject({ day: today, provisional: true, onlyOutcome: true, coverage: expect.closeTo(48 / 48, 5), cx: null });
    expect(measure(health, 'days_since_contact')).toMatchObject({
      value: 74,
      valueBefore: 46,
      points: expect.closeTo(((90 - 74) / 76) * 100, 3),
      on: true,
      weight: 16,
    });
    expect(measure(health, 'days_since_contact')).toMatchObject({ change28: expect.closeTo((-28 / 76) * 100, 3) });
    expect(measure(health, 'days_since_event')).toMatchObject({ on: false, points: null });
    expect(measure(health, 'has_champion')).toMatchObject({ points: 100 });
    // Deployment: no onboarding known anywhere; renewal in 37 days with a touch 74 days ago.
    expect(measure(health, 'renewal_prepared')).toMatchObject({ value: 1, points: 100 });
    expect(health.measures[health.reason].metric).toBe('days_since_contact');
    const weighted = health.measures.filter((m: { on: boolean; points: number | null }) => m.on && m.points !== null);
    const expected =
      weighted.reduce((s: number, m: { weight: number; points: number }) => s + m.weight * m.points, 0) /
      weighted.reduce((s: number, m: { weight: number }) => s + m.weight, 0);
    expect(health.total).toBeCloseTo(expected, 3);
    expect(health.series.map((s: { day: string }) => s.day)).toEqual([addDays(today, -28), today]);
    expect(health.change28).toBeCloseTo(health.series[1].total - health.series[0].total, 3);
    expect(health.groups.find((g: { key: string }) => g.key === 'deployment')).toMatchObject({ points: 100 });
  });

  it('opens a measure to its rows, as they were known', async () => {
    const touches = await api.as('viewer').get(`/accounts/${accountId}/health/days_since_decision_maker/rows`);
    expect(touches.body).toMatchObject({
      metric: 'days_since_decision_maker',
      day: today,
      total: 1,
      rows: [{ on: '2026-09-11', what: '四半期レビュー', detail: '小林 一郎', code: 'call' }],
    });
    expect((await api.as('viewer').get(`/accounts/${accountId}/health/days_since_contact/rows?day=2026-09-01`)).body).toMatchObject({ total: 0, rows: [] });
    expect((await api.as('viewer').get(`/accounts/${accountId}/health/mrr/rows`)).body.rows).toMatchObject([{ what: '基本契約 / 製品1', n: 100_000 }]);
    expect((await api.as('viewer').get(`/accounts/${accountId}/health/usage_level/rows`)).body.rows.map((r: { what: string }) => r.what)).toContain(
      '利用日数（28日）',
    );
    for (const key of ['has_champion', 'days_to_renewal', 'days_to_notice', 'tenure', 'onboarding_late', 'events_28', 'usage_usual_28', 'seat_use_28']) {
      expect((await api.as('viewer').get(`/accounts/${accountId}/health/${key}/rows`)).status, key).toBe(200);
    }
    expect((await api.as('viewer').get(`/accounts/${accountId}/health/nothing/rows`)).status).toBe(404);
  });

  it('refuses a scorecard whose weights do not add up, in words', async () => {
    const measures = defaultScorecard.measures.map((m, i) => (i ? m : { ...m, weight: 7 }));
    const answer = await api.as('ops').post('/scorecard/versions', { definition: { ...defaultScorecard, measures }, note: '調整' });
    expect(answer).toMatchObject({
      status: 422,
      body: { errors: [{ path: 'definition.measures.co', message: '成果（CO）の重みの合計が99%です。100%にしてください。' }] },
    });
    expect(
      (
        await api
          .as('ops')
          .post('/scorecard/versions', { definition: { ...defaultScorecard, measures: [{ ...measures[1], weight: 100, metric: 'no_such' }] }, note: 'x' })
      ).status,
    ).toBe(422);
    expect((await api.as('ops').post('/scorecard/versions', { definition: defaultScorecard })).status).toBe(400);
    for (const value of [5e-324, 1e300]) {
      const mapping = { type: 'linear', from: { value, points: 0 }, to: { value: 90, points: 100 } };
      const definition = { ...defaultScorecard, measures: defaultScorecard.measures.map((m, i) => (i ? m : { ...m, mapping })) };
      expect(await api.as('ops').post('/scorecard/versions', { definition, note: 'x' }), String(value)).toMatchObject({
        status: 400,
        body: { errors: [{ path: 'definition.measures.0.mapping.from.value' }] },
      });
    }
  });

  it('publishes a version from today; days already closed keep theirs, the page says where it changed', async () => {
    const measures = [{ ...defaultScorecard.measures[3]!, weight: 100 }];
    const made = await api.as('ops').post('/scorecard/versions', { definition: { ...defaultScorecard, measures }, note: '接点だけで見る' });
    expect(made).toMatchObject({ status: 201, body: { version: 2, status: 'published', fromDay: today, note: '接点だけで見る', publishedByName: 'ops さん' } });
    await api.drain();
    const health = await get();
    expect(health.version.version).toBe(2);
    expect(health.measures).toHaveLength(1);
    expect(health.total).toBeCloseTo(((180 - 74) / 150) * 100, 3);
    expect(health.series.map((s: { versionId: number }) => s.versionId)).toEqual([1, 2]);
    expect(health.versions).toMatchObject([{ version: 2, day: today, note: '接点だけで見る' }]);
    // Both days by the new version: 46 and 74 days after the contact, 150 days from 100 points to none.
    expect(health.change28).toBeCloseTo((-28 / 150) * 100, 3);
    expect(health.measures[0].change28).toBeCloseTo((-28 / 150) * 100, 3);
    const [logged, ...others] = await api.audit();
    expect(others).toEqual([]);
    expect(logged).toMatchObject({ action: 'scorecards.publish', label: '標準スコアカード v2', changes: { version: [1, 2], note: [null, '接点だけで見る'] } });
    expect(logged.changes.measures[0]).toContain('オンボーディングの期限 8%（30: 0点、0: 100点）');
    expect(logged.changes.measures[1]).toEqual(['決裁者との接点 100%（180: 0点、30: 100点）']);
    expect((await api.as('viewer').get('/scorecard/versions')).body.map((v: { version: number; status: string }) => [v.version, v.status])).toEqual([
      [2, 'published'],
      [1, 'retired'],
    ]);
  });

  it('counts customers by colour', async () => {
    const summary = await api.as('viewer').get('/health/summary');
    expect(summary.body).toMatchObject({ day: today, off: [] });
    expect(Object.values(summary.body.counts as Record<string, number>).reduce((a, b) => a + b, 0)).toBe(1);
  });

  it('keeps the last score of a customer that has left', async () => {
    await api.database.pool.query(`update accounts set churned_on = '2026-10-27' where account_id = $1`, [accountId]);
    await api.database.pool.query(`update account_versions set churned_on = '2026-10-27' where account_id = $1`, [accountId]);
    await api.database.pool.query(`delete from score_days where day = '${today}'`);
    await make(today);
    expect(await get()).toMatchObject({ day: addDays(today, -28), frozen: true, provisional: false });
  });

  it('opens a measure taken per product to the products, the one that costs most first', async () => {
    await makeProduct(api.db, 2);
    const two = await makeAccount(api.db);
    for (const [productNo, unitPrice] of [
      [1, 10_000n],
      [2, 30_000n],
    ] as const) {
      await makeAccountProduct(api.db, { accountId: two, productNo, onboardingDueOn: addDays(today, productNo === 2 ? -15 : 5) });
      await makeContract(api.db, { accountId: two }, [{ productNo, unitPrice }]);
    }
    await api.as('ops').post('/scorecard/versions', { definition: defaultScorecard, note: '標準に戻す' });
    await make(today);
    const health = (await api.as('csm').get(`/accounts/${two}/health`)).body;
    const late = measure(health, 'onboarding_late') as unknown as { points: number; byProduct: { productNo: number; value: number; points: number }[] };
    expect(late.byProduct).toMatchObject([
      { productNo: 2, value: 15, points: 50 },
      { productNo: 1, value: 0, points: 100 },
    ]);
    expect(late.points).toBeCloseTo((100 * 10_000 + 50 * 30_000) / 40_000, 3);
    // Contacts and touches are the account's: they neither lower a product's score nor are missed in it.
    expect(health.products).toMatchObject([
      { productNo: 1, mrr: 10_000, total: 100, colour: 'good' },
      { productNo: 2, mrr: 30_000, total: 50, colour: 'watch' },
    ]);
  });

  it('says so when there is no score yet', async () => {
    const fresh = await makeAccount(api.db);
    expect((await api.as('csm').get(`/accounts/${fresh}/health`)).body).toMatchObject({ day: null, total: null, colour: 'unknown', measures: [] });
  });
});
