import { sql } from 'drizzle-orm';
import type { Findable } from '#accounts/search/index.ts';

export const findableProducts: Findable = {
  kind: 'product',
  permission: 'products.read',
  names: () => sql`select product_no::text, name, null, null, null from products where archived_at is null`,
};
