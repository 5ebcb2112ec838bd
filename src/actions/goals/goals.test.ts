import { sql } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import { makeAccount } from '#accounts/accounts/factory.ts';
import { routes as accountRoutes } from '#accounts/accounts/routes.ts';
import { makeContact } from '#accounts/contacts/factory.ts';
import { newId } from '#platform/ids/ids.ts';
import { memberId, testApi } from '#platform/testing/api.ts';
import { versionFaults } from '#platform/testing/versions.ts';
import { timelineRoutes } from '#signals/timeline/routes.ts';
import { makeGoal } from './factory.ts';
import { goalMoments } from './index.ts';
import { routes } from './routes.ts';

let now = new Date('2026-11-24T03:00:00Z');
const clock = () => (now = new Date(now.getTime() + 1000));
const api = await testApi({ accounts: accountRoutes, goals: routes, timeline: timelineRoutes([{ kind: 'goal', moments: goalMoments }]) }, { clock });
const faults = () => versionFaults(api.db, 'goals', 'goal_versions', ['account_id', 'goal_id']);
const wrongFields = (answer: { body: { errors: { path: string }[] } }) => answer.body.errors.map((e) => e.path);
const titles = (goals: { title: string }[]) => goals.map((goal) => goal.title);

describe('goals of a customer', async () => {
  const accountId = await makeAccount(api.db);
  const contactId = await makeContact(api.db, { accountId, name: '伊藤 花子' });
  const stranger = await makeContact(api.db, { accountId: await makeAccount(api.db) });
  const path = `/accounts/${accountId}/goals`;
  const goal = { title: '月次の締めを3日に短縮する', measure: '締めにかかる日数', unit: '日', baseline: 10, target: 3, dueOn: '2026-12-20' };

  it('are read by everybody and written by those who face customers', async () => {
    expect((await api.as(null).get(path)).status).toBe(401);
    expect((await api.as('key:ingest').get(path)).status).toBe(403);
    expect((await api.as('viewer').post(path, goal)).status).toBe(403);
    expect((await api.as('viewer').get(path)).body).toEqual([]);
  });

  it('are agreed with one of theirs, on a day that has come', async () => {
    const refused = async (more: object) => wrongFields(await api.as('csm').post(path, { ...goal, ...more }));
    expect(await refused({ title: ' ' })).toEqual(['title']);
    expect(await refused({ agreedContactId: contactId })).toEqual(['agreedOn']);
    expect(await refused({ agreedOn: '2026-11-24' })).toEqual(['agreedContactId']);
    expect(await refused({ agreedContactId: contactId, agreedOn: '2026-11-25' })).toEqual(['agreedOn']);
    expect(await refused({ agreedContactId: stranger, agreedOn: '2026-11-24' })).toEqual(['agreedContactId']);
    expect((await api.as('csm').post(`/accounts/${newId()}/goals`, goal)).status).toBe(404);
  });

  it('are added, changed and reached, with what was known before', async () => {
    const made = await api.as('csm').post(path, { ...goal, agreedContactId: contactId, agreedOn: '2026-11-20' });
    expect(made).toMatchObject({ status: 201, body: { ...goal, status: 'open', agreedContactName: '伊藤 花子', agreedOn: '2026-11-20', closedOn: null } });
    const one = `${path}/${made.body.goalId}`;
    expect((await api.as('csm').patch(one, { target: 4 })).body).toMatchObject({ target: 4, baseline: 10 });
    expect((await api.as('csm').patch(one, { target: 4 })).status).toBe(200);
    expect(wrongFields(await api.as('csm').post(`${one}/status`, { status: 'reached', on: '2026-11-25' }))).toEqual(['on']);
    const reached = await api.as('csm').post(`${one}/status`, { status: 'reached', on: '2026-11-22', result: 3.5, note: '経理部で定着' });
    expect(reached.body).toMatchObject({ status: 'reached', closedOn: '2026-11-22', result: 3.5, closeNote: '経理部で定着', closedByName: 'csm さん' });
    const known = await api.database.pool.query('select target, status from goal_versions order by known_from');
    expect(known.rows).toEqual([
      { target: 3, status: 'open' },
      { target: 4, status: 'open' },
      { target: 4, status: 'reached' },
    ]);
    expect(await faults()).toEqual([]);
    expect((await api.audit()).map((a) => [a.action, a.label, Object.keys(a.changes).toSorted()])).toEqual([
      ['goals.create', goal.title, ['agreedContactId', 'agreedOn', 'baseline', 'dueOn', 'measure', 'target', 'title', 'unit']],
      ['goals.update', goal.title, ['target']],
      ['goals.status', goal.title, ['closeNote', 'closedOn', 'result', 'status']],
    ]);
  });

  it('say who changed what, and when, the last first', async () => {
    const [{ goalId }] = (await api.as('csm').get(path)).body;
    const at = `${path}/${goalId}/history`;
    expect((await api.as(null).get(at)).status).toBe(401);
    expect((await api.as('key:ingest').get(at)).status).toBe(403);
    expect((await api.as('viewer').get(`${path}/${newId()}/history`)).status).toBe(404);
    expect((await api.as('viewer').get(at)).body).toEqual([
      {
        at: expect.stringMatching(/^2026-11-24T03:/),
        byName: 'csm さん',
        kind: 'reached',
        before: { closedOn: null, result: null, closeNote: null },
        after: { closedOn: '2026-11-22', result: 3.5, closeNote: '経理部で定着' },
      },
      { at: expect.any(String), byName: 'csm さん', kind: 'changed', before: { target: 3 }, after: { target: 4 } },
      {
        at: expect.any(String),
        byName: 'csm さん',
        kind: 'created',
        before: null,
        after: { ...goal, agreedWith: '伊藤 花子', agreedOn: '2026-11-20' },
      },
    ]);
  });

  it('stand on the timeline: agreed, and reached on the day it happened', async () => {
    const { body } = await api.as('viewer').get(`/accounts/${accountId}/timeline?kind=goal`);
    expect(body.items).toMatchObject([
      { event: 'reached', at: '2026-11-21T15:00:00.000Z', title: goal.title, detail: { result: 3.5, by: 'csm さん', note: '経理部で定着' } },
      { event: 'agreed', at: '2026-11-19T15:00:00.000Z', detail: { with: '伊藤 花子', dueOn: '2026-12-20' } },
    ]);
  });

  it('open again, are given up, and can be taken away', async () => {
    const [{ goalId }] = (await api.as('csm').get(path)).body;
    const one = `${path}/${goalId}`;
    expect((await api.as('csm').post(`${one}/status`, { status: 'open' })).body).toMatchObject({ status: 'open', closedOn: null, result: null });
    expect((await api.as('csm').post(`${one}/status`, { status: 'given_up' })).body).toMatchObject({ status: 'given_up', closedOn: '2026-11-24' });
    const kinds = (await api.as('viewer').get(`${one}/history`)).body.map((change: { kind: string }) => change.kind);
    expect(kinds).toEqual(['given_up', 'reopened', 'reached', 'changed', 'created']);
    await makeGoal(api.db, { accountId, title: '期日なし' });
    await makeGoal(api.db, { accountId, title: '年内', dueOn: '2026-12-31' });
    expect(titles((await api.as('csm').get(path)).body)).toEqual(['年内', '期日なし', goal.title]);
    expect((await api.as('csm').delete(one)).status).toBe(204);
    expect((await api.as('csm').delete(one)).status).toBe(404);
    expect(await faults()).toEqual([]);
  });

  it('go with their customer, and what was known of them stays', async () => {
    expect((await api.as('admin').delete(`/accounts/${accountId}`)).status).toBe(204);
    const left = await api.database.pool.query('select count(*)::int as n from goals union all select count(*)::int from goal_versions where known_to is null');
    expect(left.rows).toEqual([{ n: 0 }, { n: 0 }]);
  });
});

