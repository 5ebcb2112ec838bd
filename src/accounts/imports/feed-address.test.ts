import { sql } from 'drizzle-orm';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createVault } from '#platform/auth/vault.ts';
import { row, rows } from '#platform/db/db.ts';
import { testApi } from '#platform/testing/api.ts';
import { accountsTarget } from './accounts-target.ts';
import { hasHidden, openedLocation, shownLocation } from './feed-address.ts';
import { feedJobs } from './feed-run.ts';
import { sealFeeds } from './feed-store.ts';
import { importRoutes } from './routes.ts';

const full = 'https://user:geheim-1@data.example/customers.csv?code=geheim-2&X-Amz-Signature=geheim-3';
const masked = 'https://user:***@data.example/customers.csv?code=***&X-Amz-Signature=***';

describe('an address as it is shown', () => {
  it('has no password and no value of a query', () => {
    for (const [address, shown] of [
      [full, masked],
      [masked, masked],
      ['https://geheim@data.example/a.csv', 'https://***@data.example/a.csv'],
      ['https://data.example/a.csv?geheim', 'https://data.example/a.csv?***'],
      ['https://data.example/a.csv?Z2VoZWlt==#geheim', 'https://data.example/a.csv?***'],
      ['https://data.example/a.csv?a=1&a=2', 'https://data.example/a.csv?a=***&a=***'],
      ['https://data.example/a.csv', 'https://data.example/a.csv'],
      ['crm/daily', 'crm/daily'],
    ] as const)
      expect(shownLocation(address)).toBe(shown);
  });

  it('is known again by its stars', () => {
    expect([full, 'https://data.example/***.csv?a=b'].map(hasHidden)).toEqual([false, false]);
    for (const address of [masked, 'https://a:***@b/', 'https://***@b/', 'https://b/?***', 'https://b/?a=1&c=***']) expect(hasHidden(address)).toBe(true);
  });
});

