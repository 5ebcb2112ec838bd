import { tmpdir } from 'node:os';
import { SMTPServer } from 'smtp-server';
import { beforeAll, expect, test } from 'vitest';
import { readConfig } from '#platform/config/config.ts';
import { testDatabase, type TestDatabase } from '#platform/testing/database.ts';
import { dataChecks } from './data-checks.ts';
import { databaseChecks } from './database-checks.ts';
import type { Finding, Patient } from './finding.ts';
import { operationChecks } from './operation-checks.ts';

let database: TestDatabase;
const now = new Date('2026-11-24T03:00:00Z');
const look = (name: string, env: NodeJS.ProcessEnv = {}): Promise<Finding[]> => {
  const patient: Patient = { config: readConfig({ BANSO_DATA_DIR: tmpdir(), ...env }), clock: () => now, database };
  return [...databaseChecks, ...dataChecks, ...operationChecks].find((check) => check.name === name)!.look(patient);
};
const levels = async (name: string, env?: NodeJS.ProcessEnv) => (await look(name, env)).map(({ level }) => level);

beforeAll(async () => {
  database = await testDatabase();
});

test.each(['Postgres', 'Migrations', 'Partitions', 'Orphans', 'Sources', 'Waiting events', 'Nightly numbers', 'Jobs', 'Backup', 'Address'])(
  '%s is well in a new database',
  async (name) => {
    expect(await levels(name)).toEqual(['ok']);
  },
);

test('a migration that was not applied, and one that is not known', async () => {
  const { rows } = await database.pool.query<{ name: string }>(
    'delete from schema_migrations where name = (select max(name) from schema_migrations) returning name, hash',
  );
  expect(await look('Migrations')).toMatchObject([{ level: 'bad', text: { en: '1 migration not applied', ja: '未適用が 1 件' } }]);
  await database.pool.query(`insert into schema_migrations (name, hash) values ($1, 'x'), ('9999_later.sql', 'x')`, [rows[0]!.name]);
  expect((await look('Migrations'))[0]!.text.en).toContain('9999_later.sql');
  await database.pool.query(`delete from schema_migrations where name = '9999_later.sql'`);
});

test('rows in a default partition', async () => {
  await database.pool.query(`insert into metric_days (account_id, product_no, day, v, computed_at) values (gen_random_uuid(), 0, '1999-01-01', '{}', now())`);
  expect(await look('Partitions')).toMatchObject([{ level: 'warn', text: { en: '1 row in metric_days_default' } }]);
});

test('a source that went quiet and a parent that is gone', async () => {
  await database.pool.query(
    `insert into sources (source, name, stale_after_days, last_data_at) values ('crm', '受注システム', 2, $1::timestamptz - interval '5 days')`,
    [now],
  );
  expect(await look('Sources')).toMatchObject([
    { level: 'warn', text: { en: expect.stringContaining('受注システム: nothing new for 5 days'), ja: expect.stringContaining('受注システム: 5 日間') } },
  ]);
  await database.pool.query(`insert into account_keys (source, external_id, account_id) values ('crm', 'A-1', gen_random_uuid())`);
  expect(await levels('Orphans')).toEqual(['warn']);
});

test('a feed that brings nothing, and why', async () => {
  await database.pool.query(
    `insert into import_feeds (feed_id, name, noun, source, kind, location, mapping, last_error, created_at)
     values (gen_random_uuid(), '毎朝の顧客一覧', 'accounts', 'feed', 'folder', 'crm', '{}', 'tooLarge {"megabytes":500}', $1::timestamptz - interval '5 days')`,
    [now],
  );
  const found = (await look('Sources')).find(({ text }) => text.en.startsWith('毎朝の顧客一覧'));
  expect(found).toMatchObject({
    level: 'warn',
    text: { en: expect.stringContaining('lately: The file is too large (limit 500 MB)'), ja: expect.stringContaining('（上限 500 MB）') },
  });
  await database.pool.query('delete from import_feeds');
});

test('customers without a backup, with an old one, with a fresh one', async () => {
  await database.pool.query(`insert into accounts (account_id, name, created_at, updated_at) values (gen_random_uuid(), '東京商事', now(), now())`);
  expect(await levels('Backup')).toEqual(['bad']);
  const add = (days: number) =>
    database.pool.query(`insert into backups values (gen_random_uuid(), $1::timestamptz - $2 * interval '1 day', 1, 1, 1)`, [now, days]);
  await add(9);
  expect(await levels('Backup')).toEqual(['warn']);
  await add(1);
  expect(await levels('Backup')).toEqual(['ok']);
});

test('a mail server that answers, and one that does not', async () => {
  const server = new SMTPServer({ authOptional: true, disabledCommands: ['STARTTLS'] });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.server.address() as { port: number };
  expect(await levels('Mail', { SMTP_URL: `smtp://127.0.0.1:${port}` })).toEqual(['ok']);
  await new Promise<void>((resolve) => server.close(resolve));
  expect(await levels('Mail', { SMTP_URL: `smtp://127.0.0.1:${port}` })).toEqual(['bad']);
  expect(await levels('Mail')).toEqual(['warn']);
});

test('an address without encryption', async () => {
  expect(await levels('Address', { BANSO_URL: 'http://banso.example.co.jp' })).toEqual(['warn']);
});
