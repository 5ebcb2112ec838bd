import { AsyncLocalStorage } from 'node:async_hooks';
import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres';
import type { SQL } from 'drizzle-orm';
import pg from 'pg';

// A date is a day in the organisation's zone: a JS Date would move it by the server's offset.
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text);
// int4[]: postgres-array goes letter by letter, which a list of customers with their weeks would feel.
pg.types.setTypeParser(1007 as never, (text) => JSON.parse(`[${text.slice(1, -1).replaceAll('NULL', 'null')}]`) as number[]);
pg.types.setTypeParser(1182 as never, (text) => (text === '{}' ? [] : text.slice(1, -1).split(',')));

/** A connection pool or an open transaction; every store function takes one first. */
export type Db = Omit<NodePgDatabase, '$client'>;
/** An open transaction. */
export type Tx = Parameters<Parameters<NodePgDatabase['transaction']>[0]>[0];
export type Database = { db: NodePgDatabase; pool: pg.Pool; close(): Promise<void> };

/** Opens a pool. `max` connections; the caller closes it. */
export function openDatabase(url: string, options: { max?: number; name?: string } = {}): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max: options.max ?? 16,
    application_name: options.name ?? 'banso',
    options: '-c timezone=UTC -c statement_timeout=0',
  });
  // An idle connection may be cut when Postgres restarts; the pool opens another by itself.
  pool.on('error', () => {});
  // So may one in use, between two queries: the next query says so; without a listener the process would end.
  pool.on('connect', (client) => client.on('error', () => {}));
  const db = drizzle(pool);
  return { db, pool, close: () => pool.end() };
}

/** Rows of a query, typed by the caller: `rows<{ id: string }>(db, sql\`…\`)`. Column names as in SQL. */
export async function rows<Row extends object>(db: Db, query: SQL): Promise<Row[]> {
  const result = await db.execute(query);
  return result.rows as Row[];
}

/** The first row, or undefined. */
export async function row<Row extends object>(db: Db, query: SQL): Promise<Row | undefined> {
  return (await rows<Row>(db, query))[0];
}

let held: AsyncLocalStorage<pg.Pool | null> | undefined;

/** From now on it is known who is inside a transaction. For tests: to follow it, Node slows down every promise of the process. */
export const followTransactions = (): void => void (held ??= new AsyncLocalStorage());

/** Whether the caller is inside a transaction of this pool. Asking the pool for another connection then may wait for ever: tests refuse it. */
export const holdsConnection = (pool: pg.Pool): boolean => held?.getStore() === pool;

/** Says that `work` means another connection, though a transaction is open: what it writes is to be seen at once. */
export const besideTransaction = <T>(work: () => T): T => holding(null, work);

const holding = <T>(pool: pg.Pool | null, work: () => T): T => (held ? held.run(pool, work) : work());

/**
 * A transaction that also hands out its raw connection, for COPY.
 * Rolls back when `work` throws. Retries twice when Postgres chose it as a deadlock's victim.
 */
export async function transaction<T>(database: Pick<Database, 'pool'>, work: (tx: Db, client: pg.PoolClient) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    const client = await database.pool.connect();
    let broken = false;
    try {
      await client.query('begin');
      const result = await holding(database.pool, () => work(drizzle(client) as unknown as Db, client));
      await client.query('commit');
      return result;
    } catch (error) {
      await client.query('rollback').catch(() => (broken = true));
      if (attempt > 2 || !isDeadlock(error)) throw error;
    } finally {
      client.release(broken);
    }
  }
}

/** Postgres' five-character code of an error, also when drizzle has wrapped it. */
export function sqlState(error: unknown): string | undefined {
  const e = error as { code?: unknown; cause?: { code?: unknown } } | undefined;
  const code = e?.cause?.code ?? e?.code;
  return typeof code === 'string' && code.length === 5 ? code : undefined;
}

function isDeadlock(error: unknown): boolean {
  return ['40P01', '40001'].includes(sqlState(error) ?? '');
}
