import { sql } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { write } from '../audit/audit.ts';
import { testApi } from '../testing/api.ts';
import { row } from '../db/db.ts';
import { day, endpoint } from './contract.ts';
import { problem } from './problem.ts';
import { implementSlice } from './server.ts';

const contract = {
  read: endpoint('accounts.read', { method: 'GET', path: '/things/{n}', summary: 'Read' })
    .input(z.object({ n: z.coerce.number().int(), open: z.boolean().optional() }))
    .output(z.object({ n: z.number(), open: z.boolean() })),
  silent: endpoint('accounts.write', { method: 'POST', path: '/things/silent', summary: 'Writes without audit' }).output(z.object({})),
  broken: endpoint('accounts.read', { method: 'GET', path: '/broken', summary: 'Breaks' }).output(z.object({})),
  held: endpoint('accounts.read', { method: 'GET', path: '/held', summary: 'Asks the database' })
    .input(z.object({ number: z.string(), text: z.string().optional(), on: day.optional() }))
    .output(z.object({ n: z.number() })),
  twice: endpoint('accounts.write', { method: 'POST', path: '/twice', summary: 'Writes what another has just written' }).output(z.object({})),
  gone: endpoint('accounts.read', { method: 'GET', path: '/gone', summary: 'Gone' }).output(z.object({})),
};
const on = implementSlice(contract);
const routes = {
  read: on.read.handler(({ input }) => ({ n: input.n, open: input.open ?? false })),
  silent: on.silent.handler(({ context }) => write(context, 'things.silent', async (tx) => (await tx.execute('create table silent (n int)'), {}))),
  broken: on.broken.handler(() => {
    throw new Error('secret inside');
  }),
  held: on.held.handler(
    async ({ context, input: { number, text } }) => (await row<{ n: number }>(context.db, sql`select ${number}::int + length(${text ?? ''}::text) as n`))!,
  ),
  twice: on.twice.handler(({ context }) =>
    write(context, 'things.twice', async (tx) => {
      await tx.execute(sql`create temp table once (n int primary key) on commit drop`);
      return (await tx.execute(sql`insert into once values (1), (1)`), {});
    }),
  ),
  gone: on.gone.handler(() => {
    throw problem('GONE', 'もうありません。');
  }),
};

describe('the HTTP application', async () => {
  const api = await testApi({ things: routes });

  it('asks who you are before it looks at what you sent', async () => {
    expect(await api.as(null).get('/things/abc')).toMatchObject({
      status: 401,
      contentType: 'application/problem+json',
      body: { code: 'UNAUTHORIZED', status: 401 },
    });
    expect((await api.as('key:ingest').get('/things/1')).status).toBe(403);
  });

  it('says which field is wrong, and reads query strings by type', async () => {
    const wrong = await api.as('viewer').get('/things/abc');
    expect(wrong).toMatchObject({ status: 400, body: { errors: [{ path: 'n' }] } });
    expect(wrong.body.requestId).toBe(wrong.headers.get('x-request-id'));
    expect((await api.as('viewer').get('/things/3?open=true')).body).toEqual({ n: 3, open: true });
  });

  it('answers problems as problem details and keeps secrets inside', async () => {
    expect((await api.as('viewer').get('/gone')).body).toMatchObject({ status: 410, detail: 'もうありません。' });
    const broken = await api.as('viewer').get('/broken');
    expect(broken.status).toBe(500);
    expect(JSON.stringify(broken.body)).not.toContain('secret');
    expect(await api.as('viewer').get('/nowhere')).toMatchObject({ status: 404, contentType: 'application/problem+json' });
  });

  it('says so when it is sent what the database cannot hold, and days that are none', async () => {
    expect((await api.as('viewer').get('/held?number=41&text=a')).body).toEqual({ n: 42 });
    for (const query of ['number=99999999999', 'number=four', 'number=1&text=a%00b'])
      expect(await api.as('viewer').get(`/held?${query}`), query).toMatchObject({
        status: 400,
        body: { code: 'BAD_REQUEST', detail: expect.stringContaining('扱えない値') },
      });
    expect(await api.as('viewer').get('/held?number=1&on=0000-01-01')).toMatchObject({ status: 400, body: { errors: [{ path: 'on' }] } });
    expect((await api.as('viewer').get('/held?number=1&on=2026-11-24')).status).toBe(200);
  });

  it('says so when another write came in between', async () => {
    expect(await api.as('admin').post('/twice')).toMatchObject({ status: 409, body: { code: 'CONFLICT', detail: expect.stringContaining('もう一度') } });
  });

  it('undoes a write that left no audit row', async () => {
    expect((await api.as('admin').post('/things/silent')).status).toBe(500);
    expect((await api.database.pool.query(`select to_regclass('silent') as t`)).rows[0].t).toBeNull();
  });

  it('refuses another site acting with our cookie, and bodies that are too large', async () => {
    const foreign = await api.app.request('http://banso.test/api/things/silent', {
      method: 'POST',
      headers: { 'x-test-actor': 'admin', origin: 'https://evil.example', host: 'banso.test' },
    });
    expect(foreign.status).toBe(403);
    expect((await api.as('admin').post('/things/silent', 'x'.repeat(5_000_000))).status).toBe(413);
  });

  it('is healthy, and ready when the database answers', async () => {
    expect((await api.app.request('/healthz')).status).toBe(200);
    expect((await api.app.request('/readyz')).status).toBe(200);
  });
});
