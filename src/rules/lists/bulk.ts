import { sql, type SQL } from 'drizzle-orm';
import { accountsWritten } from '#accounts/accounts/index.ts';
import type { Context } from '#platform/http/context.ts';
import { problemAt } from '#platform/http/problem.ts';
import { row, rows, type Db } from '#platform/db/db.ts';
import type { Target } from './contract.ts';
import { whereOf } from './find.ts';

export type BulkResult = { accounts: number; changed: number };

/** The accounts meant, as a query of account_id: ticked ones, or all that a condition finds now. */
export async function pickTarget(context: Context, target: Target): Promise<SQL> {
  if ('accountIds' in target) return sql`select a.account_id from accounts a where a.account_id = any(${sql.param(target.accountIds)}::uuid[])`;
  const { where } = await whereOf(context, { condition: target.condition, archived: false });
  return sql`select f.account_id from account_facts f where ${where}`;
}

/** A change of a column for the accounts picked: `value` is SQL over `accounts a`; rows where it makes no difference stay. */
export type ColumnChange = { column: 'tags' | 'touch_model'; value: SQL };

export async function countChange(db: Db, picked: SQL, change: ColumnChange): Promise<BulkResult> {
  const column = sql.raw(`a.${change.column}`);
  return (await row<BulkResult>(
    db,
    sql`select count(*)::int as accounts, (count(*) filter (where ${column} is distinct from ${change.value}))::int as changed from accounts a where a.account_id in (${picked})`,
  ))!;
}

/** Writes the change, its versions and marks, in the caller's transaction. */
export async function applyChange(tx: Db, context: Context, picked: SQL, change: ColumnChange): Promise<BulkResult> {
  const now = context.clock();
  const counted = await countChange(tx, picked, change);
  const changed = await rows<{ id: string }>(
    tx,
    sql`
    update accounts a set ${sql.raw(change.column)} = ${change.value}, updated_at = ${now.toISOString()}::timestamptz
    where a.account_id in (${picked}) and ${sql.raw(`a.${change.column}`)} is distinct from ${change.value} returning a.account_id as id`,
  );
  if (changed.length)
    await accountsWritten(
      tx,
      context.jobs,
      changed.map((c) => c.id),
      now,
    );
  return { accounts: counted.accounts, changed: changed.length };
}

/** Tags with some added and some removed; the order people gave them stays. */
export function tagsChange(add: string[], remove: string[]): ColumnChange {
  if (!add.length && !remove.length) throw problemAt('add', { ja: '追加または削除するタグを指定してください。', en: 'Name the tags to add or to take away.' });
  return {
    column: 'tags',
    value: sql`(select coalesce(array_agg(t order by n), '{}') from (
      select t, min(n) as n from unnest(a.tags || ${sql.param(add)}::text[]) with ordinality x(t, n) where t <> all(${sql.param(remove)}::text[]) group by t) y)`,
  };
}

export const touchModelChange = (touchModel: string | null): ColumnChange => ({ column: 'touch_model', value: sql`${touchModel}::text` });
