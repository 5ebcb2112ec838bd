import { sql } from 'drizzle-orm';
import { actFor } from '#actions/ctas/factory.ts';
import { doTasksFor, startFor, takeSamplePlaybook } from '#actions/playbooks/factory.ts';
import { addBusinessDays, isBusinessDay } from '#platform/clock/business-days.ts';
import { addDays, type Day } from '#platform/clock/days.ts';
import { row, rows, type Db } from '#platform/db/db.ts';
import { at, until, type Began, type StoryCta, type WorkPlan } from './work-plan.ts';

const ready = [
  { template: 'risk', rule: 'usage_fell' },
  { template: 'renewal_120', rule: 'renewal_90' },
] as const;
const most = 10;

/** For CTAs that somebody is at, a playbook runs: one of each kind for a person, a few in all. */
export async function startPlaybooks(tx: Db, plan: WorkPlan, began: readonly Began[]): Promise<void> {
  const { language, presser, asOf, now, timeZone } = plan;
  const open = await stillOpen(tx, began);
  for (const { template, rule } of ready) {
    const playbookId = await takeSamplePlaybook(tx, template, language, presser?.id ?? null, at(addDays(asOf, -21), 8));
    const owners = new Set<string>();
    for (const { cta, on } of open) {
      if (cta.template !== rule || owners.has(cta.ownerId) || owners.size >= most) continue;
      owners.add(cta.ownerId);
      const moment = until(now, at(on, 11));
      const runId = await startFor(tx, { playbookId, accountId: cta.accountId, ctaId: cta.ctaId, ownerId: cta.ownerId, startedOn: on, timeZone, at: moment });
      if (runId) await doTasksFor(tx, { accountId: cta.accountId, runId }, 1, cta.ownerId, until(now, at(on, 15)));
    }
  }
}

/** Those that were started and are not closed, with the day on which they were. */
async function stillOpen(tx: Db, began: readonly Began[]): Promise<{ cta: StoryCta; on: Day }[]> {
  const active = new Set((await rows<{ id: string }>(tx, sql`select cta_id as id from ctas where is_sample and status = 'doing'`)).map(({ id }) => id));
  return began.flatMap(({ cta, acts }) => (acts[0] && active.has(cta.ctaId) ? [{ cta, on: acts[0].on }] : []));
}

/** One is asleep until the customer answers, so that it can be seen where it has gone. */
export async function snoozeOne(tx: Db, { asOf, now, presser }: WorkPlan, began: readonly Began[]): Promise<void> {
  const sleeping = await row(tx, sql`select 1 as there from ctas where is_sample and snoozed_until is not null`);
  const { cta, on } = (await stillOpen(tx, began)).sort((a, b) => mine(b, presser) - mine(a, presser) || a.cta.rank - b.cta.rank)[0] ?? {};
  if (sleeping || !cta || !on) return;
  const moment = until(now, at(on, 17));
  const change = { snoozedUntil: addBusinessDays(asOf, 3), snoozeReason: 'waiting_customer' };
  await actFor(tx, cta, change, { kind: 'snoozed', at: moment, by: { id: cta.ownerId, name: cta.ownerName } });
}

const mine = ({ cta }: { cta: StoryCta }, presser: WorkPlan['presser']): number => Number(cta.ownerId === presser?.id);

/** The riskiest that somebody is at goes to who asked for the sample, or to the manager of the sample company. */
export async function escalateOne(tx: Db, { asOf, now, presser }: WorkPlan, began: readonly Began[]): Promise<void> {
  const manager = await row<{ id: string }>(tx, sql`select id from members where is_sample and role = 'manager' order by email limit 1`);
  const to = presser?.id ?? manager?.id;
  let day = addDays(asOf, -1);
  while (!isBusinessDay(day)) day = addDays(day, -1);
  const others = (await stillOpen(tx, began)).filter(({ cta, on }) => cta.ownerId !== to && on <= day).map(({ cta }) => cta);
  const risk = others.sort((a, b) => Number(b.type === 'risk') - Number(a.type === 'risk') || b.rank - a.rank)[0];
  if (!to || !risk) return;
  const moment = until(now, at(day, 16));
  const reason = '部長から費用対効果を問われています。次回の打ち合わせへの同席をお願いします。';
  const escalation = { escalatedTo: to, escalatedAt: moment, escalatedBy: risk.ownerId, escalationReason: reason, escalatedUntil: addBusinessDays(asOf, 2) };
  const history = { kind: 'escalated', at: moment, by: { id: risk.ownerId, name: risk.ownerName }, note: reason };
  await actFor(tx, risk, { ...escalation, slot: 'outside', snoozedUntil: null, snoozeReason: null }, history);
}
