import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { testDatabase } from '../testing/database.ts';
import { migrate, MigrationMismatch } from './migrate.ts';

describe('migrate', async () => {
  const { pool } = await testDatabase({ empty: true });
  const folder = await mkdtemp(join(tmpdir(), 'banso-migrations-'));
  afterAll(() => rm(folder, { recursive: true }));
  const file = (name: string, text: string) => writeFile(join(folder, name), text);

  it('applies each file once, in order, also when two processes start together', async () => {
    await file('0002_b.sql', 'insert into a values (2)');
    await file('0001_a.sql', 'create table a (n int)');
    const both = await Promise.all([migrate(pool, folder), migrate(pool, folder)]);
    expect(both.map((names) => names.length).sort()).toEqual([0, 2]);
    expect((await pool.query('select n from a')).rows).toEqual([{ n: 2 }]);
    expect(await migrate(pool, folder)).toEqual([]);
  });

  it('leaves nothing of a file that fails, and names it', async () => {
    await file('0003_c.sql', 'insert into a values (3); insert into nowhere values (1)');
    await expect(migrate(pool, folder)).rejects.toThrow(/0003_c.sql failed: .*nowhere/);
    expect((await pool.query('select count(*)::int as n from a')).rows).toEqual([{ n: 1 }]);
    await rm(join(folder, '0003_c.sql'));
  });

  it('refuses a file changed after it ran, and a database from a newer version', async () => {
    await file('0002_b.sql', 'insert into a values (22)');
    await expect(migrate(pool, folder)).rejects.toThrow(MigrationMismatch);
    await rm(join(folder, '0002_b.sql'));
    await expect(migrate(pool, folder)).rejects.toThrow(/newer Banso/);
  });
});
