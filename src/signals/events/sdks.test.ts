import { createRequire } from 'node:module';
import { serve, type ServerType } from '@hono/node-server';
import { Analytics } from '@segment/analytics-node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testDatabase } from '#platform/testing/database.ts';
import { makeAccount, makeWriteKey, testTracking } from './factory.ts';

type Rudder = new (
  key: string,
  options: object,
) => Record<'track' | 'identify' | 'group' | 'page' | 'screen' | 'alias', (message: object, done?: (error?: Error) => void) => void> & {
  flush(done?: (error?: Error) => void): Promise<unknown>;
};
const RudderAnalytics =
  (createRequire(import.meta.url)('@rudderstack/rudder-sdk-node') as { default?: Rudder }).default ??
  (createRequire(import.meta.url)('@rudderstack/rudder-sdk-node') as Rudder);

describe('unmodified SDKs work by setting their host', async () => {
  const database = await testDatabase();
  const clock = () => new Date();
  const tracking = testTracking(database, clock);
  let server: ServerType;
  let host: string;
  let key: string;
  const users = async () =>
    (
      await database.pool.query(
        'select u.user_key, u.name, u.email, count(e.*)::int as events from usage_users u left join usage_events e using (account_id, user_no) group by 1, 2, 3 order by 1',
      )
    ).rows;

  beforeAll(async () => {
    await makeAccount(database.pool, 'acme');
    key = await makeWriteKey(database, clock, { source: 'app' });
    host = await new Promise((resolve) => {
      server = serve({ fetch: tracking.app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => resolve(`http://127.0.0.1:${port}`));
    });
  });
  afterAll(async () => {
    await tracking.collector.stop();
    server.close();
  });

  it('@segment/analytics-node', async () => {
    const analytics = new Analytics({ writeKey: key, host, flushAt: 5, flushInterval: 50, maxRetries: 1 });
    const errors: unknown[] = [];
    analytics.on('error', (error) => errors.push(error));
    analytics.identify({ userId: 'seg-1', traits: { name: '山田 太郎', email: 'yamada@example.jp' } });
    analytics.group({ userId: 'seg-1', groupId: 'acme', traits: { name: 'アクメ' } });
    analytics.track({ userId: 'seg-1', event: 'Export', properties: { format: 'csv' } });
    analytics.page({ userId: 'seg-1', name: 'Home' });
    analytics.screen({ userId: 'seg-1', name: 'Top' });
    for (let i = 0; i < 20; i++) analytics.track({ userId: 'seg-2', event: 'Export', context: { groupId: 'acme' } });
    analytics.alias({ userId: 'seg-1', previousId: 'anon-1' });
    await analytics.flush({ close: true });
    expect(errors).toEqual([]);
    const aliases = await database.pool.query(`select canonical_key from user_aliases where user_key = 'anon-1'`);
    expect(aliases.rows).toEqual([{ canonical_key: 'seg-1' }]);
    expect(await users()).toEqual([
      { user_key: 'seg-1', name: '山田 太郎', email: 'yamada@example.jp', events: 3 },
      { user_key: 'seg-2', name: null, email: null, events: 20 },
    ]);
  });

  it('@segment/analytics-node learns of a wrong key', async () => {
    const analytics = new Analytics({ writeKey: 'bk_wrong', host, maxRetries: 0 });
    const failed = new Promise<string>((resolve) => analytics.on('error', (error) => resolve(String((error as { reason?: unknown }).reason))));
    analytics.track({ userId: 'x', event: 'Export' });
    await analytics.flush({ close: true });
    expect(await failed).toContain('401');
  });

  it('@rudderstack/rudder-sdk-node, which packs its bodies', async () => {
    const rudder = new RudderAnalytics(key, { dataPlaneUrl: host, flushAt: 100, flushInterval: 60_000, logLevel: 'silent' });
    rudder.identify({ userId: 'rud-1', traits: { email: 'rud@example.jp' } });
    rudder.group({ userId: 'rud-1', groupId: 'acme' });
    rudder.track({ userId: 'rud-1', event: 'Import', context: { groupId: 'acme' } });
    rudder.track({ userId: 'rud-2', event: 'Import', groupId: 'acme' });
    rudder.page({ userId: 'rud-1', name: 'Home' });
    rudder.screen({ userId: 'rud-1', name: 'Top' });
    rudder.alias({ userId: 'rud-1', previousId: 'rud-anon' });
    await rudder.flush();
    expect((await users()).filter((u) => u.user_key.startsWith('rud-'))).toEqual([
      { user_key: 'rud-1', name: null, email: 'rud@example.jp', events: 3 },
      { user_key: 'rud-2', name: null, email: null, events: 1 },
    ]);
    const aliases = await database.pool.query(`select canonical_key from user_aliases where user_key = 'rud-anon'`);
    expect(aliases.rows).toEqual([{ canonical_key: 'rud-1' }]);
  });
});
