import { sql } from 'drizzle-orm';
import { listProducts } from '#accounts/products/index.ts';
import { languageOf } from '#platform/http/language.ts';
import { problem } from '#platform/http/problem.ts';
import { implementSlice } from '#platform/http/server.ts';
import { transaction } from '#platform/db/db.ts';
import { refuseImpossible } from '#metrics/definitions/index.ts';
import { contract } from './contract.ts';
import { frameOf } from './day.ts';
import { distributionOf, newestDay } from './distribution.sql.ts';
import { eventIds, valuesQuery } from './query.ts';

const on = implementSlice(contract);

export const routes = {
  preview: on.preview.handler(async ({ context, input: { definition, key, productNo } }) => {
    const frame = await frameOf(context.db, context.today);
    const find = (other: string) => frame.metrics.find((m) => m.key === other)?.definition;
    refuseImpossible(languageOf(context), key ?? '', definition, { metrics: frame.metrics, products: await listProducts(context.db) });
    const ids = await eventIds(context.db);
    // Products are made only when one is asked for.
    const asof = { ...frame, accounts: 'all' as const, perProduct: productNo > 0 };
    return transaction(context.database, async (tx) => {
      await tx.execute(sql`set local statement_timeout = '60s'`);
      return distributionOf(tx, valuesQuery(asof, { bySlot: new Map([[1, definition]]), eventIds: ids, find }), { slot: 1, productNo }, frame.day);
    });
  }),

  distribution: on.distribution.handler(async ({ context, input }) => {
    const day = (await newestDay(context.db, context.today)) ?? context.today;
    const metric = (await frameOf(context.db, day)).metrics.find((m) => m.key === input.metric);
    if (!metric) throw problem('NOT_FOUND', { ja: '指標が見つかりません。', en: 'There is no such metric.' });
    return distributionOf(context.db, sql`select account_id, product_no, v from metric_days where day = ${day}`, { slot: metric.slot, productNo: 0 }, day);
  }),
};
