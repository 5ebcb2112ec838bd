import { sql, type SQL } from 'drizzle-orm';
import type { Day } from '#platform/clock/days.ts';
import { row, rows, type Db } from '#platform/db/db.ts';
import { isoMoment } from '#platform/db/iso.ts';
import type { Condition } from '#rules/conditions/index.ts';
import type { MailTemplate } from './definition.ts';
import type { Run, Task } from './runs-contract.ts';

/** Runs `r` that `where` picks, in the order given; `today` says what is overdue. */
export function findRuns(db: Db, where: SQL, order: SQL, limit: number, today: Day): Promise<Run[]> {
  return rows(
    db,
    sql`
    select r.account_id as "accountId", a.name as "accountName", r.run_id as "runId", r.playbook_id as "playbookId", p.name as "playbookName", r.version, p.version as "newestVersion",
      r.product_no as "productNo", r.cta_id as "ctaId", r.owner_id as "ownerId", m.name as "ownerName", r.started_on as "startedOn", r.started_from as "startedFrom", r.status,
      ${isoMoment('r.ended_at')} as "endedAt", r.end_note as "endNote",
      coalesce((select jsonb_agg(jsonb_build_object('at', ${isoMoment('d.at')}, 'kind', d.date_kind, 'was', d.was, 'becomes', d.becomes, 'tasks', d.tasks, 'kept', d.kept) order by d.at desc, d.redating_id desc)
        from (select * from playbook_redatings x where x.account_id = r.account_id and x.run_id = r.run_id order by x.at desc, x.redating_id desc limit 5) d), '[]') as redatings, n.*
    from playbook_runs r join accounts a using (account_id) join playbooks p using (playbook_id) left join members m on m.id = r.owner_id
    cross join lateral (
      select (count(*) filter (where t.status <> 'not_needed'))::int as tasks, (count(*) filter (where t.status in ('done', 'skipped')))::int as closed,
        (count(*) filter (where t.status = 'open' and t.due_on < ${today}::date))::int as overdue, min(t.due_on) filter (where t.status = 'open') as "nextDueOn"
      from tasks t where t.account_id = r.account_id and t.run_id = r.run_id) n
    where ${where} order by ${order} limit ${limit}`,
  );
}

export type TaskRow = Omit<Task, 'html' | 'condition' | 'doneWhen' | 'hasTemplate'> & {
  body: string | null;
  template: MailTemplate | null;
  condition: Condition | null;
  doneWhen: Condition | null;
  runStatus: string | null;
  runEndedAt: string | null;
  productNo: number | null;
};

/** Tasks `t` (of runs `r`) that `where` picks. */
export function findTasks(db: Db, where: SQL, order: SQL, limit: number): Promise<TaskRow[]> {
  return rows(
    db,
    sql`
    select t.account_id as "accountId", a.name as "accountName", t.task_id as "taskId", t.run_id as "runId", t.cta_id as "ctaId", r.playbook_id as "playbookId", p.name as "playbookName",
      t.task_key as "taskKey", t.position, t.title, t.body, t.links, t.template, t.owner_id as "ownerId", m.name as "ownerName", t.owner_role as "ownerRole", t.due_on as "dueOn",
      t.required, t.status, t.condition, t.done_when as "doneWhen", ${isoMoment('t.done_at')} as "doneAt", d.name as "doneByName", t.done_by_itself as "doneByItself", t.note,
      r.status as "runStatus", ${isoMoment('r.ended_at')} as "runEndedAt", r.product_no as "productNo"
    from tasks t join accounts a using (account_id) left join playbook_runs r on r.account_id = t.account_id and r.run_id = t.run_id left join playbooks p on p.playbook_id = r.playbook_id
    left join members m on m.id = t.owner_id left join members d on d.id = t.done_by
    where ${where} order by ${order} limit ${limit}`,
  );
}

