import { boolean, date, integer, jsonb, pgTable, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import { tableKinds } from '#platform/db/kinds.ts';
import { paymentStatuses, touchModels } from './terms.ts';

export const accounts = pgTable('accounts', {
  accountId: uuid('account_id').primaryKey(),
  externalId: text('external_id'),
  name: text('name').notNull(),
  kana: text('kana'),
  corporateNumber: text('corporate_number'),
  industry: text('industry'),
  employees: integer('employees'),
  region: text('region'),
  website: text('website'),
  parentAccountId: uuid('parent_account_id'),
  tags: text('tags').array().notNull().default([]),
  touchModel: text('touch_model', { enum: touchModels }),
  partnerId: uuid('partner_id'),
  firstContractOn: date('first_contract_on', { mode: 'string' }),
  paymentStatus: text('payment_status', { enum: paymentStatuses }),
  attributes: jsonb('attributes').$type<Record<string, string | number | boolean>>().notNull().default({}),
  description: text('description'),
  churnedOn: date('churned_on', { mode: 'string' }),
  archivedAt: timestamp('archived_at', { withTimezone: true }),
  isSample: boolean('is_sample').notNull().default(false),
  importId: uuid('import_id'),
  createdAt: timestamp('created_at', { withTimezone: true }).notNull(),
  updatedAt: timestamp('updated_at', { withTimezone: true }).notNull(),
});

export const accountKeys = pgTable(
  'account_keys',
  { source: text('source').notNull(), externalId: text('external_id').notNull(), accountId: uuid('account_id').notNull() },
  (t) => [primaryKey({ columns: [t.source, t.externalId] })],
);

tableKinds({ accounts: 'account', account_versions: 'account', account_keys: 'reference', account_dirty: 'local' });
