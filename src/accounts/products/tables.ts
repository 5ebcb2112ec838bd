import { boolean, integer, pgTable, smallint, text, timestamp } from 'drizzle-orm/pg-core';
import { tableKinds } from '#platform/db/kinds.ts';

export const products = pgTable('products', {
  productNo: smallint('product_no').primaryKey(),
  key: text('key').notNull(),
  name: text('name').notNull(),
  position: integer('position').notNull().default(0),
  embeddedDaily: boolean('embedded_daily').notNull().default(false),
  archivedAt: timestamp('archived_at', { withTimezone: true }),
  isSample: boolean('is_sample').notNull().default(false),
  createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
});

tableKinds({ products: 'reference' });
