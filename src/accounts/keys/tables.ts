import { boolean, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import type { Scope } from '#platform/auth/permissions.ts';
import { tableKinds } from '#platform/db/kinds.ts';

const moment = (name: string) => timestamp(name, { withTimezone: true });

export const apiKeys = pgTable('api_keys', {
  keyId: uuid('key_id').primaryKey(),
  name: text('name').notNull(),
  scope: text('scope').$type<Scope>().notNull(),
  prefix: text('prefix').notNull(),
  hash: text('hash').notNull(),
  source: text('source'),
  history: boolean('history').notNull().default(false),
  expiresAt: moment('expires_at'),
  revokedAt: moment('revoked_at'),
  lastUsedAt: moment('last_used_at'),
  createdBy: uuid('created_by'),
  createdAt: moment('created_at').notNull(),
});

tableKinds({ api_keys: 'local' });
