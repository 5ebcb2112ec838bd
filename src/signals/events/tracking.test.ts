import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pino } from 'pino';
import { openDatabase } from '#platform/db/db.ts';
import { testDatabase } from '#platform/testing/database.ts';
import { startCollector } from './collector.ts';
import { makeAccount, makeWriteKey, send, testTracking } from './factory.ts';

const now = new Date('2026-11-24T03:00:00Z');
const clock = () => now;
const track = (more: object = {}) => ({
  type: 'track',
  userId: 'u1',
  event: 'Report Viewed',
  messageId: crypto.randomUUID(),
  context: { groupId: 'acme' },
  ...more,
});

describe('the tracking API', async () => {
  const database = await testDatabase();
  const tracking = testTracking(database, clock);
  const post = (path: string, body: unknown, headers?: Record<string, string>) => send(tracking, key, path, body, headers);
  let key: string;
  let acme: string;
  beforeAll(async () => {
    key = await makeWriteKey(database, clock, { source: 'app' });
    acme = await makeAccount(database.pool, 'acme');
  });
  afterAll(() => tracking.collector.stop());
  const events = async (where = 'true') =>
    (
      await database.pool.query(
        `select e.*, n.name, u.user_key from usage_events e join event_names n using (event_id) left join usage_users u using (account_id, user_no) where ${where} order by received_at, ts`,
      )
    ).rows;

  it('answers 401 without a key and 403 with a key for something else', async () => {
    expect((await send(tracking, null, 'track', track())).status).toBe(401);
    expect((await send(tracking, 'bk_nonsense', 'track', track())).status).toBe(401);
    expect((await send(tracking, await makeWriteKey(database, clock, { scope: 'read' }), 'track', track())).status).toBe(403);
    await database.pool.query(`update api_keys set revoked_at = now() where scope = 'read'`);
    expect(await events()).toEqual([]);
  });

  it.each([
    ['no JSON', 'track', '{"event":', 'invalid_json'],
    ['a list', 'track', '[]', 'invalid_json'],
    ['no user', 'track', { event: 'x' }, 'no_user_anon_id'],
    ['no event name', 'track', { userId: 'u' }, 'no_event'],
    ['no group id', 'group', { userId: 'u' }, 'no_group_id'],
    ['no previous id', 'alias', { userId: 'u' }, 'no_previous_id'],
    ['a date that is none', 'track', { userId: 'u', event: 'x', timestamp: 'yesterday' }, 'bad_timestamp'],
    ['32 kB and more', 'track', { userId: 'u', event: 'x', properties: { a: 'あ'.repeat(11_000) } }, 'event_too_large'],
    ['no batch', 'batch', { userId: 'u' }, 'no_batch'],
    ['a batch of 2,501', 'batch', { batch: Array(2501).fill({}) }, 'too_many_events'],
    ['a batch over 500 kB', 'batch', { batch: [], junk: 'x'.repeat(513_000) }, 'batch_too_large'],
    ['only bad ones', 'batch', { batch: [{ type: 'track', userId: 'u' }, null, { type: 'dance', userId: 'u' }] }, 'no_event'],
  ])('answers 400 to %s', async (_, path, body, code) => {
    const answer = await post(path, body);
    expect([answer.status, ((await answer.json()) as { error: string }).error]).toEqual([400, code]);
  });

  it('answers the same 400 before reading what is far too large, packed or not', async () => {
    const codeOf = async (path: string, body: string | Buffer, headers?: Record<string, string>) => {
      const answer = await post(path, body, headers);
      return [answer.status, ((await answer.json()) as { error: string }).error];
    };
    expect(await codeOf('batch', 'x'.repeat(1024 * 1024 + 1))).toEqual([400, 'batch_too_large']);
    expect(await codeOf('batch', gzipSync('x'.repeat(5_000_000)), { 'content-encoding': 'gzip' })).toEqual([400, 'batch_too_large']);
    expect(await codeOf('track', 'x'.repeat(1024 * 1024 + 1))).toEqual([400, 'event_too_large']);
    expect((await post('batch', 'not gzip', { 'content-encoding': 'gzip' })).status).toBe(400);
    expect(await events()).toEqual([]);
  });

  it('stores an event of a known account before it answers 200', async () => {
    const answer = await post('track', track({ timestamp: '2026-11-23T15:30:00.000Z', properties: { plan: 'pro', revenue: 12.5 } }));
    expect([answer.status, await answer.json()]).toEqual([200, { success: true }]);
    expect(await events()).toMatchObject([
      {
        account_id: acme,
        name: 'Report Viewed',
        user_key: 'u1',
        day: '2026-11-24',
        known_on: '2026-11-24',
        amount: '12.5',
        props: { plan: 'pro', revenue: 12.5 },
        history_import_id: null,
      },
    ]);
    expect((await database.pool.query('select * from usage_dirty')).rows).toMatchObject([{ account_id: acme, day: '2026-11-24', known_on: '2026-11-24' }]);
  });

  it('keeps the good messages of a batch and names the others', async () => {
    const answer = await post('batch', {
      batch: [track({ userId: 'good' }), { type: 'track', userId: 'bad' }, { type: 'page', name: 'Home', userId: 'good', context: { groupId: 'acme' } }],
    });
    expect(await answer.json()).toEqual({ success: true, rejected: [{ index: 1, code: 'no_event', message: 'A track call needs event.' }] });
    expect((await events(`user_key = 'good'`)).map((e) => e.name).sort()).toEqual(['Report Viewed', 'Viewed Home Page']);
  });

  it('takes gzip, bearer tokens, and browser calls with the key in the body', async () => {
    expect((await post('batch', gzipSync(JSON.stringify({ batch: [track({ userId: 'zip' })] })), { 'content-encoding': 'gzip' })).status).toBe(200);
    expect((await send(tracking, null, 'track', track({ userId: 'bearer' }), { authorization: `Bearer ${key}` })).status).toBe(200);
    const beacon = await tracking.app.request('/v1/t', {
      method: 'POST',
      headers: { 'content-type': 'text/plain;charset=UTF-8', origin: 'https://app.example.jp' },
      body: JSON.stringify({ ...track({ userId: 'beacon' }), writeKey: key }),
    });
    expect([beacon.status, beacon.headers.get('access-control-allow-origin')]).toEqual([200, '*']);
    const preflight = await tracking.app.request('/v1/t', {
      method: 'OPTIONS',
      headers: { origin: 'https://app.example.jp', 'access-control-request-method': 'POST' },
    });
    expect([preflight.status, preflight.headers.get('access-control-allow-headers')]).toEqual([204, expect.stringContaining('authorization')]);
    expect(await events(`user_key in ('zip', 'bearer', 'beacon')`)).toHaveLength(3);
  });

  it('counts one message once, whatever its timestamp says the second time', async () => {
    const message = track({ userId: 'again', messageId: 'm-1', timestamp: '2026-11-24T01:00:00Z' });
    await post('track', message);
    await post('track', { ...message, timestamp: '2026-11-24T02:00:00Z' });
    await post('batch', { batch: [message, message, { ...message, timestamp: '2026-10-01T00:00:00Z' }] });
    expect(await events(`user_key = 'again'`)).toHaveLength(1);
    const other = await makeWriteKey(database, clock, { source: 'web' });
    await send(tracking, other, 'track', message);
    expect(await events(`user_key = 'again'`), 'another source has ids of its own').toHaveLength(2);
  });

  it('goes on when what was refused cannot be counted', async () => {
    const gone = openDatabase('postgres://nobody@127.0.0.1:1/gone');
    const collector = startCollector({ database: gone, clock, jobs: { publish: async () => {} }, log: pino({ level: 'silent' }) });
    collector.refuse(1, 1, 'no_event');
    await expect(collector.add([{ kind: 'alias', userKey: 'a', previousKey: 'b' }])).rejects.toThrow();
    await collector.stop();
    await gone.close();
  });

  it('survives what Postgres cannot store', async () => {
    const answer = await post('batch', {
      batch: [track({ userId: 'odd', event: 'a\u0000b', properties: { 'k\u0000': 'v\u0000', half: '\ud83d', back: '\\u0000', deep: [{ x: '\ude00' }] } })],
    });
    expect(answer.status).toBe(200);
    expect((await post('track', track({ userId: 'cut', event: `${'名'.repeat(199)}👍` }))).status).toBe(200);
    expect(await events(`user_key = 'cut'`)).toMatchObject([{ name: '名'.repeat(199) }]);
    expect(await events(`user_key = 'odd'`)).toMatchObject([{ name: 'ab', props: { k: 'v', half: '\ufffd', back: '\\u0000', deep: [{ x: '\ufffd' }] } }]);
  });

  it('moves times of a wrong clock, and refuses to believe in the far past or future', async () => {
    const at = async (user: string, body: object) => {
      expect((await post('batch', body)).status).toBe(200);
      return (await events(`user_key = '${user}'`))[0].ts.toISOString();
    };
    const one = (userId: string, timestamp: string) => [track({ userId, timestamp })];
    expect(await at('fast', { batch: one('fast', '2026-11-25T03:00:00Z'), sentAt: '2026-11-25T03:00:10Z' })).toBe('2026-11-24T02:59:50.000Z');
    expect(await at('near', { batch: one('near', '2026-11-24T02:00:00Z'), sentAt: '2026-11-24T02:58:00Z' })).toBe('2026-11-24T02:00:00.000Z');
    expect(await at('future', { batch: one('future', '2099-01-01T00:00:00Z') })).toBe(now.toISOString());
    expect(await at('past', { batch: one('past', '1970-01-01T00:00:00Z') })).toBe(now.toISOString());
    expect(await at('zoneless', { batch: one('zoneless', '2026-11-20T10:00:00') })).toBe('2026-11-20T10:00:00.000Z');
  });

  it('puts every month into a partition of its own', async () => {
    const months = await database.pool.query(
      `select distinct tableoid::regclass::text as part, to_char(ts at time zone 'UTC', 'YYYY_MM') as month from usage_events`,
    );
    for (const { part, month } of months.rows) expect(part).toBe(`usage_events_${month}`);
  });

  it('a history key makes facts known at their own date, but only facts that have one', async () => {
    const history = await makeWriteKey(database, clock, { source: 'past', history: true });
    await send(tracking, history, 'batch', {
      batch: [track({ userId: 'old', timestamp: '2013-10-05T20:00:00Z' }), track({ userId: 'undated' })],
      sentAt: '2014-01-01T00:00:00Z',
    });
    expect(await events(`user_key = 'old'`)).toMatchObject([{ day: '2013-10-06', known_on: '2013-10-06', history_import_id: expect.any(String) }]);
    expect(await events(`user_key = 'undated'`)).toMatchObject([{ day: '2026-11-24', known_on: '2026-11-24', history_import_id: null }]);
  });

  it('counts what each source delivered', async () => {
    await tracking.collector.settle();
    const rows = (await database.pool.query(`select s.source, d.*, s.last_data_at from source_days d join sources s using (source_no) order by s.source`)).rows;
    expect(rows.map((r) => r.source)).toEqual(['app', 'past', 'web']);
    expect(rows[0]).toMatchObject({ repeated: '4', waiting: '0', refused_why: 'no_event' });
    expect(Number(rows[0].accepted)).toBe((await events(`source_no = ${rows[0].source_no}`)).length);
    expect(rows[1]).toMatchObject({ accepted: '2', history: '1', last_data_at: now });
  });
});
