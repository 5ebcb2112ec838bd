import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { transaction } from '../../src/platform/db/db.ts';
import { generateSample } from '../../src/app/sample/generate.ts';
import { restoreBackup } from '../../src/platform/backup/restore-backup.ts';
import { writeBackup } from '../../src/platform/backup/write-backup.ts';
import { systemClock } from '../../src/platform/clock/days.ts';
import { startJobs } from '../../src/platform/jobs/jobs.ts';
import { testDatabase, type TestDatabase } from '../../src/platform/testing/database.ts';

const now = new Date('2026-11-24T03:00:00Z');
const folder = mkdtempSync(join(tmpdir(), 'banso-backup-'));
const log = pino({ level: 'silent' });
const sleeping = { name: 'sleeping', run: async () => {} };
let source: TestDatabase;

const jobsOf = (database: TestDatabase) =>
  startJobs({ url: database.url, database, clock: systemClock, log, jobs: [sleeping], subscriptions: [], timeZone: async () => 'Asia/Tokyo' });

/** A database as `banso restore` finds it: migrated, with job tables, without data. */
async function emptyDatabase(): Promise<TestDatabase> {
  const database = await testDatabase();
  await (await jobsOf(database)).stop();
  return database;
}

/** Every row of every table that holds rows, as one hash a table; sequences and indexes too. */
async function contents(database: TestDatabase): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  const tables = await database.pool.query<{ name: string }>(
    `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' and relname <> all ('{schema_migrations,backups}') order by 1`,
  );
  for (const { name } of tables.rows) {
    const { rows } = await database.pool.query(
      `select count(*) || ' ' || coalesce(md5(string_agg(t::text, E'\\n' order by t::text)), '') as hash from "${name}" t`,
    );
    found[name] = rows[0].hash;
  }
  const sequences = await database.pool.query(`select sequencename as name, last_value::text as at from pg_sequences where schemaname = 'public'`);
  for (const { name, at } of sequences.rows) found[`sequence ${name}`] = String(at);
  const keys = await database.pool.query(
    `select conrelid::regclass || ' ' || conname as name, pg_get_constraintdef(oid) as text from pg_constraint where connamespace = 'public'::regnamespace and conparentid = 0`,
  );
  for (const { name, text } of keys.rows) found[`constraint ${name}`] = text;
  return found;
}

beforeAll(async () => {
  source = await emptyDatabase();
  await source.pool.query(`insert into organisation (id, name, created_at) values (1, '株式会社テスト', now())`);
  await transaction(source, (_tx, client) => generateSample(client, { accounts: 15, seed: 7, today: '2026-11-24', now }));
  await source.pool.query(`insert into partners (id, name, created_at) values (gen_random_uuid(), E'タブ\\t円\\\\改行\\n\\\\N', now())`);
  await source.pool.query('create index made_while_running on accounts (name)');
  const jobs = await jobsOf(source);
  await jobs.enqueue(source.db, sleeping, { waits: '火曜日' }, { after: 86_400 });
  await jobs.stop();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('a restored database equals the original, row for row, with its sequences, keys and waiting jobs', async () => {
  const file = join(folder, 'whole.backup');
  const made = await writeBackup(source, { file, madeAt: now, secret: 'kept' });
  expect(statSync(file).mode & 0o777).toBe(0o600);
  const target = await emptyDatabase();
  const restored = await restoreBackup(target, file);
  expect(restored).toMatchObject({ rows: made.rows, tables: made.tables, jobsLeftOut: false, header: { secret: 'kept' } });
  const [before, after] = [await contents(source), await contents(target)];
  expect(Object.values(before).filter((hash) => !hash.startsWith('0 ')).length).toBeGreaterThan(30);
  expect(after).toEqual(before);
  expect((await target.pool.query(`select data from pgboss.job where name = 'sleeping'`)).rows).toEqual([{ data: { waits: '火曜日' } }]);
  expect((await target.pool.query(`select from pg_indexes where indexname = 'made_while_running'`)).rowCount).toBe(1);
});

test('sessions are left out', async () => {
  const user = '0190f000-0000-7000-8000-000000000001';
  await source.pool.query(
    `insert into auth_users (id, name, email, email_verified, created_at, updated_at) values ($1, 'A', 'a@example.jp', true, now(), now())`,
    [user],
  );
  await source.pool.query(
    `insert into auth_sessions (id, user_id, token, expires_at, created_at, updated_at) values (gen_random_uuid(), $1, 'secret-token', now(), now(), now())`,
    [user],
  );
  const file = join(folder, 'sessions.backup');
  await writeBackup(source, { file, madeAt: now });
  const target = await emptyDatabase();
  await restoreBackup(target, file);
  expect((await target.pool.query('select from auth_users')).rowCount).toBe(1);
  expect((await target.pool.query('select from auth_sessions')).rowCount).toBe(0);
});

test('while others write, the backup is of one moment', async () => {
  let writing = true;
  let written = 0;
  const writer = async () => {
    for (; writing; written++) {
      const key = randomBytes(16);
      const client = await source.pool.connect();
      await client.query('begin');
      await client.query('insert into event_keys (message_key, seen_month) values ($1, 0)', [key]);
      await client.query('insert into facts_dirty (account_id) values (gen_random_uuid())');
      await client.query('commit');
      client.release();
    }
  };
  const difference = `select (select count(*) from event_keys)::int - (select count(*) from facts_dirty)::int as n, (select count(*) from event_keys)::int as keys`;
  const before = (await source.pool.query(difference)).rows[0];
  const writers = [writer(), writer()];
  const file = join(folder, 'busy.backup');
  await new Promise((resolve) => setTimeout(resolve, 200));
  await writeBackup(source, { file, madeAt: now });
  await new Promise((resolve) => setTimeout(resolve, 100));
  writing = false;
  await Promise.all(writers);
  const target = await emptyDatabase();
  await restoreBackup(target, file);
  const after = (await target.pool.query(difference)).rows[0];
  expect(after.n).toBe(before.n);
  expect(after.keys).toBeGreaterThan(before.keys);
  expect(after.keys).toBeLessThan(before.keys + written);
});

test('a file that is cut off, foreign or missing leaves the database empty', async () => {
  const file = join(folder, 'to-cut.backup');
  await writeBackup(source, { file, madeAt: now });
  const whole = readFileSync(file);
  const target = await emptyDatabase();
  const empty = await contents(target);
  writeFileSync(file, whole.subarray(0, Math.floor(whole.length * 0.6)));
  await expect(restoreBackup(target, file)).rejects.toThrow(/incomplete/);
  const flipped = Buffer.from(whole);
  flipped[Math.floor(whole.length / 2)]! ^= 0xff;
  writeFileSync(file, flipped);
  await expect(restoreBackup(target, file)).rejects.toThrow();
  writeFileSync(file, 'PK not a backup');
  await expect(restoreBackup(target, file)).rejects.toThrow(/not a backup/);
  await expect(restoreBackup(target, join(folder, 'nowhere'))).rejects.toThrow(/no file/);
  expect(await contents(target)).toEqual(empty);
});

test('a database in use, or of another migration, is refused', async () => {
  const file = join(folder, 'refused.backup');
  await writeBackup(source, { file, madeAt: now });
  await expect(restoreBackup(source, file)).rejects.toThrow(/not empty/);
  const newer = await emptyDatabase();
  await newer.pool.query(`insert into schema_migrations (name, hash) values ('9999_later.sql', 'x')`);
  await expect(restoreBackup(newer, file)).rejects.toThrow(/9999_later/);
});
