import type { Db } from '#platform/db/db.ts';
import { newId } from '#platform/ids/ids.ts';
import { accountKeys, accounts } from './tables.ts';
import { accountsWritten } from './written.ts';

export const silent = { publish: async () => {} };
export const factoryMoment = new Date('2026-01-05T00:00:00Z');

/** An account with its version and search entry; gives its id. `source` also makes a lookup key. */
export async function makeAccount(db: Db, row: Partial<typeof accounts.$inferInsert> = {}, options: { at?: Date; source?: string } = {}): Promise<string> {
  const at = options.at ?? factoryMoment;
  const accountId = row.accountId ?? newId();
  await db.insert(accounts).values({ name: '株式会社みなと物流', createdAt: at, updatedAt: at, ...row, accountId });
  if (options.source && row.externalId) await db.insert(accountKeys).values({ source: options.source, externalId: row.externalId, accountId });
  await accountsWritten(db, silent, [accountId], at);
  return accountId;
}
