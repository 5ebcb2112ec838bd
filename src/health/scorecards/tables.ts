import { boolean, date, integer, jsonb, pgTable, smallint, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import { tableKinds } from '#platform/db/kinds.ts';
import type { Scorecard } from './definition.ts';

export const scorecards = pgTable('scorecards', {
  scorecardId: uuid('scorecard_id').primaryKey(),
  name: text('name').notNull(),
  position: integer('position').notNull().default(0),
  isDefault: boolean('is_default').notNull().default(false),
  createdAt: timestamp('created_at', { withTimezone: true }).notNull(),
});

export const scorecardVersions = pgTable('scorecard_versions', {
  versionId: smallint('version_id').primaryKey().generatedAlwaysAsIdentity(),
  scorecardId: uuid('scorecard_id').notNull(),
  version: integer('version').notNull(),
  status: text('status', { enum: ['draft', 'published', 'retired'] })
    .notNull()
    .default('draft'),
  definition: jsonb('definition').$type<Scorecard>().notNull(),
  note: text('note'),
  fromDay: date('from_day', { mode: 'string' }),
  publishedAt: timestamp('published_at', { withTimezone: true }),
  publishedBy: uuid('published_by'),
  createdAt: timestamp('created_at', { withTimezone: true }).notNull(),
});

tableKinds({ scorecards: 'reference', scorecard_versions: 'reference' });
