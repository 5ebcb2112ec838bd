import { pgTable, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import { tableKinds } from '#platform/db/kinds.ts';

export const teams = pgTable('teams', {
  id: uuid('id').primaryKey(),
  name: text('name').notNull(),
  createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
});

export const teamMembers = pgTable('team_members', { teamId: uuid('team_id').notNull(), memberId: uuid('member_id').notNull() }, (table) => [
  primaryKey({ columns: [table.teamId, table.memberId] }),
]);

tableKinds({ teams: 'reference', team_members: 'reference' });
