import { date, integer, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import { tableKinds } from '#platform/db/kinds.ts';

export const sampleRuns = pgTable('sample_runs', {
  runId: uuid('run_id').primaryKey(),
  accounts: integer('accounts').notNull(),
  seed: integer('seed').notNull(),
  asOf: date('as_of').notNull(),
  status: text('status').$type<'queued' | 'running' | 'done' | 'failed' | 'removed'>().notNull().default('queued'),
  step: text('step').notNull().default(''),
  done: integer('done').notNull().default(0),
  total: integer('total').notNull().default(0),
  error: text('error'),
  createdBy: uuid('created_by'),
  createdAt: timestamp('created_at', { withTimezone: true }).notNull(),
  finishedAt: timestamp('finished_at', { withTimezone: true }),
});

tableKinds({ sample_runs: 'local' });
