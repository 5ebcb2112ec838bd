import { sql } from 'drizzle-orm';
import { row, rows, type Db } from '#platform/db/db.ts';
import { dropEntries } from '#accounts/search/index.ts';

/** Removes every account labelled as sample with all that hangs on it, and the sample company's products, attributes and people. */
export async function removeSample(tx: Db): Promise<number> {
  await tx.execute(sql`create temp table sample_gone on commit drop as select account_id from accounts where is_sample`);
  const gone = (await row<{ n: number }>(tx, sql`select count(*)::int as n from sample_gone`))!.n;
  for (const table of await tablesOfAccounts(tx))
    await tx.execute(sql`delete from ${sql.identifier(table)} t using sample_gone g where t.account_id = g.account_id`);
  await removeRules(tx);
  await tx.execute(sql`delete from attribute_definitions where is_sample`);
  await tx.execute(
    sql`delete from event_names e where e.product_no in (select product_no from products where is_sample) and not exists (select 1 from usage_events u where u.event_id = e.event_id)`,
  );
  await tx.execute(
    sql`delete from products p where is_sample and not exists (select 1 from account_products a where a.product_no = p.product_no) and not exists (select 1 from event_names e where e.product_no = p.product_no)`,
  );
  await tx.execute(
    sql`delete from members m where is_sample and not exists (select 1 from assignments a where a.member_id = m.id) and not exists (select 1 from activity_members a where a.member_id = m.id)`,
  );
  await tx.execute(sql`delete from sources where source = 'sample'`);
  return gone;
}

// Whatever has an account_id belongs to the account; accounts themselves go last. The audit log stays: it tells what was done.
async function tablesOfAccounts(tx: Db): Promise<string[]> {
  const found = await rows<{ name: string }>(
    tx,
    sql`select c.relname as name from pg_attribute a join pg_class c on c.oid = a.attrelid
        where a.attname = 'account_id' and not a.attisdropped and c.relkind in ('r', 'p') and not c.relispartition
          and c.relnamespace = 'public'::regnamespace and c.relname not in ('audit_log', 'auth_accounts')
        order by c.relname = 'accounts', c.relname`,
  );
  return found.map((f) => f.name);
}

/** Takes away the work of the sample company, so that it can be made again. */
export async function removeWork(tx: Db): Promise<void> {
  const samples = sql`select rule_id from rules where is_sample`;
  await dropEntries(tx, 'goal', sql`select account_id, goal_id as noun_id from goals where is_sample`);
  for (const table of ['tasks', 'playbook_runs', 'goals', 'goal_versions']) await tx.execute(sql`delete from ${sql.identifier(table)} where is_sample`);
  await tx.execute(
    sql`delete from cta_changes h using ctas c where c.account_id = h.account_id and c.cta_id = h.cta_id and c.is_sample and c.rule_id in (${samples})`,
  );
  await tx.execute(sql`delete from ctas where is_sample and rule_id in (${samples})`);
  for (const table of ['rule_state', 'rule_firings'])
    await tx.execute(
      sql`delete from ${sql.identifier(table)} where rule_id in (${samples}) and account_id in (select account_id from accounts where is_sample)`,
    );
  await removeRules(tx);
}

/** Rules and playbooks of the sample go, but those that real customers have met in the meantime: they are samples no more. */
async function removeRules(tx: Db): Promise<void> {
  await tx.execute(sql`
    update rules r set is_sample = false where is_sample and (
      exists (select from rule_firings f where f.rule_id = r.rule_id) or exists (select from ctas c where c.rule_id = r.rule_id))`);
  await tx.execute(sql`delete from rules where is_sample`);
  await tx.execute(sql`update playbooks p set is_sample = false where is_sample and exists (select from playbook_runs r where r.playbook_id = p.playbook_id)`);
  await tx.execute(sql`delete from playbooks where is_sample`);
}
