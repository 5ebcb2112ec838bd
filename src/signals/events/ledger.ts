import type pg from 'pg';
import type { Day } from '#platform/clock/days.ts';

const lock = 7_210_040;

/**
 * Which half of the ledger is written now. Holds the shared lock until the transaction ends, so that the halves
 * cannot change places under a writer (DATA-MODEL 5).
 */
export async function currentLedger(client: pg.ClientBase): Promise<{ half: number; month: Day }> {
  // Two statements: the second must see what a rotation did while the first waited.
  const results = (await client.query(
    `select pg_advisory_xact_lock_shared(${lock}); select current_month as half, month from event_key_state`,
  )) as unknown as pg.QueryResult<{ half: number; month: Day }>[];
  return results.at(-1)!.rows[0]!;
}

/** Starts a new month: the older half is emptied and written from now on, the other is kept to be read. */
export async function rotateLedger(pool: pg.Pool, today: Day): Promise<void> {
  const month = `${today.slice(0, 7)}-01`;
  const client = await pool.connect();
  try {
    await client.query(`begin; select pg_advisory_xact_lock(${lock})`);
    const { rows } = await client.query<{ half: number; month: Day }>('select current_month as half, month from event_key_state');
    if (rows[0]!.month < month) {
      const next = 1 - rows[0]!.half;
      await client.query(`truncate event_keys_${next}`);
      await client.query('update event_key_state set current_month = $1, month = $2', [next, month]);
    }
    await client.query('commit');
  } catch (error) {
    await client.query('rollback').catch(() => {});
    throw error;
  } finally {
    client.release();
  }
}
