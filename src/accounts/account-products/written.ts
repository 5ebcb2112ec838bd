import { sql, type SQL } from 'drizzle-orm';
import { markChanged } from '#accounts/accounts/index.ts';
import type { Db } from '#platform/db/db.ts';
import { appendVersions } from '#platform/db/versions.ts';
import type { Jobs } from '#platform/jobs/jobs.ts';
import { accountProducts } from './tables.ts';

export type PickedProducts = readonly { accountId: string; productNo: number }[] | SQL;

/** A query of (account_id, product_no). */
export function pickProducts(picked: PickedProducts): SQL {
  if (!Array.isArray(picked)) return picked as SQL;
  return sql`select * from unnest(${sql.param(picked.map((p) => p.accountId))}::uuid[], ${sql.param(picked.map((p) => p.productNo))}::smallint[]) as p(account_id, product_no)`;
}

/** Follows every write to `account_products`, in its transaction. */
export async function accountProductsWritten(tx: Db, jobs: Pick<Jobs, 'publish'>, picked: PickedProducts, at: Date): Promise<void> {
  const pairs = pickProducts(picked);
  await appendVersions(tx, accountProducts, 'account_product_versions', ['account_id', 'product_no'], sql`(t.account_id, t.product_no) in (${pairs})`, at);
  await markChanged(tx, jobs, sql`select account_id from (${pairs}) p`, at);
}
