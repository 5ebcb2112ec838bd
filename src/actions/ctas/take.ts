import { addBusinessDays } from '#platform/clock/business-days.ts';
import { dayOf, type Day } from '#platform/clock/days.ts';
import { write, type AuditEntry } from '#platform/audit/audit.ts';
import type { Db } from '#platform/db/db.ts';
import { newId } from '#platform/ids/ids.ts';
import type { JobContext, Jobs } from '#platform/jobs/jobs.ts';
import { announce } from '#platform/live/live.ts';
import { readOrganisation } from '#platform/organisation/organisation.ts';
import type { OwnerRule, RuleAction } from '#rules/rules/index.ts';
import { lockTaking } from './identity.sql.ts';
import { isExempt, placeInSlots, rankOf, shareOf, weekOf, type Place, type RankParts } from './logic.ts';
import { doOthers } from './others.ts';
import { ownersFor, type Owners } from './owners.ts';
import { recordsOf } from './record.sql.ts';
import { ctasCreated } from './signals.ts';
import { mrrScale, slotsOf } from './slots.sql.ts';
import { listReasons } from './store.ts';
import { finishFirings, insertFromRules, overflowDisplaced, type Handled } from './take.sql.ts';
import { identityKey, openIdentities, placedIn, rulesOf, waitingFirings, type FiringRule, type Waiting } from './waiting.sql.ts';
import { sql } from 'drizzle-orm';

export type CtaAction = Extract<RuleAction, { kind: 'cta' }>;
/** A CTA that a firing asks for. */
export type Wish = {
  firing: Waiting;
  action: CtaAction;
  ruleName: string;
  ctaId: string;
  ownerId: string | null;
  ownerRole: string | null;
  rank: number;
  parts: RankParts;
  exempt: boolean;
  dueOn: Day;
};
const atOnce = 400;
const system = { kind: 'system', name: 'ルール' } as const;

/**
 * Turns waiting firings into CTAs and the other things their rules say; gives how many were handled. One transaction a
 * batch: whatever kills it, a firing is either handled with all that came of it, or waits. Takers queue up behind each other.
 */
export async function takeFirings({ database, db, clock, jobs, log }: JobContext): Promise<number> {
  const zone = (await readOrganisation(db)).timeZone;
  for (let total = 0; ;) {
    const now = clock();
    const today = dayOf(now, zone);
    const taken = await write({ database, actor: system, clock }, 'ctas.fire', async (tx, audit) => {
      await lockTaking(tx);
      const firings = await waitingFirings(tx, today, atOnce);
      const entries = firings.length ? await handle(tx, { firings, today, now, jobs, log }) : [];
      for (const entry of entries) audit(entry);
      if (!entries.length) audit(null);
      return firings.length;
    });
    total += taken;
    if (taken < atOnce) return total;
  }
}

export type Taking = { firings: Waiting[]; today: Day; now: Date; jobs: Pick<Jobs, 'publish'>; log: Pick<JobContext['log'], 'warn'> };

/** What comes of these firings; gives the audit rows. The caller holds `lockTaking`. */
export async function handle(tx: Db, taking: Taking): Promise<AuditEntry[]> {
  const { firings, today, now, jobs, log } = taking;
  const rules = await rulesOf(tx, firings);
  const ruleOf = (f: Waiting): FiringRule | undefined => rules.get(`${f.ruleId} ${f.version}`);
  const acting = firings.filter((f) => f.known && ruleOf(f)?.definition);
  for (const f of firings) if (!ruleOf(f)?.definition) log.warn({ rule: f.ruleId, version: f.version }, 'a firing of a rule that cannot be read');
  const actionsOf = (f: Waiting) => ruleOf(f)!.definition!.actions;
  const asked = acting.flatMap((f) => actionsOf(f).flatMap((a): OwnerRule[] => (a.kind === 'cta' ? [a.owner] : a.kind === 'notify' ? [a.to] : [])));
  const owners = await ownersFor(tx, [...new Set(acting.map((f) => f.accountId))], asked, today);

  const open = await openIdentities(tx, acting);
  const handled = new Map<Waiting, Handled>();
  const wishes = await wishesOf(tx, acting, ruleOf, owners, open, handled, today);
  const places = await place(tx, wishes);
  await insertFromRules(tx, wishes, places, now);
  await overflowDisplaced(tx, places.displaced, now);
  if (wishes.length) await announce(tx, 'ctas');
  for (const wish of wishes) {
    const before = handled.get(wish.firing);
    if (!before || before.result === 'open_already')
      handled.set(wish.firing, { result: places.of(wish.ctaId) === 'overflow' ? 'overflow' : 'created', ctaId: wish.ctaId });
  }
  const made = wishes.map(({ firing, ctaId, action }) => ({ accountId: firing.accountId, ctaId, playbookId: action.playbookId }));
  if (made.length) await jobs.publish(tx, ctasCreated, { ctas: made });
  const others = await doOthers(
    tx,
    taking,
    acting.map((firing) => ({ firing, ruleName: ruleOf(firing)!.name, actions: actionsOf(firing) })),
    owners,
  );
  await finishFirings(tx, firings, (f) => handled.get(f) ?? { result: 'no_cta', ctaId: null }, now);
  return [
    ...wishes.map((w) => ({
      noun: 'cta',
      id: w.ctaId,
      accountId: w.firing.accountId,
      label: w.action.title,
      changes: { rule: [null, w.ruleName], ownerId: [null, w.ownerId], slot: [null, places.of(w.ctaId)] },
    })),
    ...others,
  ];
}