describe('the address of a feed', async () => {
  const api = await testApi({ imports: importRoutes([accountsTarget]) }, { jobs: feedJobs });
  const ops = api.as('ops');
  const mapping = { source: 'crm', columns: { コード: 'externalId', 会社名: 'name' } };
  const add = async (location: string) => (await ops.post('/import-feeds', { name: '社外', noun: 'accounts', kind: 'https', location, mapping })).body;
  const kept = (feedId: string) =>
    row<{ location: string; sealed: string | null }>(api.db, sql`select location, sealed from import_feeds where feed_id = ${feedId}`).then((found) => found!);
  const opened = async (feedId: string) => openedLocation(api.site.vault, feedId, await kept(feedId));

  async function tablesWith(word: string): Promise<string[]> {
    const tables = await rows<{ name: string }>(api.db, sql`select table_name as name from information_schema.tables where table_schema = 'public'`);
    const found: string[] = [];
    for (const { name } of tables)
      if ((await api.database.pool.query(`select from "${name}" t where t::text like '%' || $1 || '%' limit 1`, [word])).rowCount) found.push(name);
    return found;
  }

  it('is kept sealed: neither the database nor the audit log nor an answer holds what is secret', async () => {
    const made = await add(full);
    expect(made.location).toBe(masked);
    const changed = await ops.patch(`/import-feeds/${made.feedId}`, { location: full.replace('geheim-1', 'geheim-4') });
    expect(changed).toMatchObject({ status: 200, body: { location: masked } });
    expect(await kept(made.feedId)).toMatchObject({ location: masked });
    expect(await opened(made.feedId)).toBe(full.replace('geheim-1', 'geheim-4'));
    expect(await tablesWith('data.example')).toEqual(expect.arrayContaining(['audit_log', 'import_feeds']));
    expect(await tablesWith('geheim')).toEqual([]);
    expect(JSON.stringify([made, changed.body, (await ops.get('/import-feeds')).body])).not.toContain('geheim');
    // The password alone has changed: that is told, though it looks the same.
    expect((await api.audit()).map((one) => [one.action, one.changes.location])).toEqual([
      ['feeds.create', [null, masked]],
      ['feeds.update', [masked, masked]],
    ]);
  });

  it('stays as it is when it is sent back as it was shown; changed, it has to be entered in full', async () => {
    const { feedId } = await add(full);
    const before = await kept(feedId);
    expect((await ops.patch(`/import-feeds/${feedId}`, { name: '新しい名前', kind: 'https', location: masked })).body).toMatchObject({
      name: '新しい名前',
      location: masked,
    });
    expect(await kept(feedId)).toEqual(before);
    expect((await api.audit()).at(-1).changes).toEqual({ name: ['社外', '新しい名前'] });
    const moved = await ops.patch(`/import-feeds/${feedId}`, { location: masked.replace('data.example', 'evil.example') });
    expect(moved).toMatchObject({ status: 400, body: { errors: [{ path: 'location', message: expect.stringContaining('***') }] } });
    expect(await opened(feedId)).toBe(full);
  });

  it('is sealed at the next start when it was kept in plain, and usable until then', async () => {
    const { feedId } = await add(full);
    await api.db.execute(sql`update import_feeds set location = ${full}, sealed = null where feed_id = ${feedId}`);
    expect((await ops.get('/import-feeds')).body.find((one: { feedId: string }) => one.feedId === feedId).location).toBe(masked);
    expect(await opened(feedId)).toBe(full);
    await sealFeeds(api.database, api.site.vault);
    expect(await kept(feedId)).toMatchObject({ location: masked, sealed: expect.any(String) });
    expect(await opened(feedId)).toBe(full);
    expect(await tablesWith('geheim')).toEqual([]);
    const sealed = await kept(feedId);
    await sealFeeds(api.database, api.site.vault);
    expect(await kept(feedId)).toEqual(sealed);
  });

  it('has to be entered again when the installation has another secret now', async () => {
    const { feedId } = await add('https://user:geheim@127.0.0.1/a.csv');
    const sealed = createVault('another secret of thirty-two characters').seal('https://user:geheim@127.0.0.1/a.csv', `feed:${feedId}`);
    await api.db.execute(sql`update import_feeds set sealed = ${sealed} where feed_id = ${feedId}`);
    const run = async () => {
      await ops.post(`/import-feeds/${feedId}/run`);
      await api.drain();
      return (await ops.get('/import-feeds')).body.find((one: { feedId: string }) => one.feedId === feedId).lastError as string;
    };
    expect(await run()).toContain('入力し直して');
    expect((await ops.patch(`/import-feeds/${feedId}`, { location: 'https://user:geheim@127.0.0.1/b.csv' })).status).toBe(200);
    expect(await run()).toContain('社内');
  });

  it('loses what the audit log was told of its query before, too', async () => {
    const told = (location: unknown) =>
      api.db.execute(sql`insert into audit_log (id, at, actor_kind, actor_name, action, noun, changes)
        values (gen_random_uuid(), '2026-01-01', 'member', 'x', 'feeds.update', 'feed', ${JSON.stringify({ atHour: [1, 2], location })})`);
    await told([null, full]);
    await told(['crm', 'https://geheim@data.example/?geheim&a=geheim#x']);
    const migration = readFileSync(new URL('../../../migrations/0158_sealed_feeds.sql', import.meta.url), 'utf8');
    await api.database.pool.query(migration.slice(migration.indexOf('create function')));
    const found = (await api.audit()).filter((one) => one.actor_name === 'x').map((one) => one.changes);
    expect(found.toSorted((a, b) => String(b.location).length - String(a.location).length)).toEqual([
      { atHour: [1, 2], location: [null, masked] },
      { atHour: [1, 2], location: ['crm', 'https://***@data.example/?***&a=***#x'] },
    ]);
  });
});
