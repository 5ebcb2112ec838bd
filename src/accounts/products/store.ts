import { asc, eq, sql } from 'drizzle-orm';
import { row, type Db } from '#platform/db/db.ts';
import { products } from './tables.ts';

const columns = {
  productNo: products.productNo,
  key: products.key,
  name: products.name,
  embeddedDaily: products.embeddedDaily,
  archived: sql<boolean>`${products.archivedAt} is not null`,
};
export type Product = { productNo: number; key: string; name: string; embeddedDaily: boolean; archived: boolean };
export type ProductChange = Partial<Pick<Product, 'key' | 'name' | 'embeddedDaily' | 'archived'>>;

export function listProducts(db: Db): Promise<Product[]> {
  return db.select(columns).from(products).orderBy(asc(products.position), asc(products.productNo));
}

export async function findProduct(db: Db, productNo: number): Promise<Product | undefined> {
  return (await db.select(columns).from(products).where(eq(products.productNo, productNo)))[0];
}

/** Adds a product under the next number; numbers are never used again, values of the past point at them. */
export async function insertProduct(db: Db, product: Pick<Product, 'key' | 'name' | 'embeddedDaily'> & { isSample?: boolean }): Promise<Product> {
  await db.execute(sql`lock table products in share row exclusive mode`);
  const next = await row<{ no: number }>(db, sql`select coalesce(max(product_no), 0)::int + 1 as no from products`);
  const [made] = await db
    .insert(products)
    .values({ ...product, productNo: next!.no, position: next!.no })
    .returning(columns);
  return made!;
}

export async function updateProduct(db: Db, productNo: number, change: ProductChange, now: Date): Promise<Product | undefined> {
  const { archived, ...rest } = change;
  const set = { ...rest, ...(archived === undefined ? {} : { archivedAt: archived ? now : null }) };
  if (!Object.keys(set).length) return findProduct(db, productNo);
  return (await db.update(products).set(set).where(eq(products.productNo, productNo)).returning(columns))[0];
}
