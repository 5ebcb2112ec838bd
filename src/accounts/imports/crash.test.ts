import { describe, expect, it } from 'vitest';
import { fileFromBytes } from '#platform/files/source.ts';
import { testDatabase } from '#platform/testing/database.ts';
import { accountsTarget } from './accounts-target.ts';
import { mappingSchema } from './mapping.ts';
import { runImport } from './run.ts';
import { insertImport, storeFile } from './store.ts';
import { undoImport } from './undo.ts';

const accounts = 3_000;

describe('an import whose connection is cut at any moment', async () => {
  const database = await testDatabase();
  const runner = { database, clock: () => new Date('2026-11-24T03:00:00Z'), jobs: { publish: async () => {} }, targets: [accountsTarget] };
  const count = async (what: string) => Number((await database.pool.query(`select count(*) as n from ${what}`)).rows[0].n);
  const all = async () => [
    await count('accounts'),
    await count('account_keys'),
    await count('account_versions where known_to is null'),
    await count('search_entries'),
    await count('account_dirty'),
  ];
  const file = Buffer.from(['id,name', ...Array.from({ length: accounts }, (_, i) => `C-${i},会社${i}`)].join('\n'));

  /** Cuts every connection that works on an import after `ms`, as a killed server or Postgres would. */
  async function cut(ms: number): Promise<void> {
    await new Promise((done) => setTimeout(done, ms));
    await database.pool.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and xact_start is not null`,
    );
  }
  const status = async (id: string) => (await database.pool.query('select status from imports where import_id = $1', [id])).rows[0].status as string;

  it('is whole or absent, runs again, and is undone whole or not at all', async () => {
    await database.pool.query(`insert into organisation (id, name, created_at) values (1, 'x', now()) on conflict do nothing`);
    let cuts = 0;
    for (let round = 0; round < 6; round++) {
      await database.pool.query('truncate accounts, account_keys, account_versions, search_entries, account_dirty, imports cascade');
      const mapping = mappingSchema.parse({ source: 'crm', columns: { id: 'externalId', name: 'name' } });
      const id = await insertImport(database.db, { noun: 'accounts', source: 'crm', fileName: 'a.csv', mapping, by: { id: null, name: 't' }, at: new Date() });
      await storeFile(database.db, id, fileFromBytes('a.csv', file).open(), 1e9);
      for (let attempt = 0; attempt < 3; attempt++) {
        const ended = await Promise.allSettled([runImport(runner, id, true), cut(20 + (((round * 3 + attempt) * 53) % 600))]);
        if (ended[0].status === 'rejected') cuts++;
        const done = (await status(id)) === 'done';
        expect((await all()).slice(0, 3)).toEqual(done ? [accounts, accounts, accounts] : [0, 0, 0]);
      }
      await runImport(runner, id, true);
      expect(await status(id)).toBe('done');
      expect((await all()).slice(0, 3)).toEqual([accounts, accounts, accounts]);
      await Promise.allSettled([undoImport(runner, id), cut(5 + round * 29)]);
      expect((await all()).slice(0, 3)).toEqual((await status(id)) === 'undone' ? [0, 0, 0] : [accounts, accounts, accounts]);
    }
    expect(cuts).toBeGreaterThan(0);
  }, 120_000);
});
