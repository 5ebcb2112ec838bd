import { beforeAll, describe, expect, it } from 'vitest';
import { makeAccount } from '#accounts/accounts/factory.ts';
import { makeAccountProduct } from '#accounts/account-products/factory.ts';
import { makeContact } from '#accounts/contacts/factory.ts';
import { makeProduct } from '#accounts/products/factory.ts';
import { testApi } from '#platform/testing/api.ts';
import { transaction } from '#platform/db/db.ts';
import { ensureDefaultMetrics } from './ensure-defaults.ts';
import { metricsOn } from './store.ts';
import { routes } from './routes.ts';
import { routes as values } from '../values/routes.ts';

describe('metrics', async () => {
  const api = await testApi({ metrics: routes, values });
  const today = '2026-11-24';
  await transaction(api.database, (tx) => ensureDefaultMetrics(tx, new Date('2026-11-01T00:00:00Z'), '2026-11-01'));
  await transaction(api.database, (tx) => ensureDefaultMetrics(tx, new Date('2026-11-02T00:00:00Z'), '2026-11-02'));
  const logins = { key: 'logins_7', name: 'ログイン（7日）', definition: { kind: 'event_count', events: ['login'], days: 7 } };

  it('refuses who may not', async () => {
    expect((await api.as(null).post('/metrics', logins)).status).toBe(401);
    expect((await api.as('csm').post('/metrics', logins)).status).toBe(403);
  });

  it('refuses what is wrong, naming the field', async () => {
    const wrong = await api.as('ops').post('/metrics', { ...logins, key: 'Has Space', definition: { kind: 'event_count', events: ['login'], days: 8 } });
    expect(wrong.status).toBe(400);
    expect(wrong.body.errors.map((e: { path: string }) => e.path)).toEqual(['key', 'definition.days']);
    for (const definition of [
      { kind: 'ratio', of: 'nothing', by: 'mrr' },
      { kind: 'change', of: 'users', events: ['login'], days: 7 },
      { kind: 'attribute', key: 'plan', read: 'equals' },
    ]) {
      expect((await api.as('ops').post('/metrics', { ...logins, definition })).status).toBe(422);
    }
    expect((await api.as('ops').post('/metrics', { ...logins, key: 'mrr' })).status).toBe(409);
  });

  it('adds one under a slot of its own, changes it as a new version, and never gives the slot again', async () => {
    const made = await api.as('ops').post('/metrics', logins);
    expect(made).toMatchObject({ status: 201, body: { slot: 21, version: 1, unit: 'count', direction: 'higher', fromDay: today } });
    const changed = await api.as('ops').put(`/metrics/${made.body.metricId}`, { ...logins, definition: { ...logins.definition, days: 28 } });
    expect(changed).toMatchObject({ status: 200, body: { slot: 21, version: 2 } });
    expect((await api.as('ops').put(`/metrics/${made.body.metricId}`, { ...logins, definition: { ...logins.definition, days: 28 } })).body.version).toBe(2);
    expect((await api.as('ops').post(`/metrics/${made.body.metricId}/archive`, {})).body.archived).toBe(true);
    const next = await api.as('ops').post('/metrics', { ...logins, key: 'logins_again' });
    expect(next.body.slot).toBe(22);
    const audit = await api.audit();
    expect(audit.map((a) => a.action)).toEqual(['metrics.create', 'metrics.update', 'metrics.archive', 'metrics.create']);
    expect(audit[1].changes).toEqual({ definition: [expect.stringMatching(/7日/), expect.stringMatching(/28日/)] });
    expect(api.jobs.queued).toEqual([]);
  });

  it('makes each day with the version valid on it, and days before the first with the first', async () => {
    const made = await api.as('ops').post('/metrics', { ...logins, key: 'versions' });
    await api.database.pool.query(`update metric_definitions set from_day = '2026-11-10' where key = 'versions' and version = 1`);
    await api.as('ops').put(`/metrics/${made.body.metricId}`, { ...logins, definition: { ...logins.definition, days: 90 } });
    const daysOf = async (day: string) => (await metricsOn(api.db, day)).find((m) => m.key === 'versions')!.definition;
    expect([await daysOf('2026-11-01'), await daysOf('2026-11-23'), await daysOf(today)].map((d) => 'days' in d && d.days)).toEqual([7, 7, 90]);
  });

  it('refuses circles, and to archive what others are made of', async () => {
    const a = await api.as('ops').post('/metrics', { key: 'a', name: 'A', definition: { kind: 'ratio', of: 'mrr', by: 'contacts' } });
    const b = await api.as('ops').post('/metrics', { key: 'b', name: 'B', definition: { kind: 'ratio', of: 'a', by: 'contacts' } });
    const circle = await api.as('ops').put(`/metrics/${a.body.metricId}`, { name: 'A', definition: { kind: 'ratio', of: 'b', by: 'contacts' } });
    expect(circle).toMatchObject({ status: 422, body: { errors: [{ path: 'definition', message: '指標が自分自身をもとにしています。' }] } });
    expect((await api.as('ops').post(`/metrics/${a.body.metricId}/archive`, {})).status).toBe(409);
    expect((await api.as('ops').post(`/metrics/${b.body.metricId}/archive`, {})).status).toBe(200);
    const mrr = (await api.as('viewer').get('/metrics')).body.find((m: { key: string }) => m.key === 'mrr');
    expect((await api.as('ops').post(`/metrics/${mrr.metricId}/archive`, {})).status).toBe(409);
  });

  it('previews a definition over real accounts before it is saved', async () => {
    const ids = [];
    for (let n = 0; n < 5; n++) {
      const accountId = await makeAccount(api.db, { name: `会社${n}` });
      for (let i = 0; i < n; i++) await makeContact(api.db, { accountId });
      ids.push(accountId);
    }
    const preview = await api.as('viewer').post('/metrics/preview', { definition: { kind: 'contacts' } });
    expect(preview.body).toMatchObject({ day: today, accounts: 5, withValue: 5, min: 0, max: 4 });
    expect(preview.body.quantiles[2]).toBe(2);
    expect(preview.body.bins).toEqual([0, 1, 2, 3, 4].map((n) => ({ from: n, to: n + 1, n: 1 })));
    expect(preview.body.samples.map((s: { accountId: string; value: number }) => [s.accountId, s.value])).toEqual(ids.map((id, n) => [id, n]));
    const none = await api.as('viewer').post('/metrics/preview', { definition: { kind: 'days_to_renewal' } });
    expect(none.body).toMatchObject({ accounts: 5, withValue: 0, min: null, bins: [], samples: [] });
    expect((await api.as('viewer').post('/metrics/preview', { definition: { kind: 'ratio', of: 'x', by: 'y' } })).body).toMatchObject({
      status: 422,
      errors: [{ path: 'definition', message: '使えない指標が含まれています。' }],
    });
  });

  it('offers events and attributes to choose from', async () => {
    await api.database.pool.query(`insert into event_names (name, label) values ('report_made', 'レポート作成')`);
    expect((await api.as('viewer').get('/metrics/choices')).body).toEqual({
      events: [{ name: 'report_made', label: 'レポート作成', productNo: null }],
      attributes: [],
    });
  });

  describe('levels of single products', () => {
    const on = (metric: string, value: number) => ({ name: `${metric} ${value}`, all: [{ metric, op: '>=', value }] });
    const common = [on('events_28', 1), on('active_days_28', 4)];
    const levels = (products: unknown, own = common) => ({ key: 'steps', name: '段階', definition: { kind: 'usage_level', levels: own, products } });
    const requests = [on('seats', 1), on('seats', 5)];
    beforeAll(async () => {
      await makeProduct(api.db, 1, { name: '基本' });
      await makeProduct(api.db, 2, { name: '申請' });
      await makeProduct(api.db, 3, { name: '旧版', archivedAt: new Date('2026-01-01T00:00:00Z') });
      for (const [key, name, definition] of [
        ['seats', '契約席数', { kind: 'seats' }],
        ['much', '多用', { kind: 'event_count', events: 'all', days: 7 }],
      ])
        expect((await api.as('ops').post('/metrics', { key, name, definition })).status).toBe(201);
    });

    it('refuses numbers that are none, and lists that are empty', async () => {
      const wrong = await api.as('ops').post('/metrics', levels([{ productNo: 0, levels: requests }]));
      expect(wrong).toMatchObject({ status: 400, body: { errors: [{ path: 'definition.products.0.productNo' }] } });
      const empty = await api.as('ops').post('/metrics', levels([{ productNo: 2, levels: [] }]));
      expect(empty).toMatchObject({ status: 400, body: { errors: [{ path: 'definition.products.0.levels' }] } });
    });

    it('refuses, in words that name the place, what would not mean the same everywhere', async () => {
      const refused = async (definition: object) => {
        const { status, body } = await api.as('ops').post('/metrics', definition);
        expect(status).toBe(422);
        expect(body.errors[0].path).toBe('definition');
        return body.errors[0].message;
      };
      expect(await refused(levels([{ productNo: 2, levels: [on('seats', 1)] }]))).toBe(
        '「申請」の段階は1つ、共通の段階は2つです。段階の数を共通の段階に合わせてください。',
      );
      expect(await refused(levels([1, 2, 2].map((productNo) => ({ productNo, levels: requests }))))).toBe(
        '「申請」の段階が重複しています。製品ごとに1つにしてください。',
      );
      expect(await refused(levels([{ productNo: 9, levels: requests }]))).toBe('製品番号9の製品がありません。');
      expect(await refused(levels([{ productNo: 2, levels: [on('seats', 1), on('contacts', 1)] }]))).toMatch(/^「申請」の段階のL2にある「先方担当者数」は/);
      // The common list counts for the products without their own.
      expect(await refused(levels([{ productNo: 2, levels: requests }], [on('events_28', 1), on('contacts', 1)]))).toMatch(/^共通の段階のL2にある/);
      expect(await refused(levels([{ productNo: 2, levels: [on('nothing', 1), on('seats', 5)] }]))).toBe('使えない指標が含まれています。');
      const preview = await api.as('viewer').post('/metrics/preview', levels([{ productNo: 9, levels: requests }]));
      expect(preview.body.errors[0].message).toBe('製品番号9の製品がありません。');
    });

    it('keeps them, says them in the audit row, and holds the metrics they need', async () => {
      const plain = await api.as('ops').post('/metrics', { ...levels(undefined), key: 'steps' });
      expect(plain).toMatchObject({ status: 201, body: { definition: { products: [] } } });
      const own = [on('seats', 1), on('much', 50)];
      const changed = await api.as('ops').put(`/metrics/${plain.body.metricId}`, levels([{ productNo: 2, levels: own }]));
      expect(changed).toMatchObject({ status: 200, body: { version: 2, definition: { products: [{ productNo: 2, levels: own }] } } });
      // A product that is no longer sold keeps its levels.
      const old = levels([2, 3].map((productNo) => ({ productNo, levels: own })));
      expect((await api.as('ops').put(`/metrics/${plain.body.metricId}`, old)).status).toBe(200);
      const audit = (await api.audit()).filter((a) => a.action === 'metrics.update' && a.noun_id === plain.body.metricId);
      expect(audit[0].changes.definition).toEqual([
        '条件を満たす最も高い段階: L1 events_28 1（利用回数（28日）が1以上）、L2 active_days_28 4（利用日数（28日）が4日以上）',
        '条件を満たす最も高い段階: L1 events_28 1（利用回数（28日）が1以上）、L2 active_days_28 4（利用日数（28日）が4日以上）。申請: L1 seats 1（契約席数が1以上）、L2 much 50（多用が50以上）',
      ]);
      const much = (await api.as('viewer').get('/metrics')).body.find((m: { key: string }) => m.key === 'much');
      expect((await api.as('ops').post(`/metrics/${much.metricId}/archive`, {})).status).toBe(409);
      const whole = await api.as('ops').put(`/metrics/${much.metricId}`, { name: '多用', definition: { kind: 'contacts' } });
      expect(whole).toMatchObject({
        status: 422,
        body: { errors: [{ message: '「段階」の製品ごとの段階で使われているため、製品ごとに計算できない内容には変更できません。' }] },
      });
    });

    it('previews them over the customers of the product', async () => {
      for (const seats of [0, 3, 8]) {
        const accountId = await makeAccount(api.db);
        await makeAccountProduct(api.db, { accountId, productNo: 2, phase: 'adoption', seats });
      }
      const over = async (productNo: number) =>
        (await api.as('viewer').post('/metrics/preview', { ...levels([{ productNo: 2, levels: requests }]), productNo })).body;
      expect(await over(2)).toMatchObject({ accounts: 3, withValue: 3, min: 0, max: 2 });
      expect((await over(2)).samples.map((s: { value: number }) => s.value)).toEqual([0, 1, 2]);
      expect(await over(0)).toMatchObject({ min: 0, max: 0 });
      expect(await over(1)).toMatchObject({ accounts: 0, withValue: 0 });
    });
  });
});
