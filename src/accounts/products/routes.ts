import { changedFields, write } from '#platform/audit/audit.ts';
import { sqlState } from '#platform/db/db.ts';
import { problem, problemAt } from '#platform/http/problem.ts';
import { implementSlice } from '#platform/http/server.ts';
import { contract } from './contract.ts';
import { findProduct, insertProduct, listProducts, updateProduct } from './store.ts';

const on = implementSlice(contract);

export const routes = {
  list: on.list.handler(({ context }) => listProducts(context.db)),

  create: on.create.handler(({ context, input }) =>
    uniqueKey(() =>
      write(context, 'products.create', async (tx, audit) => {
        const made = await insertProduct(tx, input);
        audit({ noun: 'product', id: String(made.productNo), label: made.name, changes: changedFields({}, input) });
        return made;
      }),
    ),
  ),

  update: on.update.handler(({ context, input: { productNo, ...change } }) =>
    uniqueKey(() =>
      write(context, 'products.update', async (tx, audit) => {
        const before = await findProduct(tx, productNo);
        const after = before && (await updateProduct(tx, productNo, change, context.clock()));
        if (!after) throw problem('NOT_FOUND', { ja: '製品が見つかりません。', en: 'No such product.' });
        const changes = changedFields(before, after);
        audit(Object.keys(changes).length ? { noun: 'product', id: String(productNo), label: after.name, changes } : null);
        return after;
      }),
    ),
  ),
};

async function uniqueKey<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (sqlState(error) === '23505') throw problemAt('key', { ja: 'このキーはすでに使われています。', en: 'This key is in use already.' }, 'CONFLICT');
    throw error;
  }
}
