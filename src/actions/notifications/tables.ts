import { boolean, jsonb, pgTable, primaryKey, smallint, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import { tableKinds } from '#platform/db/kinds.ts';

export type Said = { ja: string; en: string };

export const notifications = pgTable('notifications', {
  notificationId: uuid('notification_id').primaryKey(),
  memberId: uuid('member_id').notNull(),
  kind: text('kind').notNull(),
  title: jsonb('title').$type<Said>().notNull(),
  body: jsonb('body').$type<Said>(),
  link: text('link'),
  dedupeKey: text('dedupe_key'),
  createdAt: timestamp('created_at', { withTimezone: true }).notNull(),
  readAt: timestamp('read_at', { withTimezone: true }),
  inApp: boolean('in_app').notNull().default(true),
});

export const notificationSettings = pgTable('notification_settings', {
  memberId: uuid('member_id').primaryKey(),
  kinds: jsonb('kinds').notNull().default({}),
  digestHour: smallint('digest_hour'),
  quietFrom: smallint('quiet_from'),
  quietTo: smallint('quiet_to'),
  onWeekends: boolean('on_weekends').notNull().default(false),
  onHolidays: boolean('on_holidays').notNull().default(false),
  updatedAt: timestamp('updated_at', { withTimezone: true }).notNull(),
});

export const notificationMails = pgTable('notification_mails', {
  mailId: uuid('mail_id').primaryKey(),
  memberId: uuid('member_id').notNull(),
  kind: text('kind').notNull(),
  key: text('key').notNull(),
  subject: text('subject').notNull(),
  body: text('body').notNull(),
  html: text('html').notNull(),
  state: text('state').notNull().default('ready'),
  attempts: smallint('attempts').notNull().default(0),
  nextAt: timestamp('next_at', { withTimezone: true }).notNull(),
  claimedAt: timestamp('claimed_at', { withTimezone: true }),
  sentAt: timestamp('sent_at', { withTimezone: true }),
  error: text('error'),
  createdAt: timestamp('created_at', { withTimezone: true }).notNull(),
});

export const notificationDeliveries = pgTable(
  'notification_deliveries',
  {
    memberId: uuid('member_id').notNull(),
    thing: text('thing').notNull(),
    way: text('way').notNull(),
    kind: text('kind').notNull(),
    notificationId: uuid('notification_id'),
    mailId: uuid('mail_id'),
    droppedAt: timestamp('dropped_at', { withTimezone: true }),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.memberId, t.thing, t.way] })],
);

tableKinds({ notifications: 'local', notification_settings: 'reference', notification_mails: 'local', notification_deliveries: 'local' });
