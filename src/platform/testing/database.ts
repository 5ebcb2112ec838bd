import pg from 'pg';
import { afterAll, inject } from 'vitest';
import { newId } from '../ids/ids.ts';
import { followTransactions, holdsConnection, openDatabase, type Database } from '../db/db.ts';

declare module 'vitest' {
  interface ProvidedContext {
    postgresUrl: string;
  }
}

export type TestDatabase = Database & { url: string };
export const templateName = 'banso_template';

/** A migrated database of this test file's own, dropped when the file is done. Cloned from a template in 0.1 to 0.2 s. */
export async function testDatabase(options: { empty?: boolean; max?: number } = {}): Promise<TestDatabase> {
  const server = inject('postgresUrl');
  const name = `t_${newId().replaceAll('-', '')}`;
  await onServer(server, `create database ${name} template ${options.empty ? 'template0' : templateName}`);
  const url = withDatabase(server, name);
  const database = openDatabase(url, { max: options.max ?? 8, name: 'banso-test' });
  refuseSecondConnections(database.pool);
  afterAll(async () => {
    await database.close();
    await onServer(server, `drop database if exists ${name} with (force)`);
  });
  return { ...database, url };
}

/** Sixteen requests that each hold a connection and wait for another stop the product; here the first one says so. */
function refuseSecondConnections(pool: pg.Pool): void {
  followTransactions();
  const connect = pool.connect.bind(pool);
  pool.connect = ((...given: []) => {
    if (holdsConnection(pool)) throw new Error('asks for another connection inside a transaction');
    return connect(...given);
  }) as typeof pool.connect;
}

/** The same server, another database. */
export function withDatabase(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.href;
}

export async function onServer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
