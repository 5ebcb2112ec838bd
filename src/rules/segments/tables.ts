import { boolean, date, integer, jsonb, pgTable, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import { tableKinds } from '#platform/db/kinds.ts';

export const segments = pgTable('segments', {
  segmentId: uuid('segment_id').primaryKey(),
  name: text('name').notNull(),
  condition: jsonb('condition').notNull(),
  description: text('description'),
  ownerId: uuid('owner_id'),
  materialised: boolean('materialised').notNull().default(false),
  evaluatedAt: timestamp('evaluated_at', { withTimezone: true }),
  memberCount: integer('member_count'),
  archivedAt: timestamp('archived_at', { withTimezone: true }),
  isSample: boolean('is_sample').notNull().default(false),
  createdAt: timestamp('created_at', { withTimezone: true }).notNull(),
  updatedAt: timestamp('updated_at', { withTimezone: true }).notNull(),
});

export const segmentMembers = pgTable(
  'segment_members',
  { accountId: uuid('account_id').notNull(), segmentId: uuid('segment_id').notNull(), since: date('since', { mode: 'string' }).notNull() },
  (t) => [primaryKey({ columns: [t.accountId, t.segmentId] })],
);

tableKinds({ segments: 'reference', segment_members: 'account' });
