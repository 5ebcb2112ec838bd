import { sql, type SQL } from 'drizzle-orm';
import type { Context } from '#platform/http/context.ts';
import { asPlain } from '#platform/http/handler.ts';
import { problemAt } from '#platform/http/problem.ts';
import { row, rows, transaction, type Db } from '#platform/db/db.ts';
import {
  comparisons,
  conditionAsked,
  everything,
  isAll,
  isComparison,
  needsHistory,
  type BoundField,
  type Catalogue,
  type Comparison,
  type Condition,
} from '#rules/conditions/index.ts';
import { noteColumnUse, type ColumnUse } from '#rules/facts/index.ts';
import { isColumn, plainColumn, selectList } from './columns.ts';
import { countCap, type ListRow, type Sort } from './contract.ts';
import { readCursor, writeCursor } from './cursor.ts';
import { cappedCountSql, pageSql, summarySql, type Position } from './query.sql.ts';

export type Asked = { condition?: Condition; archived: boolean };
export type ListAsked = Asked & { sort: Sort; columns: string[]; limit: number; cursor?: string };
export type Prepared = { where: SQL; select: SQL; sort: { field: BoundField; direction: 'asc' | 'desc' }; catalogue: Catalogue };
type Found = ListRow & { k?: string | null; n?: number };
type Capped = { value: number; more: boolean };
type Page = { found: Found[]; counted: Capped | null };

/** Checks what is asked and makes its SQL; 400 names a wrong field, column or order. */
export async function prepare(context: Context, asked: Asked & { sort: Sort; columns: string[] }): Promise<Prepared> {
  const { where, catalogue } = await whereOf(context, asked, [asked.sort.field, ...asked.columns]);
  const field = catalogue.fields.get(asked.sort.field);
  if (!field?.sortable) throw problemAt('sort.field', { ja: 'この項目では並べ替えられません。', en: 'Lists cannot be sorted by this field.' });
  const wrong = asked.columns.findIndex((key) => !isColumn(key, catalogue));
  if (wrong >= 0)
    throw problemAt(`columns.${wrong}`, { ja: `列「${asked.columns[wrong]}」はありません。`, en: `There is no column "${asked.columns[wrong]}".` });
  return { where, catalogue, select: selectList(asked.columns, catalogue), sort: { field, direction: asked.sort.direction } };
}

export async function whereOf(context: Context, asked: Asked, keys: string[] = []): Promise<{ where: SQL; catalogue: Catalogue }> {
  const { where, catalogue } = await conditionAsked(
    context,
    asked.condition,
    keys.filter((key) => key !== 'usage'),
  );
  return { catalogue, where: sql`${where} and ${asked.archived ? sql`f.is_archived` : sql`not f.is_archived`}` };
}

/** A page of the list, and on the first one the count up to 1,000. */
export async function findPage(context: Context, asked: ListAsked): Promise<{ items: ListRow[]; nextCursor: string | null; count: Capped | null }> {
  const prepared = await prepare(context, asked);
  const order = `${asked.sort.field}.${asked.sort.direction}`;
  const after = readCursor(order, asked.cursor);
  await noteColumnUse(context.db, context.jobs, columnUses(asked, prepared), context.clock());
  const slow = needsHistory(asked.condition ?? everything);
  // What takes seconds is counted beside the page; else both are one question to the database.
  const beside = slow && !after ? patiently(context, slow, (db) => countCapped(db, prepared.where)) : null;
  const [{ found, counted }, besides] = await Promise.all([
    patiently(context, slow, (db) => takePage(db, prepared, after, asked.limit + 1, !slow && !after)),
    beside,
  ]);
  const count = besides ?? counted;
  const more = found.length > asked.limit;
  const items = more ? found.slice(0, asked.limit) : found;
  const last = items.at(-1);
  const nextCursor = more && last ? writeCursor(order, { value: last.k ?? null, id: last.accountId }) : null;
  // Not deleted: that would make each row a slow dictionary.
  for (const item of items) item.k = item.n = undefined;
  return { items: asPlain(items), nextCursor, count };
}

/** The rows after a position; when `counting`, also how many there are in all, up to the cap. */
async function takePage(db: Db, { select, where, sort }: Prepared, after: Position | null, limit: number, counting: boolean): Promise<Page> {
  const count = counting ? cappedCountSql(where, countCap) : null;
  const known = after && after.value === null ? [] : await rows<Found>(db, pageSql(select, where, sort, true, after, limit, count));
  const rest = limit - known.length;
  const unknown = rest
    ? await rows<Found>(db, pageSql(select, where, sort, false, after?.value === null ? after : null, rest, known.length ? null : count))
    : [];
  const found = [...known, ...unknown];
  return { found, counted: counting ? capped(found[0]?.n ?? 0) : null };
}

export async function countCapped(db: Db, where: SQL): Promise<{ value: number; more: boolean }> {
  const { n } = (await row<{ n: number }>(db, cappedCountSql(where, countCap)))!;
  return capped(n);
}

const capped = (n: number): Capped => ({ value: Math.min(n, countCap), more: n > countCap });

export type Summary = {
  count: number;
  mrr: string | null;
  meanScore: number | null;
  good: number;
  watch: number;
  risk: number;
  unknown: number;
  scored: number;
};
export async function summarise(context: Context, asked: Asked): Promise<Summary> {
  const { where } = await whereOf(context, asked);
  return patiently(context, needsHistory(asked.condition ?? everything), async (db) => (await row<Summary>(db, summarySql(where)))!);
}

// A look at past days may take seconds, but must not hold a connection for ever.
async function patiently<T>(context: Context, slow: boolean, work: (db: Db) => Promise<T>): Promise<T> {
  if (!slow) return work(context.db);
  return transaction(context.database, async (tx) => {
    await tx.execute(sql`set local statement_timeout = '60s'`);
    return work(tx);
  });
}

function columnUses(asked: ListAsked, { sort, catalogue }: Prepared): ColumnUse[] {
  const filtered = comparisons(asked.condition ?? everything).flatMap((c) => catalogue.fields.get(c.field) ?? []);
  const uses = [{ field: sort.field, use: 'sort' as const }, ...filtered.map((field) => ({ field, use: 'filter' as const }))];
  const single = uses.flatMap(({ field, use }): ColumnUse[] => {
    const column = indexable(field);
    return column ? [{ column, isText: field.type === 'text' || field.type === 'choice', use }] : [];
  });
  const [column, also] = chosenTogether(asked.condition ?? everything, catalogue);
  return column && also ? [...single, { column, also, isText: false, use: 'filter' }] : single;
}

function indexable(field: BoundField): string | null {
  const column = plainColumn(field);
  return column && field.type !== 'set' && !fixedOrder.has(column) ? column : null;
}

/** Columns of choices that must all hold: each alone fits too many customers for its own index to be worth much. */
function chosenTogether(condition: Condition, catalogue: Catalogue): string[] {
  if (!isAll(condition)) return [];
  const chosen = condition.all.filter((c): c is Comparison => isComparison(c) && (c.operator === 'in' || c.operator === 'is') && !c.orUnknown);
  const fields = chosen.flatMap((c) => catalogue.fields.get(c.field) ?? []).filter((field) => field.type === 'choice' || field.type === 'boolean');
  return [...new Set(fields.flatMap((field) => indexable(field) ?? []))].sort();
}

// Sorted through another column, or so few values that an index is never read.
const fixedOrder = new Set(['name', 'colour', 'is_sample', 'champion_left', 'auto_renew']);
