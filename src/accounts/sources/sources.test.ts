import { describe, expect, it } from 'vitest';
import { testApi } from '#platform/testing/api.ts';
import { sourceCounters } from './counters.ts';
import { routes } from './routes.ts';

describe('sources', async () => {
  let now = new Date('2026-11-24T03:00:00Z');
  const api = await testApi({ sources: routes }, { clock: () => now });

  it('refuses who may not, and what is wrong', async () => {
    expect((await api.as(null).get('/sources')).status).toBe(401);
    expect((await api.as('csm').get('/sources')).status).toBe(403);
    expect((await api.as('manager').post('/sources', { source: 'app', name: 'A' })).status).toBe(403);
    const answer = await api.as('ops').post('/sources', { source: 'No Good', name: '', staleAfterDays: 0 });
    expect([answer.status, answer.body.errors.map((e: { path: string }) => e.path).sort()]).toEqual([400, ['name', 'source', 'staleAfterDays']]);
    expect((await api.as('ops').patch('/sources/none', { name: 'x' })).status).toBe(404);
  });

  it('adds and changes, with audit rows', async () => {
    const made = await api.as('ops').post('/sources', { source: 'app', name: '製品本体' });
    expect(made).toMatchObject({
      status: 201,
      body: { source: 'app', kind: 'tracking', staleAfterDays: 2, allowedProperties: null, lastDataAt: null, stale: false },
    });
    expect((await api.as('ops').post('/sources', { source: 'app', name: 'また' })).status).toBe(409);
    const changed = await api.as('ops').patch('/sources/app', { allowedProperties: ['plan', 'plan'], maskedProperties: ['email'] });
    expect(changed.body).toMatchObject({ allowedProperties: ['plan'], maskedProperties: ['email'], name: '製品本体' });
    expect(await api.audit()).toMatchObject([
      { action: 'sources.create', noun_id: 'app' },
      { action: 'sources.update', changes: { allowedProperties: [null, ['plan']], maskedProperties: [[], ['email']] } },
    ]);
  });

  it('says what came, and warns when nothing comes any more', async () => {
    const { rows } = await api.database.pool.query(`select source_no from sources where source = 'app'`);
    const counters = sourceCounters(api.database.pool, () => now);
    counters.add(rows[0].source_no, '2026-11-23', { accepted: 5, history: 2 });
    counters.add(rows[0].source_no, '2026-11-24', { accepted: 1, repeated: 3, refused: 1, refusedWhy: 'no_event' });
    counters.add(rows[0].source_no, '2026-11-24', { accepted: 1, waiting: 1 });
    counters.add(rows[0].source_no, '2026-10-01', { accepted: 100 });
    await Promise.all([counters.save(), counters.save()]);
    const app = async () => (await api.as('manager').get('/sources')).body.find((s: { source: string }) => s.source === 'app');
    expect(await app()).toMatchObject({
      lastDataAt: now.toISOString(),
      stale: false,
      recent: { accepted: 7, repeated: 3, waiting: 1, history: 2, refused: 1, refusedWhy: 'no_event' },
    });
    expect((await app()).days).toEqual([...Array(26).fill(0), 5, 2]);
    now = new Date('2026-11-26T04:00:00Z');
    expect(await app()).toMatchObject({ stale: true });
    await api.as('ops').patch('/sources/app', { staleAfterDays: null });
    expect(await app()).toMatchObject({ stale: false });
  });
});
