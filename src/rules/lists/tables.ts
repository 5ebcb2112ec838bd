import { boolean, integer, jsonb, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import { tableKinds } from '#platform/db/kinds.ts';

export const listViews = pgTable('list_views', {
  viewId: uuid('view_id').primaryKey(),
  noun: text('noun').notNull().default('accounts'),
  name: text('name').notNull(),
  ownerId: uuid('owner_id').notNull(),
  shared: boolean('shared').notNull().default(false),
  condition: jsonb('condition'),
  columns: text('columns').array().notNull(),
  sort: jsonb('sort').notNull(),
  position: integer('position').notNull().default(0),
  createdAt: timestamp('created_at', { withTimezone: true }).notNull(),
  updatedAt: timestamp('updated_at', { withTimezone: true }).notNull(),
});

tableKinds({ list_views: 'reference' });
