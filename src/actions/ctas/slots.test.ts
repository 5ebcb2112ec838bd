import { sql } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { makeAccount } from '#accounts/accounts/factory.ts';
import { makeAssignment } from '#accounts/assignments/factory.ts';
import { rows } from '#platform/db/db.ts';
import { newId } from '#platform/ids/ids.ts';
import { memberId, testApi } from '#platform/testing/api.ts';
import { makeCta } from './factory.ts';
import { slotRoutes } from './routes.ts';

const now = new Date('2026-11-24T03:00:00Z');
const api = await testApi({ slots: slotRoutes }, { clock: () => now });
const [csm, sales] = [memberId('csm'), memberId('sales')];
const manager = api.as('manager');
for (const touchModel of ['low', 'low', 'high'] as const) await makeAssignment(api.db, { accountId: await makeAccount(api.db, { touchModel }), memberId: csm });
const perWeek = async (member: string) => (await manager.get('/slots')).body.members.find((m: { memberId: string }) => m.memberId === member).perWeek;

describe('weekly slots', () => {
  it('refuse who may not', async () => {
    expect((await api.as(null).get('/slots')).status).toBe(401);
    expect((await api.as('csm').put('/slots', { members: [] })).status).toBe(403);
    expect((await api.as('csm').get('/team/load')).status).toBe(403);
    expect((await api.as('csm').get('/slots')).status).toBe(200);
  });

  it('refuse what is wrong, naming the field', async () => {
    const wrong = async (body: object) => (await manager.put('/slots', body)).body.errors.map((e: { path: string }) => e.path);
    expect(await wrong({ defaults: [{ touchModel: 'vip', perWeek: 501 }] })).toEqual(['defaults.0.touchModel', 'defaults.0.perWeek']);
    expect(await wrong({ members: [{ memberId: newId(), perWeek: 5 }] })).toEqual(['members.0.memberId']);
  });

  it('come from the touch model of most of the book until a manager sets them', async () => {
    expect([await perWeek(csm), await perWeek(sales)]).toEqual([25, 15]);
    await manager.put('/slots', { defaults: [{ touchModel: 'low', perWeek: 30 }], members: [{ memberId: sales, perWeek: 3 }] });
    expect([await perWeek(csm), await perWeek(sales)]).toEqual([30, 3]);
    expect((await api.audit()).at(-1)).toMatchObject({ action: 'slots.set', changes: { low: [25, 30], 'sales さん': [null, 3] } });
    await manager.put('/slots', { members: [{ memberId: sales, perWeek: null }] });
    expect(await perWeek(sales)).toBe(15);
  });
});

it('load is counted by person and week, with what nobody has', async () => {
  const accountId = await makeAccount(api.db);
  const week = { slotWeek: '2026-11-23', firedOn: '2026-11-24', ruleId: newId() };
  for (const slot of ['in', 'in', 'outside', 'overflow'])
    await makeCta(api.db, { accountId, ...week, ruleId: newId(), slot, ownerId: csm, dueOn: '2026-11-20' });
  await makeCta(api.db, { accountId, ...week, slot: 'in', slotWeek: '2026-11-16', ownerId: csm, status: 'done', closedAt: now });
  await makeCta(api.db, { accountId });
  // What sleeps is neither open nor late until it wakes.
  await makeCta(api.db, { accountId, ownerId: csm, slot: 'overflow', dueOn: '2026-11-20', snoozedUntil: '2026-12-01' });
  const load = (await manager.get('/team/load?weeks=2')).body;
  expect(load).toMatchObject([
    {
      memberId: csm,
      perWeek: 30,
      open: 4,
      overdue: 4,
      overflow: 1,
      weeks: [
        { week: '2026-11-16', in: 1, outside: 0, overflow: 0, closed: 0 },
        { week: '2026-11-23', in: 2, outside: 1, overflow: 1, closed: 1 },
      ],
    },
    { memberId: null, open: 1 },
  ]);
  expect((await api.as('csm').get('/slots/week')).body).toEqual({ week: '2026-11-23', perWeek: 30, in: 2, outside: 1, overflow: 1 });
  expect((await api.as('key:read').get('/slots/week')).status).toBe(404);
});

it('a rule has a record: acted on, ignored, wrong, led to a save', async () => {
  const ruleId = newId();
  await api.db.execute(sql`insert into rules (rule_id, name, status, created_at, updated_at) values (${ruleId}, '利用急減', 'live', now(), now())`);
  const stays = await makeAccount(api.db);
  const left = await makeAccount(api.db, { churnedOn: '2026-11-01' });
  const made = (row: object) => makeCta(api.db, { accountId: stays, ruleId, reason: newId(), ...row });
  const done = { status: 'done', closedAt: now, firstActedAt: now, outcome: 'saved' };
  await made(done);
  await made({ ...done, accountId: left });
  await made({ status: 'wont_do', closedAt: now });
  await made({ dueOn: '2026-11-16' });
  await made({ dueOn: '2026-11-17' });
  await made({ dueOn: '2026-11-01', slot: 'overflow' });
  await made({ uselessAt: now, firstActedAt: now });
  // Cleared on the 23rd in Tokyo, eight days after it was due.
  await made({ dueOn: '2026-11-15', status: 'done', outcome: 'cleared', closedByRule: true, closedAt: new Date('2026-11-22T16:00:00Z') });
  expect((await api.as('viewer').get(`/rules/${ruleId}/record`)).body).toMatchObject({
    fired: 8,
    acted: 2,
    ignored: 3,
    wrong: 1,
    saves: 1,
    open: 4,
    retirementProposed: false,
    byMonth: [{ month: '2026-01-01', fired: 8, acted: 2, wrong: 1 }],
  });
  expect((await api.as('viewer').get(`/rules/${newId()}/record`)).status).toBe(404);
  // All at once: the same numbers, and those of the other rules.
  expect((await api.as(null).get('/rules/records')).status).toBe(401);
  const records = (await api.as('viewer').get('/rules/records')).body;
  expect(records.find((r: { ruleId: string }) => r.ruleId === ruleId)).toEqual({ ruleId, fired: 8, acted: 2, ignored: 3, wrong: 1 });
  const all = await rows<{ n: number }>(api.db, sql`select count(*)::int as n from ctas where rule_id is not null group by rule_id`);
  expect(records.map((r: { fired: number }) => r.fired).toSorted()).toEqual(all.map((r) => r.n).toSorted());
});
