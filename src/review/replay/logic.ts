import { addDays, type Day } from '#platform/clock/days.ts';
import type { Place, Placed, Placing } from '#actions/ctas/index.ts';

/** A firing in order of time; `no` is its place in the list. */
export type Firing = { no: number; accountId: string; firedOn: Day };
/** What a firing asks for: CTAs by reason. */
export type Asked = { reason: string; type: string };
/** Until when a CTA would have been open (the day included); null: it still is. */
export type OpenUntil = (firing: Firing, asked: Asked) => Day | null;
export type Wish = { firing: Firing; action: number };

/**
 * The CTAs that are left when one is open at a time for each customer and reason (of one rule and one product): `asked` in
 * the order of the rule's actions, `firings` in the order of time. With `clears`, what was made is closed before the rule
 * can fire again, and nothing is held back but the same reason twice in one firing.
 */
export function foldIdentity(firings: readonly Firing[], asked: readonly Asked[], openUntil: OpenUntil, clears = false): Wish[] {
  const open = new Map<string, Day | null>();
  const wishes: Wish[] = [];
  for (const firing of firings) {
    const now = new Set<string>();
    for (const [action, one] of asked.entries()) {
      const key = `${firing.accountId} ${one.reason}`;
      const until = open.get(key);
      const isOpen = now.has(key) || (!clears && open.has(key) && (until === null || until! >= firing.firedOn));
      if (isOpen) continue;
      now.add(key);
      open.set(key, openUntil(firing, one));
      wishes.push({ firing, action });
    }
  }
  return wishes;
}

export type PlaceInSlots = (firings: readonly Placing[], perWeek: (owner: string) => number, already?: readonly Placed[]) => Map<string, Place>;
export type MemberWeeks = { memberId: string; ctas: number; overflow: number; weeksOver: number; weeks: number[] };
export type Week = { week: Day; ctas: number; outside: number; overflow: number; others: number; over: boolean };

/** The Mondays of the weeks that days from `from` to `to` lie in. */
export function weeksBetween(from: Day, to: Day, weekOf: (day: Day) => Day): Day[] {
  const weeks: Day[] = [];
  for (let week = weekOf(from); week <= to; week = addDays(week, 7)) weeks.push(week);
  return weeks;
}

/** Adds up placed CTAs by week and by person. `others`: what else stood in the slots, by the same people. */
export function countWeeks(
  placings: readonly Placing[],
  places: ReadonlyMap<string, Place>,
  others: readonly Placed[],
  weeks: readonly Day[],
  weekOf: (day: Day) => Day,
): { weeks: Week[]; members: MemberWeeks[] } {
  const at = new Map(weeks.map((week, i) => [week, i]));
  const counted: Week[] = weeks.map((week) => ({ week, ctas: 0, outside: 0, overflow: 0, others: 0, over: false }));
  const members = new Map<string, MemberWeeks & { over: Set<number> }>();
  const memberOf = (memberId: string) => {
    const empty = { memberId, ctas: 0, overflow: 0, weeksOver: 0, weeks: weeks.map(() => 0), over: new Set<number>() };
    if (!members.has(memberId)) members.set(memberId, empty);
    return members.get(memberId)!;
  };
  for (const { key, owner, day } of placings) {
    const i = at.get(weekOf(day))!;
    const place = places.get(key)!;
    if (place === 'outside' || owner === null) {
      counted[i]!.outside++;
      continue;
    }
    const member = memberOf(owner);
    counted[i]!.ctas++;
    member.ctas++;
    member.weeks[i]!++;
    if (place !== 'overflow') continue;
    counted[i]!.overflow++;
    counted[i]!.over = true;
    member.overflow++;
    member.over.add(i);
  }
  for (const { owner, day } of others) {
    const i = at.get(weekOf(day));
    if (i !== undefined && members.has(owner)) counted[i]!.others++;
  }
  return { weeks: counted, members: [...members.values()].map(({ over, ...m }) => ({ ...m, weeksOver: over.size })) };
}

/** Median of numbers; 0 of none. */
export function median(values: readonly number[]): number {
  if (!values.length) return 0;
  const sorted = [...values].sort((a, b) => a - b);
  const half = Math.floor(sorted.length / 2);
  return sorted.length % 2 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}

export const shareOf = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);
