import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { makeImport } from '#accounts/imports/factory.ts';
import { undoImport } from '#accounts/imports/undo.ts';
import { testDatabase } from '#platform/testing/database.ts';
import { makeAccount, makeWriteKey, send, testTracking } from './factory.ts';
import { eventsTarget } from './import-target.ts';

describe('usage from files', async () => {
  const database = await testDatabase();
  const { pool } = database;
  const now = new Date('2026-11-24T03:00:00Z');
  const clock = () => now;
  const tracking = testTracking(database, clock);
  const runner = { database, clock, jobs: { publish: async () => {} }, targets: [eventsTarget] };
  const columns = {
    会社ID: 'accountExternalId',
    ユーザーID: 'userId',
    操作: 'event',
    日時: 'timestamp',
    金額: 'amount',
    プラン: 'properties.plan',
    メール: 'properties.email',
  };
  const header = '会社ID,ユーザーID,操作,日時,金額,プラン,メール\n';
  const load = (file: string, more: { history?: boolean; columns?: object } = {}) =>
    makeImport(runner, { noun: 'events', file, history: more.history ?? false, mapping: { source: 'log', columns: more.columns ?? columns } });
  const events = async () =>
    (
      await pool.query(
        'select e.*, n.name, u.user_key from usage_events e join event_names n using (event_id) left join usage_users u using (account_id, user_no) order by ts, e.message_key',
      )
    ).rows;
  const dirty = async () => (await pool.query('select distinct day, known_on from usage_dirty order by 1, 2')).rows;
  let acme: string;

  beforeEach(async () => {
    await pool.query(
      'truncate usage_events, usage_users, usage_dirty, pending_events, pending_groups, user_accounts, event_keys, account_keys, accounts, sources, imports cascade',
    );
    await pool.query(`insert into organisation (id, name, created_at) values (1, 'x', now()) on conflict do nothing`);
    acme = await makeAccount(pool, 'A-1');
  });
  afterAll(() => tracking.collector.stop());

  it('are events like any other: known today, rolled up, with amount and properties', async () => {
    const { outcome, importId } = await load(`${header}A-1,sato,帳票出力,2026/11/20 10:00,"1,200.50",pro,a@example.jp\nA-1,,ログイン,2026-11-20 23:30,,,\n`);
    expect(outcome).toMatchObject({ rows: 2, added: 2, unchanged: 0, rejected: 0 });
    expect(await events()).toMatchObject([
      {
        account_id: acme,
        name: '帳票出力',
        user_key: 'sato',
        day: '2026-11-20',
        known_on: '2026-11-24',
        amount: '1200.5',
        props: { plan: 'pro', email: 'a@example.jp' },
        import_id: importId,
        history_import_id: null,
      },
      { name: 'ログイン', user_key: null, props: null, amount: null },
    ]);
    expect(await dirty()).toEqual([{ day: '2026-11-20', known_on: '2026-11-24' }]);
    expect((await pool.query('select count(*)::int as n from usage_events_default')).rows[0].n).toBe(0);
  });

  it('of history are known at their own date', async () => {
    await load(`${header}A-1,sato,ログイン,2025-03-01 10:00,,,\n`, { history: true });
    expect(await events()).toMatchObject([{ day: '2025-03-01', known_on: '2025-03-01', history_import_id: expect.any(String) }]);
  });

  it('count identical rows each, and the same file again not at all', async () => {
    const file = `${header}A-1,sato,購入,2026-11-01 10:00,5,,\nA-1,sato,購入,2026-11-01 10:00,5,,\nA-1,sato,購入,2026-11-01 10:00,7,,\n`;
    expect((await load(file)).outcome).toMatchObject({ added: 3, unchanged: 0 });
    expect((await load(file)).outcome).toMatchObject({ added: 0, unchanged: 3 });
    expect((await load(`${file}A-1,sato,購入,2026-11-01 10:00,7,,\n`)).outcome).toMatchObject({ added: 1, unchanged: 3 });
    await pool.query('truncate event_keys');
    expect((await load(file)).outcome, 'years later the events themselves are the memory').toMatchObject({ added: 0, unchanged: 3 });
    expect(await events()).toHaveLength(4);
  });

  it('with a message id are the same message as over the tracking API', async () => {
    const key = await makeWriteKey(database, clock, { source: 'log' });
    await send(tracking, key, 'track', { userId: 'sato', event: 'ログイン', messageId: 'm-1', timestamp: '2026-11-20T01:00:00Z', context: { groupId: 'A-1' } });
    const withId = { ...columns, 番号: 'messageId' };
    const file = `番号,${header}m-1,A-1,sato,ログイン,2026-11-20 10:00,,,\nm-2,A-1,sato,ログイン,2026-11-20 11:00,,,\nm-2,A-1,sato,ログイン,2026-11-20 12:00,,,\n`;
    expect((await load(file, { columns: withId })).outcome).toMatchObject({ added: 1, unchanged: 1, rejected: 1 });
    expect(await events()).toHaveLength(2);
  });

  it('report what is wrong, and wait when the account is unknown', async () => {
    const { outcome, importId } = await load(
      `${header},sato,ログイン,2026-11-20 10:00,,,\nA-1,sato,,2026-11-20 10:00,,,\nA-1,sato,ログイン,昨日,,,\nA-1,sato,ログイン,1999-01-01,,,\nB-9,sato,ログイン,2026-11-20 10:00,,,\n`,
    );
    expect(outcome).toMatchObject({ rows: 5, added: 1, rejected: 4 });
    const rejects = (await pool.query('select row_no, column_name, code from import_rejects where import_id = $1 order by no', [importId])).rows;
    expect(rejects.map((r) => [r.row_no, r.column_name, r.code])).toEqual([
      [2, '会社ID', 'required'],
      [3, '操作', 'required'],
      [4, '日時', 'badTime'],
      [5, '日時', 'badTime'],
    ]);
    expect(await events()).toEqual([]);
    expect((await pool.query('select group_key, event, import_id from pending_events')).rows).toEqual([
      { group_key: 'B-9', event: 'ログイン', import_id: importId },
    ]);
  });

  it('keep only what the source may keep', async () => {
    await pool.query(`insert into sources (source, name, allowed_properties, masked_properties) values ('log', 'log', '{email}', '{email,userId}')`);
    const key = await makeWriteKey(database, clock, { source: 'log' });
    const fresh = testTracking(database, clock);
    await send(fresh, key, 'track', { userId: 'sato', event: 'ログイン', properties: { email: 'x@example.jp', plan: 'pro' }, context: { groupId: 'A-1' } });
    await load(`${header}A-1,sato,ログイン,2026-11-20 10:00,,pro,a@example.jp\n`);
    const stored = await events();
    expect(stored.map((e) => e.props)).toEqual([{ email: '***' }, { email: '***' }]);
    expect(stored[0].user_key).toMatch(/^anon_/);
    expect(stored[0].user_key, 'the API and files know a person by the same pseudonym').toBe(stored[1].user_key);
    await fresh.collector.stop();
  });

  it('can be taken back whole, and loaded again', async () => {
    const file = `${header}A-1,sato,ログイン,2026-11-20 10:00,,,\nB-9,sato,ログイン,2026-11-20 10:00,,,\n`;
    const { importId } = await load(file);
    await pool.query('truncate usage_dirty');
    expect(await undoImport(runner, importId)).toEqual({ kept: 0 });
    expect([await events(), await dirty(), (await pool.query('select * from pending_events')).rows]).toEqual([
      [],
      [{ day: '2026-11-20', known_on: '2026-11-24' }],
      [],
    ]);
    expect((await load(file)).outcome).toMatchObject({ added: 2, unchanged: 0 });
    expect(await events()).toHaveLength(1);
  });
});
