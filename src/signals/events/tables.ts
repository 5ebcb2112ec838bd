import { boolean, pgTable, smallint, text, timestamp } from 'drizzle-orm/pg-core';
import { tableKinds } from '#platform/db/kinds.ts';

export const eventNamesTable = pgTable('event_names', {
  eventId: smallint('event_id').primaryKey(),
  name: text('name').notNull(),
  label: text('label'),
  productNo: smallint('product_no'),
  isHidden: boolean('is_hidden').notNull().default(false),
  firstSeenAt: timestamp('first_seen_at', { withTimezone: true }).notNull().defaultNow(),
});

tableKinds({
  usage_events: 'account',
  usage_users: 'account',
  event_names: 'reference',
  user_accounts: 'reference',
  user_aliases: 'reference',
  event_overflow: 'reference',
  known_users: 'reference',
  event_keys: 'local',
  event_key_state: 'local',
  pending_events: 'local',
  usage_dirty: 'local',
  pending_groups: 'local',
  pending_memberships: 'local',
  ignored_groups: 'local',
});
