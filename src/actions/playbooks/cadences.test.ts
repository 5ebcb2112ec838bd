import { beforeAll, describe, expect, it } from 'vitest';
import { makeAccount } from '#accounts/accounts/factory.ts';
import { makeAssignment } from '#accounts/assignments/factory.ts';
import { makeActivity } from '#signals/activities/factory.ts';
import { memberId, testApi } from '#platform/testing/api.ts';
import { refreshFacts } from '#rules/facts/index.ts';
import { dueByCadence } from './cadences.sql.ts';
import { makePlaybook } from './factory.ts';
import { cadenceRoutes, routes } from './routes.ts';

const today = '2026-11-24';
const api = await testApi({ playbooks: routes, cadences: cadenceRoutes });
const { db } = api;
const nobody = '00000000-0000-7000-8000-0000000000ff';
const segmentId = '00000000-0000-7000-8000-0000000000e1';
const big = { segmentId, cells: { unknown: { everyDays: 14, ownerRole: 'sales' } } };
const rest = { segmentId: null, cells: { unknown: { everyDays: 60 }, risk: { everyDays: 7 } } };
const put = (...rows: object[]) => api.as('ops').put('/cadences', { rows });
const wrong = (answer: { body: { errors?: { path: string }[] } }) => answer.body.errors?.map((e) => e.path);
const names = async (member?: string) => (await dueByCadence(db, today, member)).map((d) => d.name);
let playbookId: string;

/** A customer of the CSM and a salesperson, last in touch on this day. */
async function customer(name: string, employees: number, touchOn: string | null, row: object = {}): Promise<string> {
  const accountId = await makeAccount(db, { name, employees, firstContractOn: '2026-11-01', ...row });
  await makeAssignment(db, { accountId, role: 'csm', memberId: memberId('csm') });
  await makeAssignment(db, { accountId, role: 'sales', memberId: memberId('sales') });
  if (touchOn) await makeActivity(db, { accountId, happenedAt: new Date(`${touchOn}T03:00:00Z`) });
  return accountId;
}

describe('the table of segments and health colours', () => {
  beforeAll(async () => {
    await api.database.pool.query(
      `insert into segments (segment_id, name, condition, created_at, updated_at) values ($1, '大口', '{"field":"employees","operator":"gte","value":100}', now(), now())`,
      [segmentId],
    );
    await customer('大口・15日前', 500, '2026-11-09');
    await customer('大口・13日前', 500, '2026-11-11');
    await customer('小口・15日前', 5, '2026-11-09');
    await customer('小口・70日前', 5, '2026-09-15');
    await customer('小口・接点なし', 5, null, { firstContractOn: '2026-01-05' });
    await customer('解約済み', 5, '2026-01-05', { churnedOn: '2026-10-31' });
    await refreshFacts(db, 'all', today, { zone: 'Asia/Tokyo', now: api.clock() });
    playbookId = await makePlaybook(db, [{ key: 'a' }], { name: '定期連絡' });
  });

  it('refuses who may not, and what is wrong', async () => {
    expect((await api.as(null).get('/cadences')).status).toBe(401);
    expect((await api.as('csm').put('/cadences', { rows: [] })).status).toBe(403);
    expect(wrong(await put(big))).toEqual(['rows']);
    expect(wrong(await put(rest, rest))).toEqual(['rows']);
    expect(wrong(await put(big, big, rest))).toEqual(['rows.1.segmentId']);
    expect(wrong(await put({ ...big, segmentId: nobody }, { ...rest, cells: { good: { playbookId: nobody } } }))).toEqual([
      'rows.0.segmentId',
      'rows.1.cells.good.playbookId',
    ]);
    expect(wrong(await put({ ...rest, cells: { good: { everyDays: 0 } } }))).toEqual(['rows.0.cells.good.everyDays']);
  });

  it('gives each customer the first row that fits, and says who has been left alone for too long', async () => {
    expect(await names()).toEqual([]);
    const made = await put(big, { ...rest, cells: { ...rest.cells, unknown: { everyDays: 60, playbookId } } });
    expect(made).toMatchObject({
      status: 200,
      body: {
        rows: [
          { segmentName: '大口', cells: { unknown: { everyDays: 14, ownerRole: 'sales', customers: 2, due: 1 }, good: { everyDays: null, customers: 0 } } },
          { segmentId: null, cells: { unknown: { playbookName: '定期連絡', customers: 3, due: 2 }, risk: { everyDays: 7 } } },
        ],
      },
    });
    expect((await api.audit()).at(-1)).toMatchObject({ action: 'cadences.put', changes: { rows: [0, 2] } });
    expect(await names()).toEqual(['小口・接点なし', '小口・70日前', '大口・15日前']);
    expect(await names(memberId('sales'))).toEqual(['大口・15日前']);
    expect((await api.as('csm').get(`/cadences/due?memberId=${memberId('csm')}`)).body).toMatchObject([
      { name: '小口・接点なし', lastTouchOn: null, daysSince: 323, running: false },
      { name: '小口・70日前', everyDays: 60, daysSince: 70, playbookName: '定期連絡' },
    ]);
  });

  it('is set as a whole: in another order, another row applies', async () => {
    await put(rest);
    expect(await names()).toEqual(['小口・接点なし', '小口・70日前']);
    await put();
    expect((await api.as('viewer').get('/cadences')).body).toEqual({ rows: [] });
  });
});
