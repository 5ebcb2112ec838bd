import { boolean, date, doublePrecision, pgTable, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import { tableKinds } from '#platform/db/kinds.ts';

export const goalStatuses = ['open', 'reached', 'given_up'] as const;

export const goals = pgTable(
  'goals',
  {
    accountId: uuid('account_id').notNull(),
    goalId: uuid('goal_id').notNull(),
    title: text('title').notNull(),
    measure: text('measure'),
    unit: text('unit'),
    baseline: doublePrecision('baseline'),
    target: doublePrecision('target'),
    dueOn: date('due_on', { mode: 'string' }),
    agreedContactId: uuid('agreed_contact_id'),
    agreedOn: date('agreed_on', { mode: 'string' }),
    status: text('status', { enum: goalStatuses }).notNull().default('open'),
    closedOn: date('closed_on', { mode: 'string' }),
    closedAt: timestamp('closed_at', { withTimezone: true }),
    closedBy: uuid('closed_by'),
    result: doublePrecision('result'),
    closeNote: text('close_note'),
    isSample: boolean('is_sample').notNull().default(false),
    createdBy: uuid('created_by'),
    updatedBy: uuid('updated_by'),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull(),
    updatedAt: timestamp('updated_at', { withTimezone: true }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.accountId, t.goalId] })],
);

tableKinds({ goals: 'account', goal_versions: 'account' });
