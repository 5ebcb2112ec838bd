import { sql } from 'drizzle-orm';
import { write } from '#platform/audit/audit.ts';
import { dayOf } from '#platform/clock/days.ts';
import { rows, transaction, type Db } from '#platform/db/db.ts';
import type { Job, JobContext } from '#platform/jobs/jobs.ts';
import { readOrganisation } from '#platform/organisation/organisation.ts';
import { loadCatalogue } from '#rules/conditions/index.ts';
import type { CtasCreated } from '#actions/ctas/index.ts';
import { enteredPhases } from './phase.sql.ts';
import { redateRuns } from './redate.sql.ts';
import { askAgain } from './settle.sql.ts';
import { startRuns, type Beginning } from './start.sql.ts';
import { liveVersion } from './store.ts';

/** CTAs name playbooks: their tasks are made, once; one transaction a playbook, whatever the number of customers. */
export const startForCta: Job<CtasCreated> = {
  name: 'playbooks.start-for-cta',
  async run(context, { ctas }) {
    const byPlaybook = new Map<string, { accountId: string; ctaId: string }[]>();
    for (const { playbookId, ...cta } of ctas) if (playbookId) byPlaybook.set(playbookId, [...(byPlaybook.get(playbookId) ?? []), cta]);
    for (const [playbookId, theirs] of byPlaybook)
      await write(asSystem(context), 'playbook_runs.start', async (tx, audit) => {
        const live = await liveVersion(tx, playbookId);
        const customers = await openCtas(tx, theirs);
        if (!live || !customers.length) return audit(null);
        const { runs } = await startRuns(tx, { ...live, ...(await frameOf(context, tx)), playbookId, customers, from: 'cta', by: null, byItself: true });
        for (const run of runs) audit({ noun: 'playbook_run', id: run.runId, accountId: run.accountId, label: live.name });
        if (!runs.length) audit(null);
      });
  },
};

function openCtas(tx: Db, asked: readonly { accountId: string; ctaId: string }[]): Promise<Beginning[]> {
  return rows(
    tx,
    sql`select c.account_id as "accountId", c.cta_id as "ctaId", c.owner_id as "ownerId", c.product_no as "productNo"
        from ctas c join jsonb_to_recordset(${JSON.stringify(asked)}::jsonb) as g("accountId" uuid, "ctaId" uuid) on c.account_id = g."accountId" and c.cta_id = g."ctaId"
        where c.status in ('open', 'doing') order by c.cta_id`,
  );
}

/** CTAs have ended: so have their runs. Those of a CTA that was merged go on with the one that stands for both. */
export const endWithCta: Job<{ ctas: { accountId: string; ctaId: string }[] }> = {
  name: 'playbooks.end-with-cta',
  async run({ database, clock }, { ctas }) {
    const pairs = sql`select * from jsonb_to_recordset(${JSON.stringify(ctas)}::jsonb) as g("accountId" uuid, "ctaId" uuid)`;
    const at = sql`${clock().toISOString()}::timestamptz`;
    const closed = sql`ctas c join (${pairs}) g on c.account_id = g."accountId" and c.cta_id = g."ctaId"`;
    await transaction(database, async (tx) => {
      for (const table of ['playbook_runs', 'tasks'])
        await tx.execute(sql`update ${sql.identifier(table)} x set cta_id = c.merged_into from ${closed}
          where x.account_id = c.account_id and x.cta_id = c.cta_id and c.merged_into is not null`);
      await tx.execute(sql`
        with ended as (
          update playbook_runs r set status = 'stopped', ended_at = ${at}, updated_at = ${at} from ${closed}
          where r.account_id = c.account_id and r.cta_id = c.cta_id and r.status = 'running' and c.status in ('done', 'wont_do') and c.merged_into is null
          returning r.account_id, r.run_id)
        update tasks t set status = 'not_needed', done_at = ${at}, done_by_itself = true, updated_at = ${at}
        from ended e where t.account_id = e.account_id and t.run_id = e.run_id and t.status = 'open'`);
    });
  },
};

/** Values of customers have changed (`accountIds` null: of all): conditions are asked again, and phases that were entered start theirs. */
export const askPlaybooks: Job<{ accountIds?: string[] | null }> = {
  name: 'playbooks.ask',
  minutes: 30,
  async run(context, { accountIds = null }) {
    await startEntered(context, accountIds);
    await redate(context, accountIds);
    const asked = await transaction(context.database, async (tx) => {
      const { asking, catalogue, now } = await frameOf(context, tx);
      return askAgain(tx, accountIds ? { ...asking, ids: accountIds } : asking, catalogue, now);
    });
    if (asked.left.length) context.log.warn({ conditions: asked.left }, 'conditions of playbooks that can no longer be asked');
  },
};

/** Before people start: dates have moved even where nothing else has. */
export const morningPlaybooks: Job = {
  name: 'playbooks.morning',
  once: true,
  cron: '20 6 * * *',
  minutes: 30,
  run: (context) => askPlaybooks.run(context, {}),
};

/** Dates of contracts have moved: open tasks that are due before them follow. */
async function redate(context: JobContext, accountIds: string[] | null): Promise<void> {
  await write(asSystem(context), 'playbook_runs.redate', async (tx, audit) => {
    const { asking, now } = await frameOf(context, tx);
    const redated = await redateRuns(tx, { today: asking.today, ...(accountIds ? { ids: accountIds } : {}) }, now);
    for (const { accountId, runId, playbookName, kind, was, becomes, tasks, kept } of redated)
      audit({
        noun: 'playbook_run',
        id: runId,
        accountId,
        label: playbookName,
        changes: { [kind === 'renewal' ? 'renewalOn' : 'noticeOn']: [was, becomes], tasks: kept ? 0 : tasks },
      });
    if (!redated.length) audit(null);
  });
}

async function startEntered(context: JobContext, accountIds: string[] | null): Promise<void> {
  const { timeZone } = await readOrganisation(context.db);
  for (const { customers, ...entering } of await enteredPhases(context.db, dayOf(context.clock(), timeZone), timeZone, accountIds))
    await write(asSystem(context), 'playbook_runs.start', async (tx, audit) => {
      const { runs } = await startRuns(tx, { ...entering, ...(await frameOf(context, tx)), customers, from: 'phase', by: null });
      for (const run of runs) audit({ noun: 'playbook_run', id: run.runId, accountId: run.accountId });
      if (!runs.length) audit(null);
    });
}

async function frameOf({ clock }: JobContext, tx: Db) {
  const { timeZone } = await readOrganisation(tx);
  const now = clock();
  const today = dayOf(now, timeZone);
  return { now, startedOn: today, catalogue: await loadCatalogue(tx), asking: { today, timeZone, me: null } };
}

const asSystem = ({ database, clock }: JobContext) => ({ database, clock, actor: { kind: 'system' as const, name: 'playbooks' } });
