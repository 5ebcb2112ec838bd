import { sql, type SQL } from 'drizzle-orm';
import type { Run } from './target.ts';

/**
 * Which account an external id means: that of the file's own source, else the only one any source knows by it.
 * Makes the temporary table import_accounts (external_id, account_id, problem) and gives its name.
 */
export async function accountLookup(run: Run, staged: SQL): Promise<SQL> {
  await run.tx.execute(sql`
    create temporary table import_accounts on commit drop as
    select d.external_id, coalesce(min(k.account_id::text) filter (where k.source = ${run.mapping.source}), case when count(distinct k.account_id) = 1 then min(k.account_id::text) end)::uuid as account_id,
           case when count(distinct k.account_id) > 1 then 'ambiguousAccount' end as problem
    from (select distinct ${staged} as external_id from import_stage s) d left join account_keys k on k.external_id = d.external_id
    group by d.external_id`);
  await run.tx.execute(sql`analyze import_accounts`);
  return sql`import_accounts`;
}
