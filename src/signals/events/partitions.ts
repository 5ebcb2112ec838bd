import type pg from 'pg';
import { attachPart, type Part } from '#platform/db/partitions.ts';

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

/** Gives each month a partition. A month that cannot be attached soon is left for the nightly job, and its rows go to the default partition meanwhile. */
export async function addMonths(pool: pg.Pool, months: Iterable<string>): Promise<string[]> {
  const added: string[] = [];
  for (const month of [...new Set(months)].sort()) if (await attachPart(pool, partOf(month))) added.push(month);
  return added;
}

const partOf = (month: string): Part => ({
  table: 'usage_events',
  name: partitionName(month),
  column: 'ts',
  from: `${month}-01 00:00:00+00`,
  to: `${nextMonth(month)}-01 00:00:00+00`,
});