export async function lockTask(tx: Db, accountId: string, taskId: string): Promise<TaskRow | undefined> {
  // The run first, as whoever settles it does.
  await tx.execute(
    sql`select from playbook_runs r join tasks t using (account_id, run_id) where t.account_id = ${accountId}::uuid and t.task_id = ${taskId}::uuid for update of r`,
  );
  await tx.execute(sql`select from tasks t where t.account_id = ${accountId}::uuid and t.task_id = ${taskId}::uuid for update`);
  return (await findTasks(tx, oneTask(accountId, taskId), sql`1`, 1))[0];
}

export const oneTask = (accountId: string, taskId: string) => sql`t.account_id = ${accountId}::uuid and t.task_id = ${taskId}::uuid`;

/** Opens a run again that had ended because its tasks were done, with what was then not needed any more. */
export async function reopenRun(tx: Db, task: Pick<TaskRow, 'accountId' | 'runId' | 'runEndedAt'>, now: Date): Promise<void> {
  const at = sql`${now.toISOString()}::timestamptz`;
  await tx.execute(
    sql`update playbook_runs set status = 'running', ended_at = null, updated_at = ${at} where account_id = ${task.accountId}::uuid and run_id = ${task.runId}::uuid`,
  );
  await tx.execute(sql`update tasks set status = 'open', done_at = null, done_by_itself = false, updated_at = ${at}
    where account_id = ${task.accountId}::uuid and run_id = ${task.runId}::uuid and status = 'not_needed' and done_at = ${task.runEndedAt}::timestamptz and done_by_itself`);
}

export async function stopRun(tx: Db, accountId: string, runId: string, note: string | null, now: Date): Promise<void> {
  const at = sql`${now.toISOString()}::timestamptz`;
  await tx.execute(
    sql`update playbook_runs set status = 'stopped', ended_at = ${at}, end_note = ${note}, updated_at = ${at} where account_id = ${accountId}::uuid and run_id = ${runId}::uuid`,
  );
  await tx.execute(sql`update tasks set status = 'not_needed', done_at = ${at}, done_by_itself = true, updated_at = ${at}
    where account_id = ${accountId}::uuid and run_id = ${runId}::uuid and status = 'open'`);
}

export type MailFacts = Record<
  'account' | 'organisation' | 'member' | 'memberEmail' | 'contact' | 'department' | 'title' | 'email' | 'product',
  string | null
> &
  Record<'renewalOn' | 'noticeOn' | 'onboardingOn', Day | null> & { contactFound: boolean };

/** What a mail's text is filled with: the contact asked for, or the champion, a decision maker, the first active one. */
export async function mailFacts(
  db: Db,
  accountId: string,
  productNo: number,
  memberId: string | null,
  contactId: string | null,
): Promise<MailFacts | undefined> {
  const which = contactId ? sql`c.contact_id = ${contactId}::uuid` : sql`c.status = 'active'`;
  return row(
    db,
    sql`
    select a.name as account, (select name from organisation where id = 1) as organisation, m.name as member, m.email as "memberEmail",
      c.name as contact, c.department, c.title, c.email, c.contact_id is not null as "contactFound",
      (select pr.name from products pr where pr.product_no = coalesce(nullif(${productNo}::int, 0),
        (select case when count(*) = 1 then min(ap.product_no) end from account_products ap where ap.account_id = a.account_id and ap.ended_on is null))) as product,
      f.renewal_on as "renewalOn", f.notice_on as "noticeOn", f.onboarding_due_on as "onboardingOn"
    from accounts a left join account_facts f using (account_id) left join members m on m.id = ${memberId}::uuid
    left join lateral (
      select c.* from contacts c where c.account_id = a.account_id and ${which}
      order by 'champion' = any(c.roles) desc, 'decision_maker' = any(c.roles) desc, c.created_at, c.contact_id limit 1) c on true
    where a.account_id = ${accountId}::uuid`,
  );
}
