import { boolean, date, integer, pgTable, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import { tableKinds } from '#platform/db/kinds.ts';

const moment = (name: string) => timestamp(name, { withTimezone: true });

export const calendarFeeds = pgTable('calendar_feeds', {
  feedId: uuid('feed_id').primaryKey(),
  memberId: uuid('member_id').notNull(),
  name: text('name').notNull(),
  host: text('host').notNull(),
  sealedUrl: text('sealed_url').notNull(),
  fetchedAt: moment('fetched_at'),
  triedAt: moment('tried_at'),
  lastError: text('last_error'),
  truncated: boolean('truncated').notNull().default(false),
  createdAt: moment('created_at').notNull(),
});

export const calendarEvents = pgTable(
  'calendar_events',
  {
    feedId: uuid('feed_id').notNull(),
    eventNo: integer('event_no').notNull(),
    uid: text('uid').notNull(),
    startsAt: moment('starts_at').notNull(),
    endsAt: moment('ends_at').notNull(),
    allDay: boolean('all_day').notNull().default(false),
    firstDay: date('first_day', { mode: 'string' }).notNull(),
    lastDay: date('last_day', { mode: 'string' }).notNull(),
    title: text('title').notNull(),
    location: text('location'),
    organizer: text('organizer'),
    attendees: text('attendees').array().notNull().default([]),
  },
  (t) => [primaryKey({ columns: [t.feedId, t.eventNo] })],
);

export const calendarLinks = pgTable('calendar_links', {
  memberId: uuid('member_id').primaryKey(),
  tokenHash: text('token_hash').notNull(),
  createdAt: moment('created_at').notNull(),
  usedAt: moment('used_at'),
});

tableKinds({ calendar_feeds: 'local', calendar_events: 'local', calendar_links: 'local' });
