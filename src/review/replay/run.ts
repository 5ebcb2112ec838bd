import { addDays, type Day } from '#platform/clock/days.ts';
import type { Db } from '#platform/db/db.ts';
import { weekOf } from '#actions/ctas/index.ts';
import { firingDelay, firingsAreExact, liveRules, readableRule, ruleFrame, type RuleFrame } from '#rules/rules/index.ts';
import type { ReplayResult } from './contract.ts';
import { daysWithValues } from './fill.ts';
import { pastFirings, type PastFiring, type Span } from './firings.sql.ts';
import { countWeeks, median, shareOf, weeksBetween } from './logic.ts';
import { horizon, laterOf, overlapping, type First } from './outcome.sql.ts';
import { foldCtas, placeCtas, type Asking, type CtaAction } from './placing.ts';

const firingLimit = 200_000;
const rulesLimit = 20;

/** More customers than a replay can fold: the text is for people. */
export class TooMany extends Error {}

type Tell = (done: number, total: number) => Promise<void>;

/** The CTAs a rule would have made over its past, each with its owner and place, and all that the page says of them. */
export async function runReplay(db: Db, asking: Asking, progress: Tell = async () => {}) {
  const frame = await ruleFrame(db);
  const { definition, ruleId, today, days } = asking;
  const span = { from: addDays(today, -days), to: addDays(today, -1) };
  const others = (await liveRules(db)).filter((r) => r.ruleId !== ruleId && readableRule(r.definition, frame.catalogue));
  const total = 3 + Math.min(others.length, rulesLimit);
  await progress(0, total);

  const fired = await pastFirings(db, definition, span, frame, firingLimit + 1);
  if (fired.length > firingLimit) throw new TooMany(`more than ${firingLimit} firings`);
  await progress(1, total);

  const actions = definition.actions.filter((a): a is CtaAction => a.kind === 'cta');
  const { wishes, closing } = await foldCtas(db, asking, fired, actions, frame.timeZone);
  const placed = await placeCtas(db, asking, fired, wishes, actions);
  const window = { from: addDays(span.from, firingDelay(definition)), to: addDays(span.to, firingDelay(definition)) };
  await progress(2, total);

  const made: First[] = wishes.map((w) => ({ accountId: w.firing.accountId, on: w.firing.firedOn }));
  const perAccount = new Map<string, First[]>();
  for (const one of made) perAccount.set(one.accountId, [...(perAccount.get(one.accountId) ?? []), one]);
  const later = await laterFigures(
    db,
    [...perAccount.values()].map((list) => list[0]!),
    today,
  );
  await progress(3, total);

  const overlap = await overlapFigures(db, made, others, span, frame, (done) => progress(3 + done, total));
  const valued = await daysWithValues(db, span);
  const repeated = [...perAccount.values()].filter((list) => list.length > 1).length;
  const result: ReplayResult = {
    ...window,
    valuesFrom: valued[0] ?? null,
    valueDays: valued.length,
    spanDays: days,
    exact: firingsAreExact(definition),
    firings: fired.length,
    ctas: actions.length ? wishes.length : 0,
    customers: perAccount.size,
    ...slotFigures(placed, window),
    withoutOwner: actions.length ? placed.placings.filter((p) => p.owner === null).length : 0,
    ownerOfToday: placed.ofToday,
    repeated: { customers: repeated, of: perAccount.size, share: shareOf(repeated, perAccount.size) },
    overlap,
    later,
    closing,
    examples: examplesOf(fired, perAccount),
  };
  const ctas = made.map(({ accountId, on }, i) => ({ accountId, firedOn: on, owner: placed.placings[i]!.owner, place: placed.places.get(String(i))! }));
  return { result, ctas };
}

function slotFigures({ placings, places, already, slots }: Awaited<ReturnType<typeof placeCtas>>, window: Span) {
  const { weeks, members } = countWeeks(placings, places, already, weeksBetween(window.from, window.to, weekOf), weekOf);
  const slotsBy = new Map(slots.map((s) => [s.memberId, s]));
  return {
    weeks,
    members: members
      .map((m) => ({ ...m, name: slotsBy.get(m.memberId)?.name ?? '', perWeek: slotsBy.get(m.memberId)?.perWeek ?? 0 }))
      .sort((a, b) => b.overflow - a.overflow || b.ctas - a.ctas || (a.memberId < b.memberId ? -1 : 1)),
    slots: { people: slots.length, perWeek: slots.length ? slots.reduce((sum, s) => sum + s.perWeek, 0) / slots.length : 0 },
    medianPerPersonWeek: median(members.flatMap((m) => m.weeks)),
    weeksOver: weeks.filter((w) => w.over).length,
  };
}

async function laterFigures(db: Db, firsts: readonly First[], today: Day): Promise<ReplayResult['later']> {
  const { fired, everyone } = await laterOf(db, firsts, today);
  return {
    days: horizon,
    enough: fired.customers >= 20,
    fired: {
      ...fired,
      churnedShare: shareOf(fired.churned, fired.customers),
      expandedShare: fired.expanded === null ? null : shareOf(fired.expanded, fired.expandedOf),
    },
    everyone,
  };
}

/** How much of it other live rules do already; of these at most the first twenty. */
async function overlapFigures(
  db: Db,
  made: readonly First[],
  others: Awaited<ReturnType<typeof liveRules>>,
  span: Span,
  frame: RuleFrame,
  progress: (done: number) => Promise<void>,
): Promise<ReplayResult['overlap']> {
  const overlapped = new Set<number>();
  const found: ReplayResult['overlap']['rules'] = [];
  for (const [i, { ruleId, name, definition }] of others.slice(0, rulesLimit).entries()) {
    const near = await overlapping(db, made, definition, { from: addDays(span.from, -14), to: span.to }, frame);
    for (const no of near) overlapped.add(no);
    if (near.length) found.push({ ruleId, name, ctas: near.length });
    await progress(1 + i);
  }
  return {
    ctas: overlapped.size,
    share: shareOf(overlapped.size, made.length),
    rules: found.sort((a, b) => b.ctas - a.ctas || (a.ruleId < b.ruleId ? -1 : 1)),
    left: Math.max(0, others.length - rulesLimit),
  };
}

/** Those who left afterwards first, then the latest. */
function examplesOf(fired: readonly PastFiring[], perAccount: ReadonlyMap<string, First[]>): ReplayResult['examples'] {
  const known = new Map(fired.map((f) => [f.accountId, f]));
  const all = [...perAccount].map(([accountId, list]) => ({
    accountId,
    name: known.get(accountId)!.name,
    firedOn: list.at(-1)!.on,
    ctas: list.length,
    churnedOn: known.get(accountId)!.churnedOn,
  }));
  const latest = [...all].sort((a, b) => (a.firedOn === b.firedOn ? (a.accountId < b.accountId ? -1 : 1) : a.firedOn < b.firedOn ? 1 : -1));
  const left = latest.filter((e) => e.churnedOn !== null && e.churnedOn >= e.firedOn).slice(0, 5);
  return [...left, ...latest.filter((e) => !left.includes(e))].slice(0, 12);
}
