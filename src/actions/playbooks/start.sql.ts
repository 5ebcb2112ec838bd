import { sql, type SQL } from 'drizzle-orm';
import type { Day } from '#platform/clock/days.ts';
import { rows, type Db } from '#platform/db/db.ts';
import { newId } from '#platform/ids/ids.ts';
import { compileFacts, type Asking, type Catalogue, type Condition } from '#rules/conditions/index.ts';
import type { OwnerRole, PlaybookDefinition } from './definition.ts';
import { dueDay, type Dates } from './logic.ts';
import { settle } from './settle.sql.ts';
import { termOf } from './term.sql.ts';

export type Beginning = { accountId: string; ctaId?: string | null; productNo?: number; ownerId?: string | null };
export type Start = {
  playbookId: string;
  version: number;
  definition: PlaybookDefinition;
  customers: readonly Beginning[];
  startedOn: Day;
  from: 'cta' | 'phase' | 'hand' | 'bulk' | 'cadence' | 'rule';
  by: string | null;
  /** By a signal that may come twice: then a CTA starts a playbook once for ever. A person may start it again after it was stopped. */
  byItself?: boolean;
  now: Date;
  asking: Asking;
  catalogue: Catalogue;
};
export type StartedRun = { accountId: string; runId: string; owners: Record<string, number> };
export type StartResult = { runs: StartedRun[]; running: number; unknown: number };

const chunk = 1_000;

/** Starts a playbook for customers of whom it does not run. */
export async function startRuns(tx: Db, start: Start): Promise<StartResult> {
  // Whoever starts the same playbook waits: what runs already is then seen.
  await tx.execute(sql`select pg_advisory_xact_lock(hashtext('playbooks.start'), hashtext(${start.playbookId}))`);
  const result: StartResult = { runs: [], running: 0, unknown: 0 };
  for (let i = 0; i < start.customers.length; i += chunk) {
    const asked = start.customers.slice(i, i + chunk);
    const found = await candidates(tx, start, asked);
    const fresh = found.filter((c) => !c.running);
    result.unknown += asked.length - found.length;
    result.running += found.length - fresh.length;
    if (fresh.length) result.runs.push(...(await insertRuns(tx, start, fresh)));
  }
  return result;
}

export type Candidate = Dates &
  Record<OwnerRole, string | null> & {
    accountId: string;
    ctaId: string | null;
    productNo: number;
    ownerId: string | null;
    contractId: string | null;
    isSample: boolean;
    running: boolean;
  } & {
    [answer: `${'c' | 'd'}${number}`]: boolean | null;
  };

async function candidates(tx: Db, start: Start, asked: readonly Beginning[]): Promise<Candidate[]> {
  const given = JSON.stringify(asked.map((c) => ({ a: c.accountId, c: c.ctaId ?? null, p: c.productNo ?? 0, o: c.ownerId ?? null })));
  const among = sql`select distinct on (a, p) * from jsonb_to_recordset(${given}::jsonb) as g(a uuid, c uuid, p smallint, o uuid) order by a, p, c`;
  const ofCta = sql`(select c.contract_id from ctas c where c.account_id = g.a and c.cta_id = g.c)`;
  return rows(
    tx,
    sql`
    select g.a as "accountId", g.c as "ctaId", g.p as "productNo", g.o as "ownerId",
      exists (select from playbook_runs r where r.account_id = g.a and r.playbook_id = ${start.playbookId}::uuid
        and ((r.product_no = g.p and r.status = 'running') or (r.cta_id = g.c and ${start.byItself ?? false}))) as running,
      ${customerColumns(start)}
    from (${among}) g join accounts a on a.account_id = g.a and a.archived_at is null left join account_facts f on f.account_id = a.account_id
    left join lateral (${termOf(sql`g.a`, sql`g.p`, ofCta, start.asking.today)}) term on true
    order by g.a, g.p`,
  );
}

/** What tasks are made from, over accounts `a` left joined with account_facts `f` and their `term`: dates, who looks after it today, answers to conditions. */
export function customerColumns({ definition, asking, catalogue }: Pick<Start, 'definition' | 'asking' | 'catalogue'>): SQL {
  const owner = (role: OwnerRole) =>
    sql`(select s.member_id from assignments s where s.account_id = a.account_id and s.role = ${role} and s.from_on <= ${asking.today}::date
      and (s.to_on is null or s.to_on >= ${asking.today}::date) order by s.from_on desc limit 1) as ${sql.raw(role)}`;
  const answer = (condition: Condition, name: string) => sql`(${compileFacts(condition, catalogue, asking)}) as ${sql.raw(name)}`;
  const answers = definition.tasks.flatMap(({ condition, doneWhen }, i) => [
    ...(condition ? [answer(condition, `c${i}`)] : []),
    ...(doneWhen ? [answer(doneWhen, `d${i}`)] : []),
  ]);
  const parts = [
    sql`a.is_sample as "isSample", term.contract_id as "contractId", term.renewal_on as "renewalOn", term.notice_on as "noticeOn"`,
    owner('csm'),
    owner('onboarding'),
    owner('sales'),
    owner('support'),
  ];
  return sql.join([...parts, ...answers], sql`, `);
}