/** What is to be made; firings whose CTA is open already are noted as such in `handled`. */
async function wishesOf(
  tx: Db,
  acting: readonly Waiting[],
  ruleOf: (f: Waiting) => FiringRule | undefined,
  owners: Owners,
  open: Map<string, string>,
  handled: Map<Waiting, Handled>,
  today: Day,
): Promise<Wish[]> {
  const reasons = await listReasons(tx);
  const records = await recordsOf(tx, [...new Set(acting.map((f) => f.ruleId))], today);
  const scale = await mrrScale(tx);
  const outside = new Set(reasons.filter((r) => r.outsideSlots).map((r) => r.reason));
  const tally = new Map(records.map((r) => [r.ruleId, r]));
  const wishes: Wish[] = [];
  for (const firing of acting) {
    const { name: ruleName, definition } = ruleOf(firing)!;
    for (const action of definition!.actions) {
      if (action.kind !== 'cta') continue;
      const identity = identityKey({ ...firing, reason: action.reason });
      const already = open.get(identity);
      if (already) {
        if (!handled.has(firing)) handled.set(firing, { result: 'open_already', ctaId: already });
        continue;
      }
      const ctaId = newId();
      open.set(identity, ctaId);
      const mrr = firing.mrr === null ? null : BigInt(firing.mrr);
      const record = tally.get(firing.ruleId) ?? { acted: 0, ignored: 0, wrong: 0 };
      const { rank, parts } = rankOf({ ...firing, type: action.type, mrrShare: shareOf(mrr, scale.steps), record });
      wishes.push({
        firing,
        action,
        ruleName,
        ctaId,
        ...owners(firing.accountId, action.owner),
        rank,
        parts,
        exempt: isExempt({ type: action.type, mrr, outsideSlots: outside.has(action.reason) }, scale.largest),
        dueOn: addBusinessDays(today, action.dueInBusinessDays),
      });
    }
  }
  return wishes;
}

export type Places = { of(ctaId: string): Place; displaced: { accountId: string; ctaId: string }[] };

async function place(tx: Db, wishes: readonly Wish[]): Promise<Places> {
  const owners = [...new Set(wishes.flatMap((w) => w.ownerId ?? []))];
  const weeks = [...new Set(wishes.map((w) => weekOf(w.firing.firedOn)))];
  const already = await placedIn(tx, owners, weeks);
  const slots = owners.length ? await slotsOf(tx, sql`m.id = any(${sql.param(owners)}::uuid[])`) : [];
  const perWeek = new Map(slots.map((s) => [s.memberId, s.perWeek]));
  const places = placeInSlots(
    wishes.map((w) => ({ key: w.ctaId, owner: w.ownerId, day: w.firing.firedOn, rank: w.rank, exempt: w.exempt })),
    (owner) => perWeek.get(owner) ?? 0,
    already,
  );
  return {
    of: (ctaId) => places.get(ctaId)!,
    displaced: already.filter((one) => places.get(one.key) === 'overflow').map((one) => ({ accountId: one.accountId, ctaId: one.key })),
  };
}
