import { date, pgTable, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import { tableKinds } from '#platform/db/kinds.ts';
import { assignmentRoles } from './terms.ts';

export const assignments = pgTable(
  'assignments',
  {
    accountId: uuid('account_id').notNull(),
    assignmentId: uuid('assignment_id').notNull(),
    role: text('role', { enum: assignmentRoles }).notNull(),
    memberId: uuid('member_id').notNull(),
    fromOn: date('from_on', { mode: 'string' }).notNull(),
    toOn: date('to_on', { mode: 'string' }),
    handoverNote: text('handover_note'),
    importId: uuid('import_id'),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull(),
    updatedAt: timestamp('updated_at', { withTimezone: true }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.accountId, t.assignmentId] })],
);

tableKinds({ assignments: 'account', assignment_versions: 'account' });
