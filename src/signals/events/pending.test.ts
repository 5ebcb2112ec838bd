import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { accountsChanged } from '#accounts/accounts/index.ts';
import { testApi } from '#platform/testing/api.ts';
import { makeAccount, makeWriteKey, send, testTracking } from './factory.ts';
import { attachGroupsJob, attachPendingJob, keepEventsJob } from './jobs.ts';
import { routes } from './routes.ts';

const track = (userId: string, groupId?: string, more: object = {}) => ({
  type: 'track',
  userId,
  event: 'Opened',
  messageId: crypto.randomUUID(),
  ...(groupId ? { context: { groupId } } : {}),
  ...more,
});

describe('events without an account', async () => {
  let now = new Date('2026-11-20T03:00:00Z');
  const clock = () => now;
  const api = await testApi(
    { events: routes },
    { clock, jobs: [attachGroupsJob, attachPendingJob, keepEventsJob] as never[], subscriptions: [[accountsChanged, attachGroupsJob as never]] },
  );
  const { pool } = api.database;
  const tracking = testTracking(api.database, clock);
  let key: string;
  const post = async (path: string, body: unknown, by = key) => expect((await send(tracking, by, path, body)).status).toBe(200);
  const pending = async () => (await api.as('viewer').get('/events/pending')).body.items;
  const stored = async () =>
    (await pool.query('select e.*, u.user_key from usage_events e left join usage_users u using (account_id, user_no) order by ts, u.user_key')).rows;

  beforeAll(async () => {
    key = await makeWriteKey(api.database, clock, { source: 'app' });
  });
  beforeEach(() =>
    pool.query(
      'truncate usage_events, usage_users, usage_dirty, pending_events, pending_groups, pending_memberships, ignored_groups, user_accounts, account_keys, accounts, audit_log cascade',
    ),
  );
  afterAll(() => tracking.collector.stop());

  it('refuses who may not look or act', async () => {
    expect((await api.as(null).get('/events/pending')).status).toBe(401);
    expect((await api.as('csm').post('/events/pending/attach', {})).status).toBe(403);
    expect((await api.as('viewer').post('/events/pending/discard', {})).status).toBe(403);
    expect((await api.as('ops').post('/events/pending/discard', { source: 'app' })).status).toBe(400);
    expect((await api.as('ops').post('/events/pending/discard', { source: 'nowhere', groupKey: 'g' })).status).toBe(404);
  });

  it('wait where they can be seen, with what is known of them', async () => {
    await post('batch', {
      batch: [track('u1', 'g1'), track('u2', 'g1'), { type: 'group', userId: 'u1', groupId: 'g1', traits: { name: '株式会社あさひ' } }, track('lost')],
    });
    expect(await stored()).toEqual([]);
    expect(await pending()).toMatchObject([
      {
        source: 'app',
        groupKey: 'g1',
        name: '株式会社あさひ',
        reason: 'unknown_group',
        events: 2,
        users: 2,
        samples: [{ event: 'Opened' }, { event: 'Opened' }],
      },
      { groupKey: null, userKey: 'lost', reason: 'unknown_user', events: 1 },
    ]);
    const first = await api.as('viewer').get('/events/pending?limit=1');
    const second = await api.as('viewer').get(`/events/pending?limit=1&cursor=${first.body.nextCursor}`);
    expect([first.body.items[0].groupKey, second.body.items[0].userKey, second.body.nextCursor]).toEqual(['g1', 'lost', null]);
    expect((await api.as('viewer').get('/events/pending/count')).body).toMatchObject({ events: 3, groups: 2 });
  });

  it('go to the account when it appears, and are known from that day', async () => {
    const message = track('u1', 'g1', { timestamp: '2026-11-19T03:00:00Z' });
    await post('batch', { batch: [message, track('u1', undefined, { timestamp: '2026-11-19T04:00:00Z' })] });
    now = new Date('2026-11-24T03:00:00Z');
    const account = await makeAccount(pool, 'g1');
    await api.jobs.publish(api.db, accountsChanged);
    await api.drain();
    expect(await stored()).toMatchObject([{ account_id: account, day: '2026-11-19', known_on: '2026-11-24', user_key: 'u1' }]);
    expect((await pool.query('select * from usage_dirty')).rows).toMatchObject([{ day: '2026-11-19', known_on: '2026-11-24' }]);
    await post('track', message);
    expect(await stored(), 'a retry meets the ledger').toHaveLength(1);
    await api.jobs.enqueue(api.db, attachPendingJob, {});
    await api.drain();
    expect(await stored(), 'the user belongs to one account now').toMatchObject([{}, { known_on: '2026-11-24', user_key: 'u1' }]);
    expect(await pending()).toEqual([]);
  });

  it('of history keep the day they happened', async () => {
    const history = await makeWriteKey(api.database, clock, { source: 'past', history: true });
    await post('batch', { batch: [track('u1', 'g1', { timestamp: '2014-02-01T00:00:00Z' })] }, history);
    await makeAccount(pool, 'g1');
    await api.jobs.enqueue(api.db, attachPendingJob, {});
    await api.drain();
    expect(await stored()).toMatchObject([{ day: '2014-02-01', known_on: '2014-02-01', history_import_id: expect.any(String) }]);
  });

  it('of a user in two accounts are never guessed', async () => {
    const [a, b] = [await makeAccount(pool, 'a'), await makeAccount(pool, 'b')];
    await post('track', track('both', 'a'));
    await post('track', track('both'));
    expect((await stored()).map((e) => e.account_id)).toEqual([a, a]);
    await post('group', { userId: 'both', groupId: 'b' });
    await post('track', track('both'));
    await api.jobs.enqueue(api.db, attachPendingJob, {});
    await api.drain();
    expect(await pending()).toMatchObject([{ userKey: 'both', reason: 'several_accounts', events: 1 }]);
    await post('track', track('both', 'b'));
    expect((await stored()).filter((e) => e.account_id === b)).toHaveLength(1);
    await post('track', track('both', 'nowhere'));
    expect((await pending()).map((w: { groupKey: string }) => w.groupKey).sort(), 'a group that is named is not replaced by the user').toEqual(
      ['nowhere', null].sort(),
    );
  });

  it.each([
    ['of the call itself', { groupId: 'a' }],
    ['of its context', { context: { groupId: 'a' } }],
    ['of the call, before that of its context', { groupId: 'a', context: { groupId: 'b' } }],
    ['written as a number in the context', { context: { groupId: 7 } }],
  ])('need not wait when there is a group %s', async (_, group) => {
    const accounts = { a: await makeAccount(pool, 'a'), 7: await makeAccount(pool, '7') };
    await makeAccount(pool, 'b');
    const expected = JSON.stringify(group).includes('7') ? accounts[7] : accounts.a;
    await post('track', { userId: 'u', event: 'Opened', ...group });
    await post('page', { userId: 'u', name: 'Home', ...group });
    await post('screen', { anonymousId: 'v', name: 'Top', ...group });
    expect((await stored()).map((e) => e.account_id)).toEqual([expected, expected, expected]);
  });

  it('find their account by what an identify call said of its user', async () => {
    const account = await makeAccount(pool, 'a');
    await post('identify', { userId: 'in-context', context: { groupId: 'a' } });
    await post('identify', { userId: 'in-call', groupId: 'a' });
    await post('identify', { userId: 'early', context: { groupId: 'later' } });
    await post('batch', { batch: [track('in-context'), track('in-call'), track('early')] });
    expect((await stored()).map((e) => [e.user_key, e.account_id])).toEqual([
      ['in-call', account],
      ['in-context', account],
    ]);
    await makeAccount(pool, 'later');
    await api.jobs.enqueue(api.db, attachPendingJob, {});
    await api.drain();
    expect((await stored()).map((e) => e.user_key).sort()).toEqual(['early', 'in-call', 'in-context']);
  });

  it('are refused when their group is longer than a key may be: the user is no substitute for it', async () => {
    await makeAccount(pool, 'a');
    await post('track', track('u', 'a'));
    const answer = await send(tracking, key, 'track', track('u', 'g'.repeat(513)));
    expect([answer.status, ((await answer.json()) as { error: string }).error]).toEqual([400, 'id_too_long']);
    expect(await stored()).toHaveLength(1);
  });

  it('of a group two sources call alike are not guessed, but the own source decides', async () => {
    const [one, two] = [await makeAccount(pool, '100', 'crm'), await makeAccount(pool, '100', 'billing')];
    await post('track', track('u', '100'));
    expect(await pending()).toMatchObject([{ groupKey: '100', reason: 'ambiguous_group' }]);
    await post('track', track('u', '100'), await makeWriteKey(api.database, clock, { source: 'billing' }));
    expect((await stored()).map((e) => e.account_id)).toEqual([two]);
    const attached = await api.as('ops').post('/events/pending/attach', { source: 'app', groupKey: '100', accountId: one });
    expect(attached).toMatchObject({ status: 200, body: { moved: 1 } });
    expect((await stored()).map((e) => e.account_id).sort()).toEqual([one, two].sort());
    await post('track', track('u', '100'));
    expect(
      (await stored()).filter((e) => e.account_id === one),
      'the next one finds its way alone',
    ).toHaveLength(2);
    expect((await api.audit()).filter((a) => a.noun === 'event')).toMatchObject([
      { action: 'events.attach', noun_id: '100', account_id: one, changes: { source: 'app', moved: 1 } },
    ]);
    expect((await api.as('ops').post('/events/pending/attach', { source: 'app', groupKey: '100', accountId: two })).status).toBe(409);
  });

  it('of one user can be given to an account', async () => {
    const account = await makeAccount(pool, 'a');
    await post('batch', { batch: [track('solo'), track('other')] });
    expect((await api.as('ops').post('/events/pending/attach', { source: 'app', userKey: 'solo', accountId: account })).body).toEqual({ moved: 1 });
    await post('track', track('solo'));
    expect((await stored()).map((e) => e.user_key)).toEqual(['solo', 'solo']);
    expect((await pending()).map((w: { userKey: string }) => w.userKey)).toEqual(['other']);
  });

  it('can be thrown away, now and in future, until somebody changes his mind', async () => {
    await post('batch', { batch: [track('u', 'test'), track('u', 'test')] });
    expect((await api.as('ops').post('/events/pending/discard', { source: 'app', groupKey: 'test' })).body).toEqual({ discarded: 2 });
    await post('track', track('u', 'test'));
    expect(await pending()).toEqual([]);
    expect((await api.as('ops').get('/events/ignored')).body).toMatchObject([{ source: 'app', groupKey: 'test' }]);
    await api.as('ops').post('/events/ignored/stop', { source: 'app', groupKey: 'test' });
    await post('track', track('u', 'test'));
    expect(await pending()).toMatchObject([{ groupKey: 'test', events: 1 }]);
  });

  it('are given up after 90 days', async () => {
    await post('track', track('u', 'g'));
    now = new Date('2027-02-23T03:00:00Z');
    await post('track', track('u2', 'h'));
    await api.jobs.enqueue(api.db, keepEventsJob, {});
    await api.drain();
    expect((await pending()).map((w: { groupKey: string }) => w.groupKey)).toEqual(['h']);
  });
});
