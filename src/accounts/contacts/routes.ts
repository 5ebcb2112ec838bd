import { findAccount } from '#accounts/accounts/index.ts';
import { changedFields, write } from '#platform/audit/audit.ts';
import { sqlState, type Db } from '#platform/db/db.ts';
import { fromCursor, toCursor } from '#platform/http/cursor.ts';
import { problem, problemAt, type Said } from '#platform/http/problem.ts';
import { implementSlice } from '#platform/http/server.ts';
import { newId } from '#platform/ids/ids.ts';
import { contract } from './contract.ts';
import { findContact, forgetSuccessor, insertContact, listContacts, setManualKey, updateContact, type Contact } from './store.ts';
import { contactsWritten, deleteContacts } from './written.ts';

const on = implementSlice(contract);

export const routes = {
  list: on.list.handler(async ({ context, input: { accountId, status, limit, cursor } }) => {
    await existing(context.db, accountId);
    const found = await listContacts(context.db, accountId, status, limit + 1, fromCursor(cursor, 3));
    const last = found[limit - 1];
    return {
      items: found.slice(0, limit),
      nextCursor: found.length > limit && last ? toCursor([last.status !== 'active', last.kana ?? last.name, last.contactId]) : null,
    };
  }),

  get: on.get.handler(({ context, input }) => contactOf(context.db, input.accountId, input.contactId)),

  create: on.create.handler(({ context, input: { accountId, ...fields } }) =>
    uniqueKey(() =>
      write(context, 'contacts.create', async (tx, audit) => {
        await existing(tx, accountId);
        const contactId = newId();
        const at = context.clock();
        await insertContact(tx, accountId, contactId, fields, at);
        await setManualKey(tx, accountId, contactId, fields.externalId ?? null);
        await contactsWritten(tx, context.jobs, [{ accountId, id: contactId }], at);
        audit({ noun: 'contact', id: contactId, accountId, label: fields.name, changes: changedFields({}, fields) });
        return contactOf(tx, accountId, contactId);
      }),
    ),
  ),

  update: on.update.handler(({ context, input: { accountId, contactId, ...fields } }) =>
    uniqueKey(() =>
      write(context, 'contacts.update', async (tx, audit) => {
        const before = await contactOf(tx, accountId, contactId);
        const changes = changedFields(before, { ...before, ...fields });
        audit(Object.keys(changes).length ? { noun: 'contact', id: contactId, accountId, label: fields.name ?? before.name, changes } : null);
        if (!Object.keys(changes).length) return before;
        const at = context.clock();
        await updateContact(tx, accountId, contactId, fields, at);
        if (changes.externalId) await setManualKey(tx, accountId, contactId, fields.externalId ?? null);
        await contactsWritten(tx, context.jobs, [{ accountId, id: contactId }], at);
        return contactOf(tx, accountId, contactId);
      }),
    ),
  ),

  status: on.status.handler(({ context, input: { accountId, contactId, status, on: given, successorContactId } }) =>
    write(context, 'contacts.status', async (tx, audit) => {
      const before = await contactOf(tx, accountId, contactId);
      if (successorContactId) await checkSuccessor(tx, accountId, contactId, successorContactId);
      const change = {
        status,
        statusOn: status === 'active' ? null : (given ?? context.today),
        successorContactId: status === 'active' ? null : successorContactId,
      };
      const at = context.clock();
      await updateContact(tx, accountId, contactId, change, at);
      await contactsWritten(tx, context.jobs, [{ accountId, id: contactId }], at);
      const after = await contactOf(tx, accountId, contactId);
      const { status: s, statusOn, successorContactId: next } = after;
      const changes = changedFields(before, { status: s, statusOn, successorContactId: next });
      audit(Object.keys(changes).length ? { noun: 'contact', id: contactId, accountId, label: before.name, changes } : null);
      return after;
    }),
  ),

  remove: on.remove.handler(({ context, input: { accountId, contactId } }) =>
    write(context, 'contacts.delete', async (tx, audit) => {
      const before = await contactOf(tx, accountId, contactId);
      const at = context.clock();
      const left = await forgetSuccessor(tx, accountId, contactId, at);
      if (left.length)
        await contactsWritten(
          tx,
          context.jobs,
          left.map((id) => ({ accountId, id })),
          at,
        );
      await deleteContacts(tx, context.jobs, [{ accountId, id: contactId }], at);
      audit({ noun: 'contact', id: contactId, accountId, label: before.name, changes: { name: [before.name, null] } });
    }),
  ),
};

async function existing(db: Db, accountId: string): Promise<void> {
  if (!(await findAccount(db, accountId))) throw problem('NOT_FOUND', { ja: '顧客が見つかりません。', en: 'No such customer.' });
}

async function contactOf(db: Db, accountId: string, contactId: string): Promise<Contact> {
  const found = await findContact(db, accountId, contactId);
  if (!found) throw problem('NOT_FOUND', { ja: '先方担当者が見つかりません。', en: 'No such contact.' });
  return found;
}

async function checkSuccessor(tx: Db, accountId: string, contactId: string, successorId: string): Promise<void> {
  const wrong = (said: Said) => problemAt('successorContactId', said);
  if (successorId === contactId) throw wrong({ ja: '本人を後任にすることはできません。', en: 'Nobody can succeed themselves.' });
  const successor = await findContact(tx, accountId, successorId);
  if (!successor) throw wrong({ ja: '後任の方が見つかりません。', en: 'No such successor.' });
  if (successor.status !== 'active') throw wrong({ ja: 'すでに異動または退職した方です。', en: 'This person has moved on already.' });
}

async function uniqueKey<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (sqlState(error) === '23505')
      throw problemAt('externalId', { ja: 'この外部IDはほかの先方担当者で使われています。', en: 'Another contact uses this external ID.' }, 'CONFLICT');
    throw error;
  }
}