describe('goals that come due', () => {
  const customer = async (name: string, csm: string | null, gone = false) => {
    const accountId = await makeAccount(api.db, { name });
    await api.db.execute(
      sql`insert into account_facts (account_id, name, csm_id, churned_on, facts_on, refreshed_at) values (${accountId}, ${name}, ${csm}, ${gone ? '2026-11-01' : null}, '2026-11-24', now())`,
    );
    return accountId;
  };

  beforeAll(async () => {
    const mine = await customer('私の顧客', memberId('csm'));
    await makeGoal(api.db, { accountId: mine, title: '来週', dueOn: '2026-12-01' });
    await makeGoal(api.db, { accountId: mine, title: '超過', dueOn: '2026-11-10' });
    await makeGoal(api.db, { accountId: mine, title: '来年', dueOn: '2027-02-01' });
    await makeGoal(api.db, { accountId: mine, title: '済み', dueOn: '2026-11-20', status: 'reached', closedOn: '2026-11-19' });
    await makeGoal(api.db, { accountId: await customer('他の顧客', memberId('sales')), title: '他人', dueOn: '2026-11-30' });
    await makeGoal(api.db, { accountId: await customer('解約済み', memberId('csm'), true), title: '解約済み', dueOn: '2026-11-30' });
  });

  it('are asked by members only where they are one’s own', async () => {
    expect((await api.as(null).get('/goals/due')).status).toBe(401);
    expect((await api.as('key:read').get('/goals/due?mine=true')).status).toBe(400);
    expect((await api.as('csm').get('/goals/due?days=-1')).status).toBe(400);
  });

  it('come with their customer, the nearest first', async () => {
    const { body } = await api.as('csm').get('/goals/due?mine=true');
    expect(body).toMatchObject({ count: 2, items: [{ title: '超過', accountName: '私の顧客' }, { title: '来週' }] });
    expect((await api.as('csm').get('/goals/due?mine=true&limit=1')).body).toMatchObject({ count: 2, items: [{ title: '超過' }] });
    expect(titles((await api.as('key:read').get('/goals/due?days=90')).body.items)).toEqual(['超過', '他人', '来週', '来年']);
  });
});
