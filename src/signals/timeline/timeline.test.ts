import { expect, it } from 'vitest';
import { makeAccount } from '#accounts/accounts/factory.ts';
import { routes as contactRoutes } from '#accounts/contacts/routes.ts';
import { makeContact } from '#accounts/contacts/factory.ts';
import { routes as assignmentRoutes } from '#accounts/assignments/routes.ts';
import { makeProduct } from '#accounts/products/factory.ts';
import { routes as contractRoutes } from '#signals/contracts/routes.ts';
import { makeActivity } from '#signals/activities/factory.ts';
import { memberId, testApi } from '#platform/testing/api.ts';
import { timelineRoutes } from './routes.ts';

let now = new Date('2026-11-20T03:00:00Z');
const tick = (hours = 1) => (now = new Date(now.getTime() + hours * 3_600_000));
const api = await testApi(
  { timeline: timelineRoutes([]), contacts: contactRoutes, assignments: assignmentRoutes, contracts: contractRoutes },
  { clock: () => now },
);
await makeProduct(api.db, 1, { name: 'コア' });
const accountId = await makeAccount(api.db);
const path = `/accounts/${accountId}`;

it('refuses who may not, and an account that is not there', async () => {
  expect((await api.as(null).get(`${path}/timeline`)).status).toBe(401);
  expect((await api.as('viewer').get('/accounts/00000000-0000-7000-8000-0000000000ff/timeline')).status).toBe(404);
});

it('tells everything that happened, newest first, and pages without losing or repeating', async () => {
  const csm = api.as('csm');
  const contactId = await makeContact(api.db, { accountId, name: '高橋 一郎', roles: ['champion'] }, new Date('2026-11-01T00:00:00Z'));
  await makeActivity(
    api.db,
    { accountId, subject: '初回訪問', kind: 'visit', happenedAt: new Date('2026-11-10T01:00:00Z') },
    { contactIds: [contactId], memberIds: [memberId('csm')] },
  );
  await csm.put(`${path}/assignments/csm`, { memberId: memberId('sales'), fromOn: '2026-11-05' });
  tick();
  const contract = (
    await csm.post(`${path}/contracts`, { name: '年間契約', startsOn: '2026-04-01', endsOn: '2027-03-31', lines: [{ productNo: 1, unitPrice: 10_000 }] })
  ).body;
  tick();
  await csm.patch(`${path}/contracts/${contract.contractId}`, { lines: [{ productNo: 1, unitPrice: 8000 }] });
  tick();
  await csm.patch(`${path}/contracts/${contract.contractId}`, { cancelledOn: '2026-11-20' });
  tick();
  await csm.post(`${path}/contacts/${contactId}/status`, { status: 'transferred', on: '2026-11-30' });
  tick();
  await csm.put(`${path}/assignments/csm`, { memberId: memberId('csm'), fromOn: '2026-11-20', handoverNote: '経緯は共有フォルダへ' });
  await api.database.pool.query(
    `insert into imports (import_id, noun, source, file_name, status, created_at, started_at, finished_at) values (gen_random_uuid(), 'accounts', 'crm', '顧客.csv', 'done', '2026-01-05', '2026-01-05', (select created_at from accounts where account_id = $1)),
      (gen_random_uuid(), 'accounts', 'crm', '別の顧客.csv', 'done', '2026-01-01', '2026-01-01', '2026-12-31')`,
    [accountId],
  );
  const all = (await api.as('viewer').get(`${path}/timeline`)).body.items;
  expect(all.map((m: { kind: string; event: string; title: string }) => `${m.kind} ${m.event} ${m.title}`)).toEqual([
    'assignment opened csm さん',
    'contact transferred 高橋 一郎',
    'contract cancelled 年間契約',
    'contract lines 年間契約',
    'contract added 年間契約',
    'activity visit 初回訪問',
    'assignment opened sales さん',
    'contact added 高橋 一郎',
    'import accounts 顧客.csv',
  ]);
  expect(all[0].detail).toEqual({ role: 'csm', before: 'sales さん', note: '経緯は共有フォルダへ' });
  expect(all[3].detail).toMatchObject({ wasMrr: '10000', mrr: '8000' });
  expect(all[5].detail).toMatchObject({ contacts: ['高橋 一郎'], members: ['csm さん'], direction: 'proactive' });
  const seen: string[] = [];
  for (let cursor = ''; ;) {
    const { body } = await api.as('viewer').get(`${path}/timeline?limit=2${cursor && `&cursor=${cursor}`}`);
    seen.push(...body.items.map((m: { key: string }) => m.key));
    if (!(cursor = body.nextCursor)) break;
  }
  expect(seen).toEqual(all.map((m: { key: string }) => m.key));
  expect((await api.as('viewer').get(`${path}/timeline?kind=contact`)).body.items).toHaveLength(2);
});
