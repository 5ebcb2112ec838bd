import { sql } from 'drizzle-orm';
import { rows, type Db } from '#platform/db/db.ts';
import { askAgain } from './settle.sql.ts';
import { termOf } from './term.sql.ts';
import { customerColumns, definedTasks, insertTasks, type Candidate, type Start } from './start.sql.ts';

type Moving = Pick<Start, 'playbookId' | 'version' | 'definition' | 'now' | 'asking' | 'catalogue'>;

/**
 * Moves running ones to another version. A task with the same key keeps its state, day and owner and takes the new words; one
 * that is gone is not needed any more; a new one comes in, due as if it had been there from the start. Gives the accounts.
 */
export async function moveRuns(tx: Db, moving: Moving, only: readonly { accountId: string; runId: string }[] | null): Promise<string[]> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtext('playbooks.start'), hashtext(${moving.playbookId}))`);
  const picked = only
    ? sql`and (r.account_id, r.run_id) in (select * from unnest(${sql.param(only.map((o) => o.accountId))}::uuid[], ${sql.param(only.map((o) => o.runId))}::uuid[]))`
    : sql``;
  const runs = await rows<Candidate & { runId: string; startedOn: string; keys: string[] }>(
    tx,
    sql`
    select r.account_id as "accountId", r.run_id as "runId", r.cta_id as "ctaId", r.product_no as "productNo", r.owner_id as "ownerId", r.started_on as "startedOn",
      array(select t.task_key from tasks t where t.account_id = r.account_id and t.run_id = r.run_id and t.task_key is not null) as keys, ${customerColumns(moving)}
    from playbook_runs r join accounts a on a.account_id = r.account_id left join account_facts f on f.account_id = r.account_id
    left join lateral (${termOf(sql`r.account_id`, sql`r.product_no`, sql`r.contract_id`, moving.asking.today)}) term on true
    where r.playbook_id = ${moving.playbookId}::uuid and r.status = 'running' and r.version <> ${moving.version} ${picked} order by 1, 2`,
  );
  if (!runs.length) return [];
  const at = sql`${moving.now.toISOString()}::timestamptz`;
  const given = sql`(select * from unnest(${sql.param(runs.map((r) => r.accountId))}::uuid[], ${sql.param(runs.map((r) => r.runId))}::uuid[]) as g(account_id, run_id)) g`;
  const keys = sql.param(moving.definition.tasks.map((t) => t.key));
  await tx.execute(sql`
    update tasks t set position = d.n, title = d.t, body = d.b, links = d.l, template = nullif(d.m, 'null'), owner_role = d.role, required = d.q, condition = nullif(d.c, 'null'),
      done_when = nullif(d.w, 'null'), updated_at = ${at}
    from ${given}, ${definedTasks(moving.definition)}
    where t.account_id = g.account_id and t.run_id = g.run_id and t.task_key = d.k and t.status in ('open', 'not_needed')`);
  // What was not needed by its condition and has none now is needed.
  await tx.execute(sql`
    update tasks t set status = 'open', done_at = null, done_by_itself = false from ${given}
    where t.account_id = g.account_id and t.run_id = g.run_id and t.status = 'not_needed' and t.condition is null and t.task_key = any(${keys}::text[])`);
  await tx.execute(sql`
    update tasks t set status = 'not_needed', done_at = ${at}, done_by_itself = true, updated_at = ${at}, condition = null, done_when = null from ${given}
    where t.account_id = g.account_id and t.run_id = g.run_id and t.status in ('open', 'not_needed') and not t.task_key = any(${keys}::text[])`);
  const has = new Map(runs.map((r) => [r.runId, new Set(r.keys)]));
  await insertTasks(tx, { ...moving, startedOn: moving.asking.today }, runs, (runId, key) => !has.get(runId)!.has(key));
  await tx.execute(
    sql`update playbook_runs r set version = ${moving.version}, updated_at = ${at} from ${given} where r.account_id = g.account_id and r.run_id = g.run_id`,
  );
  const accountIds = [...new Set(runs.map((r) => r.accountId))];
  await askAgain(tx, { ...moving.asking, ids: accountIds }, moving.catalogue, moving.now);
  return accountIds;
}
