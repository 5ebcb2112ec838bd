import { sql } from 'drizzle-orm';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeAccount } from '#accounts/accounts/factory.ts';
import { row } from '#platform/db/db.ts';
import { memberId, testApi } from '#platform/testing/api.ts';
import { versionFaults } from '#platform/testing/versions.ts';
import { makeAssignment } from './factory.ts';
import { routes } from './routes.ts';

let now = new Date('2026-11-24T03:00:00Z');
const api = await testApi({ assignments: routes }, { clock: () => (now = new Date(now.getTime() + 10)) });
const [csm, sales, manager] = [memberId('csm'), memberId('sales'), memberId('manager')];
const faults = () => versionFaults(api.db, 'assignments', 'assignment_versions', ['account_id', 'assignment_id']);

describe('the assignment of one account', async () => {
  const accountId = await makeAccount(api.db);
  const path = `/accounts/${accountId}/assignments/csm`;

  it('refuses who may not and what is wrong', async () => {
    expect((await api.as(null).put(path, { memberId: csm })).status).toBe(401);
    expect((await api.as('viewer').put(path, { memberId: csm })).status).toBe(403);
    expect((await api.as('csm').put(path, { memberId: '00000000-0000-7000-8000-0000000000ff' })).body.errors[0].path).toBe('memberId');
    expect((await api.as('csm').put(path, { memberId: csm, fromOn: '2026-11-25' })).body.errors[0].path).toBe('fromOn');
    expect((await api.as('csm').put(path.replace('csm', 'boss'), { memberId: csm })).body.errors[0].path).toBe('role');
  });

  it('hands over with dates, a note and an audit row', async () => {
    await api.as('csm').put(path, { memberId: sales, fromOn: '2026-04-01' });
    const after = await api.as('csm').put(path, { memberId: csm, fromOn: '2026-11-01', handoverNote: '高橋様が窓口です。' });
    expect(after.body).toMatchObject([
      { memberId: csm, memberName: 'csm さん', fromOn: '2026-11-01', toOn: null, handoverNote: '高橋様が窓口です。' },
      { memberId: sales, fromOn: '2026-04-01', toOn: '2026-10-31' },
    ]);
    expect((await api.audit()).at(-1)).toMatchObject({ action: 'assignments.put', account_id: accountId, changes: { csm: ['sales さん', 'csm さん'] } });
    const count = (await api.audit()).length;
    await api.as('csm').put(path, { memberId: csm });
    expect(await api.audit()).toHaveLength(count);
    expect((await api.as('csm').put(path, { memberId: manager, fromOn: '2026-11-01' })).body).toMatchObject([
      { memberId: manager, toOn: null },
      { memberId: sales },
    ]);
    expect((await api.as('csm').put(path, { memberId: null })).body).toMatchObject([{ memberId: manager, toOn: '2026-11-23' }, { memberId: sales }]);
    expect(await faults()).toEqual([]);
  });
});

describe('many at once', () => {
  it('previews and reassigns: counts, names, load before and after, an audit row for each', async () => {
    const ids = [];
    for (const name of ['甲社', '乙社', '丙社']) ids.push(await makeAccount(api.db, { name }));
    await makeAssignment(api.db, { accountId: ids[0]!, memberId: sales });
    await makeAssignment(api.db, { accountId: ids[1]!, memberId: csm });
    const body = { role: 'csm', accountIds: ids, memberId: csm };
    expect((await api.as('csm').post('/assignments/reassign', body)).status).toBe(403);
    expect((await api.as('manager').post('/assignments/preview', { role: 'csm', memberId: csm })).status).toBe(400);
    expect((await api.as('manager').post('/assignments/preview', { ...body, unassigned: true })).body.errors[0].path).toBe('accountIds');
    expect((await api.as('manager').post('/assignments/preview', body)).body).toEqual({
      accounts: 3,
      changes: 2,
      unchanged: 1,
      names: ['丙社', '甲社'],
      load: [
        { memberId: csm, name: 'csm さん', before: 1, after: 3 },
        { memberId: sales, name: 'sales さん', before: 1, after: 0 },
      ],
    });
    expect((await api.as('manager').post('/assignments/reassign', { ...body, handoverNote: '4月の体制変更' })).body).toEqual({ changed: 2 });
    expect((await api.audit()).slice(-2).map((a) => [a.action, a.label])).toEqual([
      ['assignments.reassign', '甲社'],
      ['assignments.reassign', '丙社'],
    ]);
    expect((await api.as('manager').post('/assignments/reassign', { role: 'csm', fromMemberId: csm, memberId: manager })).body).toEqual({ changed: 3 });
    expect((await api.as('viewer').get('/assignments/load')).body[0]).toEqual({ memberId: manager, name: 'manager さん', accounts: 3 });
    expect(await faults()).toEqual([]);
  });

  it('queues those without anybody, the newest first, and empties the queue', async () => {
    const left = await makeAccount(api.db, { name: '前任のいる会社' });
    await makeAssignment(api.db, { accountId: left, memberId: sales, toOn: '2026-10-31' });
    await makeAssignment(api.db, { accountId: left, memberId: manager, role: 'support' });
    await makeAccount(api.db, { name: '解約済み', churnedOn: '2026-01-31' });
    const first = await api.as('viewer').get('/unassigned?limit=1');
    expect(first.body.items).toMatchObject([
      { name: '前任のいる会社', last: { name: 'sales さん', toOn: '2026-10-31' }, others: [{ role: 'support', name: 'manager さん' }] },
    ]);
    const next = await api.as('viewer').get(`/unassigned?limit=9&cursor=${first.body.nextCursor}`);
    expect(next.body).toMatchObject({ items: [{ name: '株式会社みなと物流' }], nextCursor: null });
    expect((await api.as('manager').post('/assignments/reassign', { role: 'csm', unassigned: true, memberId: csm })).body).toEqual({ changed: 2 });
    expect((await api.as('viewer').get('/unassigned')).body.items).toEqual([]);
  });
});

it('keeps at most one open assignment a role, and versions equal to the rows, after any handovers', { timeout: 60_000 }, async () => {
  const step = fc.record({
    role: fc.constantFrom('csm', 'sales'),
    memberId: fc.constantFrom(csm, sales, manager, null),
    fromOn: fc.constantFrom('2026-01-01', '2026-06-01', '2026-11-24'),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 8 }), async (steps) => {
      const accountId = await makeAccount(api.db);
      for (const { role, ...body } of steps) expect((await api.as('csm').put(`/accounts/${accountId}/assignments/${role}`, body)).status).toBe(200);
      const last = steps.findLast((s) => s.role === 'csm');
      const open = await row<{ member_id: string }>(
        api.db,
        sql`select member_id from assignments where account_id = ${accountId} and role = 'csm' and to_on is null`,
      );
      expect(open?.member_id ?? null).toBe(last?.memberId ?? null);
      expect(await faults()).toEqual([]);
    }),
    { numRuns: 25 },
  );
});
