import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openDatabase } from '#platform/db/db.ts';
import { testDatabase } from '#platform/testing/database.ts';
import { makeAccount, makeWriteKey, send, testTracking } from './factory.ts';
import { rotateLedger } from './ledger.ts';

describe('every message once', async () => {
  const database = await testDatabase();
  const second = openDatabase(database.url, { max: 8 });
  let now = new Date('2026-11-24T03:00:00Z');
  const clock = () => now;
  const one = testTracking(database, clock);
  const other = testTracking(second, clock);
  let key: string;
  const messages = (n: number, from = 0) =>
    Array.from({ length: n }, (_, i) => ({
      type: 'track',
      userId: `u${i % 7}`,
      event: `e${i % 3}`,
      messageId: `m${from + i}`,
      timestamp: `2026-11-2${i % 4}T01:00:00Z`,
      context: { groupId: i % 5 ? 'acme' : 'later' },
    }));
  const count = async (table: string) => (await database.pool.query(`select count(*)::int as n from ${table}`)).rows[0].n as number;

  beforeAll(async () => {
    await makeAccount(database.pool, 'acme');
    key = await makeWriteKey(database, clock, { source: 'app' });
  });
  beforeEach(() => database.pool.query('truncate usage_events, pending_events, event_keys, usage_dirty'));
  afterAll(async () => {
    await Promise.all([one.collector.stop(), other.collector.stop()]);
    await second.close();
  });

  it('when two processes get the same messages at once in opposite order', async () => {
    const [a, b] = [testTracking(database, clock), testTracking(second, clock)];
    for (let round = 0; round < 5; round++) {
      const all = messages(2000, round * 2000);
      const mixed = all.toReversed();
      const parts = [0, 500, 1000, 1500].flatMap((from) => [
        send(a, key, 'batch', { batch: all.slice(from, from + 500) }),
        send(b, key, 'batch', { batch: mixed.slice(from, from + 500) }),
      ]);
      expect((await Promise.all(parts)).map((r) => r.status)).toEqual(Array(8).fill(200));
    }
    expect((await count('usage_events')) + (await count('pending_events'))).toBe(10_000);
    expect(await count('event_keys')).toBe(10_000);
    expect(await count('event_names')).toBe(4);
    await Promise.all([a.collector.stop(), b.collector.stop()]);
  });

  it('whatever mix of messages, repeats and cuts arrives', async () => {
    const ids = fc.array(fc.array(fc.nat(30), { minLength: 1, maxLength: 12 }), { minLength: 1, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(ids, fc.nat(3), async (requests, late) => {
        await database.pool.query('truncate usage_events, pending_events, event_keys');
        const all = messages(31);
        const at = (id: number, request: number) => ({ ...all[id]!, timestamp: `2026-11-1${(request + late) % 9}T01:00:00Z` });
        const answers = await Promise.all(requests.map((ids, r) => send(r % 2 ? one : other, key, 'batch', { batch: ids.map((id) => at(id, r)) })));
        expect(answers.every((a) => a.status === 200)).toBe(true);
        const distinct = new Set(requests.flat());
        expect((await count('usage_events')) + (await count('pending_events'))).toBe(distinct.size);
        expect(await count('pending_events')).toBe([...distinct].filter((id) => id % 5 === 0).length);
      }),
      { numRuns: 30 },
    );
  });

  it('when connections to the database break: what was not acknowledged is sent again', async () => {
    const unlucky = openDatabase(database.url, { max: 4, name: 'unlucky' });
    const tracking = testTracking(unlucky, clock);
    const all = messages(5000);
    let failures = 0;
    const deliver = async (batch: object[]): Promise<void> => {
      for (;;) {
        const answer = await send(tracking, key, 'batch', { batch });
        if (answer.status === 200) return;
        expect(answer.status).toBe(503);
        expect(answer.headers.get('retry-after')).toBe('2');
        failures++;
      }
    };
    const breaking = (async () => {
      for (let n = 0; n < 6 || !failures; n++) {
        await new Promise((done) => setTimeout(done, 40 * n));
        await database.pool.query(`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'unlucky' and state <> 'idle'`);
      }
    })();
    await Promise.all(Array.from({ length: 100 }, (_, i) => deliver(all.slice(i * 50, i * 50 + 50))));
    while (!failures) await deliver(all.slice(0, 500));
    await breaking;
    expect(failures).toBeGreaterThan(0);
    expect((await count('usage_events')) + (await count('pending_events'))).toBe(5000);
    await tracking.collector.stop();
    await unlucky.close();
  });

  it('for two months, over the turn of the month, in any process', async () => {
    const batch = messages(20);
    now = new Date('2026-11-30T03:00:00Z');
    await send(one, key, 'batch', { batch });
    now = new Date('2026-12-15T03:00:00Z');
    await send(other, key, 'batch', { batch });
    await send(one, key, 'batch', { batch: messages(5, 20) });
    await rotateLedger(database.pool, '2027-01-02');
    now = new Date('2027-01-02T03:00:00Z');
    await send(other, key, 'batch', { batch: messages(5, 20) });
    expect((await count('usage_events')) + (await count('pending_events'))).toBe(25);
    expect(await count('event_keys'), 'November is forgotten').toBe(5);
    now = new Date('2026-11-24T03:00:00Z');
  });

  it('answers 429 when too much waits, and takes it later', async () => {
    const stuck = await database.pool.connect();
    await stuck.query('begin; lock table event_keys in access exclusive mode');
    const batch = (n: number) => send(one, key, 'batch', { batch: messages(2500, n * 2500).map((m) => ({ ...m, properties: undefined })) });
    const answers = Array.from({ length: 25 }, (_, n) => batch(n));
    const early = await Promise.race(answers);
    expect([early.status, early.headers.get('retry-after')]).toEqual([429, '1']);
    await stuck.query('rollback');
    stuck.release();
    const statuses = (await Promise.all(answers)).map((a) => a.status);
    expect(new Set(statuses)).toEqual(new Set([200, 429]));
    expect(await count('event_keys')).toBe(statuses.filter((s) => s === 200).length * 2500);
  });

  it('event names beyond the cap are counted as one and can be seen', async () => {
    const capped = testTracking(database, clock, { nameCap: 5 });
    const names = ['e0', 'a', 'b', 'd', 'e', 'd'];
    await send(capped, key, 'batch', { batch: messages(9).slice(1, 4) });
    await database.pool.query('truncate usage_events');
    for (const [i, event] of names.entries()) await send(capped, key, 'track', { userId: 'u', event, messageId: `n${i}`, context: { groupId: 'acme' } });
    const rows = (await database.pool.query('select n.name, count(*)::int as n from usage_events join event_names n using (event_id) group by 1 order by 1'))
      .rows;
    expect(rows).toEqual([
      { name: '$other', n: 3 },
      { name: 'a', n: 1 },
      { name: 'b', n: 1 },
      { name: 'e0', n: 1 },
    ]);
    await capped.collector.stop();
    expect((await database.pool.query('select name, seen::int from event_overflow order by name')).rows).toEqual([
      { name: 'd', seen: 2 },
      { name: 'e', seen: 1 },
    ]);
  });

  it('merged users count as one, and known people have names', async () => {
    await database.pool.query('truncate usage_users');
    const batch = [
      { type: 'track', anonymousId: 'anon', event: 'e', context: { groupId: 'acme' } },
      { type: 'identify', userId: 'kana', traits: { firstName: '花子', lastName: '鈴木' } },
      { type: 'alias', userId: 'kana', previousId: 'anon' },
    ];
    for (const message of batch) expect((await send(one, key, 'batch', { batch: [message] })).status).toBe(200);
    await send(one, key, 'track', { anonymousId: 'anon', event: 'e', context: { groupId: 'acme' } });
    const users = (
      await database.pool.query(
        'select u.user_key, u.name, c.user_key as canonical, (select count(*)::int from usage_events e where e.account_id = u.account_id and e.user_no = u.user_no) as events from usage_users u left join usage_users c on c.account_id = u.account_id and c.user_no = u.canonical_no order by 1',
      )
    ).rows;
    expect(users).toEqual([
      { user_key: 'anon', name: null, canonical: 'kana', events: 1 },
      { user_key: 'kana', name: '鈴木 花子', canonical: null, events: 1 },
    ]);
    await send(one, key, 'identify', { userId: 'kana', timestamp: '2026-01-01T00:00:00Z', traits: { name: '旧姓 花子' } });
    expect((await database.pool.query(`select name from usage_users where user_key = 'kana'`)).rows[0].name, 'an older call does not overwrite').toBe(
      '鈴木 花子',
    );
  });
});
