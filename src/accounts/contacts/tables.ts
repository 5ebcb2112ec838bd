import { boolean, date, pgTable, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import { tableKinds } from '#platform/db/kinds.ts';
import { contactStatuses } from './terms.ts';

export const contacts = pgTable(
  'contacts',
  {
    accountId: uuid('account_id').notNull(),
    contactId: uuid('contact_id').notNull(),
    externalId: text('external_id'),
    name: text('name').notNull(),
    kana: text('kana'),
    department: text('department'),
    title: text('title'),
    email: text('email'),
    phone: text('phone'),
    roles: text('roles').array().notNull().default([]),
    status: text('status', { enum: contactStatuses }).notNull().default('active'),
    statusOn: date('status_on', { mode: 'string' }),
    successorContactId: uuid('successor_contact_id'),
    userKey: text('user_key'),
    note: text('note'),
    isSample: boolean('is_sample').notNull().default(false),
    importId: uuid('import_id'),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull(),
    updatedAt: timestamp('updated_at', { withTimezone: true }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.accountId, t.contactId] })],
);

export const contactKeys = pgTable(
  'contact_keys',
  {
    source: text('source').notNull(),
    externalId: text('external_id').notNull(),
    accountId: uuid('account_id').notNull(),
    contactId: uuid('contact_id').notNull(),
  },
  (t) => [primaryKey({ columns: [t.source, t.externalId] })],
);

tableKinds({ contacts: 'account', contact_versions: 'account', contact_keys: 'reference' });
