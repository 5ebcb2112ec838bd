import { sql, type SQL } from 'drizzle-orm';
import { notify } from '#actions/notifications/index.ts';
import { findAccount } from '#accounts/accounts/index.ts';
import { write } from '#platform/audit/audit.ts';
import { row, rows, type Db } from '#platform/db/db.ts';
import type { Context } from '#platform/http/context.ts';
import { fromCursor, toCursor } from '#platform/http/cursor.ts';
import { problem } from '#platform/http/problem.ts';
import { implementSlice } from '#platform/http/server.ts';
import { askingOf, compileFacts, conditionAsked, loadCatalogue, type Condition } from '#rules/conditions/index.ts';
import { moveRuns } from './move.sql.ts';
import { byOf, playbookOf, wordsFor } from './asked.ts';
import { atOnce, runsContract } from './runs-contract.ts';
import { findRuns, findTasks, stopRun } from './runs.sql.ts';
import { shownTask } from './shown.ts';
import { startRuns, type Beginning, type StartResult } from './start.sql.ts';
import { liveVersion } from './store.ts';
import { taskRoutes } from './task-routes.ts';

const on = implementSlice(runsContract);

export const runRoutes = {
  ...taskRoutes,

  start: on.start.handler(({ context, input }) =>
    write(context, 'playbook_runs.start', async (tx, audit) => {
      const live = await liveOf(tx, context, input.playbookId);
      const customers = await customersOf(tx, context, input);
      const from = input.from === 'cadence' ? 'cadence' : input.ctaId ? 'cta' : customers.length > 1 ? 'bulk' : 'hand';
      const done = await startRuns(tx, {
        ...live,
        playbookId: input.playbookId,
        customers,
        startedOn: input.startedOn ?? context.today,
        from,
        by: byOf(context),
        now: context.clock(),
        asking: { ...askingOf(context), me: null },
        catalogue: await loadCatalogue(tx),
      });
      await tellOwners(tx, context, live.name, done);
      for (const run of done.runs) audit({ noun: 'playbook_run', id: run.runId, accountId: run.accountId, label: live.name });
      if (!done.runs.length) audit(null);
      return {
        started: done.runs.length,
        running: done.running,
        unknown: done.unknown,
        runs: done.runs.slice(0, 100).map(({ accountId, runId }) => ({ accountId, runId })),
      };
    }),
  ),

  move: on.move.handler(({ context, input: { playbookId, runs } }) =>
    write(context, 'playbook_runs.move', async (tx, audit) => {
      const live = await liveOf(tx, context, playbookId);
      const catalogue = await loadCatalogue(tx);
      const moved = await moveRuns(tx, { ...live, playbookId, now: context.clock(), asking: { ...askingOf(context), me: null }, catalogue }, runs ?? null);
      audit(moved.length ? { noun: 'playbook', id: playbookId, label: live.name, changes: { version: live.version, runs: moved.length } } : null);
      return { moved: moved.length };
    }),
  ),

  list: on.list.handler(async ({ context, input: { playbookId, status, limit, cursor } }) => {
    await playbookOf(context.db, context, playbookId);
    const after = fromCursor(cursor, 2);
    const where = sql`r.playbook_id = ${playbookId}::uuid ${status ? sql`and r.status = ${status}` : sql``}
      ${after ? sql`and (r.started_on, r.run_id) < (${after[0]}::date, ${after[1]}::uuid)` : sql``}`;
    const found = await findRuns(context.db, where, sql`r.started_on desc, r.run_id desc`, limit + 1, context.today);
    const last = found[limit - 1];
    return { items: found.slice(0, limit), nextCursor: found.length > limit && last ? toCursor([last.startedOn, last.runId]) : null };
  }),

  ofAccount: on.ofAccount.handler(async ({ context, input: { accountId, ctaId, status } }) => {
    const where = sql`r.account_id = ${accountId}::uuid ${ctaId ? sql`and r.cta_id = ${ctaId}::uuid` : sql``} ${status ? sql`and r.status = ${status}` : sql``}`;
    const found = await findRuns(context.db, where, sql`r.status = 'running' desc, r.started_on desc, r.run_id desc`, 30, context.today);
    if (!found.length && !(await findAccount(context.db, accountId))) throw problem('NOT_FOUND', wordsFor(context).account);
    const ids = sql.param(found.map((r) => r.runId));
    const [steps, catalogue] = await Promise.all([
      findTasks(context.db, sql`t.account_id = ${accountId}::uuid and t.run_id = any(${ids}::uuid[])`, sql`t.position, t.task_id`, 1200),
      loadCatalogue(context.db),
    ]);
    return found.map((run) => ({ ...run, steps: steps.filter((s) => s.runId === run.runId).map((s) => shownTask(context, s, catalogue)) }));
  }),

  stop: on.stop.handler(({ context, input: { accountId, runId, note } }) =>
    write(context, 'playbook_runs.stop', async (tx, audit) => {
      await tx.execute(sql`select from playbook_runs where account_id = ${accountId}::uuid and run_id = ${runId}::uuid for update`);
      const one = () => findRuns(tx, sql`r.account_id = ${accountId}::uuid and r.run_id = ${runId}::uuid`, sql`1`, 1, context.today);
      const [before] = await one();
      if (!before) throw problem('NOT_FOUND', wordsFor(context).run);
      if (before.status !== 'running') throw problem('CONFLICT', wordsFor(context).runEnded);
      await stopRun(tx, accountId, runId, note, context.clock());
      audit({ noun: 'playbook_run', id: runId, accountId, label: before.playbookName, changes: { status: ['running', 'stopped'], note: [null, note] } });
      return (await one())[0]!;
    }),
  ),

  tasks: on.tasks.handler(async ({ context, input: { mine, ownerId, dueBy, limit, cursor } }) => {
    const after = fromCursor(cursor, 2);
    const owner = mine ? byOf(context) : (ownerId ?? null);
    const where = sql`t.status = 'open' and coalesce(r.status, 'running') = 'running' ${mine || ownerId ? sql`and t.owner_id = ${owner}::uuid` : sql``} ${dueBy ? sql`and t.due_on <= ${dueBy}::date` : sql``}
      ${after ? sql`and (coalesce(t.due_on, 'infinity'), t.task_id) > (${after[0]}::date, ${after[1]}::uuid)` : sql``}`;
    const found = await findTasks(context.db, where, sql`coalesce(t.due_on, 'infinity'), t.task_id`, limit + 1);
    const catalogue = await loadCatalogue(context.db);
    const last = found[limit - 1];
    return {
      items: found.slice(0, limit).map((task) => shownTask(context, task, catalogue)),
      nextCursor: found.length > limit && last ? toCursor([last.dueOn ?? 'infinity', last.taskId]) : null,
    };
  }),
};

