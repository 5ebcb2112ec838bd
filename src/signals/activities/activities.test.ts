import { sql } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { makeAccount } from '#accounts/accounts/factory.ts';
import { makeContact } from '#accounts/contacts/factory.ts';
import { rows } from '#platform/db/db.ts';
import { memberId, testApi } from '#platform/testing/api.ts';
import { makeActivity } from './factory.ts';
import { routes } from './routes.ts';

let now = new Date('2026-11-24T03:00:00Z');
const api = await testApi({ activities: routes }, { clock: () => (now = new Date(now.getTime() + 1000)) });
const accountId = await makeAccount(api.db);
const other = await makeAccount(api.db);
const contactId = await makeContact(api.db, { accountId, name: '伊藤 花子' });
const path = `/accounts/${accountId}/activities`;
const call = { kind: 'call', direction: 'proactive', subject: '教育の進み具合', body: '繁忙期で新担当の教育が止まっている', contactIds: [contactId] };

describe('activities', () => {
  it('refuses who may not', async () => {
    expect((await api.as(null).get(path)).status).toBe(401);
    expect((await api.as('viewer').post(path, call)).status).toBe(403);
  });

  it('refuses what is wrong, naming the field', async () => {
    const paths = async (change: object) => (await api.as('csm').post(path, { ...call, ...change })).body.errors.map((e: { path: string }) => e.path);
    expect(await paths({ kind: 'fax', subject: '' })).toEqual(['kind', 'subject']);
    expect(await paths({ direction: null, productNo: 9, happenedAt: '2026-11-25T00:00:00+09:00' })).toEqual(['direction', 'happenedAt', 'productNo']);
    expect(await paths({ kind: 'memo' })).toEqual(['direction']);
    expect(await paths({ contactIds: [await makeContact(api.db, { accountId: other })], memberIds: [contactId] })).toEqual(['contactIds', 'memberIds']);
  });

  it('records one with people on both sides, in the search, with an audit row', async () => {
    const made = await api.as('csm').post(path, { ...call, happenedAt: '2026-11-20T10:00:00+09:00' });
    expect(made).toMatchObject({
      status: 201,
      body: { happenedAt: '2026-11-20T01:00:00.000Z', contacts: [{ name: '伊藤 花子' }], members: [{ id: memberId('csm') }], isHistory: false },
    });
    expect((await api.as('csm').get(`/accounts/${accountId}/contact-touches`)).body).toEqual([{ contactId, lastOn: '2026-11-20', daysAgo: 4 }]);
    expect(await rows(api.db, sql`select title from search_entries where kind = 'activity' and grams @> array['教育']`)).toEqual([{ title: '教育の進み具合' }]);
    expect((await api.audit()).at(-1)).toMatchObject({ action: 'activities.create', account_id: accountId, label: '教育の進み具合' });
  });

  it('changes a text in place, but keeps what counted before as it was known', async () => {
    const made = (await api.as('csm').post(path, call)).body;
    const at = `${path}/${made.activityId}`;
    const all = () =>
      rows<{ kind: string; gone: boolean }>(api.db, sql`select kind, deleted_at is not null as gone from activities where subject like '%確認%' order by gone`);
    await api.as('csm').patch(at, { subject: '確認のお電話' });
    expect(await all()).toEqual([{ kind: 'call', gone: false }]);
    const moved = await api.as('csm').patch(at, { kind: 'visit', direction: 'reactive' });
    expect(moved.body).toMatchObject({ activityId: made.activityId, kind: 'visit', direction: 'reactive', contacts: [{ id: contactId }] });
    expect(new Date(moved.body.knownAt) > new Date(made.knownAt)).toBe(true);
    expect(await all()).toEqual([
      { kind: 'visit', gone: false },
      { kind: 'call', gone: true },
    ]);
    expect((await api.as('csm').patch(at, { kind: 'memo' })).body.direction).toBeNull();
    expect((await api.as('csm').delete(at)).status).toBe(204);
    expect((await api.as('csm').get(at)).status).toBe(404);
    expect(await rows(api.db, sql`select 1 from search_entries where noun_id = ${made.activityId}`)).toEqual([]);
  });

  it('pages newest first', async () => {
    for (const day of ['03', '01', '02']) await makeActivity(api.db, { accountId: other, subject: day, happenedAt: new Date(`2026-05-${day}T00:00:00Z`) });
    const first = (await api.as('viewer').get(`/accounts/${other}/activities?limit=2`)).body;
    const next = (await api.as('viewer').get(`/accounts/${other}/activities?limit=2&cursor=${first.nextCursor}`)).body;
    expect([...first.items, ...next.items].map((a) => a.subject)).toEqual(['03', '02', '01']);
    expect(next.nextCursor).toBeNull();
  });
});
