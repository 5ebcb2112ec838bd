import { jsonb, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import { tableKinds } from '#platform/db/kinds.ts';

export const auditLog = pgTable('audit_log', {
  id: uuid('id').primaryKey(),
  at: timestamp('at', { withTimezone: true }).notNull(),
  actorKind: text('actor_kind').$type<'member' | 'key' | 'system' | 'cli'>().notNull(),
  actorId: uuid('actor_id'),
  actorName: text('actor_name').notNull(),
  action: text('action').notNull(),
  noun: text('noun').notNull(),
  nounId: text('noun_id'),
  accountId: uuid('account_id'),
  label: text('label'),
  changes: jsonb('changes'),
  requestId: text('request_id'),
});

tableKinds({ audit_log: 'local' });
