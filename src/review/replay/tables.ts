import { boolean, date, integer, jsonb, pgTable, smallint, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import { tableKinds } from '#platform/db/kinds.ts';

export const replays = pgTable('replays', {
  replayId: uuid('replay_id').primaryKey(),
  ruleId: uuid('rule_id'),
  definition: jsonb('definition').notNull(),
  days: integer('days').notNull(),
  day: date('day', { mode: 'string' }).notNull(),
  closedAfterDays: integer('closed_after_days'),
  fill: boolean('fill').notNull().default(false),
  status: text('status').$type<'queued' | 'running' | 'done' | 'failed'>().notNull().default('queued'),
  done: integer('done').notNull().default(0),
  total: integer('total').notNull().default(0),
  error: text('error'),
  result: jsonb('result'),
  askedBy: uuid('asked_by'),
  beatAt: timestamp('beat_at', { withTimezone: true }),
  attempts: smallint('attempts').notNull().default(0),
  createdAt: timestamp('created_at', { withTimezone: true }).notNull(),
  finishedAt: timestamp('finished_at', { withTimezone: true }),
});

tableKinds({ replays: 'local' });
