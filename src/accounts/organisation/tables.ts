import { jsonb, pgTable, smallint, text, timestamp } from 'drizzle-orm/pg-core';
import { tableKinds } from '#platform/db/kinds.ts';

export const organisation = pgTable('organisation', {
  id: smallint('id').primaryKey().default(1),
  name: text('name').notNull(),
  timeZone: text('time_zone').notNull().default('Asia/Tokyo'),
  nextTimeZone: text('next_time_zone'),
  nextTimeZoneAt: timestamp('next_time_zone_at', { withTimezone: true }),
  fiscalMonth: smallint('fiscal_month').notNull().default(4),
  currency: text('currency').notNull().default('JPY'),
  language: text('language').$type<'ja' | 'en'>().notNull().default('ja'),
  settings: jsonb('settings').notNull().default({}),
  createdAt: timestamp('created_at', { withTimezone: true }).notNull(),
});

tableKinds({ organisation: 'reference' });
