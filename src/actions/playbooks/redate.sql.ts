import { sql } from 'drizzle-orm';
import { addBusinessDays } from '#platform/clock/business-days.ts';
import { daysBetween, type Day } from '#platform/clock/days.ts';
import { rows, type Db } from '#platform/db/db.ts';
import { newId } from '#platform/ids/ids.ts';
import { dueDay } from './logic.ts';
import { termOf } from './term.sql.ts';

type Kind = 'renewal' | 'notice';
type Moved = {
  accountId: string;
  runId: string;
  playbookName: string;
  startedOn: Day;
  contractId: string;
  /** Days of the term that the date before ended; null where it is not known. */
  termDays: number | null;
  wasRenewal: Day | null;
  wasNotice: Day | null;
  renewalOn: Day | null;
  noticeOn: Day | null;
};
type Following = { accountId: string; taskId: string; runId: string; dueOn: Day | null; isOpen: boolean; kind: Kind; days: number };
export type Redating = Pick<Moved, 'accountId' | 'runId' | 'playbookName'> & { kind: Kind; was: Day | null; becomes: Day; tasks: number; kept: boolean };

/** A date that jumps by more than half of its term, or half a year, has gone on to another: the contract was renewed, and this run is of the old term. */
const isAnotherTerm = (was: Day, becomes: Day, termDays: number | null) => Math.abs(daysBetween(was, becomes)) > Math.min(182, (termDays ?? 365) / 2);

/**
 * Moves the days of open tasks whose run goes by a date that has moved (`ids`: of these customers). What has come to pass
 * stays: tasks that are closed, days given by hand, dates that are over. Run again, it changes nothing.
 */
export async function redateRuns(tx: Db, { today, ids }: { today: Day; ids?: readonly string[] }, now: Date): Promise<Redating[]> {
  const moved = await movedRuns(tx, today, ids ?? null);
  if (!moved.length) return [];
  const tasks = await followingTasks(tx, moved);
  const byRun = new Map<string, Following[]>();
  for (const task of tasks) byRun.set(task.runId, [...(byRun.get(task.runId) ?? []), task]);
  const due: { a: string; t: string; d: Day | null; f: boolean }[] = [];
  const told: Redating[] = [];
  for (const run of moved)
    for (const kind of ['renewal', 'notice'] as const) {
      const [was, becomes] = kind === 'renewal' ? [run.wasRenewal, run.renewalOn] : [run.wasNotice, run.noticeOn];
      if (!becomes || becomes === was || isOver(was, today)) continue;
      const kept = was !== null && isAnotherTerm(was, becomes, run.termDays);
      const following = (byRun.get(run.runId) ?? []).filter((task) => task.kind === kind);
      const changed = following.filter((task) => kept || dayOfTask(task, run, today) !== task.dueOn);
      for (const task of changed) due.push({ a: task.accountId, t: task.taskId, d: kept ? task.dueOn : dayOfTask(task, run, today), f: !kept });
      const open = changed.filter((task) => task.isOpen).length;
      const { accountId, runId, playbookName } = run;
      if (open) told.push({ accountId, runId, playbookName, kind, was, becomes, tasks: open, kept });
    }
  const goesBy = moved.map((run) => ({
    ...run,
    renewalOn: isOver(run.wasRenewal, today) ? run.wasRenewal : (run.renewalOn ?? run.wasRenewal),
    noticeOn: isOver(run.wasNotice, today) ? run.wasNotice : (run.noticeOn ?? run.wasNotice),
  }));
  await store(tx, goesBy, due, told, now);
  return told;
}

const isOver = (date: Day | null, today: Day) => date !== null && date < today;

/** What lies behind by the new date is due today; what was overdue already stays so. */
function dayOfTask({ kind, days, dueOn }: Following, { startedOn, renewalOn, noticeOn }: Moved, today: Day): Day | null {
  const day = dueDay({ kind: 'before', date: kind, days }, startedOn, { renewalOn, noticeOn });
  if (!day || day >= today) return day;
  return dueOn && dueOn < today ? dueOn : addBusinessDays(today, 0);
}

