import { sql } from 'drizzle-orm';
import { addDays, type Day } from '#platform/clock/days.ts';
import { rows, type Db } from '#platform/db/db.ts';
import { isExempt, mrrScale, placeInSlots, rankOf, shareOf, slotsOf, weekOf, type Placing } from '#actions/ctas/index.ts';
import { isHappening, type RuleAction, type RuleDefinition } from '#rules/rules/index.ts';
import { closingTimes, otherCtas, realCtas } from './ctas.sql.ts';
import type { PastFiring } from './firings.sql.ts';
import { foldIdentity, type Firing, type Wish } from './logic.ts';
import { ownerThen, type Turn } from './owners.ts';

export type Asking = { definition: RuleDefinition; ruleId: string | null; live: boolean; days: number; today: Day; closedAfterDays: number | null };
export type CtaAction = Extract<RuleAction, { kind: 'cta' }>;

/** One CTA at a time for each customer and reason. A rule that makes none is counted by its firings. */
export async function foldCtas(
  db: Db,
  { definition, ruleId, live, today, closedAfterDays }: Asking,
  fired: readonly PastFiring[],
  actions: readonly CtaAction[],
  zone: string,
) {
  const byType = await closingTimes(
    db,
    actions.map((a) => a.type),
    today,
    zone,
  );
  const daysOf = new Map(byType.map((c) => [c.type, closedAfterDays ?? c.days]));
  const real = live && ruleId ? await realCtas(db, ruleId, zone) : new Map<string, Day | null>();
  const firings: Firing[] = fired.map((f, no) => ({ no, accountId: f.accountId, firedOn: f.firedOn }));
  const wishes: Wish[] = actions.length
    ? foldIdentity(
        firings,
        actions,
        (firing, { reason, type }) => {
          const known = real.get(`${firing.accountId} ${reason} ${firing.firedOn}`);
          return known === undefined ? addDays(firing.firedOn, daysOf.get(type)!) : known;
        },
        definition.closeWhenCleared && !isHappening(definition),
      )
    : firings.map((firing) => ({ firing, action: -1 }));
  return { wishes, closing: { given: closedAfterDays, really: real.size > 0, byType } };
}

/** Who would have had each, and where in their weekly slots. */
export async function placeCtas(db: Db, { ruleId }: Asking, fired: readonly PastFiring[], wishes: readonly Wish[], actions: readonly CtaAction[]) {
  const turn = await turnsOf(db, actions);
  const scale = await mrrScale(db);
  const outside = new Set((await rows<{ reason: string }>(db, sql`select reason from cta_reasons where outside_slots`)).map((r) => r.reason));
  let ofToday = 0;
  const placings = wishes.map(({ firing, action }, i): Placing => {
    const asked = actions[action];
    const then = fired[firing.no]!;
    if (!asked) return { key: String(i), owner: null, day: firing.firedOn, rank: 0, exempt: true };
    const owner = ownerThen(then, asked.owner, turn);
    if (owner.ofToday) ofToday++;
    const mrr = then.mrr === null ? null : BigInt(then.mrr);
    const scoreChange = then.score === null || then.scoreBefore === null ? null : then.score - then.scoreBefore;
    const record = { acted: 0, ignored: 0, wrong: 0 };
    const { rank } = rankOf({ ...then, scoreChange, type: asked.type, mrrShare: shareOf(mrr, scale.steps), record });
    return {
      key: String(i),
      owner: owner.ownerId,
      day: firing.firedOn,
      rank,
      exempt: isExempt({ type: asked.type, mrr, outsideSlots: outside.has(asked.reason) }, scale.largest),
    };
  });
  const owners = [...new Set(placings.flatMap((p) => p.owner ?? []))];
  const slots = owners.length ? await slotsOf(db, sql`m.id = any(${sql.param(owners)}::uuid[])`) : [];
  const perWeek = new Map(slots.map((s) => [s.memberId, s.perWeek]));
  const days = placings.map((p) => p.day);
  const already = days.length ? await otherCtas(db, owners, ruleId, weekOf(days[0]!), days.at(-1)!) : [];
  const places = placeInSlots(placings, (owner) => perWeek.get(owner) ?? 0, already);
  return { placings, places, ofToday, already, slots };
}

async function turnsOf(db: Db, actions: readonly CtaAction[]): Promise<Turn> {
  const teamIds = actions.flatMap((a) => (a.owner.kind === 'team' ? [a.owner.teamId] : []));
  const members = await rows<{ id: string }>(db, sql`select id from members where status <> 'disabled'`);
  const teams = await rows<{ teamId: string; members: string[] }>(
    db,
    sql`select t.team_id as "teamId", array_agg(t.member_id order by m.created_at, t.member_id)::text[] as members from team_members t
        join members m on m.id = t.member_id and m.status <> 'disabled' where t.team_id = any(${sql.param(teamIds)}::uuid[]) group by 1`,
  );
  return { active: new Set(members.map((m) => m.id)), teams: new Map(teams.map((t) => [t.teamId, t.members])) };
}
