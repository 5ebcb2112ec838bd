import { sql } from 'drizzle-orm';
import type { Day } from '#platform/clock/days.ts';
import { row, type Db } from '#platform/db/db.ts';
import { defaultMetrics } from './defaults.ts';
import { naturalDirection, naturalUnit } from './definition.ts';
import { insertMetric } from './store.ts';

/** Adds the default metrics to a database that has none yet. May be called at any time, by several processes. */
export async function ensureDefaultMetrics(tx: Db, now: Date, day: Day): Promise<void> {
  await tx.execute(sql`lock table metric_definitions in share row exclusive mode`);
  if (await row(tx, sql`select 1 from metric_definitions limit 1`)) return;
  for (const one of defaultMetrics) {
    const { key, name, nameEn, definition } = one;
    await insertMetric(
      tx,
      { key, name, nameEn, definition, unit: naturalUnit(definition), direction: one.direction ?? naturalDirection(definition) },
      { now, day, isDefault: true },
    );
  }
}
