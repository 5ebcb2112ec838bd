import { sql } from 'drizzle-orm';
import { actFor, clearFor, takeFor } from '#actions/ctas/factory.ts';
import { fireDayFor, lookedUntil, takeSampleRule } from '#rules/rules/factory.ts';
import { addDays } from '#platform/clock/days.ts';
import { rows, type Db } from '#platform/db/db.ts';
import { random } from './random.ts';
import { removeWork } from './remove.ts';
import { makeGoals } from './work-goals.ts';
import { escalateOne, snoozeOne, startPlaybooks } from './work-more.ts';
import { at, nights, until, type Began, type StoryCta, type WorkPlan } from './work-plan.ts';
import { storyOf, type Act } from './work-story.ts';
import { workingSet } from './working-set.ts';

/** The three rules to begin with, as the page of rules advises. */
const firstRules = ['usage_fell', 'renewal_90', 'champion_left'] as const;

/**
 * Three weeks of work: each night the rules look at what is known, each morning their firings become CTAs, and people start,
 * close and put off some of them. The same seed gives the same story. Nobody really did it, so the audit log stays out of it.
 */
export async function makeWork(tx: Db, plan: WorkPlan): Promise<void> {
  await removeWork(tx);
  const worked = await workingSet(tx);
  if (!worked.length) return;
  const { asOf, now, language, presser } = plan;
  const from = addDays(asOf, -nights);
  const note = language === 'en' ? 'Sample company: published without a replay' : 'サンプル会社のため、試算を省いて公開';
  const ruleIds: string[] = [];
  for (const [i, key] of firstRules.entries())
    ruleIds.push(await takeSampleRule(tx, { key, language, from, note, by: presser?.id ?? null, at: new Date(at(from, 8).getTime() + i * 1000) }));
  const accountIds = worked.map((one) => one.accountId);
  const began: Began[] = [];
  for (let day = addDays(from, 1); day <= asOf; day = addDays(day, 1)) {
    await fireDayFor(tx, ruleIds, addDays(day, -1), accountIds, until(now, at(day, 2)));
    await takeFor(tx, day, until(now, at(day, 7)));
    for (const cta of await taken(tx, ruleIds, began)) began.push({ cta, acts: storyOf(streamOf(plan.seed, cta), { ...cta, today: asOf }) });
    for (const [i, { cta, acts }] of began.entries()) for (const act of acts) if (act.on === day) await doAct(tx, cta, act, at(day, 10, (i * 17) % 420), now);
  }
  await startPlaybooks(tx, plan, began);
  await escalateOne(tx, plan, began);
  await snoozeOne(tx, plan, began);
  await lookedUntil(tx, ruleIds, addDays(plan.today, -1));
  await clearFor(tx, now);
  await makeGoals(tx, worked, plan.seed, asOf, now);
}

function streamOf(seed: number, cta: StoryCta) {
  return random(Math.imul(seed + 1, 0x9e3779b1) ^ Math.imul(Number(cta.externalId.slice(2)), 0x85ebca6b) ^ firstRules.indexOf(cta.template as never));
}

/** CTAs of these rules that were not there yet, in an order of their own: ids are different in every run. */
async function taken(tx: Db, ruleIds: string[], known: readonly Began[]): Promise<StoryCta[]> {
  const there = new Set(known.map(({ cta }) => cta.ctaId));
  const found = await rows<StoryCta>(
    tx,
    sql`select c.account_id as "accountId", c.cta_id as "ctaId", c.type, c.rank, r.template, c.fired_on as "firedOn", m.id as "ownerId", m.name as "ownerName", a.external_id as "externalId"
        from ctas c join rules r on r.rule_id = c.rule_id join members m on m.id = c.owner_id join accounts a on a.account_id = c.account_id
        where c.rule_id = any(${sql.param(ruleIds)}::uuid[]) and c.slot <> 'overflow' order by c.fired_on, r.template, a.external_id`,
  );
  return found.filter((cta) => !there.has(cta.ctaId));
}

async function doAct(tx: Db, cta: StoryCta, act: Act, moment: Date, now: Date): Promise<void> {
  if (moment > now) return;
  const by = { id: cta.ownerId, name: cta.ownerName };
  if (act.kind === 'start') return actFor(tx, cta, { status: 'doing', firstActedAt: moment }, { kind: 'status', at: moment, by });
  if (act.kind === 'snooze') return actFor(tx, cta, { snoozedUntil: act.until, snoozeReason: act.reason }, { kind: 'snoozed', at: moment, by });
  const closing = { status: act.kind, outcome: act.outcome, outcomeNote: act.note, closedAt: moment, closedBy: cta.ownerId };
  return actFor(tx, cta, closing, { kind: 'status', at: moment, by, note: act.note });
}
