import { describe, expect, it } from 'vitest';
import { memberId, testApi } from '#platform/testing/api.ts';
import { notify } from './index.ts';
import { routes } from './routes.ts';

describe('notifications', async () => {
  const api = await testApi({ notifications: routes });
  const said = (n: number) => ({ kind: 'imports' as const, title: { ja: `${n}件を取り込みました`, en: `${n} imported` }, link: `/imports/${n}` });
  const at = (minute: number) => new Date(Date.UTC(2026, 10, 24, 1, minute));

  it('are for members only', async () => {
    expect((await api.as(null).get('/notifications')).status).toBe(401);
    expect((await api.as('key:write').get('/notifications')).status).toBe(403);
    expect((await api.as('key:write').post('/notifications/read', { upTo: at(0).toISOString() })).status).toBe(403);
  });

  it('refuse a cursor and a moment that are none', async () => {
    expect((await api.as('csm').get('/notifications?cursor=x')).body.errors).toMatchObject([{ path: 'cursor' }]);
    expect((await api.as('csm').post('/notifications/read', { upTo: 'yesterday' })).body.errors).toMatchObject([{ path: 'upTo' }]);
  });

  it('reach each member once for the same reason, newest first, page by page', async () => {
    for (const n of [1, 2, 3]) await notify(api.db, [memberId('csm'), memberId('csm')], { ...said(n), dedupeKey: `import-${n}` }, at(n));
    await notify(api.db, [memberId('csm'), memberId('ops')], { ...said(9), dedupeKey: 'import-3' }, at(9));
    const first = await api.as('csm').get('/notifications?limit=2');
    expect(first.body).toMatchObject({ unread: 3, items: [{ title: { en: '3 imported' }, read: false }, { title: { en: '2 imported' } }] });
    const second = await api.as('csm').get(`/notifications?limit=2&cursor=${first.body.nextCursor}`);
    expect(second.body).toMatchObject({ nextCursor: null, items: [{ title: { en: '1 imported' }, link: '/imports/1' }] });
    expect((await api.as('ops').get('/notifications')).body).toMatchObject({ unread: 1, items: [{ title: { en: '9 imported' } }] });
    expect((await api.as('viewer').get('/notifications')).body).toEqual({ items: [], nextCursor: null, unread: 0 });
  });

  it('are read up to what was seen, and only one’s own', async () => {
    expect((await api.as('csm').post('/notifications/read', { upTo: at(2).toISOString() })).body).toEqual({ unread: 1 });
    const items = (await api.as('csm').get('/notifications')).body.items as { read: boolean }[];
    expect(items.map((one) => one.read)).toEqual([false, true, true]);
    expect((await api.as('ops').get('/notifications')).body.unread).toBe(1);
  });
});
