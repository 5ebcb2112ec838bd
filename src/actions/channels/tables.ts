import { boolean, jsonb, pgTable, primaryKey, smallint, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import { tableKinds } from '#platform/db/kinds.ts';

const moment = (name: string) => timestamp(name, { withTimezone: true });

export const channels = pgTable('channels', {
  channelId: uuid('channel_id').primaryKey(),
  name: text('name').notNull(),
  kind: text('kind').$type<'slack' | 'teams' | 'chatwork' | 'webhook'>().notNull(),
  target: text('target').notNull(),
  sealed: text('sealed').notNull(),
  kinds: text('kinds').array().notNull().default([]),
  teamId: uuid('team_id'),
  allMembers: boolean('all_members').notNull().default(true),
  language: text('language').$type<'ja' | 'en'>().notNull().default('ja'),
  enabled: boolean('enabled').notNull().default(true),
  since: moment('since').notNull(),
  lastOkAt: moment('last_ok_at'),
  lastError: text('last_error'),
  lastErrorAt: moment('last_error_at'),
  createdBy: uuid('created_by'),
  createdAt: moment('created_at').notNull(),
  updatedAt: moment('updated_at').notNull(),
});

export const channelMessages = pgTable('channel_messages', {
  messageId: uuid('message_id').primaryKey(),
  channelId: uuid('channel_id').notNull(),
  type: text('type').notNull(),
  title: text('title').notNull(),
  content: jsonb('content').notNull(),
  state: text('state').$type<'ready' | 'sending' | 'sent' | 'failed' | 'unknown'>().notNull().default('ready'),
  attempts: smallint('attempts').notNull().default(0),
  status: smallint('status'),
  error: text('error'),
  createdAt: moment('created_at').notNull(),
  sentAt: moment('sent_at'),
});

export const channelThings = pgTable(
  'channel_things',
  {
    channelId: uuid('channel_id').notNull(),
    thing: text('thing').notNull(),
    messageId: uuid('message_id'),
    createdAt: moment('created_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.channelId, t.thing] })],
);

tableKinds({ channels: 'reference', channel_messages: 'local', channel_things: 'local' });
