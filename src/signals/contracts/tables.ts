import { bigint, boolean, date, numeric, pgTable, primaryKey, smallint, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import { tableKinds } from '#platform/db/kinds.ts';

export const lineKinds = ['recurring', 'one_off'] as const;

export const contracts = pgTable(
  'contracts',
  {
    accountId: uuid('account_id').notNull(),
    contractId: uuid('contract_id').notNull(),
    externalId: text('external_id'),
    name: text('name').notNull(),
    signedOn: date('signed_on', { mode: 'string' }),
    startsOn: date('starts_on', { mode: 'string' }).notNull(),
    endsOn: date('ends_on', { mode: 'string' }),
    autoRenew: boolean('auto_renew').notNull().default(false),
    noticeDeadlineOn: date('notice_deadline_on', { mode: 'string' }),
    cancelledOn: date('cancelled_on', { mode: 'string' }),
    currency: text('currency').notNull().default('JPY'),
    note: text('note'),
    importId: uuid('import_id'),
    isSample: boolean('is_sample').notNull().default(false),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull(),
    updatedAt: timestamp('updated_at', { withTimezone: true }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.accountId, t.contractId] })],
);

export const contractLines = pgTable(
  'contract_lines',
  {
    accountId: uuid('account_id').notNull(),
    lineId: uuid('line_id').notNull(),
    contractId: uuid('contract_id').notNull(),
    productNo: smallint('product_no').notNull(),
    kind: text('kind', { enum: lineKinds }).notNull().default('recurring'),
    quantity: numeric('quantity', { precision: 14, scale: 4 }).notNull().default('1'),
    unitPrice: bigint('unit_price', { mode: 'bigint' }).notNull(),
    billingMonths: smallint('billing_months').notNull().default(1),
    startsOn: date('starts_on', { mode: 'string' }).notNull(),
    endsOn: date('ends_on', { mode: 'string' }),
    isSeats: boolean('is_seats').notNull().default(false),
    importId: uuid('import_id'),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull(),
    updatedAt: timestamp('updated_at', { withTimezone: true }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.accountId, t.lineId] })],
);

export const contractKeys = pgTable(
  'contract_keys',
  {
    source: text('source').notNull(),
    externalId: text('external_id').notNull(),
    accountId: uuid('account_id').notNull(),
    contractId: uuid('contract_id').notNull(),
  },
  (t) => [primaryKey({ columns: [t.source, t.externalId] })],
);

tableKinds({ contracts: 'account', contract_lines: 'account', contract_versions: 'account', contract_line_versions: 'account', contract_keys: 'reference' });
