import { describe, expect, it } from 'vitest';
import { testApi } from '#platform/testing/api.ts';
import { refreshFacts } from '#rules/facts/index.ts';
import { exportRoute } from './export.ts';
import { routes } from './routes.ts';

describe('lists that are saved as files', async () => {
  const api = await testApi({ lists: routes }, { raw: [exportRoute] });
  const { pool } = api.database;
  const count = 3_000;
  await pool.query(
    `insert into accounts (account_id, name, created_at, updated_at)
     select gen_random_uuid(), repeat('長', 300) || n, now(), now() from generate_series(1, $1::int) n`,
    [count],
  );
  await refreshFacts(api.db, 'all', '2026-11-24', { zone: 'Asia/Tokyo', now: api.clock() });
  const save = (format: string) =>
    api.app.request('/api/accounts/export', {
      method: 'POST',
      headers: { 'x-test-actor': 'csm', 'content-type': 'application/json' },
      body: JSON.stringify({ format, columns: ['mrr'] }),
    });

  it.each(['csv', 'xlsx'])('hold no connection while ten people read theirs slowly: %s', async (format) => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => save(format)));
    expect(answers.map((one) => one.status)).toEqual(answers.map(() => 200));
    const readers = answers.map((one) => one.body!.getReader());
    const first = await Promise.all(readers.map((one) => one.read()));
    await new Promise((r) => setTimeout(r, 200));
    expect({ used: pool.totalCount - pool.idleCount, waiting: pool.waitingCount }).toEqual({ used: 0, waiting: 0 });
    expect((await api.as('csm').post('/accounts/query', {})).status).toBe(200);
    // Half of them give up, half read on to the end.
    for (const one of readers.slice(5)) await one.cancel();
    for (const [i, one] of readers.slice(0, 5).entries()) {
      let size = first[i]!.value!.length;
      for (let piece = await one.read(); !piece.done; piece = await one.read()) size += piece.value.length;
      expect(String(size)).toBe(answers[i]!.headers.get('content-length'));
    }
  });
});
