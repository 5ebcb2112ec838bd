import type { Context } from '#platform/http/context.ts';
import { textsIn } from '#platform/i18n/texts.ts';
import { everything, readCatalogue, sentence, type Condition } from '#rules/conditions/index.ts';
import { headerOf } from './cells.ts';
import type { Sort } from './contract.ts';
import { listTexts } from './texts.ts';

type Asked = { condition?: Condition | null; columns?: readonly string[]; sort?: Sort };

/** What the audit log keeps of a list, as a person would say it: the condition as a sentence, columns by their names. */
export async function listSaid<T extends Asked>(
  context: Context,
  { condition, columns, sort, ...rest }: T,
): Promise<Omit<T, keyof Asked> & { condition?: string; columns?: string[]; sort?: string }> {
  const { language, currency } = context.organisation;
  const t = textsIn(listTexts, language);
  const keys = [...(columns ?? []), ...(sort ? [sort.field] : [])].filter((key) => key !== 'usage');
  const catalogue = await readCatalogue(context.db, { condition: condition ?? everything, keys });
  return {
    ...rest,
    ...(condition === undefined ? {} : { condition: sentence(condition ?? everything, { fields: catalogue.fields, language, currency }) }),
    ...(columns && { columns: columns.map((key) => headerOf(key, catalogue, language)) }),
    ...(sort && { sort: t.sorted[sort.direction](headerOf(sort.field, catalogue, language)) }),
  };
}
