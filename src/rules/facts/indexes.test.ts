import { describe, expect, it } from 'vitest';
import { collectingJobs } from '#platform/jobs/jobs.ts';
import { testDatabase } from '#platform/testing/database.ts';
import { noteColumnUse, tendIndexes, type ColumnUse } from './indexes.ts';
import { indexFacts } from './jobs.ts';

const at = (day: string) => new Date(`${day}T03:00:00Z`);
const sort = (column: string, isText = false): ColumnUse => ({ column, isText, use: 'sort' });
const filter = (column: string, isText = false): ColumnUse => ({ column, isText, use: 'filter' });

describe('indexes of lists', async () => {
  const { db, pool, ...rest } = await testDatabase();
  const database = { db, pool, ...rest };
  const jobs = collectingJobs([indexFacts as never]);
  const indexes = async () =>
    (
      await pool.query<{ d: string }>(
        `select indexdef as d from pg_indexes where tablename = 'account_facts' and indexname like 'account\\_facts\\_on\\_%' order by indexname`,
      )
    ).rows.map((r) => r.d.replace(/.* USING /, '').replace(' INCLUDE (is_archived, churned_on, colour_rank)', ' +'));

  it('are made for columns in use, once, in the order people sort by', async () => {
    await noteColumnUse(db, jobs, [sort('n7'), filter('n7'), sort('k1', true), filter('k1', true), sort('mrr')], at('2026-11-24'));
    expect(jobs.queued).toEqual([{ name: 'index-facts', data: {} }]);
    expect((await tendIndexes(database, at('2026-11-24'))).made.sort()).toEqual(['account_facts_on_k1', 'account_facts_on_k1_ja', 'account_facts_on_n7']);
    expect(await indexes()).toEqual([
      'btree (k1, account_id, csm_id) +',
      'btree (k1 COLLATE "ja-x-icu", account_id, csm_id) +',
      'btree (n7, account_id, csm_id) +',
    ]);
    expect(await tendIndexes(database, at('2026-11-25'))).toEqual({ made: [], dropped: [] });
  });

  it('hold two columns that are filtered by together', async () => {
    await noteColumnUse(db, jobs, [{ ...filter('b1'), also: 'touch_model' }], at('2026-11-25'));
    expect((await tendIndexes(database, at('2026-11-25'))).made).toEqual(['account_facts_on_b1_and_touch_model']);
    expect(await indexes()).toContain('btree (b1, touch_model, account_id) +');
  });

  it('are at most twenty, the latest used ones, and go after sixty days without use', async () => {
    await noteColumnUse(
      db,
      jobs,
      Array.from({ length: 22 }, (_, i) => sort(`n${i + 20}`)),
      at('2026-12-01'),
    );
    const { made, dropped } = await tendIndexes(database, at('2026-12-01'));
    expect(made).toHaveLength(20);
    expect(dropped.sort()).toEqual(['account_facts_on_b1_and_touch_model', 'account_facts_on_k1', 'account_facts_on_k1_ja', 'account_facts_on_n7']);
    expect(await indexes()).toHaveLength(20);
    await noteColumnUse(db, jobs, [sort('n25')], at('2027-01-20'));
    await tendIndexes(database, at('2027-02-05'));
    expect(await indexes()).toEqual(['btree (n25, account_id, csm_id) +']);
  });
});
