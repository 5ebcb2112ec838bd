import { sql } from 'drizzle-orm';
import pg from 'pg';
import { expect, test } from 'vitest';
import { testDatabase } from '#platform/testing/database.ts';
import { openDatabase } from './db.ts';
import { isLostConnection } from './lost.ts';

const failureOf = (work: Promise<unknown>) => work.then(() => undefined).catch((error: unknown) => error);

test('a session that was ended, and a server that does not answer, are lost connections; a wrong statement is not', async () => {
  const database = await testDatabase();
  const ended = await failureOf(database.db.execute(sql`select pg_terminate_backend(pg_backend_pid())`));
  expect(isLostConnection(ended)).toBe(true);
  const away = openDatabase('postgres://nobody@127.0.0.1:1/none');
  expect(isLostConnection(await failureOf(away.db.execute(sql`select 1`)))).toBe(true);
  await away.close();
  const client = new pg.Client({ connectionString: 'postgres://nobody@127.0.0.1:1/none' });
  expect(isLostConnection(await failureOf(client.connect()))).toBe(true);
  expect(isLostConnection(await failureOf(database.db.execute(sql`select wrong`)))).toBe(false);
  expect(isLostConnection(undefined)).toBe(false);
});
