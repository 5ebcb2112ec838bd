import { boolean, date, doublePrecision, pgTable, primaryKey, smallint, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import { tableKinds } from '#platform/db/kinds.ts';

/** Values of all metrics of an account (product 0) or a product of it on a day, by slot. Final once the day has closed. */
export const metricDays = pgTable(
  'metric_days',
  {
    accountId: uuid('account_id').notNull(),
    productNo: smallint('product_no').notNull(),
    day: date('day', { mode: 'string' }).notNull(),
    v: doublePrecision('v').array().notNull(),
    computedAt: timestamp('computed_at', { withTimezone: true }).notNull(),
    isFinal: boolean('is_final').notNull().default(false),
  },
  (t) => [primaryKey({ columns: [t.accountId, t.productNo, t.day] })],
);

/** Which days are closed, and at which moment they ended: the zone is frozen per day. */
export const daysClosed = pgTable('days_closed', {
  day: date('day', { mode: 'string' }).primaryKey(),
  closedAt: timestamp('closed_at', { withTimezone: true }).notNull(),
  timeZone: text('time_zone').notNull(),
  cut: timestamp('cut', { withTimezone: true }).notNull(),
});

tableKinds({ metric_days: 'account', days_closed: 'local' });
