import { factoryMoment, silent } from '#accounts/accounts/factory.ts';
import type { Db } from '#platform/db/db.ts';
import { newId } from '#platform/ids/ids.ts';
import { contacts } from './tables.ts';
import { contactsWritten } from './written.ts';

/** A contact with its version and search entry; gives its id. */
export async function makeContact(db: Db, row: Partial<typeof contacts.$inferInsert> & { accountId: string }, at = factoryMoment): Promise<string> {
  const contactId = row.contactId ?? newId();
  await db.insert(contacts).values({ name: '伊藤 花子', createdAt: at, updatedAt: at, ...row, contactId });
  await contactsWritten(db, silent, [{ accountId: row.accountId, id: contactId }], at);
  return contactId;
}
