import { bigint, integer, pgTable, timestamp, uuid } from 'drizzle-orm/pg-core';
import { tableKinds } from '../db/kinds.ts';

export const backups = pgTable('backups', {
  backupId: uuid('backup_id').primaryKey(),
  madeAt: timestamp('made_at', { withTimezone: true }).notNull(),
  tables: integer().notNull(),
  rows: bigint({ mode: 'number' }).notNull(),
  bytes: bigint({ mode: 'number' }).notNull(),
});

tableKinds({ backups: 'local' });
