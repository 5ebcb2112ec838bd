import { isPerProduct, type Definition } from './definition.ts';

/** What is wrong with levels of single products, and where; `productNo` 0 is the common list. */
export type LevelsWrong = { productNo: number } & (
  | { why: 'twice' }
  | { why: 'not_sold' }
  | { why: 'uneven'; own: number; common: number }
  | { why: 'of_account'; level: number; metric: string }
);

/**
 * Why the levels of single products cannot be, or undefined. `isProduct` knows which numbers there are. The common list
 * counts for products too, so it is held to what makes sense for one as soon as any product has its own.
 */
export function whyLevelsWrong(
  definition: Definition,
  find: (key: string) => Definition | undefined,
  isProduct: (productNo: number) => boolean,
): LevelsWrong | undefined {
  if (definition.kind !== 'usage_level' || !definition.products.length) return undefined;
  const common = definition.levels.length;
  for (const [i, { productNo, levels }] of definition.products.entries()) {
    if (!isProduct(productNo)) return { productNo, why: 'not_sold' };
    if (definition.products.findIndex((one) => one.productNo === productNo) < i) return { productNo, why: 'twice' };
    if (levels.length !== common) return { productNo, why: 'uneven', own: levels.length, common };
  }
  for (const { productNo, levels } of [...definition.products, { productNo: 0, levels: definition.levels }])
    for (const [i, level] of levels.entries()) {
      const one = level.all.find(({ metric }) => !isPerProduct(find(metric) ?? { kind: 'tenure' }, find));
      if (one) return { productNo, why: 'of_account', level: i + 1, metric: one.metric };
    }
  return undefined;
}
