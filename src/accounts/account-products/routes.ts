import { and, eq, sql } from 'drizzle-orm';
import { findAccount } from '#accounts/accounts/index.ts';
import { findProduct } from '#accounts/products/index.ts';
import { changedFields, write } from '#platform/audit/audit.ts';
import type { Day } from '#platform/clock/days.ts';
import type { Db } from '#platform/db/db.ts';
import { closeVersions } from '#platform/db/versions.ts';
import { problem, problemAt } from '#platform/http/problem.ts';
import { fromCursor, toCursor } from '#platform/http/cursor.ts';
import { implementSlice } from '#platform/http/server.ts';
import { contract } from './contract.ts';
import { countOnboardings, listOnboardings } from './onboarding.sql.ts';
import { accountProducts as p } from './tables.ts';
import { accountProductsWritten } from './written.ts';

const on = implementSlice(contract);
const recentDays = 90;
const productName = sql<string>`(select name from products where products.product_no = account_products.product_no)`;
const columns = {
  accountId: p.accountId,
  productNo: p.productNo,
  productName,
  phase: p.phase,
  phaseSince: p.phaseSince,
  startedOn: p.startedOn,
  endedOn: p.endedOn,
  seats: p.seats,
  onboardingStartedOn: p.onboardingStartedOn,
  onboardingDueOn: p.onboardingDueOn,
  onboardingDoneOn: p.onboardingDoneOn,
  updatedAt: p.updatedAt,
};
type Fields = Partial<
  Pick<typeof p.$inferSelect, 'phase' | 'phaseSince' | 'startedOn' | 'endedOn' | 'seats' | 'onboardingStartedOn' | 'onboardingDueOn' | 'onboardingDoneOn'>
>;
const one = (accountId: string, productNo: number) => and(eq(p.accountId, accountId), eq(p.productNo, productNo));

export const routes = {
  list: on.list.handler(async ({ context, input }) => {
    const found = await context.db.select(columns).from(p).where(eq(p.accountId, input.accountId)).orderBy(p.productNo);
    if (!found.length && !(await findAccount(context.db, input.accountId)))
      throw problem('NOT_FOUND', { ja: '顧客が見つかりません。', en: 'No such customer.' });
    return found;
  }),

  put: on.put.handler(({ context, input: { accountId, productNo, ...given } }) =>
    write(context, 'account_products.put', async (tx, audit) => {
      if (!(await findAccount(tx, accountId))) throw problem('NOT_FOUND', { ja: '顧客が見つかりません。', en: 'No such customer.' });
      const product = await findProduct(tx, productNo);
      if (!product) throw problem('NOT_FOUND', { ja: '製品が見つかりません。', en: 'No such product.' });
      const before = await find(tx, accountId, productNo);
      const fields = complete(given, before, context.today);
      checkOrder({ ...before, ...fields });
      const changes = changedFields(before ?? {}, { ...before, ...fields });
      if (before && !Object.keys(changes).length) return (audit(null), before);
      const at = context.clock();
      await tx
        .insert(p)
        .values({ ...fields, accountId, productNo, createdAt: at, updatedAt: at })
        .onConflictDoUpdate({ target: [p.accountId, p.productNo], set: { ...fields, updatedAt: at } });
      await accountProductsWritten(tx, context.jobs, [{ accountId, productNo }], at);
      audit({ noun: 'account_product', id: String(productNo), accountId, label: product.name, changes });
      return (await find(tx, accountId, productNo))!;
    }),
  ),

  remove: on.remove.handler(({ context, input: { accountId, productNo } }) =>
    write(context, 'account_products.delete', async (tx, audit) => {
      const before = await find(tx, accountId, productNo);
      if (!before) throw problem('NOT_FOUND', { ja: '導入製品が見つかりません。', en: 'The customer does not use this product.' });
      const at = context.clock();
      await closeVersions(
        tx,
        p,
        'account_product_versions',
        ['account_id', 'product_no'],
        sql`t.account_id = ${accountId} and t.product_no = ${productNo}`,
        at,
      );
      await tx.delete(p).where(one(accountId, productNo));
      await accountProductsWritten(tx, context.jobs, [{ accountId, productNo }], at);
      audit({ noun: 'account_product', id: String(productNo), accountId, label: before.productName, changes: { phase: [before.phase, null] } });
    }),
  ),

  onboardings: on.onboardings.handler(async ({ context, input: { limit, cursor, ...filter } }) => {
    const found = await listOnboardings(context.db, filter, context.today, limit + 1, fromCursor(cursor, 3));
    const last = found[limit - 1];
    return {
      items: found.slice(0, limit).map(({ place: _place, ...one }) => one),
      nextCursor: found.length > limit && last ? toCursor([last.place, last.accountId, last.productNo]) : null,
    };
  }),

  onboardingCounts: on.onboardingCounts.handler(({ context, input }) => countOnboardings(context.db, input, context.today, recentDays)),
};

async function find(db: Db, accountId: string, productNo: number) {
  return (await db.select(columns).from(p).where(one(accountId, productNo)))[0];
}

/** A finished onboarding moves on to 活用; a phase that changes starts today unless a day is given. */
function complete(given: Fields, before: Fields | undefined, today: Day): Fields {
  const phaseNow = before?.phase ?? 'onboarding';
  const finished = given.onboardingDoneOn && !before?.onboardingDoneOn && !given.phase && phaseNow === 'onboarding';
  const fields: Fields = finished ? { ...given, phase: 'adoption', phaseSince: given.phaseSince ?? given.onboardingDoneOn } : { ...given };
  if (fields.phase && fields.phase !== before?.phase && fields.phaseSince === undefined) fields.phaseSince = today;
  return fields;
}

function checkOrder(row: Fields): void {
  const { startedOn, endedOn, onboardingStartedOn: from, onboardingDueOn: due, onboardingDoneOn: done } = row;
  if (startedOn && endedOn && endedOn < startedOn)
    throw problemAt('endedOn', { ja: '利用終了日は利用開始日以降にしてください。', en: 'The end of use cannot be before its start.' });
  if (from && due && due < from) throw problemAt('onboardingDueOn', { ja: '期限は開始日以降にしてください。', en: 'The due date cannot be before the start.' });
  if (from && done && done < from)
    throw problemAt('onboardingDoneOn', { ja: '完了日は開始日以降にしてください。', en: 'The date of completion cannot be before the start.' });
}
