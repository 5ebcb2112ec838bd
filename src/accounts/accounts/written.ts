import { sql, type SQL } from 'drizzle-orm';
import { indexEntries } from '#accounts/search/index.ts';
import type { Db } from '#platform/db/db.ts';
import { appendVersions } from '#platform/db/versions.ts';
import type { Jobs } from '#platform/jobs/jobs.ts';
import { markChanged } from './changed.ts';
import { accounts } from './tables.ts';

/**
 * Follows every write to `accounts`, in its transaction: a version, the search entry, the mark that something changed.
 * `picked` are ids or a query of account_id (an import passes one over its staging table).
 * `search: 'later'` leaves the search entry to a job of the caller (`indexAccounts`): for many thousands at once.
 */
export async function accountsWritten(tx: Db, jobs: Pick<Jobs, 'publish'>, picked: string[] | SQL, at: Date, search: 'now' | 'later' = 'now'): Promise<void> {
  await appendVersions(tx, accounts, 'account_versions', ['account_id'], sql`t.account_id in (${accountIds(picked)})`, at);
  if (search === 'now') await indexAccounts(tx, picked);
  await markChanged(tx, jobs, picked, at);
}

/** Makes accounts findable. */
export async function indexAccounts(tx: Db, picked: string[] | SQL): Promise<void> {
  await indexEntries(
    tx,
    'account',
    sql`select a.account_id, a.account_id as noun_id, a.name as title, a.industry as subtitle, a.kana, null::text as body from accounts a where a.account_id in (${accountIds(picked)})`,
  );
}

/** A query of account_id. */
export function accountIds(picked: string[] | SQL): SQL {
  return Array.isArray(picked) ? sql`select unnest(${sql.param(picked)}::uuid[]) as account_id` : picked;
}
