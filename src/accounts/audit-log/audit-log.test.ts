import { describe, expect, it } from 'vitest';
import { write } from '#platform/audit/audit.ts';
import type { Actor } from '#platform/auth/permissions.ts';
import { memberId, testApi } from '#platform/testing/api.ts';
import { routes } from './routes.ts';

describe('the audit log', async () => {
  const api = await testApi({ auditLog: routes });
  const csm: Actor = { kind: 'member', id: memberId('csm'), name: '鈴木 一郎', email: 'csm@example.jp', role: 'csm', language: null };
  const account = '00000000-0000-7000-8000-0000000000b1';
  const record = (actor: Actor, at: string, action: string, noun: string, label: string, accountId?: string) =>
    write({ database: api.database, actor, clock: () => new Date(at) }, action, async (_tx, audit) =>
      audit({ noun, id: '1', label, accountId, changes: { name: [null, label] } }),
    );
  await record(csm, '2026-11-22T14:59:59Z', 'accounts.update', 'account', 'トヨタ', account);
  await record(csm, '2026-11-22T15:00:00Z', 'accounts.update', 'account', 'ホンダ');
  await record({ kind: 'system', name: 'nightly' }, '2026-11-23T01:00:00Z', 'imports.run', 'import', 'customers.csv');
  // Three rows of one moment: pages must not lose or repeat any.
  for (const label of ['a', 'b', 'c']) await record(csm, '2026-11-23T02:00:00.123Z', 'contacts.create', 'contact', label);
  const labels = (answer: { body: { items: { label: string }[] } }) => answer.body.items.map((i) => i.label);

  it('is for leaders', async () => {
    expect((await api.as(null).get('/audit-log')).status).toBe(401);
    expect((await api.as('csm').get('/audit-log')).status).toBe(403);
    expect((await api.as('manager').get('/audit-log')).status).toBe(200);
  });

  it('refuses a broken cursor and a broken day', async () => {
    expect((await api.as('admin').get('/audit-log?cursor=1')).status).toBe(400);
    expect((await api.as('admin').get('/audit-log?from=2026-02-30')).status).toBe(400);
  });

  it('reads from newest to oldest, page by page', async () => {
    const all: string[] = [];
    for (let cursor = ''; ;) {
      const answer = await api.as('admin').get(`/audit-log?limit=2${cursor}`);
      all.push(...labels(answer));
      if (!answer.body.nextCursor) break;
      cursor = `&cursor=${encodeURIComponent(answer.body.nextCursor)}`;
    }
    expect(all).toEqual(['c', 'b', 'a', 'customers.csv', 'ホンダ', 'トヨタ']);
  });

  it('filters by who, what, which and when, in days of the organisation', async () => {
    const ask = (query: string) => api.as('admin').get(`/audit-log?${query}`);
    expect(labels(await ask('from=2026-11-23&to=2026-11-23&noun=account'))).toEqual(['ホンダ']);
    expect(labels(await ask('to=2026-11-22'))).toEqual(['トヨタ']);
    expect(labels(await ask(`actorId=${memberId('csm')}&action=accounts.update`))).toEqual(['ホンダ', 'トヨタ']);
    expect(labels(await ask(`accountId=${account}`))).toEqual(['トヨタ']);
    expect(labels(await ask(`q=${encodeURIComponent('とよた')}`))).toEqual(['トヨタ']);
    expect((await ask('noun=import')).body.items[0]).toMatchObject({
      actorKind: 'system',
      actorName: 'nightly',
      at: '2026-11-23T01:00:00.000Z',
      changes: { name: [null, 'customers.csv'] },
    });
  });

  it('names the people whose ids are in the changes', async () => {
    const id = memberId('csm');
    const writer = { database: api.database, actor: csm, clock: () => new Date('2026-11-23T03:00:00Z') };
    await write(writer, 'teams.create', async (_tx, audit) => audit({ noun: 'team', id: '1', label: '東', changes: { memberIds: [null, [id]] } }));
    const { body } = await api.as('admin').get('/audit-log?noun=team');
    expect(Object.keys(body.items[0].names)).toEqual([id]);
  });

  it('offers the filters there are', async () => {
    const { body } = await api.as('admin').get('/audit-log/facets');
    expect(body).toMatchObject({
      actions: ['accounts.update', 'contacts.create', 'imports.run', 'teams.create'],
      nouns: ['account', 'contact', 'import', 'team'],
    });
    expect(body.actors.map((a: { id: string }) => a.id)).toContain(memberId('csm'));
  });
});
