import { beforeAll, describe, expect, it } from 'vitest';
import { makeAccount, makeWriteKey, send, testTracking } from '#signals/events/factory.ts';
import { addDays } from '#platform/clock/days.ts';
import { newId } from '#platform/ids/ids.ts';
import { testApi } from '#platform/testing/api.ts';
import { rollUpUsage } from './roll-up.ts';
import { routes } from './routes.ts';

const today = '2026-11-24';
describe('usage of an account', async () => {
  const api = await testApi({ usage: routes });
  let account: string;

  beforeAll(async () => {
    account = await makeAccount(api.database.pool, 'acme');
    const tracking = testTracking(api.database, api.clock);
    const key = await makeWriteKey(api.database, api.clock, { source: 'app' });
    const track = (daysAgo: number, userId: string, event: string, value?: number) => ({
      type: 'track',
      userId,
      event,
      timestamp: `${addDays(today, -daysAgo)}T02:00:00Z`,
      context: { groupId: 'acme' },
      ...(value === undefined ? {} : { properties: { value } }),
    });
    const batch = [
      { type: 'identify', userId: 'u1', traits: { name: '佐藤' } },
      track(0, 'u1', 'Export'),
      track(0, 'u1', 'Export'),
      track(1, 'u2', 'Export', 2.5),
      track(1, 'u1', 'Login'),
      track(27, 'u3', 'Login'),
      track(28, 'u1', 'Login'),
      track(30, 'u4', 'Export', 7),
      track(55, 'u4', 'Login'),
      track(56, 'u5', 'Old'),
    ];
    expect((await send(tracking, key, 'batch', { batch })).status).toBe(200);
    await tracking.collector.stop();
    await rollUpUsage({ database: api.database, clock: api.clock, jobs: api.jobs });
  });

  it('refuses who may not, and what is wrong', async () => {
    expect((await api.as(null).get(`/accounts/${account}/usage`)).status).toBe(401);
    expect((await api.as('key:ingest').get(`/accounts/${account}/usage`)).status).toBe(403);
    expect((await api.as('viewer').get(`/accounts/${account}/usage?days=7`)).status).toBe(400);
    expect((await api.as('viewer').get(`/accounts/${newId()}/usage`)).status).toBe(404);
    expect((await api.as('viewer').get(`/accounts/${newId()}/usage/users`)).status).toBe(404);
  });

  it('is counted by day, event and user, beside the period before', async () => {
    const { body } = await api.as('viewer').get(`/accounts/${account}/usage`);
    expect(body).toMatchObject({
      from: '2026-10-28',
      to: today,
      total: 5,
      previousTotal: 3,
      activeUsers: 3,
      previousActiveUsers: 2,
      activeDays: 3,
      historyShare: 0,
      lastDay: today,
    });
    expect(body.days).toHaveLength(28);
    expect([body.days[0], body.days[26], body.days[27]]).toEqual([
      { day: '2026-10-28', total: 1, users: 1 },
      { day: '2026-11-23', total: 2, users: 2 },
      { day: today, total: 2, users: 1 },
    ]);
    expect(body.events.map((e: { name: string; count: number; previous: number; amount: number }) => [e.name, e.count, e.previous, e.amount])).toEqual([
      ['Export', 3, 1, 2.5],
      ['Login', 2, 2, 0],
    ]);
    expect(body.events[0].perDay.slice(-3)).toEqual([0, 1, 2]);
    expect(body.weekly.at(-1)).toEqual({ from: '2026-11-23', users: 2 });
    expect(body.monthly).toEqual([
      { from: '2026-10-01', users: 3 },
      { from: '2026-11-01', users: 2 },
    ]);
  });

  it('hides events that were hidden, and takes longer windows', async () => {
    await api.database.pool.query(`update event_names set is_hidden = true where name = 'Login'`);
    const { body } = await api.as('viewer').get(`/accounts/${account}/usage?days=90`);
    expect([body.total, body.previousTotal, body.days.length, body.events.map((e: { name: string }) => e.name)]).toEqual([9, 0, 90, ['Export', 'Old']]);
  });

  it('lists users, the most active first', async () => {
    const { body } = await api.as('viewer').get(`/accounts/${account}/usage/users`);
    expect(body.total).toBe(5);
    expect(
      body.users.map((u: { userKey: string; count: number; previous: number; activeDays: number }) => [u.userKey, u.count, u.previous, u.activeDays]),
    ).toEqual([
      ['u1', 3, 1, 2],
      ['u2', 1, 0, 1],
      ['u3', 1, 0, 1],
      ['u4', 0, 2, 0],
      ['u5', 0, 0, 0],
    ]);
    expect(body.users[0]).toMatchObject({ name: '佐藤', lastSeenAt: '2026-11-24T02:00:00.000Z', perWeek: [0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 3] });
  });

  it('counts a user who was merged later as one', async () => {
    const no = async (key: string) => (await api.database.pool.query('select user_no from usage_users where user_key = $1', [key])).rows[0].user_no;
    await api.database.pool.query(`update usage_users set canonical_no = $1 where user_key = 'u2'`, [await no('u1')]);
    expect((await api.as('viewer').get(`/accounts/${account}/usage`)).body).toMatchObject({ total: 5, activeUsers: 2 });
    expect((await api.as('viewer').get(`/accounts/${account}/usage/users`)).body.users[0]).toMatchObject({ userKey: 'u1', count: 4 });
  });

  it('of an account without any is empty, not an error', async () => {
    const empty = await makeAccount(api.database.pool, 'silent');
    expect((await api.as('viewer').get(`/accounts/${empty}/usage`)).body).toMatchObject({ total: 0, lastDay: null, events: [], weekly: [] });
    expect((await api.as('viewer').get(`/accounts/${empty}/usage/users`)).body).toEqual({ total: 0, users: [] });
  });
});
