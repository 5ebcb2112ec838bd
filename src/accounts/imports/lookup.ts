import { sql, type SQL } from 'drizzle-orm';
import type { Run } from './target.ts';

/**
 * Which account an external id means: that of the file's own source, else the only one any source knows by it, else the
 * only one of that very name.
 * Makes the temporary table import_accounts (external_id, account_id, problem) and gives its name.
 */
export async function accountLookup(run: Run, staged: SQL): Promise<SQL> {
  await run.tx.execute(sql`
    create temporary table import_accounts on commit drop as
    with wanted as (select distinct ${staged} as external_id from import_stage s),
    by_key as (
      select d.external_id, coalesce(min(k.account_id::text) filter (where k.source = ${run.mapping.source}), case when count(distinct k.account_id) = 1 then min(k.account_id::text) end) as account_id,
             count(distinct k.account_id) as found
      from wanted d left join account_keys k on k.external_id = d.external_id group by d.external_id
    ),
    by_name as (
      select n.external_id, case when count(*) = 1 then min(a.account_id::text) end as account_id, count(*) as found
      from by_key n join accounts a on a.name = n.external_id and a.archived_at is null where n.found = 0 group by n.external_id
    )
    select k.external_id, coalesce(k.account_id, n.account_id)::uuid as account_id,
           case when greatest(k.found, coalesce(n.found, 0)) > 1 then 'ambiguousAccount' end as problem
    from by_key k left join by_name n on n.external_id = k.external_id`);
  await run.tx.execute(sql`analyze import_accounts`);
  return sql`import_accounts`;
}
