import { changeAttributes, listAttributes } from '#accounts/attributes/index.ts';
import { changedFields, write } from '#platform/audit/audit.ts';
import { sqlState, type Db } from '#platform/db/db.ts';
import type { Context } from '#platform/http/context.ts';
import { checkInput, problem, problemAt, type Said } from '#platform/http/problem.ts';
import { implementSlice } from '#platform/http/server.ts';
import { newId } from '#platform/ids/ids.ts';
import { contract } from './contract.ts';
import { accountHistory } from './history.ts';
import { deleteAccount } from './remove.sql.ts';
import {
  findAccount,
  findAround,
  insertAccount,
  listAccounts,
  lockAccount,
  setManualKey,
  tagsInUse,
  updateAccount,
  wordsInUse,
  wouldCircle,
  type Account,
  type AccountFields,
} from './store.ts';
import { accountsWritten } from './written.ts';

const on = implementSlice(contract);
type Change = Partial<Omit<AccountFields, 'attributes'>> & { attributes?: Record<string, unknown> };

export const routes = {
  list: on.list.handler(async ({ context, input: { limit, cursor, ...filter } }) => {
    const items = await listAccounts(context.db, filter, limit + 1, cursor);
    return { items: items.slice(0, limit), nextCursor: items.length > limit ? items[limit - 1]!.accountId : null };
  }),

  get: on.get.handler(({ context, input }) => detail(context.db, context, input.accountId)),

  create: on.create.handler(({ context, input }) =>
    readable(() =>
      write(context, 'accounts.create', async (tx, audit) => {
        const accountId = newId();
        const at = context.clock();
        const fields = await checked(tx, accountId, undefined, input);
        await insertAccount(tx, accountId, { ...fields, name: input.name }, at);
        await setManualKey(tx, accountId, fields.externalId ?? null);
        await accountsWritten(tx, context.jobs, [accountId], at);
        audit({ noun: 'account', id: accountId, accountId, label: input.name, changes: changedFields({}, fields) });
        return detail(tx, context, accountId);
      }),
    ),
  ),

  update: on.update.handler(({ context, input: { accountId, ...change } }) =>
    readable(() =>
      write(context, 'accounts.update', async (tx, audit) => {
        const before = await locked(tx, accountId);
        const fields = await checked(tx, accountId, before, change);
        const changes = changedFields(before, { ...before, ...fields });
        audit(Object.keys(changes).length ? { noun: 'account', id: accountId, accountId, label: fields.name ?? before.name, changes } : null);
        if (Object.keys(changes).length) {
          const at = context.clock();
          await updateAccount(tx, accountId, fields, at);
          if (changes.externalId) await setManualKey(tx, accountId, fields.externalId ?? null);
          await accountsWritten(tx, context.jobs, [accountId], at);
        }
        return detail(tx, context, accountId);
      }),
    ),
  ),

  archive: on.archive.handler(({ context, input: { accountId, archived } }) =>
    write(context, 'accounts.archive', async (tx, audit) => {
      const before = await locked(tx, accountId);
      audit(
        before.archived === archived
          ? null
          : { noun: 'account', id: accountId, accountId, label: before.name, changes: { archived: [before.archived, archived] } },
      );
      if (before.archived !== archived) {
        const at = context.clock();
        await updateAccount(tx, accountId, { archivedAt: archived ? at : null }, at);
        await accountsWritten(tx, context.jobs, [accountId], at);
      }
      return detail(tx, context, accountId);
    }),
  ),

  remove: on.remove.handler(({ context, input: { accountId } }) =>
    write(context, 'accounts.delete', async (tx, audit) => {
      const before = await locked(tx, accountId);
      await deleteAccount(tx, context.jobs, accountId, context.clock());
      audit({ noun: 'account', id: accountId, accountId, label: before.name, changes: { name: [before.name, null] } });
    }),
  ),

  history: on.history.handler(async ({ context, input: { accountId, limit, cursor } }) => {
    const found = await accountHistory(context.db, accountId, limit + 1, cursor);
    if (!found.length && !cursor && !(await findAccount(context.db, accountId))) throw notFound();
    return { items: found.slice(0, limit), nextCursor: found.length > limit ? found[limit - 1]!.at.toISOString() : null };
  }),

  tags: on.tags.handler(({ context }) => tagsInUse(context.db)),
  words: on.words.handler(({ context, input }) => wordsInUse(context.db, input.field)),
};

const notFound = () => problem('NOT_FOUND', { ja: '顧客が見つかりません。', en: 'No such customer.' });

async function locked(tx: Db, accountId: string): Promise<Account> {
  const found = await lockAccount(tx, accountId);
  if (!found) throw notFound();
  return found;
}

async function detail(db: Db, context: Context, accountId: string) {
  const found = await findAccount(db, accountId);
  if (!found) throw notFound();
  return {
    ...found,
    ...(await findAround(db, accountId)),
    tenureMonths: found.firstContractOn ? wholeMonths(found.firstContractOn, lastDay(found, context.today)) : null,
  };
}

// A customer who has left stays as old as it became.
const lastDay = (a: Account, today: string) => (a.churnedOn && a.churnedOn < today ? a.churnedOn : today);

function wholeMonths(from: string, to: string): number {
  const at = (day: string, i: number, n: number) => Number(day.slice(i, i + n));
  const months = (at(to, 0, 4) - at(from, 0, 4)) * 12 + at(to, 5, 2) - at(from, 5, 2);
  return Math.max(0, months - (at(to, 8, 2) < at(from, 8, 2) ? 1 : 0));
}

/** What the database alone can tell is wrong: attributes against their definitions, the parent against the tree. */
async function checked(tx: Db, accountId: string, before: Account | undefined, change: Change): Promise<Partial<AccountFields>> {
  const { attributes, ...fields } = change;
  if (fields.parentAccountId && fields.parentAccountId !== before?.parentAccountId) await checkParent(tx, accountId, fields.parentAccountId);
  if (attributes === undefined) return fields;
  const rules = (await listAttributes(tx)).filter((rule) => !rule.archived || rule.key in (before?.attributes ?? {}));
  const { values, errors } = changeAttributes(rules, before?.attributes ?? {}, attributes);
  if (errors.length) throw problem('BAD_REQUEST', checkInput, errors);
  return { ...fields, attributes: values };
}

async function checkParent(tx: Db, accountId: string, parentId: string): Promise<void> {
  const wrong = (said: Said) => problemAt('parentAccountId', said);
  if (await wouldCircle(tx, accountId, parentId))
    throw wrong({ ja: '自社やその子会社を親会社にすることはできません。', en: 'A customer cannot be its own parent, nor can one of its subsidiaries.' });
  if (!(await findAccount(tx, parentId))) throw wrong({ ja: '親会社が見つかりません。', en: 'No such parent customer.' });
}

async function readable<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const state = sqlState(error);
    if (state === '23505')
      throw problemAt('externalId', { ja: 'この外部IDはほかの顧客で使われています。', en: 'Another customer uses this external ID.' }, 'CONFLICT');
    if (state === '23503') throw problemAt('partnerId', { ja: 'パートナーが見つかりません。', en: 'No such partner.' });
    throw error;
  }
}
