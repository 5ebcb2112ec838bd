import { eq, sql } from 'drizzle-orm';
import { factoryMoment } from '#accounts/accounts/factory.ts';
import type { Day } from '#platform/clock/days.ts';
import type { Db } from '#platform/db/db.ts';
import type { Language } from '#platform/i18n/texts.ts';
import { loadCatalogue } from '#rules/conditions/index.ts';
import { playbookDefinition, type TaskDefinition } from './definition.ts';
import { draftOf, library } from './library.ts';
import { startRuns } from './start.sql.ts';
import { insertPlaybook, insertVersion, liveVersion, updatePlaybook } from './store.ts';
import { playbooks } from './tables.ts';

type Task = Partial<TaskDefinition> & { key: string };

/** A live playbook of these tasks (due at the start, of the CSM, unless said); gives its id. */
export async function makePlaybook(db: Db, tasks: Task[], more: { name?: string; startOnPhase?: string } = {}, at = factoryMoment): Promise<string> {
  const draft = playbookDefinition.parse({
    tasks: tasks.map((task) => ({ title: task.key, due: { kind: 'start', businessDays: 0 }, ...task })),
    startOnPhase: more.startOnPhase ?? null,
  });
  const playbookId = await insertPlaybook(db, { name: more.name ?? 'テスト', description: null, ctaType: null, draft }, null, at);
  await publishFor(db, playbookId, 1, draft, at);
  return playbookId;
}

async function publishFor(db: Db, playbookId: string, version: number, definition: object, at: Date): Promise<void> {
  await insertVersion(db, { playbookId, version, definition, publishedAt: at });
  await updatePlaybook(db, playbookId, { version, draft: null, status: 'live' }, at);
}

/** Takes a ready playbook and publishes it, marked as sample; gives its id. */
export async function takeSamplePlaybook(db: Db, template: string, language: Language, by: string | null, at: Date): Promise<string> {
  const made = draftOf(
    library.find((ready) => ready.template === template)!,
    language,
  );
  const playbookId = await insertPlaybook(db, { ...made, template }, by, at);
  await publishFor(db, playbookId, 1, made.draft, at);
  await db.update(playbooks).set({ isSample: true }).where(eq(playbooks.playbookId, playbookId));
  return playbookId;
}

type Story = { playbookId: string; accountId: string; ctaId: string; ownerId: string; startedOn: Day; timeZone: string; at: Date };

/** Starts a playbook from a CTA on a day, for a story; gives the run, undefined when one runs already. */
export async function startFor(tx: Db, { playbookId, accountId, ctaId, ownerId, startedOn, timeZone, at }: Story): Promise<string | undefined> {
  const live = (await liveVersion(tx, playbookId))!;
  const asking = { today: startedOn, timeZone, me: null };
  const customers = [{ accountId, ctaId, ownerId }];
  const { runs } = await startRuns(tx, {
    ...live,
    playbookId,
    customers,
    startedOn,
    from: 'cta',
    by: ownerId,
    now: at,
    asking,
    catalogue: await loadCatalogue(tx),
  });
  return runs[0]?.runId;
}

/** The first tasks of a run are done, one after the other. */
export async function doTasksFor(tx: Db, run: { accountId: string; runId: string }, count: number, by: string, at: Date): Promise<void> {
  await tx.execute(sql`
    update tasks t set status = 'done', done_at = ${at.toISOString()}::timestamptz, done_by = ${by}::uuid, updated_at = ${at.toISOString()}::timestamptz
    from (select task_id from tasks where account_id = ${run.accountId}::uuid and run_id = ${run.runId}::uuid and status = 'open' order by position limit ${count}) d
    where t.account_id = ${run.accountId}::uuid and t.task_id = d.task_id`);
}
