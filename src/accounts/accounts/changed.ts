import { sql, type SQL } from 'drizzle-orm';
import type { Db } from '#platform/db/db.ts';
import { signal, type Jobs } from '#platform/jobs/jobs.ts';

/** Something about some accounts has changed: their current day is made again (metrics, scores, facts). */
export const accountsChanged = signal('accounts.changed');

/**
 * Marks accounts as changed, in the transaction that changed them. `accounts` are ids, or a query that gives `account_id`.
 * Ordered, so that two writers over the same accounts cannot block each other.
 */
export async function markChanged(tx: Db, jobs: Pick<Jobs, 'publish'>, accounts: string[] | SQL, at: Date): Promise<void> {
  const picked = Array.isArray(accounts) ? sql`select unnest(${sql.param(accounts)}::uuid[]) as account_id` : accounts;
  await tx.execute(sql`
    insert into account_dirty (account_id, since)
    select distinct p.account_id, ${at.toISOString()}::timestamptz from (${picked}) p order by 1
    on conflict (account_id) do nothing`);
  await jobs.publish(tx, accountsChanged);
}
