import type pg from 'pg';
import { addDays, type Day } from '#platform/clock/days.ts';
import { attachPart } from '#platform/db/partitions.ts';

/**
 * Sees to it that the month of `day` has a partition of its own for values and scores. Call it before the transaction
 * that writes them, never in one: an attaching transaction must hold nothing else.
 */
export async function ensureMonth(pool: pg.Pool, day: Day): Promise<void> {
  const [from, to] = [`${day.slice(0, 7)}-01`, nextMonth(day)];
  for (const table of ['metric_days', 'score_days'])
    await attachPart(pool, { table, name: `${table}_${day.slice(0, 4)}_${day.slice(5, 7)}`, column: 'day', from, to });
}

export const nextMonth = (day: Day): Day => `${addDays(`${day.slice(0, 7)}-28`, 4).slice(0, 7)}-01`;
