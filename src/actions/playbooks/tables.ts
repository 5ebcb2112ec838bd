import { boolean, date, integer, jsonb, pgTable, primaryKey, smallint, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import { tableKinds } from '#platform/db/kinds.ts';

export const playbooks = pgTable('playbooks', {
  playbookId: uuid('playbook_id').primaryKey(),
  name: text('name').notNull(),
  description: text('description'),
  template: text('template'),
  ctaType: text('cta_type'),
  status: text('status').notNull().default('draft'),
  version: integer('version'),
  draft: jsonb('draft'),
  isSample: boolean('is_sample').notNull().default(false),
  createdBy: uuid('created_by'),
  createdAt: timestamp('created_at', { withTimezone: true }).notNull(),
  updatedAt: timestamp('updated_at', { withTimezone: true }).notNull(),
});

export const playbookVersions = pgTable(
  'playbook_versions',
  {
    playbookId: uuid('playbook_id').notNull(),
    version: integer('version').notNull(),
    definition: jsonb('definition').notNull(),
    note: text('note'),
    publishedBy: uuid('published_by'),
    publishedAt: timestamp('published_at', { withTimezone: true }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.playbookId, t.version] })],
);

export const cadences = pgTable('cadences', {
  cadenceId: uuid('cadence_id').primaryKey(),
  segmentId: uuid('segment_id'),
  position: integer('position').notNull().default(0),
  colour: text('colour').notNull(),
  playbookId: uuid('playbook_id'),
  everyDays: integer('every_days'),
  ownerRole: text('owner_role').notNull().default('csm'),
  updatedAt: timestamp('updated_at', { withTimezone: true }).notNull(),
});

export const playbookRuns = pgTable(
  'playbook_runs',
  {
    accountId: uuid('account_id').notNull(),
    runId: uuid('run_id').notNull(),
    productNo: smallint('product_no').notNull().default(0),
    playbookId: uuid('playbook_id').notNull(),
    version: integer('version').notNull(),
    ctaId: uuid('cta_id'),
    ownerId: uuid('owner_id'),
    startedOn: date('started_on', { mode: 'string' }).notNull(),
    startedFrom: text('started_from').notNull(),
    status: text('status').notNull().default('running'),
    endedAt: timestamp('ended_at', { withTimezone: true }),
    endNote: text('end_note'),
    startedBy: uuid('started_by'),
    contractId: uuid('contract_id'),
    renewalOn: date('renewal_on', { mode: 'string' }),
    noticeOn: date('notice_on', { mode: 'string' }),
    isSample: boolean('is_sample').notNull().default(false),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull(),
    updatedAt: timestamp('updated_at', { withTimezone: true }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.accountId, t.runId] })],
);

export const tasks = pgTable(
  'tasks',
  {
    accountId: uuid('account_id').notNull(),
    taskId: uuid('task_id').notNull(),
    runId: uuid('run_id'),
    ctaId: uuid('cta_id'),
    taskKey: text('task_key'),
    position: integer('position').notNull().default(0),
    title: text('title').notNull(),
    body: text('body'),
    links: jsonb('links').notNull().default([]),
    template: jsonb('template'),
    ownerId: uuid('owner_id'),
    ownerRole: text('owner_role'),
    dueOn: date('due_on', { mode: 'string' }),
    required: boolean('required').notNull().default(true),
    condition: jsonb('condition'),
    doneWhen: jsonb('done_when'),
    beforeDate: text('before_date'),
    beforeDays: integer('before_days'),
    status: text('status').notNull().default('open'),
    doneAt: timestamp('done_at', { withTimezone: true }),
    doneBy: uuid('done_by'),
    doneByItself: boolean('done_by_itself').notNull().default(false),
    note: text('note'),
    isSample: boolean('is_sample').notNull().default(false),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull(),
    updatedAt: timestamp('updated_at', { withTimezone: true }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.accountId, t.taskId] })],
);

export const playbookRedatings = pgTable(
  'playbook_redatings',
  {
    accountId: uuid('account_id').notNull(),
    redatingId: uuid('redating_id').notNull(),
    runId: uuid('run_id').notNull(),
    at: timestamp('at', { withTimezone: true }).notNull(),
    dateKind: text('date_kind').notNull(),
    was: date('was', { mode: 'string' }),
    becomes: date('becomes', { mode: 'string' }).notNull(),
    tasks: integer('tasks').notNull(),
    kept: boolean('kept').notNull().default(false),
  },
  (t) => [primaryKey({ columns: [t.accountId, t.redatingId] })],
);

tableKinds({
  playbooks: 'reference',
  playbook_versions: 'reference',
  cadences: 'reference',
  playbook_runs: 'account',
  tasks: 'account',
  playbook_redatings: 'account',
});
