import { sql } from 'drizzle-orm';
import { markChanged, pick, type Picked } from '#accounts/accounts/index.ts';
import { dropEntries, indexEntries } from '#accounts/search/index.ts';
import type { Db } from '#platform/db/db.ts';
import { appendVersions, closeVersions } from '#platform/db/versions.ts';
import type { Jobs } from '#platform/jobs/jobs.ts';
import { contacts } from './tables.ts';

const key = ['account_id', 'contact_id'];
const among = (picked: Picked) => sql`(t.account_id, t.contact_id) in (${pick(picked)})`;
const accountsOf = (picked: Picked) => sql`select account_id from (${pick(picked)}) p`;

/** Follows every write to `contacts`, in its transaction: a version, the search entry, the mark that something changed. */
export async function contactsWritten(tx: Db, jobs: Pick<Jobs, 'publish'>, picked: Picked, at: Date, search: 'now' | 'later' = 'now'): Promise<void> {
  await appendVersions(tx, contacts, 'contact_versions', key, among(picked), at);
  if (search === 'now') await indexContacts(tx, picked);
  await markChanged(tx, jobs, accountsOf(picked), at);
}

/** Makes contacts findable. */
export async function indexContacts(tx: Db, picked: Picked): Promise<void> {
  await indexEntries(
    tx,
    'contact',
    sql`select t.account_id, t.contact_id as noun_id, t.name as title, nullif(concat_ws(' ', t.department, t.title), '') as subtitle, t.kana, null::text as body
        from contacts t where ${among(picked)}`,
  );
}

/** Deletes contacts: their versions are closed, so what was known before stays known. */
export async function deleteContacts(tx: Db, jobs: Pick<Jobs, 'publish'>, picked: Picked, at: Date): Promise<void> {
  await closeVersions(tx, contacts, 'contact_versions', key, among(picked), at);
  await dropEntries(tx, 'contact', pick(picked));
  await markChanged(tx, jobs, accountsOf(picked), at);
  await tx.execute(sql`delete from contact_keys k using (${pick(picked)}) p where k.contact_id = p.noun_id`);
  await tx.execute(sql`delete from contacts t where ${among(picked)}`);
}
