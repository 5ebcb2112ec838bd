import type { Db } from '#platform/db/db.ts';
import { products } from './tables.ts';

/** A product under a number of the caller's choice. */
export async function makeProduct(db: Db, productNo = 1, row: Partial<typeof products.$inferInsert> = {}): Promise<number> {
  await db.insert(products).values({ key: `product-${productNo}`, name: `製品${productNo}`, position: productNo, ...row, productNo });
  return productNo;
}
