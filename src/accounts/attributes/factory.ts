import type { Db } from '#platform/db/db.ts';
import { newId } from '#platform/ids/ids.ts';
import { attributeDefinitions } from './tables.ts';

export async function makeAttribute(db: Db, row: Partial<typeof attributeDefinitions.$inferInsert> & { key: string }): Promise<void> {
  await db.insert(attributeDefinitions).values({ id: newId(), name: row.key, kind: 'text', ...row });
}
