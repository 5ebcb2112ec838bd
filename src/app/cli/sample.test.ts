import { parseArgs } from 'node:util';
import { pino } from 'pino';
import { expect, it } from 'vitest';
import { readConfig } from '#platform/config/config.ts';
import { testDatabase } from '#platform/testing/database.ts';
import type { CliContext } from './command.ts';
import { command } from './sample.ts';

it('makes and removes a sample, and the audit log says so', async () => {
  const database = await testDatabase();
  const context: CliContext = {
    config: readConfig({}),
    clock: () => new Date('2026-11-24T03:00:00Z'),
    log: pino({ level: 'silent' }),
    out: () => {},
    note: () => {},
    database: async () => database,
    databaseAsIs: async () => database,
  };
  const run = (line: string[]) => command.run(context, parseArgs({ args: line, options: command.options ?? {}, allowPositionals: true, strict: true }));
  const logged = async () => (await database.pool.query('select actor_kind, action, noun, label, changes from audit_log order by id')).rows;
  await run(['--accounts', '0']);
  expect(await logged()).toEqual([{ actor_kind: 'cli', action: 'sample.create', noun: 'sample', label: null, changes: { accounts: [null, 0] } }]);
  await run(['--remove']);
  expect(await logged()).toMatchObject([{}, { actor_kind: 'cli', action: 'sample.delete', changes: { accounts: [0, 0] } }]);
  const { rows } = await database.pool.query('select count(*)::int as n from accounts');
  expect(rows).toEqual([{ n: 0 }]);
});
