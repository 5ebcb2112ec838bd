import { sql } from 'drizzle-orm';
import { rows } from '#platform/db/db.ts';
import { languageOf } from '#platform/http/language.ts';
import { problem } from '#platform/http/problem.ts';
import { implementSlice } from '#platform/http/server.ts';
import { readCatalogue } from './catalogue.ts';
import { checkCondition } from './check.ts';
import { needsHistory } from './condition.ts';
import { contract } from './contract.ts';
import { operatorsOf } from './fields.ts';
import { sentence } from './sentence.ts';

const on = implementSlice(contract);

export const routes = {
  fields: on.fields.handler(async ({ context }) => {
    const { fields } = await readCatalogue(context.db);
    return [...fields.values()].map(({ now: _now, past: _past, sort: _sort, slot: _slot, ranked: _ranked, ...field }) => ({
      ...field,
      operators: operatorsOf(field),
    }));
  }),

  values: on.values.handler(async ({ context, input: { key, q } }) => {
    const field = (await readCatalogue(context.db, { keys: [key] })).fields.get(key);
    if (!field || (field.type !== 'text' && field.key !== 'tags'))
      throw problem('NOT_FOUND', { ja: '候補を出せる項目ではありません。', en: 'No values can be suggested for this field.' });
    const from =
      field.type === 'set' ? sql`account_facts f, unnest(${sql.raw(field.now)}) as x(v)` : sql`account_facts f, lateral (select ${sql.raw(field.now)} as v) x`;
    return rows(
      context.db,
      sql`
      select v as value, count(*)::int as accounts from ${from} where v is not null and v <> '' and fold_text(v) like '%' || fold_text(${q.replace(/[\\%_]/g, '\\$&')}) || '%'
      group by v order by 2 desc, 1 limit 30`,
    );
  }),

  read: on.read.handler(async ({ context, input: { condition } }) => {
    const { fields } = await readCatalogue(context.db, { condition });
    const issues = checkCondition(condition, fields, languageOf(context));
    const reading = { fields, currency: context.organisation.currency };
    const readable = issues.length === 0;
    return {
      ja: readable ? sentence(condition, { ...reading, language: 'ja' }) : '',
      en: readable ? sentence(condition, { ...reading, language: 'en' }) : '',
      slow: needsHistory(condition),
      issues,
    };
  }),
};
