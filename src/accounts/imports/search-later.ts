import { sql } from 'drizzle-orm';
import { indexAccounts } from '#accounts/accounts/index.ts';
import { indexContacts } from '#accounts/contacts/index.ts';
import { rows, transaction, type Database, type Db } from '#platform/db/db.ts';
import { findImport } from './store.ts';

const atOnce = 2_000;
type Item = { accountId: string; id: string };

/** Makes findable what a large import has loaded, in small transactions; can be run again from the start at any time. */
export async function indexImport(database: Pick<Database, 'pool' | 'db'>, importId: string): Promise<void> {
  const made = await findImport(database.db, importId);
  if (made?.noun === 'accounts' || made?.noun === 'contacts') {
    const noun = made.noun;
    const items = await loadedBy(database.db, noun, importId);
    for (let i = 0; i < items.length; i += atOnce) {
      const part = items.slice(i, i + atOnce);
      await transaction(database, (tx) =>
        noun === 'accounts'
          ? indexAccounts(
              tx,
              part.map((p) => p.accountId),
            )
          : indexContacts(tx, part),
      );
    }
  }
  await database.db.execute(sql`update imports set search_pending = false where import_id = ${importId} and search_pending`);
}

function loadedBy(db: Db, noun: 'accounts' | 'contacts', importId: string): Promise<Item[]> {
  const id = noun === 'accounts' ? sql.raw('account_id') : sql.raw('contact_id');
  return rows<Item>(
    db,
    sql`select account_id as "accountId", ${id} as id from ${sql.raw(noun)} where import_id = ${importId}
        union select account_id, coalesce(noun_id, account_id) from import_changes where import_id = ${importId} and noun = ${noun} order by 1, 2`,
  );
}
