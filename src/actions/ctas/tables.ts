import { customType, boolean, date, doublePrecision, integer, jsonb, pgTable, primaryKey, smallint, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import { tableKinds } from '#platform/db/kinds.ts';

const bytea = customType<{ data: Buffer }>({ dataType: () => 'bytea' });

export const ctaReasons = pgTable('cta_reasons', {
  reason: text('reason').primaryKey(),
  type: text('type').notNull(),
  nameJa: text('name_ja').notNull(),
  nameEn: text('name_en').notNull(),
  riskCategory: text('risk_category'),
  outsideSlots: boolean('outside_slots').notNull().default(false),
  position: integer('position').notNull().default(0),
  isBuiltin: boolean('is_builtin').notNull().default(false),
  archivedAt: timestamp('archived_at', { withTimezone: true }),
});

export const ctas = pgTable(
  'ctas',
  {
    accountId: uuid('account_id').notNull(),
    ctaId: uuid('cta_id').notNull(),
    productNo: smallint('product_no').notNull().default(0),
    type: text('type').notNull(),
    reason: text('reason').notNull(),
    riskCategory: text('risk_category'),
    title: text('title').notNull(),
    note: text('note'),
    priority: smallint('priority').notNull().default(2),
    ownerId: uuid('owner_id'),
    ownerRole: text('owner_role'),
    dueOn: date('due_on', { mode: 'string' }),
    status: text('status').notNull().default('open'),
    snoozedUntil: date('snoozed_until', { mode: 'string' }),
    snoozeReason: text('snooze_reason'),
    contractId: uuid('contract_id'),
    contactId: uuid('contact_id'),
    ruleId: uuid('rule_id'),
    ruleVersion: integer('rule_version'),
    firedOn: date('fired_on', { mode: 'string' }),
    facts: jsonb('facts'),
    slot: text('slot').notNull().default('outside'),
    slotWeek: date('slot_week', { mode: 'string' }),
    rank: doublePrecision('rank').notNull().default(0),
    rankParts: jsonb('rank_parts'),
    escalatedTo: uuid('escalated_to'),
    escalatedAt: timestamp('escalated_at', { withTimezone: true }),
    escalatedBy: uuid('escalated_by'),
    escalationReason: text('escalation_reason'),
    escalatedUntil: date('escalated_until', { mode: 'string' }),
    mergedInto: uuid('merged_into'),
    outcome: text('outcome'),
    outcomeNote: text('outcome_note'),
    closedAt: timestamp('closed_at', { withTimezone: true }),
    closedBy: uuid('closed_by'),
    closedByRule: boolean('closed_by_rule').notNull().default(false),
    uselessAt: timestamp('useless_at', { withTimezone: true }),
    uselessBy: uuid('useless_by'),
    firstActedAt: timestamp('first_acted_at', { withTimezone: true }),
    isSample: boolean('is_sample').notNull().default(false),
    createdBy: uuid('created_by'),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull(),
    updatedAt: timestamp('updated_at', { withTimezone: true }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.accountId, t.ctaId] })],
);

export const ctaChanges = pgTable(
  'cta_changes',
  {
    accountId: uuid('account_id').notNull(),
    ctaId: uuid('cta_id').notNull(),
    changeId: uuid('change_id').notNull(),
    at: timestamp('at', { withTimezone: true }).notNull(),
    byId: uuid('by_id'),
    byName: text('by_name'),
    kind: text('kind').notNull(),
    before: jsonb('before'),
    after: jsonb('after'),
    note: text('note'),
  },
  (t) => [primaryKey({ columns: [t.accountId, t.ctaId, t.changeId] })],
);

export const ctaComments = pgTable(
  'cta_comments',
  {
    accountId: uuid('account_id').notNull(),
    ctaId: uuid('cta_id').notNull(),
    commentId: uuid('comment_id').notNull(),
    text: text('text').notNull(),
    mentions: uuid('mentions').array().notNull().default([]),
    byId: uuid('by_id'),
    byName: text('by_name').notNull(),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull(),
    editedAt: timestamp('edited_at', { withTimezone: true }),
    deletedAt: timestamp('deleted_at', { withTimezone: true }),
  },
  (t) => [primaryKey({ columns: [t.accountId, t.ctaId, t.commentId] })],
);

export const ctaFiles = pgTable(
  'cta_files',
  {
    accountId: uuid('account_id').notNull(),
    ctaId: uuid('cta_id').notNull(),
    fileId: uuid('file_id').notNull(),
    name: text('name').notNull(),
    mediaType: text('media_type').notNull(),
    size: integer('size').notNull(),
    bytes: bytea('bytes').notNull(),
    byId: uuid('by_id'),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.accountId, t.ctaId, t.fileId] })],
);

export const memberSlots = pgTable('member_slots', {
  memberId: uuid('member_id').primaryKey(),
  perWeek: integer('per_week').notNull(),
});

export const slotDefaults = pgTable('slot_defaults', {
  touchModel: text('touch_model').primaryKey(),
  perWeek: integer('per_week').notNull(),
});

tableKinds({
  cta_reasons: 'reference',
  ctas: 'account',
  cta_changes: 'account',
  cta_comments: 'account',
  cta_files: 'account',
  member_slots: 'reference',
  slot_defaults: 'reference',
});
