import { sql } from 'drizzle-orm';
import type { Day } from '#platform/clock/days.ts';
import { rows, type Db } from '#platform/db/db.ts';
import type { Jobs } from '#platform/jobs/jobs.ts';
import { phases } from './terms.ts';
import { accountProductsWritten } from './written.ts';

/**
 * Moves products of accounts into a phase from `today` on; product 0 means all the account uses. Gives the accounts where
 * that changed something; none for a phase that there is not.
 */
export async function enterPhase(
  tx: Db,
  jobs: Pick<Jobs, 'publish'>,
  picked: readonly { accountId: string; productNo: number }[],
  phase: string,
  today: Day,
  at: Date,
): Promise<string[]> {
  if (!(phases as readonly string[]).includes(phase)) return [];
  const changed = await rows<{ accountId: string; productNo: number }>(
    tx,
    sql`
    update account_products p set phase = ${phase}, phase_since = ${today}::date, updated_at = ${at.toISOString()}::timestamptz
    from (select distinct * from unnest(${sql.param(picked.map((p) => p.accountId))}::uuid[], ${sql.param(picked.map((p) => p.productNo))}::int[])) w(account_id, product_no)
    where p.account_id = w.account_id and w.product_no in (0, p.product_no) and p.phase <> ${phase} and (p.ended_on is null or p.ended_on >= ${today}::date)
    returning p.account_id as "accountId", p.product_no as "productNo"`,
  );
  if (changed.length) await accountProductsWritten(tx, jobs, changed, at);
  return [...new Set(changed.map((c) => c.accountId))];
}
