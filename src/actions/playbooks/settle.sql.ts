import { sql, type SQL } from 'drizzle-orm';
import { row, rows, type Db } from '#platform/db/db.ts';
import { compileFacts, type Asking, type Catalogue, checkCondition, type Condition } from '#rules/conditions/index.ts';

const among = (alias: string, accountIds: readonly string[] | null): SQL =>
  accountIds ? sql`and ${sql.raw(alias)}.account_id = any(${sql.param([...accountIds])}::uuid[])` : sql``;
const moment = (at: Date) => sql`${at.toISOString()}::timestamptz`;

/**
 * Ends the runs of which every required task that is needed is closed (all tasks, where none is required); what is still open
 * in them is not needed any more.
 */
export async function settle(tx: Db, accountIds: readonly string[] | null, now: Date): Promise<number> {
  const counted = await row<{ n: number }>(
    tx,
    sql`
    with ended as (
      update playbook_runs r set status = 'done', ended_at = ${moment(now)}, updated_at = ${moment(now)}
      where r.status = 'running' ${among('r', accountIds)} and not exists (
        select from tasks t where t.account_id = r.account_id and t.run_id = r.run_id and t.status = 'open' and (t.required or not exists (
          select from tasks q where q.account_id = r.account_id and q.run_id = r.run_id and q.required and q.status <> 'not_needed')))
      returning r.account_id, r.run_id),
    rest as (
      update tasks t set status = 'not_needed', done_at = ${moment(now)}, done_by_itself = true, updated_at = ${moment(now)}
      from ended e where t.account_id = e.account_id and t.run_id = e.run_id and t.status = 'open')
    select count(*)::int as n from ended`,
  );
  return counted!.n;
}

export type Asked = { notNeeded: number; neededAgain: number; done: number; ended: number; left: string[] };

/**
 * Asks the conditions of running tasks again: not needed, needed again, done by itself. One statement for each different
 * condition, whatever the number of customers; asking twice changes nothing. `left`: conditions that can no longer be asked.
 */
export async function askAgain(tx: Db, asking: Asking, catalogue: Catalogue, now: Date): Promise<Asked> {
  const ids = asking.ids ?? null;
  const live = sql`from tasks t join playbook_runs r on r.account_id = t.account_id and r.run_id = t.run_id and r.status = 'running'
    where t.status in ('open', 'not_needed') ${among('t', ids)}`;
  const found = await rows<{ kind: 'condition' | 'done_when'; condition: Condition }>(
    tx,
    sql`select distinct 'condition' as kind, t.condition ${live} and t.condition is not null
        union select distinct 'done_when', t.done_when ${live} and t.done_when is not null order by 1`,
  );
  const result: Asked = { notNeeded: 0, neededAgain: 0, done: 0, ended: 0, left: [] };
  for (const { kind, condition } of found) {
    if (checkCondition(condition, catalogue.fields).length) {
      result.left.push(JSON.stringify(condition));
      continue;
    }
    const holds = sql`select f.account_id from account_facts f where true ${among('f', ids)} and ${compileFacts(condition, catalogue, asking)}`;
    const change = (set: SQL, which: SQL) =>
      row<{ n: number }>(
        tx,
        sql`
        with holding as materialized (${holds}),
        changed as (
          update tasks t set ${set}, updated_at = ${moment(now)} from playbook_runs r
          where r.account_id = t.account_id and r.run_id = t.run_id and r.status = 'running' ${among('t', ids)}
            and t.${sql.raw(kind)} = ${JSON.stringify(condition)}::jsonb and ${which}
          returning 1)
        select count(*)::int as n from changed`,
      ).then((r) => r!.n);
    const byItself = (status: string) => sql`status = ${status}, done_at = ${moment(now)}, done_by = null, done_by_itself = true`;
    const held = sql`t.account_id in (select account_id from holding)`;
    if (kind === 'condition') {
      result.notNeeded += await change(byItself('not_needed'), sql`t.status = 'open' and not ${held}`);
      result.neededAgain += await change(sql`status = 'open', done_at = null, done_by_itself = false`, sql`t.status = 'not_needed' and ${held}`);
    } else result.done += await change(byItself('done'), sql`t.status = 'open' and ${held}`);
  }
  result.ended = await settle(tx, ids, now);
  return result;
}
