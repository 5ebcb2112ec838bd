import { boolean, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import { tableKinds } from '#platform/db/kinds.ts';
import type { Role } from '#platform/auth/permissions.ts';

const moment = (name: string) => timestamp(name, { withTimezone: true });

export const members = pgTable('members', {
  id: uuid('id').primaryKey(),
  email: text('email').notNull(),
  name: text('name').notNull(),
  kana: text('kana'),
  role: text('role').$type<Role>().notNull(),
  language: text('language').$type<'ja' | 'en'>(),
  theme: text('theme').$type<'light' | 'dark'>(),
  status: text('status').$type<'invited' | 'active' | 'disabled'>().notNull().default('active'),
  isSample: boolean('is_sample').notNull().default(false),
  createdAt: moment('created_at').notNull().defaultNow(),
});

export const memberLinks = pgTable('member_links', {
  tokenHash: text('token_hash').primaryKey(),
  memberId: uuid('member_id').notNull(),
  purpose: text('purpose').$type<'invite' | 'reset'>().notNull(),
  expiresAt: moment('expires_at').notNull(),
  usedAt: moment('used_at'),
  createdAt: moment('created_at').notNull().defaultNow(),
  requestId: uuid('request_id'),
});

tableKinds({ members: 'reference', member_links: 'local' });
