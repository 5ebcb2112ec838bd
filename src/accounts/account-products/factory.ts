import { factoryMoment, silent } from '#accounts/accounts/factory.ts';
import type { Db } from '#platform/db/db.ts';
import { accountProducts } from './tables.ts';
import { accountProductsWritten } from './written.ts';

/** What an account uses of a product, with its version. The product must exist. */
export async function makeAccountProduct(
  db: Db,
  row: Partial<typeof accountProducts.$inferInsert> & { accountId: string; productNo: number },
  at = factoryMoment,
): Promise<void> {
  await db.insert(accountProducts).values({ createdAt: at, updatedAt: at, ...row });
  await accountProductsWritten(db, silent, [row], at);
}
