import { boolean, pgTable, primaryKey, smallint, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import { tableKinds } from '#platform/db/kinds.ts';
import { activityKinds, directions } from './terms.ts';

export const activities = pgTable(
  'activities',
  {
    accountId: uuid('account_id').notNull(),
    activityId: uuid('activity_id').notNull(),
    kind: text('kind', { enum: activityKinds }).notNull(),
    direction: text('direction', { enum: directions }),
    happenedAt: timestamp('happened_at', { withTimezone: true }).notNull(),
    knownAt: timestamp('known_at', { withTimezone: true }).notNull(),
    historyImportId: uuid('history_import_id'),
    productNo: smallint('product_no'),
    subject: text('subject').notNull(),
    body: text('body'),
    externalId: text('external_id'),
    isAutomatic: boolean('is_automatic').notNull().default(false),
    isSample: boolean('is_sample').notNull().default(false),
    importId: uuid('import_id'),
    createdBy: uuid('created_by'),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull(),
    updatedAt: timestamp('updated_at', { withTimezone: true }).notNull(),
    deletedAt: timestamp('deleted_at', { withTimezone: true }),
  },
  (t) => [primaryKey({ columns: [t.accountId, t.activityId] })],
);

export const activityContacts = pgTable(
  'activity_contacts',
  { accountId: uuid('account_id').notNull(), activityId: uuid('activity_id').notNull(), contactId: uuid('contact_id').notNull() },
  (t) => [primaryKey({ columns: [t.accountId, t.activityId, t.contactId] })],
);

export const activityMembers = pgTable(
  'activity_members',
  { accountId: uuid('account_id').notNull(), activityId: uuid('activity_id').notNull(), memberId: uuid('member_id').notNull() },
  (t) => [primaryKey({ columns: [t.accountId, t.activityId, t.memberId] })],
);

tableKinds({ activities: 'account', activity_contacts: 'account', activity_members: 'account' });
