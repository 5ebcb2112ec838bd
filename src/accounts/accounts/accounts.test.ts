import { sql } from 'drizzle-orm';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeAttribute } from '#accounts/attributes/factory.ts';
import { row, rows } from '#platform/db/db.ts';
import { memberId, testApi } from '#platform/testing/api.ts';
import { makeAccount } from './factory.ts';
import { routes } from './routes.ts';
import { versionFaults } from '#platform/testing/versions.ts';

let now = new Date('2026-11-24T03:00:00Z');
const api = await testApi({ accounts: routes }, { clock: () => (now = new Date(now.getTime() + 1000)) });
await makeAttribute(api.db, { key: 'plan', kind: 'choice', choices: ['ライト', 'プロ'] });
await makeAttribute(api.db, { key: 'stores', kind: 'number' });
const paths = (answer: { body: { errors: { path: string }[] } }) => answer.body.errors.map((e) => e.path);
const nobody = '00000000-0000-7000-8000-0000000000ff';

describe('accounts', () => {
  it('refuses who may not', async () => {
    expect((await api.as(null).get('/accounts')).status).toBe(401);
    expect((await api.as('viewer').post('/accounts', { name: 'A' })).status).toBe(403);
    expect((await api.as('csm').delete(`/accounts/${nobody}`)).status).toBe(403);
  });

  it('refuses what is wrong in Japanese, naming every field', async () => {
    const answer = await api.as('csm').post('/accounts', {
      name: ' ',
      corporateNumber: '1180301018772',
      employees: -1,
      website: 'javascript:alert(1)',
      touchModel: 'x',
      firstContractOn: '2026-02-30',
    });
    expect(answer.status).toBe(400);
    expect(paths(answer)).toEqual(['name', 'corporateNumber', 'employees', 'website', 'touchModel', 'firstContractOn']);
    expect(answer.body.errors[0].message).toBe('入力してください。');
    expect(answer.body.detail).toBe('入力内容を確認してください。');
    expect(paths(await api.as('csm').post('/accounts', { name: 'A', attributes: { plan: '大口', none: 1 } }))).toEqual(['attributes.plan', 'attributes.none']);
    expect(paths(await api.as('csm').post('/accounts', { name: 'A', parentAccountId: nobody }))).toEqual(['parentAccountId']);
    expect(paths(await api.as('csm').post('/accounts', { name: 'A', partnerId: nobody }))).toEqual(['partnerId']);
  });

  it('adds one with all it can say, and finds it by its key', async () => {
    const made = await api.as('csm').post('/accounts', {
      name: 'トヨタ自動車株式会社',
      kana: 'トヨタジドウシャ',
      externalId: 'T-1',
      corporateNumber: 'Ｔ1180301018771',
      industry: '輸送用機器',
      employees: 70_000,
      tags: [' 重点', '重点'],
      touchModel: 'high',
      firstContractOn: '2024-01-25',
      attributes: { plan: 'プロ', stores: 3 },
      website: '',
      churnedOn: null,
    });
    expect(made).toMatchObject({
      status: 201,
      body: { corporateNumber: '1180301018771', tags: ['重点'], website: null, tenureMonths: 33, keys: [{ source: 'manual', externalId: 'T-1' }] },
    });
    const found = await api.as('viewer').get('/accounts?externalId=T-1');
    expect(found.body.items.map((a: { accountId: string }) => a.accountId)).toEqual([made.body.accountId]);
    expect((await api.as('csm').post('/accounts', { name: '別会社', externalId: 'T-1' })).body.errors[0].path).toBe('externalId');
    expect((await api.audit()).at(-1)).toMatchObject({
      action: 'accounts.create',
      noun: 'account',
      account_id: made.body.accountId,
      actor_id: memberId('csm'),
      label: 'トヨタ自動車株式会社',
    });
    expect(await row(api.db, sql`select 1 as n from account_dirty where account_id = ${made.body.accountId}`)).toEqual({ n: 1 });
  });

  it('changes only what is given, merges attributes, and tells its history', async () => {
    const id = await makeAccount(api.db, { name: '旧社名', attributes: { plan: 'プロ', stores: 3 } });
    const changed = await api.as('csm').patch(`/accounts/${id}`, { name: '新社名', attributes: { stores: null } });
    expect(changed.body).toMatchObject({ name: '新社名', attributes: { plan: 'プロ' } });
    const before = (await api.audit()).length;
    expect((await api.as('csm').patch(`/accounts/${id}`, { name: '新社名' })).status).toBe(200);
    expect(await api.audit()).toHaveLength(before);
    const history = await api.as('viewer').get(`/accounts/${id}/history`);
    expect(history.body.items).toMatchObject([
      {
        by: 'csm さん',
        changes: [
          { field: 'name', before: '旧社名', after: '新社名' },
          { field: 'attributes.stores', before: 3, after: null },
        ],
      },
      { changes: [] },
    ]);
    expect((await api.as('viewer').get(`/accounts/${nobody}/history`)).status).toBe(404);
  });

  it('stops counting the months of a customer who has left', async () => {
    const id = await makeAccount(api.db, { firstContractOn: '2024-01-25', churnedOn: '2025-01-31' });
    expect((await api.as('viewer').get(`/accounts/${id}`)).body.tenureMonths).toBe(12);
  });

  it('keeps parents a tree', async () => {
    const [a, b, c] = [await makeAccount(api.db), await makeAccount(api.db), await makeAccount(api.db)];
    const put = (child: string, parentAccountId: string | null) => api.as('csm').patch(`/accounts/${child}`, { parentAccountId });
    expect((await put(b, a)).body.parentName).toBe('株式会社みなと物流');
    expect((await put(c, b)).status).toBe(200);
    expect(paths(await put(a, c))).toEqual(['parentAccountId']);
    expect(paths(await put(a, a))).toEqual(['parentAccountId']);
    expect((await api.as('csm').get(`/accounts/${a}`)).body.children).toEqual([{ accountId: b, name: '株式会社みなと物流' }]);
  });

  it('archives and brings back; deletes with its search entry, keeping closed versions', async () => {
    const id = await makeAccount(api.db, { name: '消える会社', externalId: 'gone' }, { source: 'manual' });
    const child = await makeAccount(api.db, { parentAccountId: id });
    expect((await api.as('csm').post(`/accounts/${id}/archive`, {})).body.archived).toBe(true);
    expect((await api.as('csm').get('/accounts?archived=true')).body.items.map((x: { accountId: string }) => x.accountId)).toEqual([id]);
    expect((await api.as('csm').post(`/accounts/${id}/archive`, { archived: false })).body.archived).toBe(false);
    expect((await api.as('manager').delete(`/accounts/${id}`)).status).toBe(204);
    expect((await api.as('csm').get(`/accounts/${id}`)).status).toBe(404);
    expect((await api.as('csm').get(`/accounts/${child}`)).body.parentAccountId).toBeNull();
    expect(
      await rows(
        api.db,
        sql`select 1 from account_versions where account_id = ${id} and known_to is null union all select 1 from search_entries where account_id = ${id} union all select 1 from account_keys where account_id = ${id}`,
      ),
    ).toEqual([]);
    expect((await api.audit()).at(-1)).toMatchObject({ action: 'accounts.delete', label: '消える会社' });
  });

  it('pages with a cursor', async () => {
    const seen: string[] = [];
    for (let cursor = ''; ;) {
      const { body } = await api.as('viewer').get(`/accounts?limit=3${cursor && `&cursor=${cursor}`}`);
      seen.push(...body.items.map((a: { accountId: string }) => a.accountId));
      if (!(cursor = body.nextCursor)) break;
    }
    const all = await rows<{ account_id: string }>(api.db, sql`select account_id from accounts where archived_at is null order by 1`);
    expect(seen).toEqual(all.map((a) => a.account_id));
  });
});

it('the last version equals the current row, and versions join without gaps, after any edits', { timeout: 60_000 }, async () => {
  const text = fc.option(fc.string({ minLength: 1, maxLength: 8 }));
  const change = fc.record(
    {
      name: fc.string({ minLength: 1, maxLength: 9 }).filter((s) => s.trim() !== ''),
      industry: text,
      employees: fc.option(fc.nat(1000)),
      tags: fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 3 }),
      churnedOn: fc.option(fc.constantFrom('2026-01-31', '2026-06-30')),
      attributes: fc.record({ plan: fc.option(fc.constantFrom('ライト', 'プロ')), stores: fc.option(fc.nat(9)) }, { requiredKeys: [] }),
    },
    { requiredKeys: [] },
  );
  await fc.assert(
    fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 6 }), async (changes) => {
      const id = await makeAccount(api.db);
      for (const body of changes) expect((await api.as('csm').patch(`/accounts/${id}`, body)).status).toBe(200);
      expect(await versionFaults(api.db, 'accounts', 'account_versions', ['account_id'])).toEqual([]);
    }),
    { numRuns: 25 },
  );
});