async function insertRuns(tx: Db, start: Start, fresh: Candidate[]): Promise<StartedRun[]> {
  const at = sql`${start.now.toISOString()}::timestamptz`;
  const runs = fresh.map((c) => ({
    a: c.accountId,
    r: newId(),
    p: c.productNo,
    c: c.ctaId,
    o: c.ownerId ?? c.csm ?? start.by,
    s: c.isSample,
    k: c.contractId,
    n: c.renewalOn,
    t: c.noticeOn,
  }));
  await tx.execute(sql`
    insert into playbook_runs (account_id, run_id, product_no, playbook_id, version, cta_id, owner_id, started_on, started_from, started_by, is_sample,
      contract_id, renewal_on, notice_on, created_at, updated_at)
    select a, r, p, ${start.playbookId}::uuid, ${start.version}, c, o, ${start.startedOn}::date, ${start.from}, ${start.by}::uuid, s, k, n, t, ${at}, ${at}
    from jsonb_to_recordset(${JSON.stringify(runs)}::jsonb) as g(a uuid, r uuid, p smallint, c uuid, o uuid, s boolean, k uuid, n date, t date)`);
  const owners = await insertTasks(
    tx,
    start,
    fresh.map((c, i) => ({ ...c, runId: runs[i]!.r, ownerId: runs[i]!.o })),
  );
  await settle(
    tx,
    runs.map((r) => r.a),
    start.now,
  );
  return runs.map((r, i) => ({ accountId: r.a, runId: r.r, owners: owners[i]! }));
}

/** The tasks of a version as rows `d`, by their place `n`. */
export function definedTasks({ tasks }: PlaybookDefinition): SQL {
  const given = tasks.map((t, i) => ({
    n: i,
    k: t.key,
    t: t.title,
    b: t.body,
    l: t.links,
    m: t.template,
    role: t.ownerRole,
    q: t.required,
    c: t.condition,
    w: t.doneWhen,
    bd: t.due.kind === 'before' ? t.due.date : null,
    bn: t.due.kind === 'before' ? t.due.days : null,
  }));
  return sql`jsonb_to_recordset(${JSON.stringify(given)}::jsonb) as d(n int, k text, t text, b text, l jsonb, m jsonb, role text, q boolean, c jsonb, w jsonb, bd text, bn int)`;
}

/** The tasks of these runs; `only` keeps to some keys. Gives how many open ones each owner has got, run by run. */
export async function insertTasks(
  tx: Db,
  start: Pick<Start, 'definition' | 'startedOn' | 'now'>,
  runs: readonly (Candidate & { runId: string; startedOn?: Day })[],
  only?: (runId: string, key: string) => boolean,
): Promise<Record<string, number>[]> {
  const given: object[] = [];
  const owners = runs.map((c) => {
    const open: Record<string, number> = {};
    start.definition.tasks.forEach((task, n) => {
      if (only && !only(c.runId, task.key)) return;
      const status = task.condition && !c[`c${n}`] ? 'not_needed' : task.doneWhen && c[`d${n}`] ? 'done' : 'open';
      const owner = c[task.ownerRole] ?? c.ownerId;
      const due = dueDay(task.due, c.startedOn ?? start.startedOn, c);
      given.push({ a: c.accountId, id: newId(), r: c.runId, g: c.ctaId, n, o: owner, d: due, st: status, s: c.isSample });
      if (owner && status === 'open') open[owner] = (open[owner] ?? 0) + 1;
    });
    return open;
  });
  const at = sql`${start.now.toISOString()}::timestamptz`;
  await tx.execute(sql`
    insert into tasks (account_id, task_id, run_id, cta_id, task_key, position, title, body, links, template, owner_id, owner_role, due_on, required, condition, done_when,
      before_date, before_days, status, done_at, done_by_itself, is_sample, created_at, updated_at)
    select g.a, g.id, g.r, g.g, d.k, d.n, d.t, d.b, d.l, nullif(d.m, 'null'), g.o, d.role, g.d, d.q, nullif(d.c, 'null'), nullif(d.w, 'null'),
      d.bd, d.bn, g.st, case when g.st <> 'open' then ${at} end, g.st <> 'open', g.s, ${at}, ${at}
    from jsonb_to_recordset(${JSON.stringify(given)}::jsonb) as g(a uuid, id uuid, r uuid, g uuid, n int, o uuid, d date, st text, s boolean)
    join ${definedTasks(start.definition)} using (n)`);
  return owners;
}
