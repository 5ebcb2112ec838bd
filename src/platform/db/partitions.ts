import type pg from 'pg';
import { sqlState } from './db.ts';

/** A part of a partitioned table: `name`, for values of `column` from `from` until before `to`. */
export type Part = { table: string; name: string; column: string; from: string; to: string };

const lock = 7_210_041;
const TRIES = 20;
const PAUSE_MS = 100;
const busy = new Set(['55P03', '40P01', '42P07']);

/**
 * Gives a partitioned table a partition, with the rows of it that lie in the default partition. Built aside and attached
 * in a transaction of its own, so that nobody waits who reads or writes other parts; never call it inside a transaction.
 * Gives false when the default partition was in use all the time: then its rows stay there until the next attempt.
 */
export async function attachPart(pool: pg.Pool, part: Part): Promise<boolean> {
  if (await isThere(pool, part)) return true;
  for (let tried = 0; tried < TRIES; tried++) {
    if (await attach(pool, part)) return true;
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
  return false;
}

const isThere = async (pool: pg.Pool | pg.PoolClient, { name }: Part): Promise<boolean> =>
  (await pool.query<{ there: boolean }>(`select to_regclass($1) is not null as there`, [name])).rows[0]!.there;

// It never queues for a lock on the table: whoever comes after would wait behind it, perhaps holding what its holder needs.
async function attach(pool: pg.Pool, part: Part): Promise<boolean> {
  const { table, name, column, from, to } = part;
  const client = await pool.connect();
  try {
    await client.query(`begin; select pg_advisory_xact_lock(${lock})`);
    if (!(await isThere(client, part))) {
      await client.query(`lock table only ${table} in share update exclusive mode nowait`);
      await client.query(`lock table ${table}_default in access exclusive mode nowait`);
      await client.query(`create table ${name} (like ${table} including all)`);
      await client.query(
        `with moved as (delete from ${table}_default where ${column} >= '${from}' and ${column} < '${to}' returning *) insert into ${name} select * from moved`,
      );
      await client.query(`alter table ${table} attach partition ${name} for values from ('${from}') to ('${to}')`);
    }
    await client.query('commit');
    return true;
  } catch (error) {
    await client.query('rollback').catch(() => {});
    if (busy.has(sqlState(error) ?? '')) return false;
    throw error;
  } finally {
    client.release();
  }
}
