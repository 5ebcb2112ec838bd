import { boolean, date, integer, jsonb, pgTable, primaryKey, smallint, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import { tableKinds } from '#platform/db/kinds.ts';

export const rules = pgTable('rules', {
  ruleId: uuid('rule_id').primaryKey(),
  name: text('name').notNull(),
  description: text('description'),
  template: text('template'),
  status: text('status').notNull().default('draft'),
  version: integer('version'),
  draft: jsonb('draft'),
  evaluatedOn: date('evaluated_on', { mode: 'string' }),
  retirementProposedAt: timestamp('retirement_proposed_at', { withTimezone: true }),
  isSample: boolean('is_sample').notNull().default(false),
  createdBy: uuid('created_by'),
  createdAt: timestamp('created_at', { withTimezone: true }).notNull(),
  updatedAt: timestamp('updated_at', { withTimezone: true }).notNull(),
});

export const ruleVersions = pgTable(
  'rule_versions',
  {
    ruleId: uuid('rule_id').notNull(),
    version: integer('version').notNull(),
    definition: jsonb('definition').notNull(),
    note: text('note'),
    overSlotsReason: text('over_slots_reason'),
    publishedBy: uuid('published_by'),
    publishedAt: timestamp('published_at', { withTimezone: true }).notNull(),
    firstDay: date('first_day', { mode: 'string' }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.ruleId, t.version] })],
);

export const ruleState = pgTable(
  'rule_state',
  {
    accountId: uuid('account_id').notNull(),
    productNo: smallint('product_no').notNull().default(0),
    ruleId: uuid('rule_id').notNull(),
    version: integer('version').notNull(),
    since: date('since', { mode: 'string' }).notNull(),
    firedOn: date('fired_on', { mode: 'string' }),
  },
  (t) => [primaryKey({ columns: [t.accountId, t.productNo, t.ruleId] })],
);

export const ruleFirings = pgTable(
  'rule_firings',
  {
    accountId: uuid('account_id').notNull(),
    productNo: smallint('product_no').notNull().default(0),
    ruleId: uuid('rule_id').notNull(),
    firedOn: date('fired_on', { mode: 'string' }).notNull(),
    version: integer('version').notNull(),
    forDay: date('for_day', { mode: 'string' }).notNull(),
    at: timestamp('at', { withTimezone: true }).notNull(),
    facts: jsonb('facts').notNull(),
    provisional: boolean('provisional').notNull().default(false),
    handledAt: timestamp('handled_at', { withTimezone: true }),
    result: text('result'),
    ctaId: uuid('cta_id'),
  },
  (t) => [primaryKey({ columns: [t.accountId, t.productNo, t.ruleId, t.firedOn] })],
);

tableKinds({ rules: 'reference', rule_versions: 'reference', rule_state: 'account', rule_firings: 'account' });
