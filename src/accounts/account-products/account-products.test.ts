import { sql } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import { makeAccount } from '#accounts/accounts/factory.ts';
import { makeAssignment } from '#accounts/assignments/factory.ts';
import { makeProduct } from '#accounts/products/factory.ts';
import { memberId, testApi } from '#platform/testing/api.ts';
import { versionFaults } from '#platform/testing/versions.ts';
import { routes } from './routes.ts';

let now = new Date('2026-11-24T03:00:00Z');
const api = await testApi({ accountProducts: routes }, { clock: () => (now = new Date(now.getTime() + 1000)) });
await makeProduct(api.db, 1, { name: 'コア' });
const accountId = await makeAccount(api.db);
const path = `/accounts/${accountId}/products/1`;
const faults = () => versionFaults(api.db, 'account_products', 'account_product_versions', ['account_id', 'product_no']);

it('refuses who may not, what is wrong and what does not exist', async () => {
  expect((await api.as(null).put(path, {})).status).toBe(401);
  expect((await api.as('viewer').put(path, {})).status).toBe(403);
  expect((await api.as('csm').put(path, { onboardingStartedOn: '2026-11-01', onboardingDueOn: '2026-10-01' })).body.errors[0].path).toBe('onboardingDueOn');
  expect((await api.as('csm').put(path, { phase: 'x', seats: -1 })).body.errors.map((e: { path: string }) => e.path)).toEqual(['phase', 'seats']);
  expect((await api.as('csm').put(`/accounts/${accountId}/products/9`, {})).status).toBe(404);
  expect((await api.as('csm').delete(path)).status).toBe(404);
});

it('starts, finishes onboarding into adoption, and can be taken back', async () => {
  const started = await api.as('csm').put(path, { onboardingStartedOn: '2026-09-01', onboardingDueOn: '2026-11-30', seats: 50 });
  expect(started.body).toMatchObject({ productName: 'コア', phase: 'onboarding', seats: 50 });
  const done = await api.as('csm').put(path, { onboardingDoneOn: '2026-11-20' });
  expect(done.body).toMatchObject({ phase: 'adoption', phaseSince: '2026-11-20', seats: 50 });
  expect((await api.as('csm').put(path, { phase: 'renewal' })).body).toMatchObject({ phase: 'renewal', phaseSince: '2026-11-24' });
  expect(await faults()).toEqual([]);
  expect((await api.as('viewer').get(`/accounts/${accountId}/products`)).body).toHaveLength(1);
  expect((await api.as('csm').delete(path)).status).toBe(204);
  expect(await faults()).toEqual([]);
  expect((await api.audit()).map((a) => a.action)).toEqual(['account_products.put', 'account_products.put', 'account_products.put', 'account_products.delete']);
});

describe('onboardings of all customers', () => {
  const ids = (answer: { body: { items: { accountId: string }[] } }) => answer.body.items.map((one) => one.accountId);
  const put = (id: string, body: object) => api.as('csm').put(`/accounts/${id}/products/1`, body);
  const made: Record<string, string> = {};

  beforeAll(async () => {
    for (const name of ['late', 'soon', 'open', 'done', 'gone', 'adopted']) made[name] = await makeAccount(api.db, { name });
    await put(made.late!, { onboardingStartedOn: '2026-09-01', onboardingDueOn: '2026-11-20' });
    await put(made.soon!, { onboardingStartedOn: '2026-11-01', onboardingDueOn: '2026-11-30' });
    await put(made.open!, { phase: 'onboarding' });
    await put(made.done!, { onboardingStartedOn: '2026-08-01', onboardingDueOn: '2026-10-01', onboardingDoneOn: '2026-10-05' });
    await put(made.gone!, { onboardingStartedOn: '2026-09-01', onboardingDueOn: '2026-11-20' });
    await put(made.adopted!, { phase: 'adoption' });
    await api.db.execute(sql`update accounts set churned_on = '2026-11-01' where account_id = ${made.gone}`);
    await makeAssignment(api.db, { accountId: made.late!, memberId: memberId('csm') });
    await makeAssignment(api.db, { accountId: made.late!, memberId: memberId('support'), role: 'onboarding' });
  });

  it('is not for everybody, and refuses what it does not know', async () => {
    expect((await api.as(null).get('/onboardings')).status).toBe(401);
    expect((await api.as('viewer').get('/onboardings?state=paused')).status).toBe(400);
    expect((await api.as('viewer').get('/onboardings?cursor=x')).status).toBe(400);
  });

  it('lists running ones by deadline, those without one last, and late ones apart', async () => {
    const running = await api.as('viewer').get('/onboardings');
    expect(ids(running)).toEqual([made.late, made.soon, made.open]);
    expect(running.body.items[0]).toMatchObject({ accountName: 'late', productName: 'コア', dueOn: '2026-11-20', daysLeft: -4, ownerId: memberId('support') });
    expect(ids(await api.as('viewer').get('/onboardings?state=overdue'))).toEqual([made.late]);
    expect(ids(await api.as('viewer').get('/onboardings?state=done'))).toEqual([made.done]);
    expect((await api.as('viewer').get('/onboardings/counts')).body).toEqual({ running: 3, overdue: 1, done: 1 });
  });

  it('belongs to who has the onboarding role before the CSM, and to one product', async () => {
    expect(ids(await api.as('viewer').get(`/onboardings?ownerId=${memberId('support')}`))).toEqual([made.late]);
    expect(ids(await api.as('viewer').get(`/onboardings?ownerId=${memberId('csm')}`))).toEqual([]);
    expect(ids(await api.as('viewer').get('/onboardings?productNo=9'))).toEqual([]);
  });

  it('goes page by page without losing or repeating one', async () => {
    const seen: string[] = [];
    for (let cursor = ''; ;) {
      const { body } = await api.as('viewer').get(`/onboardings?limit=1${cursor}`);
      seen.push(...ids({ body }));
      if (!body.nextCursor) break;
      cursor = `&cursor=${encodeURIComponent(body.nextCursor)}`;
    }
    expect(seen).toEqual([made.late, made.soon, made.open]);
  });
});
