import { sql } from 'drizzle-orm';
import { findAccount } from '#accounts/accounts/index.ts';
import { listProducts } from '#accounts/products/index.ts';
import { changedFields, write } from '#platform/audit/audit.ts';
import { sqlState, type Db } from '#platform/db/db.ts';
import type { Context } from '#platform/http/context.ts';
import { fromCursor, toCursor } from '#platform/http/cursor.ts';
import { problem, problemAt } from '#platform/http/problem.ts';
import { implementSlice } from '#platform/http/server.ts';
import { checkContract, type GivenLine } from './check.ts';
import { contract } from './contract.ts';
import { customerSince, findContracts, mrrLines, nextRenewal, type ContractRow } from './read.sql.ts';
import { countRenewals, listRenewals } from './renewals.sql.ts';
import { addMissingProducts, insertContract, lockContract, replaceLines, updateContract } from './store.ts';
import { deleteContracts } from './written.ts';

const on = implementSlice(contract);
const sum = (amounts: readonly { mrr: string }[]) => amounts.reduce((total, a) => total + BigInt(a.mrr), 0n);

export const routes = {
  list: on.list.handler(async ({ context, input: { accountId, limit, cursor } }) => {
    await existing(context.db, accountId);
    const after = fromCursor(cursor, 2);
    const where = after ? sql`(c.starts_on, c.contract_id) < (${after[0]}::date, ${after[1]}::uuid)` : sql`true`;
    const found = await findContracts(context.db, accountId, context.today, where, limit + 1);
    const last = found[limit - 1];
    return { items: found.slice(0, limit).map(shown), nextCursor: found.length > limit && last ? toCursor([last.startsOn, last.contractId]) : null };
  }),

  mrr: on.mrr.handler(async ({ context, input: { accountId } }) => {
    const { db, today } = context;
    const since = await customerSince(db, accountId);
    if (!since) throw problem('NOT_FOUND', { ja: '顧客が見つかりません。', en: 'No such customer.' });
    const [lines, next] = await Promise.all([mrrLines(db, accountId, today), nextRenewal(db, accountId, today)]);
    const mrr = sum(lines);
    const seats = lines.filter((l) => l.isSeats).map((l) => l.quantity);
    return {
      mrr,
      arr: mrr * 12n,
      products: new Set(lines.map((l) => l.productNo)).size,
      seats: seats.length ? seats.reduce((a, b) => a + b, 0) : null,
      customerSince: since.since,
      next: next ?? null,
      lines: lines.map((l) => ({ ...l, unitPrice: BigInt(l.unitPrice), mrr: BigInt(l.mrr) })),
    };
  }),

  get: on.get.handler(({ context, input }) => contractOf(context.db, context, input.accountId, input.contractId).then(shown)),

  create: on.create.handler(({ context, input: { accountId, lines = [], ...fields } }) =>
    uniqueKey(() =>
      write(context, 'contracts.create', async (tx, audit) => {
        await existing(tx, accountId);
        const whole = checkContract(fields, lines, await listProducts(tx));
        const at = context.clock();
        const contractId = await insertContract(tx, context.jobs, accountId, { ...fields, currency: context.organisation.currency || 'JPY' }, at);
        await replaceLines(tx, context.jobs, accountId, contractId, whole, at);
        await addMissingProducts(tx, context.jobs, accountId, context.today, at);
        const made = await contractOf(tx, context, accountId, contractId);
        audit({ noun: 'contract', id: contractId, accountId, label: made.name, changes: changedFields({}, { ...fields, lines: plainLines(made) }) });
        return shown(made);
      }),
    ),
  ),

  update: on.update.handler(({ context, input: { accountId, contractId, lines, ...fields } }) =>
    uniqueKey(() =>
      write(context, 'contracts.update', async (tx, audit) => {
        await lockContract(tx, accountId, contractId);
        const before = await contractOf(tx, context, accountId, contractId);
        const given: GivenLine[] = lines ?? before.lines.map((l) => ({ ...l, quantity: String(l.quantity), unitPrice: BigInt(l.unitPrice) }));
        const whole = checkContract(
          { ...before, ...fields },
          given,
          await listProducts(tx),
          before.lines.map((l) => l.lineId),
        );
        const at = context.clock();
        const fieldChanges = changedFields(before, { ...before, ...fields });
        if (Object.keys(fieldChanges).length) await updateContract(tx, context.jobs, accountId, contractId, fields, at);
        if (lines) await replaceLines(tx, context.jobs, accountId, contractId, whole, at);
        if (lines) await addMissingProducts(tx, context.jobs, accountId, context.today, at);
        const after = await contractOf(tx, context, accountId, contractId);
        const changes = { ...fieldChanges, ...changedFields({ lines: plainLines(before) }, { lines: plainLines(after) }) };
        audit(Object.keys(changes).length ? { noun: 'contract', id: contractId, accountId, label: after.name, changes } : null);
        return shown(after);
      }),
    ),
  ),

  remove: on.remove.handler(({ context, input: { accountId, contractId } }) =>
    write(context, 'contracts.delete', async (tx, audit) => {
      const before = await contractOf(tx, context, accountId, contractId);
      await deleteContracts(tx, context.jobs, [{ accountId, id: contractId }], context.clock());
      audit({ noun: 'contract', id: contractId, accountId, label: before.name, changes: { name: [before.name, null], lines: [plainLines(before), null] } });
    }),
  ),

  renewals: on.renewals.handler(async ({ context, input: { limit, cursor, ...filter } }) => {
    const found = await listRenewals(context.db, filter, context.today, limit + 1, fromCursor(cursor, 2));
    const last = found[limit - 1];
    return {
      items: found.slice(0, limit).map((r) => ({ ...r, mrr: BigInt(r.mrr) })),
      nextCursor: found.length > limit && last ? toCursor([last.due, last.contractId]) : null,
    };
  }),

  renewalCounts: on.renewalCounts.handler(async ({ context, input }) => {
    const counts = await countRenewals(context.db, input, [30, 60, 90, 180], context.today);
    return counts.map((c) => ({ ...c, mrr: BigInt(c.mrr) }));
  }),
};

function shown(row: ContractRow) {
  const lines = row.lines.map((l) => ({ ...l, unitPrice: BigInt(l.unitPrice), mrr: BigInt(l.mrr) }));
  return { ...row, lines, mrr: sum(row.lines.filter((l) => l.counts)) };
}

const plainLines = (row: ContractRow) =>
  row.lines.map(({ productName, kind, quantity, unitPrice, billingMonths, startsOn, endsOn, isSeats }) => ({
    product: productName,
    kind,
    quantity,
    unitPrice,
    billingMonths,
    startsOn,
    endsOn,
    isSeats,
  }));

async function existing(db: Db, accountId: string): Promise<void> {
  if (!(await findAccount(db, accountId))) throw problem('NOT_FOUND', { ja: '顧客が見つかりません。', en: 'No such customer.' });
}

async function contractOf(db: Db, context: Pick<Context, 'today'>, accountId: string, contractId: string): Promise<ContractRow> {
  const [found] = await findContracts(db, accountId, context.today, sql`c.contract_id = ${contractId}`, 1);
  if (!found) throw problem('NOT_FOUND', { ja: '契約が見つかりません。', en: 'No such contract.' });
  return found;
}

async function uniqueKey<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (sqlState(error) === '23505')
      throw problemAt('externalId', { ja: 'この外部IDはほかの契約で使われています。', en: 'Another contract uses this external ID.' }, 'CONFLICT');
    throw error;
  }
}
