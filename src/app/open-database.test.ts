import { expect, test } from 'vitest';
import { readConfig } from '#platform/config/config.ts';
import { testDatabase } from '#platform/testing/database.ts';
import { openConfigured } from './open-database.ts';

const open = (url: string) => openConfigured(readConfig({ DATABASE_URL: url }), { log: () => {} });

test('opens a database whose user may make what Banso needs', async () => {
  const { url } = await testDatabase({ empty: true });
  const database = await open(url);
  expect((await database.pool.query('select 1 as n')).rows).toEqual([{ n: 1 }]);
  await database.close();
});

test('a user without rights: one sentence, before anything is written', async () => {
  const { url, pool } = await testDatabase({ empty: true });
  const name = new URL(url).pathname.slice(1);
  await pool.query(`create role guest_${name} login password 'guest'`);
  const guest = Object.assign(new URL(url), { username: `guest_${name}`, password: 'guest' }).href;
  await expect(open(guest)).rejects.toThrow(/^The user of DATABASE_URL may not create tables/);
  await pool.query(`grant create on schema public to guest_${name}`);
  await expect(open(guest)).rejects.toThrow(/may not create schemas/);
  await pool.query('create schema pgboss');
  await (await open(guest)).close();
  await pool.query(`drop owned by guest_${name}; drop role guest_${name}`);
});

test('a server that does not answer is named, also when the address leaves the host out', async () => {
  await expect(open('postgres://nobody@127.0.0.1:1/x')).rejects.toThrow(/^Postgres at 127.0.0.1:1 cannot be used/);
  await expect(open('postgres:///x?host=/nowhere')).rejects.toThrow(/^Postgres at \/nowhere cannot be used/);
});
