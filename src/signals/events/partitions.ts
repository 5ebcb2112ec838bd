import type pg from 'pg';
import { sqlState } from '#platform/db/db.ts';

const lock = 7_210_041;

/** 'YYYY-MM' of a moment, in UTC: months of usage_events are cut there. */
export const monthOf = (ms: number): string => new Date(ms).toISOString().slice(0, 7);

export function nextMonth(month: string): string {
  const [year, number] = month.split('-').map(Number) as [number, number];
  return number === 12 ? `${year + 1}-01` : `${year}-${String(number + 1).padStart(2, '0')}`;
}

export const partitionName = (month: string): string => `usage_events_${month.replace('-', '_')}`;

/** The months that have a partition of their own. */
export async function knownMonths(pool: pg.Pool): Promise<Set<string>> {
  const { rows } = await pool.query<{ name: string }>(`select inhrelid::regclass::text as name from pg_inherits where inhparent = 'usage_events'::regclass`);
  return new Set(
    rows
      .map((r) => /(\d{4})_(\d{2})$/.exec(r.name))
      .filter((m) => m !== null)
      .map((m) => `${m[1]}-${m[2]}`),
  );
}

/**
 * Gives each month a partition. Built aside and attached, so that writers of other months do not wait; a month that
 * cannot be attached soon is left for the nightly job, and its rows go to the default partition meanwhile.
 */
export async function addMonths(pool: pg.Pool, months: Iterable<string>): Promise<string[]> {
  const added: string[] = [];
  for (const month of [...new Set(months)].sort()) if (await attachMonth(pool, month)) added.push(month);
  return added;
}

async function attachMonth(pool: pg.Pool, month: string): Promise<boolean> {
  const [name, from, to] = [partitionName(month), `${month}-01 00:00:00+00`, `${nextMonth(month)}-01 00:00:00+00`];
  const client = await pool.connect();
  try {
    await client.query(`begin; set local lock_timeout = '2s'; select pg_advisory_xact_lock(${lock})`);
    const { rows } = await client.query(`select to_regclass($1) is not null as made`, [name]);
    if (!rows[0]!.made) {
      await client.query(`create table ${name} (like usage_events including all)`);
      await client.query(`lock table usage_events_default in access exclusive mode`);
      await client.query(
        `with moved as (delete from usage_events_default where ts >= '${from}' and ts < '${to}' returning *) insert into ${name} select * from moved`,
      );
      await client.query(`alter table usage_events attach partition ${name} for values from ('${from}') to ('${to}')`);
    }
    await client.query('commit');
    return true;
  } catch (error) {
    await client.query('rollback').catch(() => {});
    if (['55P03', '40P01', '42P07'].includes(sqlState(error) ?? '')) return false;
    throw error;
  } finally {
    client.release();
  }
}
