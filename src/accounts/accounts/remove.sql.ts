import { sql } from 'drizzle-orm';
import { dropAccountEntries } from '#accounts/search/index.ts';
import type { Db } from '#platform/db/db.ts';
import type { Jobs } from '#platform/jobs/jobs.ts';
import { accountsWritten } from './written.ts';

// By name: later stages' tables hang on the account and go with it, and nothing on the right may be imported here.
const versioned = ['account', 'contact', 'account_product', 'contract', 'contract_line', 'assignment', 'goal'];
const keys = ['account_keys', 'contact_keys', 'contract_keys', 'user_accounts'];
const derived = ['account_facts', 'facts_dirty', 'segment_members', 'account_dirty', 'usage_dirty'];

/**
 * Deletes an account with everything that hangs on it. Versions, usage and scores of closed days stay, closed at `at`:
 * figures of the past do not change. Accounts below it lose their parent.
 */
export async function deleteAccount(tx: Db, jobs: Pick<Jobs, 'publish'>, accountId: string, at: Date): Promise<void> {
  const orphans = await tx.execute<{ account_id: string }>(
    sql`update accounts set parent_account_id = null, updated_at = ${at.toISOString()} where parent_account_id = ${accountId} returning account_id`,
  );
  if (orphans.rows.length)
    await accountsWritten(
      tx,
      jobs,
      orphans.rows.map((o) => o.account_id),
      at,
    );
  for (const noun of versioned) {
    await tx.execute(sql`update ${sql.identifier(`${noun}_versions`)} set known_to = ${at.toISOString()} where account_id = ${accountId} and known_to is null`);
  }
  for (const table of [...keys, ...derived]) await tx.execute(sql`delete from ${sql.identifier(table)} where account_id = ${accountId}`);
  await dropAccountEntries(tx, sql`select ${accountId}::uuid`);
  await tx.execute(sql`delete from accounts where account_id = ${accountId}`);
}