async function liveOf(db: Db, context: Context, playbookId: string) {
  const { status } = await playbookOf(db, context, playbookId);
  const live = await liveVersion(db, playbookId);
  if (!live) throw problem('CONFLICT', status === 'retired' ? wordsFor(context).retired : wordsFor(context).notPublished);
  return live;
}

type Asked = { accountIds?: string[]; segmentId?: string; condition?: Condition; ctaId?: string; productNo: number; ownerId?: string };

async function customersOf(db: Db, context: Context, { accountIds, segmentId, condition, ctaId, productNo, ownerId }: Asked): Promise<Beginning[]> {
  const t = wordsFor(context);
  const refuse = (path: string, message: string) => problem('BAD_REQUEST', message, [{ path, message }]);
  if ([accountIds, segmentId, condition].filter(Boolean).length !== 1) throw refuse('accountIds', t.which);
  if (ownerId && !(await row(db, sql`select 1 from members where id = ${ownerId}::uuid and status <> 'disabled'`))) throw refuse('ownerId', t.member);
  if (ctaId) {
    const cta =
      accountIds?.length === 1 &&
      (await row<{ ownerId: string | null; productNo: number }>(
        db,
        sql`select owner_id as "ownerId", product_no as "productNo" from ctas where account_id = ${accountIds[0]}::uuid and cta_id = ${ctaId}::uuid`,
      ));
    if (!cta) throw refuse('ctaId', t.cta);
    return [{ accountId: accountIds[0]!, ctaId, productNo: cta.productNo, ownerId: ownerId ?? cta.ownerId }];
  }
  const ids =
    accountIds ?? (condition ? await holding(db, (await conditionAsked({ ...context, db }, condition)).where) : await inSegment(db, context, segmentId!));
  if (!ids) throw refuse('segmentId', t.segment);
  if (ids.length > atOnce) throw refuse('segmentId', t.tooMany(atOnce));
  return ids.map((accountId) => ({ accountId, productNo, ownerId }));
}

async function inSegment(db: Db, context: Context, segmentId: string): Promise<string[] | null> {
  const catalogue = await loadCatalogue(db);
  if (!catalogue.segments.has(segmentId)) return null;
  const where = compileFacts({ field: 'segment', operator: 'in', value: [segmentId] }, catalogue, { ...askingOf(context), me: null });
  return holding(db, where);
}

async function holding(db: Db, where: SQL): Promise<string[]> {
  const found = await rows<{ id: string }>(
    db,
    sql`select f.account_id as id from account_facts f where not f.is_archived and f.churned_on is null and ${where} limit ${atOnce + 1}`,
  );
  return found.map((f) => f.id);
}

/** One word to each other person who has got tasks, however many customers it was started for. */
async function tellOwners(tx: Db, context: Context, playbook: string, { runs }: StartResult): Promise<void> {
  const counts = new Map<string, number>();
  for (const { owners } of runs) for (const [id, n] of Object.entries(owners)) counts.set(id, (counts.get(id) ?? 0) + n);
  const by = context.actor.kind === 'member' || context.actor.kind === 'key' ? context.actor.name : '';
  for (const [memberId, n] of counts) {
    if (memberId === byOf(context)) continue;
    const title = { ja: `${by}が「${playbook}」を開始し、${n}件のタスクの担当になりました`, en: `${by} started “${playbook}”: ${n} tasks are yours` };
    await notify(tx, [memberId], { kind: 'ctas', title, link: runs.length === 1 ? `/accounts/${runs[0]!.accountId}` : '/playbooks' }, context.clock());
  }
}
