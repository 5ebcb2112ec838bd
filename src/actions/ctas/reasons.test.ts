import { describe, expect, it } from 'vitest';
import { sql } from 'drizzle-orm';
import { makeAccount } from '#accounts/accounts/factory.ts';
import { newId } from '#platform/ids/ids.ts';
import { testApi } from '#platform/testing/api.ts';
import { makeCta } from './factory.ts';
import { keyFrom } from './reasons.ts';
import { reasonRoutes, routes } from './routes.ts';

type Reason = { reason: string; type: string; archived: boolean };

describe('the catalogue of reasons', async () => {
  const now = new Date('2026-11-24T03:00:00Z');
  const api = await testApi({ ctas: routes, reasons: reasonRoutes }, { clock: () => now });
  const ops = api.as('ops');
  const discount = { type: 'risk', name: { ja: '値引きの要求', en: 'Asks for a discount' }, riskCategory: 'company' };
  const list = async (): Promise<Reason[]> => (await api.as('viewer').get('/cta-reasons')).body;
  const paths = async (answer: Promise<{ status: number; body: { errors: { path: string }[] } }>) => {
    const { status, body } = await answer;
    expect(status).toBe(400);
    return body.errors.map((e) => e.path);
  };

  it('is changed by ops and admin only', async () => {
    expect((await api.as(null).post('/cta-reasons', discount)).status).toBe(401);
    expect((await api.as('manager').post('/cta-reasons', discount)).status).toBe(403);
    expect((await api.as('csm').patch('/cta-reasons/silent', { archived: true })).status).toBe(403);
  });

  it('refuses what is wrong, naming the field', async () => {
    expect(await paths(ops.post('/cta-reasons', { ...discount, type: 'party' }))).toEqual(['type']);
    expect(await paths(ops.post('/cta-reasons', { ...discount, type: 'activity' }))).toEqual(['riskCategory']);
    expect(await paths(ops.post('/cta-reasons', { ...discount, name: { ja: '利用の急減' } }))).toEqual(['name.ja']);
    expect((await ops.patch('/cta-reasons/nothing', { archived: true })).status).toBe(404);
  });

  it('takes a reason of one’s own, before the “other” of its type, and CTAs can have it', async () => {
    const made = await ops.post('/cta-reasons', discount);
    expect(made).toMatchObject({ status: 201, body: { ...discount, reason: 'asks_for_a_discount', outsideSlots: false, archived: false } });
    const risks = (await list()).filter((r) => r.type === 'risk').map((r) => r.reason);
    expect(risks.slice(-2)).toEqual(['asks_for_a_discount', 'other_risk']);
    const ja = await ops.post('/cta-reasons', { type: 'activity', name: { ja: '季節のご挨拶' } });
    expect(ja.body).toMatchObject({ reason: 'own_activity', name: { ja: '季節のご挨拶', en: '季節のご挨拶' } });
    expect((await ops.post('/cta-reasons', { type: 'activity', name: { ja: '訪問のお礼' } })).body.reason).toBe('own_activity_2');
    expect((await api.audit()).find((a) => a.noun_id === 'asks_for_a_discount')).toMatchObject({
      action: 'cta_reasons.create',
      noun: 'cta_reason',
      label: '値引きの要求',
      changes: { type: [null, 'risk'], nameJa: [null, '値引きの要求'], riskCategory: [null, 'company'] },
    });
    const accountId = await makeAccount(api.db);
    const cta = await api.as('csm').post(`/accounts/${accountId}/ctas`, { reason: 'asks_for_a_discount', title: '値引きの相談' });
    expect(cta).toMatchObject({ status: 201, body: { type: 'risk', riskCategory: 'company', reasonName: discount.name } });
  });

  it('renames a reason everywhere at once; a retired one stays readable on old CTAs and is not offered for new ones', async () => {
    const accountId = await makeAccount(api.db);
    const ctaId = await makeCta(api.db, { accountId, reason: 'asks_for_a_discount' });
    const path = '/cta-reasons/asks_for_a_discount';
    expect((await ops.patch(path, { name: { ja: '値下げの相談', en: 'Price talk' } })).body).toMatchObject({
      name: { ja: '値下げの相談' },
      riskCategory: 'company',
    });
    expect((await ops.patch(path, { archived: true })).body.archived).toBe(true);
    expect((await list()).find((r) => r.reason === 'asks_for_a_discount')).toMatchObject({ archived: true });
    const at = `/accounts/${accountId}/ctas`;
    expect((await api.as('viewer').get(`${at}/${ctaId}`)).body.reasonName).toEqual({ ja: '値下げの相談', en: 'Price talk' });
    expect(await paths(api.as('csm').post(at, { reason: 'asks_for_a_discount', title: 'x' }))).toEqual(['reason']);
    expect((await api.as('csm').patch(`${at}/${ctaId}`, { reason: 'asks_for_a_discount', title: '続き' })).status).toBe(200);
    const changes = (await api.audit()).filter((a) => a.action === 'cta_reasons.update').map((a) => a.changes);
    expect(changes).toEqual([{ nameJa: ['値引きの要求', '値下げの相談'], nameEn: ['Asks for a discount', 'Price talk'] }, { archived: [false, true] }]);
    expect((await ops.patch(path, { archived: false })).body.archived).toBe(false);
  });

  it('keeps a reason that a rule makes CTAs with, and the last one of a type', async () => {
    const ruleId = newId();
    await api.db.execute(
      sql`insert into rules (rule_id, name, status, version, created_at, updated_at) values (${ruleId}, '利用停止の検知', 'live', 1, now(), now())`,
    );
    const definition = JSON.stringify({ actions: [{ kind: 'notify' }, { kind: 'cta', reason: 'silent' }] });
    await api.db.execute(
      sql`insert into rule_versions (rule_id, version, definition, published_at, first_day) values (${ruleId}, 1, ${definition}::jsonb, now(), '2026-11-01')`,
    );
    expect(await ops.patch('/cta-reasons/silent', { archived: true })).toMatchObject({
      status: 409,
      body: { detail: expect.stringContaining('利用停止の検知') },
    });
    await api.db.execute(sql`update rules set status = 'retired' where rule_id = ${ruleId}`);
    expect((await ops.patch('/cta-reasons/silent', { archived: true })).status).toBe(200);
    const activities = (await list()).filter((r) => r.type === 'activity');
    for (const [i, { reason }] of activities.entries())
      expect((await ops.patch(`/cta-reasons/${reason}`, { archived: true })).status).toBe(i < activities.length - 1 ? 200 : 409);
  });

  it('makes keys that scripts can write', () => {
    expect(['Café: 2nd visit!', '3 months', '値引き'].map((name) => keyFrom(name, 'risk'))).toEqual(['cafe_2nd_visit', 'months', 'own_risk']);
  });
});
