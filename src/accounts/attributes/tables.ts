import { boolean, integer, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import { tableKinds } from '#platform/db/kinds.ts';

export const attributeKinds = ['text', 'number', 'money', 'date', 'choice', 'boolean'] as const;

/** What an attribute tells in the brief before a meeting. */
export const attributeTopics = ['news', 'reputation', 'satisfaction', 'seminars', 'fit'] as const;

export const attributeDefinitions = pgTable('attribute_definitions', {
  id: uuid('id').primaryKey(),
  key: text('key').notNull(),
  name: text('name').notNull(),
  kind: text('kind', { enum: attributeKinds }).notNull(),
  choices: text('choices').array().notNull().default([]),
  topic: text('topic', { enum: attributeTopics }),
  position: integer('position').notNull().default(0),
  archivedAt: timestamp('archived_at', { withTimezone: true }),
  isSample: boolean('is_sample').notNull().default(false),
  createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
});

tableKinds({ attribute_definitions: 'reference' });
