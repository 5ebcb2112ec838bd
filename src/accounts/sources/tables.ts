import { bigint, date, pgTable, smallint, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import { tableKinds } from '#platform/db/kinds.ts';

export const sources = pgTable('sources', {
  source: text('source').primaryKey(),
  name: text('name').notNull(),
  kind: text('kind').$type<'import' | 'tracking' | 'sample' | 'manual'>().notNull().default('import'),
  sourceNo: smallint('source_no').generatedAlwaysAsIdentity().notNull(),
  allowedProperties: text('allowed_properties').array(),
  maskedProperties: text('masked_properties').array().notNull().default([]),
  staleAfterDays: smallint('stale_after_days'),
  lastDataAt: timestamp('last_data_at', { withTimezone: true }),
  maskSalt: uuid('mask_salt').notNull().defaultRandom(),
  createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
});

export const sourceDays = pgTable('source_days', {
  sourceNo: smallint('source_no').notNull(),
  day: date('day').notNull(),
  accepted: bigint('accepted', { mode: 'number' }).notNull().default(0),
  repeated: bigint('repeated', { mode: 'number' }).notNull().default(0),
  waiting: bigint('waiting', { mode: 'number' }).notNull().default(0),
  history: bigint('history', { mode: 'number' }).notNull().default(0),
  refused: bigint('refused', { mode: 'number' }).notNull().default(0),
  refusedWhy: text('refused_why'),
});

tableKinds({ sources: 'reference', source_days: 'local' });
