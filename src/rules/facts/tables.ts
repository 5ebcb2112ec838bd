import { boolean, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import { tableKinds } from '#platform/db/kinds.ts';

export const factSlots = pgTable('fact_slots', { columnName: text('column_name').primaryKey(), field: text('field').notNull() });

export const factsDirty = pgTable('facts_dirty', { accountId: uuid('account_id').primaryKey() });

export const factIndexes = pgTable('fact_indexes', {
  indexName: text('index_name').primaryKey(),
  columnName: text('column_name').notNull(),
  alsoColumn: text('also_column'),
  collated: boolean('collated').notNull().default(false),
  lastUsedAt: timestamp('last_used_at', { withTimezone: true }).notNull(),
  indexedAt: timestamp('indexed_at', { withTimezone: true }),
});

// account_facts has some two hundred columns, all written by one statement (project.sql.ts) and read by conditions.
tableKinds({ account_facts: 'account', fact_slots: 'reference', facts_dirty: 'local', fact_indexes: 'reference' });
