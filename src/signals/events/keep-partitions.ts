import type pg from 'pg';
import type { Day } from '#platform/clock/days.ts';
import { addMonths, knownMonths, nextMonth } from './partitions.ts';

/** Makes the partitions of this month and three ahead, and gives months to rows that had to go to the default partition. */
export async function keepPartitions(pool: pg.Pool, today: Day): Promise<string[]> {
  const wanted = new Set<string>();
  for (let month = today.slice(0, 7), n = 0; n < 4; n++, month = nextMonth(month)) wanted.add(month);
  for (const month of await monthsInDefault(pool)) wanted.add(month);
  const known = await knownMonths(pool);
  return addMonths(
    pool,
    [...wanted].filter((month) => !known.has(month)),
  );
}

/** Months whose rows lie in the default partition; none when all is well. `doctor` asks this too. */
export async function monthsInDefault(pool: pg.Pool): Promise<string[]> {
  const { rows } = await pool.query<{ month: string }>(
    `select distinct to_char(ts at time zone 'UTC', 'YYYY-MM') as month from usage_events_default order by 1`,
  );
  return rows.map((r) => r.month);
}
