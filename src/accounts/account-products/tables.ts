import { date, integer, pgTable, primaryKey, smallint, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import { tableKinds } from '#platform/db/kinds.ts';
import { phases } from './terms.ts';

export const accountProducts = pgTable(
  'account_products',
  {
    accountId: uuid('account_id').notNull(),
    productNo: smallint('product_no').notNull(),
    phase: text('phase', { enum: phases }).notNull().default('onboarding'),
    phaseSince: date('phase_since', { mode: 'string' }),
    startedOn: date('started_on', { mode: 'string' }),
    endedOn: date('ended_on', { mode: 'string' }),
    seats: integer('seats'),
    onboardingStartedOn: date('onboarding_started_on', { mode: 'string' }),
    onboardingDueOn: date('onboarding_due_on', { mode: 'string' }),
    onboardingDoneOn: date('onboarding_done_on', { mode: 'string' }),
    importId: uuid('import_id'),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull(),
    updatedAt: timestamp('updated_at', { withTimezone: true }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.accountId, t.productNo] })],
);

tableKinds({ account_products: 'account', account_product_versions: 'account' });
