import { describe, expect, it } from 'vitest';
import { testDatabase } from '../testing/database.ts';
import { attachPart } from './partitions.ts';

const march = { table: 'score_days', name: 'score_days_2031_03', column: 'day', from: '2031-03-01', to: '2031-04-01' };

describe('a partition added while others work', async () => {
  const { pool } = await testDatabase();
  const parts = async () =>
    (await pool.query<{ part: string; n: number }>(`select tableoid::regclass::text as part, count(*)::int as n from score_days group by 1 order by 1`)).rows;
  const score = (day: string) =>
    pool.query(
      `insert into score_days (account_id, product_no, day, version_id, coverage, colour, points, computed_at) values (gen_random_uuid(), 0, $1, 1, 1, 'good', '{}', now())`,
      [day],
    );

  it('neither waits nor makes anybody wait: what the table is in use for goes on, and the rows are taken over later', async () => {
    await score('2031-03-05');
    await score('2031-04-01');
    const reader = await pool.connect();
    await reader.query('begin');
    await reader.query('select count(*) from score_days');
    const attaching = attachPart(pool, march);
    await pool.query('select count(*) from score_days');
    await score('2031-03-06');
    await reader.query('select count(*) from metric_days');
    expect(await attaching).toBe(false);
    expect(await parts()).toEqual([{ part: 'score_days_default', n: 3 }]);
    await reader.query('commit');
    reader.release();

    expect(await Promise.all([attachPart(pool, march), attachPart(pool, march), attachPart(pool, march)])).toEqual([true, true, true]);
    expect(await parts()).toEqual([
      { part: 'score_days_2031_03', n: 2 },
      { part: 'score_days_default', n: 1 },
    ]);
    expect(await attachPart(pool, march)).toBe(true);
    const keys = await pool.query(`select count(*)::int as n from pg_indexes where tablename = 'score_days_2031_03'`);
    const wanted = await pool.query(`select count(*)::int as n from pg_indexes where tablename = 'score_days'`);
    expect(keys.rows).toEqual(wanted.rows);
  });
});
