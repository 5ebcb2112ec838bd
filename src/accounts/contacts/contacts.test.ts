import { sql } from 'drizzle-orm';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeAccount } from '#accounts/accounts/factory.ts';
import { rows } from '#platform/db/db.ts';
import { testApi } from '#platform/testing/api.ts';
import { versionFaults } from '#platform/testing/versions.ts';
import { makeContact } from './factory.ts';
import { routes } from './routes.ts';

let now = new Date('2026-11-24T03:00:00Z');
const api = await testApi({ contacts: routes }, { clock: () => (now = new Date(now.getTime() + 1000)) });
const accountId = await makeAccount(api.db);
const path = `/accounts/${accountId}/contacts`;
const nobody = '00000000-0000-7000-8000-0000000000ff';

describe('contacts', () => {
  it('refuses who may not', async () => {
    expect((await api.as(null).get(path)).status).toBe(401);
    expect((await api.as('product').post(path, { name: 'A' })).status).toBe(403);
  });

  it('refuses what is wrong, naming the field', async () => {
    const answer = await api.as('csm').post(path, { name: '', email: 'x', phone: 'abc', roles: ['boss'] });
    expect(answer.body.errors.map((e: { path: string }) => e.path)).toEqual(['name', 'email', 'phone', 'roles.0']);
    expect((await api.as('csm').get(`/accounts/${nobody}/contacts`)).status).toBe(404);
    expect((await api.as('csm').get(`${path}?cursor=zzz`)).body.errors[0].path).toBe('cursor');
  });

  it('adds, changes, and leaves audit rows', async () => {
    const made = await api.as('csm').post(path, {
      name: '高橋 一郎',
      kana: 'たかはし いちろう',
      department: '情報システム部',
      title: '部長',
      email: 'takahashi@minato.example',
      phone: '03-1234-5678',
      roles: ['champion', 'champion'],
    });
    expect(made).toMatchObject({ status: 201, body: { status: 'active', roles: ['champion'], statusOn: null } });
    const changed = await api.as('csm').patch(`${path}/${made.body.contactId}`, { title: '本部長', phone: '' });
    expect(changed.body).toMatchObject({ title: '本部長', phone: null, department: '情報システム部' });
    expect((await api.audit()).slice(-2)).toMatchObject([
      { action: 'contacts.create', account_id: accountId },
      { action: 'contacts.update', changes: { title: ['部長', '本部長'], phone: ['03-1234-5678', null] } },
    ]);
  });

  it('records who left, when, and who follows', async () => {
    const gone = await makeContact(api.db, { accountId, name: '去る人' });
    const next = await makeContact(api.db, { accountId, name: '後任の人' });
    const status = (body: object) => api.as('csm').post(`${path}/${gone}/status`, body);
    expect((await status({ status: 'left', successorContactId: gone })).body.errors[0].path).toBe('successorContactId');
    expect((await status({ status: 'left', successorContactId: nobody })).body.errors[0].path).toBe('successorContactId');
    expect((await status({ status: 'transferred', on: '2026-10-01', successorContactId: next })).body).toMatchObject({
      status: 'transferred',
      statusOn: '2026-10-01',
      successorName: '後任の人',
    });
    expect((await api.as('csm').delete(`${path}/${next}`)).status).toBe(204);
    expect((await api.as('csm').get(`${path}/${gone}`)).body).toMatchObject({ successorContactId: null, status: 'transferred' });
    expect((await status({ status: 'active' })).body).toMatchObject({ status: 'active', statusOn: null });
    expect(await rows(api.db, sql`select 1 from search_entries where noun_id = ${next}`)).toEqual([]);
  });

  it('pages active ones first, by reading', async () => {
    const other = await makeAccount(api.db);
    for (const [name, kana, status] of [
      ['い', 'い', 'active'],
      ['あ', 'あ', 'left'],
      ['う', null, 'active'],
      ['え', 'あああ', 'active'],
    ] as const)
      await makeContact(api.db, { accountId: other, name, kana, status });
    const seen: string[] = [];
    for (let cursor = ''; ;) {
      const { body } = await api.as('viewer').get(`/accounts/${other}/contacts?limit=1${cursor && `&cursor=${cursor}`}`);
      seen.push(...body.items.map((c: { name: string }) => c.name));
      if (!(cursor = body.nextCursor)) break;
    }
    expect(seen).toEqual(['え', 'い', 'う', 'あ']);
  });
});

it('versions equal the current rows after any edits', { timeout: 60_000 }, async () => {
  const step = fc.oneof(
    fc.record({ kind: fc.constant('patch' as const), name: fc.constantFrom('甲', '乙'), roles: fc.subarray(['champion', 'operator']) }),
    fc.record({ kind: fc.constant('status' as const), status: fc.constantFrom('active', 'left', 'transferred') }),
    fc.record({ kind: fc.constant('delete' as const) }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 6 }), async (steps) => {
      const id = await makeContact(api.db, { accountId });
      for (const { kind, ...body } of steps) {
        if (kind === 'patch') await api.as('csm').patch(`${path}/${id}`, body);
        else if (kind === 'status') await api.as('csm').post(`${path}/${id}/status`, body);
        else await api.as('csm').delete(`${path}/${id}`);
      }
      expect(await versionFaults(api.db, 'contacts', 'contact_versions', ['account_id', 'contact_id'])).toEqual([]);
    }),
    { numRuns: 20 },
  );
});
