import { boolean, date, pgTable, primaryKey, real, smallint, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import { tableKinds } from '#platform/db/kinds.ts';
import { colours } from './terms.ts';

/** The score of an account (product 0) or a product of it, by day and scorecard version. `points` and `reason` go by the version's measures, from 0. `restated`: by a version that came after the day, only to compare. */
export const scoreDays = pgTable(
  'score_days',
  {
    accountId: uuid('account_id').notNull(),
    productNo: smallint('product_no').notNull(),
    day: date('day', { mode: 'string' }).notNull(),
    versionId: smallint('version_id').notNull(),
    total: real('total'),
    co: real('co'),
    cx: real('cx'),
    coverage: real('coverage').notNull(),
    colour: text('colour', { enum: colours }).notNull(),
    points: real('points').array().notNull(),
    reason: smallint('reason'),
    computedAt: timestamp('computed_at', { withTimezone: true }).notNull(),
    isFinal: boolean('is_final').notNull().default(false),
    restated: boolean('restated').notNull().default(false),
  },
  (t) => [primaryKey({ columns: [t.accountId, t.productNo, t.day, t.versionId] })],
);

tableKinds({ score_days: 'account' });
