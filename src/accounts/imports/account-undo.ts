import { sql, type SQL } from 'drizzle-orm';
import { accountProductsWritten } from '#accounts/account-products/index.ts';
import { accountProducts } from '#accounts/account-products/tables.ts';
import { accountsWritten, markChanged } from '#accounts/accounts/index.ts';
import { accounts } from '#accounts/accounts/tables.ts';
import { assignments } from '#accounts/assignments/tables.ts';
import { dropAccountEntries } from '#accounts/search/index.ts';
import { row } from '#platform/db/db.ts';
import { closeVersions } from '#platform/db/versions.ts';
import { undoAssignments } from './account-assignments.ts';
import { restoreColumns } from './restore.ts';
import type { UndoRun } from './target.ts';

/** Tables whose rows keep an account alive: somebody has worked on it, or data has come for it. */
const dependents = ['contacts', 'contracts', 'activities', 'goals', 'usage_events'];

export async function undoAccounts(run: UndoRun): Promise<{ kept: number }> {
  const { tx, importId, at } = run;
  await undoAssignments(run);
  await undoProducts(run);
  await restoreColumns(run, { noun: 'accounts', table: 'accounts', keys: ['account_id'] });
  // Codes that this import gave to customers of a list without codes.
  await tx.execute(sql`
    delete from account_keys k using import_changes ch, imports i
    where ch.import_id = ${importId} and ch.noun = 'accounts' and ch.before -> 'external_id' = 'null' and i.import_id = ch.import_id
      and k.account_id = ch.account_id and k.source = i.source and k.external_id = ch.after ->> 'external_id'`);
  await accountsWritten(tx, run.jobs, sql`select account_id from import_changes where import_id = ${importId} and noun = 'accounts'`, at);
  const busy = sql.join(
    dependents.map((t): SQL => sql`exists (select 1 from ${sql.raw(t)} d where d.account_id = a.account_id)`),
    sql` or `,
  );
  await tx.execute(sql`
    create temporary table undo_accounts on commit drop as
    select a.account_id, (${busy}) or exists (select 1 from accounts c where c.parent_account_id = a.account_id and c.import_id is distinct from ${importId}) as kept
    from accounts a where a.import_id = ${importId}`);
  const removed = sql`select account_id from undo_accounts where not kept`;
  await markChanged(tx, run.jobs, removed, at);
  await closeVersions(tx, assignments, 'assignment_versions', ['account_id', 'assignment_id'], sql`t.account_id in (${removed})`, at);
  await closeVersions(tx, accountProducts, 'account_product_versions', ['account_id', 'product_no'], sql`t.account_id in (${removed})`, at);
  await closeVersions(tx, accounts, 'account_versions', ['account_id'], sql`t.account_id in (${removed})`, at);
  await dropAccountEntries(tx, removed);
  await tx.execute(sql`delete from account_keys k using undo_accounts u where u.account_id = k.account_id and not u.kept`);
  await tx.execute(sql`delete from accounts a using undo_accounts u where u.account_id = a.account_id and not u.kept`);
  return { kept: (await row<{ n: number }>(tx, sql`select count(*)::int as n from undo_accounts where kept`))!.n };
}

async function undoProducts(run: UndoRun): Promise<void> {
  const { tx, importId, at } = run;
  const same = sql`t.account_id = ch.account_id and t.product_no = (ch.after ->> 'product_no')::smallint`;
  const mine = sql`ch.import_id = ${importId} and ch.noun = 'account_products'`;
  await restoreColumns(run, { noun: 'account_products', table: 'account_products', keys: ['account_id', 'product_no'] });
  await accountProductsWritten(
    tx,
    run.jobs,
    sql`select ch.account_id, (ch.after ->> 'product_no')::smallint as product_no from import_changes ch where ${mine} and ch.before is not null`,
    at,
  );
  const made = sql`select ch.account_id, (ch.after ->> 'product_no')::smallint from import_changes ch join account_products t on ${same}
    where ${mine} and ch.before is null and to_jsonb(t) = ch.after`;
  await closeVersions(tx, accountProducts, 'account_product_versions', ['account_id', 'product_no'], sql`(t.account_id, t.product_no) in (${made})`, at);
  await tx.execute(sql`delete from account_products t where (t.account_id, t.product_no) in (${made})`);
}
