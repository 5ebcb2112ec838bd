import { and, eq, sql } from 'drizzle-orm';
import type { Day } from '#platform/clock/days.ts';
import { rows, type Db } from '#platform/db/db.ts';
import { contactKeys, contacts as c } from './tables.ts';
import type { contactStatuses } from './terms.ts';

export type ContactFields = Partial<
  Omit<typeof c.$inferInsert, 'accountId' | 'contactId' | 'createdAt' | 'updatedAt' | 'status' | 'statusOn' | 'successorContactId' | 'isSample' | 'importId'>
>;
export type ContactStatus = (typeof contactStatuses)[number];
export type Contact = {
  accountId: string;
  contactId: string;
  externalId: string | null;
  name: string;
  kana: string | null;
  department: string | null;
  title: string | null;
  email: string | null;
  phone: string | null;
  roles: string[];
  status: ContactStatus;
  statusOn: Day | null;
  successorContactId: string | null;
  successorName: string | null;
  userKey: string | null;
  note: string | null;
  isSample: boolean;
  createdAt: Date;
  updatedAt: Date;
};

const successorName = sql<
  string | null
>`(select s.name from contacts s where s.account_id = contacts.account_id and s.contact_id = contacts.successor_contact_id)`;
const columns = {
  accountId: c.accountId,
  contactId: c.contactId,
  externalId: c.externalId,
  name: c.name,
  kana: c.kana,
  department: c.department,
  title: c.title,
  email: c.email,
  phone: c.phone,
  roles: c.roles,
  status: c.status,
  statusOn: c.statusOn,
  successorContactId: c.successorContactId,
  successorName,
  userKey: c.userKey,
  note: c.note,
  isSample: c.isSample,
  createdAt: c.createdAt,
  updatedAt: c.updatedAt,
};
const one = (accountId: string, contactId: string) => and(eq(c.accountId, accountId), eq(c.contactId, contactId));

export async function findContact(db: Db, accountId: string, contactId: string): Promise<Contact | undefined> {
  return (await db.select(columns).from(c).where(one(accountId, contactId)))[0];
}

/** Active ones first, then by reading; `after` is [gone, reading, id] of the last row of the page before. */
export function listContacts(
  db: Db,
  accountId: string,
  status: ContactStatus | undefined,
  limit: number,
  after: readonly unknown[] | null,
): Promise<Contact[]> {
  const place = sql`((${c.status} <> 'active'), coalesce(${c.kana}, ${c.name}), ${c.contactId})`;
  const later = after ? sql`${place} > (${after[0]}::boolean, ${after[1]}::text, ${after[2]}::uuid)` : undefined;
  return db
    .select(columns)
    .from(c)
    .where(and(eq(c.accountId, accountId), status ? eq(c.status, status) : undefined, later))
    .orderBy(sql`(${c.status} <> 'active')`, sql`coalesce(${c.kana}, ${c.name})`, c.contactId)
    .limit(limit);
}

export async function insertContact(tx: Db, accountId: string, contactId: string, fields: ContactFields & { name: string }, at: Date): Promise<void> {
  await tx.insert(c).values({ ...fields, accountId, contactId, createdAt: at, updatedAt: at });
}

export async function updateContact(
  tx: Db,
  accountId: string,
  contactId: string,
  change: ContactFields & { status?: ContactStatus; statusOn?: Day | null; successorContactId?: string | null },
  at: Date,
): Promise<void> {
  await tx
    .update(c)
    .set({ ...change, updatedAt: at })
    .where(one(accountId, contactId));
}

/** Keeps the lookup key of what people typed in step with the contact's external id. */
export async function setManualKey(tx: Db, accountId: string, contactId: string, externalId: string | null): Promise<void> {
  await tx.delete(contactKeys).where(and(eq(contactKeys.source, 'manual'), eq(contactKeys.contactId, contactId)));
  if (externalId) await tx.insert(contactKeys).values({ source: 'manual', externalId, accountId, contactId });
}

/** Contacts whose successor is about to be deleted lose it; gives their ids. */
export async function forgetSuccessor(tx: Db, accountId: string, contactId: string, at: Date): Promise<string[]> {
  const changed = await rows<{ id: string }>(
    tx,
    sql`update contacts set successor_contact_id = null, updated_at = ${at.toISOString()} where account_id = ${accountId} and successor_contact_id = ${contactId} returning contact_id as id`,
  );
  return changed.map((r) => r.id);
}
