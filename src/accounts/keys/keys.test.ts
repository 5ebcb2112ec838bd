import { describe, expect, it } from 'vitest';
import { testApi } from '#platform/testing/api.ts';
import { findKey, secretOf } from './find-key.ts';
import { routes } from './routes.ts';

describe('keys', async () => {
  let now = new Date('2026-11-24T03:00:00Z');
  const api = await testApi({ keys: routes }, { clock: () => now });

  it('are for administrators only', async () => {
    expect((await api.as(null).post('/keys', { name: 'a', scope: 'read' })).status).toBe(401);
    expect((await api.as('ops').post('/keys', { name: 'a', scope: 'read' })).status).toBe(403);
    expect((await api.as('key:write').post('/keys', { name: 'a', scope: 'write' })).status).toBe(403);
    expect((await api.as('csm').get('/keys')).status).toBe(403);
  });

  it('refuses what is wrong', async () => {
    const answer = await api.as('admin').post('/keys', { name: '', scope: 'all', source: 'Has Space' });
    expect(answer.status).toBe(400);
    expect(answer.body.errors.map((e: { path: string }) => e.path)).toEqual(['name', 'scope', 'source']);
    expect((await api.as('admin').post('/keys', { name: 'a', scope: 'read', expiresOn: '2026-11-23' })).body.errors[0].path).toBe('expiresOn');
  });

  it('shows the secret once, stores only its hash, and leaves an audit row without it', async () => {
    const made = await api.as('admin').post('/keys', { name: '本番の計測', scope: 'ingest', source: 'web-app', history: true });
    expect(made).toMatchObject({
      status: 201,
      body: { scope: 'ingest', source: 'web-app', history: true, status: 'active', createdBy: 'admin さん', lastUsedAt: null },
    });
    const { secret, keyId, prefix } = made.body;
    expect(secret).toMatch(/^bk_ingest_[\w-]{43}$/);
    expect(secret.startsWith(prefix)).toBe(true);
    expect(await findKey(api.db, secret, now)).toEqual({ kind: 'key', id: keyId, name: '本番の計測', scope: 'ingest', source: 'web-app', history: true });
    const list = await api.as('ops').get('/keys');
    expect(list.body).toMatchObject([{ keyId, lastUsedAt: '2026-11-24T03:00:00.000Z' }]);
    const stored = await api.database.pool.query('select row_to_json(k)::text as text from api_keys k union all select row_to_json(a)::text from audit_log a');
    expect(stored.rows.some((r) => r.text.includes(secret.slice(20)))).toBe(false);
    expect(await api.audit()).toMatchObject([{ action: 'keys.create', noun: 'key', noun_id: keyId, changes: { scope: [null, 'ingest'] } }]);
    expect((await api.database.pool.query("select kind from sources where source = 'web-app'")).rows).toEqual([{ kind: 'tracking' }]);
  });

  it('end when revoked, at once in this process', async () => {
    const { secret, keyId } = (await api.as('admin').post('/keys', { name: 'b', scope: 'read' })).body;
    expect(await findKey(api.db, secret, now)).toMatchObject({ scope: 'read' });
    expect(await api.as('admin').delete(`/keys/${keyId}`)).toMatchObject({ status: 200, body: { status: 'revoked' } });
    expect(await findKey(api.db, secret, now)).toBeNull();
    const before = (await api.audit()).length;
    expect((await api.as('admin').delete(`/keys/${keyId}`)).status).toBe(200);
    expect((await api.audit()).length).toBe(before);
    expect((await api.as('admin').delete('/keys/00000000-0000-7000-8000-000000000099')).status).toBe(404);
  });

  it('work through their last day in the organisation’s zone, and not a moment longer', async () => {
    const { secret } = (await api.as('admin').post('/keys', { name: 'c', scope: 'write', expiresOn: '2026-11-24' })).body;
    now = new Date('2026-11-24T14:59:58Z');
    expect(await findKey(api.db, secret, now)).toMatchObject({ scope: 'write' });
    now = new Date('2026-11-24T15:00:00Z');
    expect(await findKey(api.db, secret, now)).toBeNull();
    expect((await api.as('admin').get('/keys')).body.find((k: { name: string }) => k.name === 'c').status).toBe('expired');
  });

  it('are read from Bearer and Basic headers, whatever else is sent', async () => {
    expect(secretOf('Bearer bk_read_x')).toBe('bk_read_x');
    expect(secretOf(`Basic ${Buffer.from('bk_ingest_x:').toString('base64')}`)).toBe('bk_ingest_x');
    expect(secretOf('Digest x')).toBeNull();
    expect(secretOf('Bearer')).toBeNull();
    expect(await findKey(api.db, 'bk_read_guess', now)).toBeNull();
    expect(await findKey(api.db, '', now)).toBeNull();
  });
});
