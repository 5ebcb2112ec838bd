import { boolean, date, integer, jsonb, pgTable, primaryKey, smallint, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import { tableKinds } from '#platform/db/kinds.ts';
import type { Definition, Direction, Unit } from './definition.ts';

/** One row per version. A slot is the metric's place in `metric_days.v`; it stays with the metric and is never given to another. */
export const metricDefinitions = pgTable(
  'metric_definitions',
  {
    metricId: uuid('metric_id').notNull(),
    version: integer('version').notNull(),
    slot: smallint('slot').notNull(),
    key: text('key').notNull(),
    name: text('name').notNull(),
    nameEn: text('name_en'),
    definition: jsonb('definition').$type<Definition>().notNull(),
    unit: text('unit').$type<Unit>().notNull(),
    direction: text('direction').$type<Direction>().notNull(),
    fromDay: date('from_day', { mode: 'string' }).notNull(),
    archivedAt: timestamp('archived_at', { withTimezone: true }),
    isDefault: boolean('is_default').notNull().default(false),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.metricId, t.version] })],
);

tableKinds({ metric_definitions: 'reference' });