function movedRuns(tx: Db, today: Day, ids: readonly string[] | null): Promise<Moved[]> {
  const among = ids ? sql`and r.account_id = any(${sql.param([...ids])}::uuid[])` : sql``;
  return rows(
    tx,
    sql`
    select r.account_id as "accountId", r.run_id as "runId", p.name as "playbookName", r.started_on as "startedOn", n.contract_id as "contractId",
      r.renewal_on - coalesce((select max(v.ends_on) from contract_versions v where v.account_id = r.account_id and v.contract_id = n.contract_id
        and v.ends_on < least(r.renewal_on, r.started_on)), n.starts_on - 1) as "termDays",
      r.renewal_on as "wasRenewal", r.notice_on as "wasNotice", n.renewal_on as "renewalOn", n.notice_on as "noticeOn"
    from playbook_runs r join playbooks p using (playbook_id)
    cross join lateral (${termOf(sql`r.account_id`, sql`r.product_no`, sql`r.contract_id`, today)}) n
    where r.status = 'running' ${among} and (r.contract_id is null or r.contract_id = n.contract_id)
      and (n.renewal_on is distinct from r.renewal_on or n.notice_on is distinct from r.notice_on)
      and exists (select from tasks t where t.account_id = r.account_id and t.run_id = r.run_id and t.before_date is not null and t.status in ('open', 'not_needed'))
    order by r.account_id, r.run_id for update of r`,
  );
}

function followingTasks(tx: Db, runs: readonly Moved[]): Promise<Following[]> {
  const pairs = sql`select * from unnest(${sql.param(runs.map((r) => r.accountId))}::uuid[], ${sql.param(runs.map((r) => r.runId))}::uuid[])`;
  return rows(
    tx,
    sql`
    select t.account_id as "accountId", t.task_id as "taskId", t.run_id as "runId", t.due_on as "dueOn", t.status = 'open' as "isOpen", t.before_date as kind, t.before_days as days
    from tasks t where (t.account_id, t.run_id) in (${pairs}) and t.before_date is not null and t.status in ('open', 'not_needed')
    order by t.account_id, t.task_id for update`,
  );
}

async function store(tx: Db, runs: readonly Moved[], due: readonly object[], told: readonly Redating[], now: Date): Promise<void> {
  const at = sql`${now.toISOString()}::timestamptz`;
  const terms = JSON.stringify(runs.map((r) => ({ a: r.accountId, r: r.runId, c: r.contractId, n: r.renewalOn, o: r.noticeOn })));
  await tx.execute(sql`
    update playbook_runs r set contract_id = g.c, renewal_on = g.n, notice_on = g.o
    from jsonb_to_recordset(${terms}::jsonb) as g(a uuid, r uuid, c uuid, n date, o date) where r.account_id = g.a and r.run_id = g.r`);
  if (due.length)
    await tx.execute(sql`
      update tasks t set due_on = g.d, before_date = case when g.f then t.before_date end, before_days = case when g.f then t.before_days end, updated_at = ${at}
      from jsonb_to_recordset(${JSON.stringify(due)}::jsonb) as g(a uuid, t uuid, d date, f boolean) where t.account_id = g.a and t.task_id = g.t`);
  if (!told.length) return;
  const lines = JSON.stringify(
    told.map((line) => ({ a: line.accountId, i: newId(), r: line.runId, k: line.kind, w: line.was, b: line.becomes, n: line.tasks, s: line.kept })),
  );
  await tx.execute(sql`
    insert into playbook_redatings (account_id, redating_id, run_id, at, date_kind, was, becomes, tasks, kept)
    select a, i, r, ${at}, k, w, b, n, s from jsonb_to_recordset(${lines}::jsonb) as g(a uuid, i uuid, r uuid, k text, w date, b date, n int, s boolean)`);
}
