import { addDays, type Day } from '#platform/clock/days.ts';

export type Place = 'in' | 'outside' | 'overflow';
/** A firing that wants a place in its owner's week. `rank` from `rankOf`; `exempt` from `isExempt`. */
export type Placing = { key: string; owner: string | null; day: Day; rank: number; exempt: boolean };
/** A CTA that has a place in the week already; `movable` when nobody has touched it. */
export type Placed = { key: string; owner: string; day: Day; rank: number; movable: boolean };

/** The Monday of the week of a day. */
export function weekOf(day: Day): Day {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return addDays(day, -((weekday + 6) % 7));
}

/**
 * Places firings, in the order of time, in the weekly slots of their owners (週の対応枠). Exempt ones and those of nobody are
 * outside. Once the week is full, a newcomer takes the place of the lowest ranked of the same day if it ranks above it (the
 * latest among equals leaves), else it overflows. `already` holds what is in the weeks concerned.
 * Gives the place of every firing, and 'overflow' for each of `already` that was displaced. Nothing is dropped:
 * each key has exactly one place.
 */
export function placeInSlots(firings: readonly Placing[], perWeek: (owner: string) => number, already: readonly Placed[] = []): Map<string, Place> {
  const places = new Map<string, Place>();
  const weeks = new Map<string, Placed[]>();
  const weekFor = (owner: string, day: Day) => {
    const key = `${owner} ${weekOf(day)}`;
    if (!weeks.has(key)) weeks.set(key, []);
    return weeks.get(key)!;
  };
  for (const one of already) weekFor(one.owner, one.day).push(one);
  for (const { key, owner, day, rank, exempt } of firings) {
    if (exempt || owner === null) {
      places.set(key, 'outside');
      continue;
    }
    const week = weekFor(owner, day);
    const newcomer = { key, owner, day, rank, movable: true };
    if (week.length < perWeek(owner)) {
      week.push(newcomer);
      places.set(key, 'in');
      continue;
    }
    const lowest = lowestOf(week, day);
    if (lowest === null || week[lowest]!.rank >= rank) {
      places.set(key, 'overflow');
      continue;
    }
    places.set(week[lowest]!.key, 'overflow');
    week.splice(lowest, 1);
    week.push(newcomer);
    places.set(key, 'in');
  }
  return places;
}

/**
 * Where CTAs stand in the week of the one whom a person hands them to, by key; `room` is how many slots are free. What was in
 * hand stays in hand, whatever the slots say: it was promised, and takes the room first. What was beyond the slots comes in
 * while there is room, the highest rank first, and is beyond the slots of its new owner otherwise.
 */
export function placeHanded(moved: readonly { key: string; slot: string; rank: number }[], room: number): Map<string, Place> {
  const places = new Map<string, Place>(moved.filter((one) => one.slot === 'in').map((one) => [one.key, 'in']));
  let left = room - places.size;
  for (const { key } of moved.filter((one) => one.slot === 'overflow').sort((a, b) => b.rank - a.rank || (a.key < b.key ? -1 : 1)))
    places.set(key, left-- > 0 ? 'in' : 'overflow');
  return places;
}

function lowestOf(week: readonly Placed[], day: Day): number | null {
  let found: number | null = null;
  for (const [i, one] of week.entries()) if (one.movable && one.day === day && (found === null || one.rank <= week[found]!.rank)) found = i;
  return found;
}

export type RankInput = {
  type: string;
  /** Share of customers whose MRR is not above this one's, 0 to 1. */
  mrrShare: number;
  daysToRenewal: number | null;
  score: number | null;
  /** Points in 28 days. */
  scoreChange: number | null;
  /** What became of the rule's CTAs so far. */
  record: { acted: number; ignored: number; wrong: number };
};
export type RankParts = { mrr: number; renewal: number; health: number; change: number; record: number };

/**
 * Which of two CTAs comes first, 0 to 100 points, the sum of its parts so that a person can see why:
 * - mrr, up to 40: 40 × the share of customers who pay no more.
 * - renewal, up to 25: 25 × (1 − days to the renewal ÷ 120); none beyond 120 days or when past.
 * - health, up to 20: 20 × (100 − score) ÷ 100; the score itself for an opportunity; 10 when there is no score.
 * - change, up to 5: 5 × the fall of the score in 28 days ÷ 20 points; the rise for an opportunity.
 * - record, up to 10: 10 × (acted on + 1) ÷ (acted on + ignored + wrong + 2); 5 for a rule that nobody knows yet.
 */
export function rankOf(input: RankInput): { rank: number; parts: RankParts } {
  const good = input.type === 'opportunity';
  const { daysToRenewal: days, score, scoreChange, record } = input;
  const towards = scoreChange === null ? 0 : good ? scoreChange : -scoreChange;
  const parts = {
    mrr: points(40 * clamp(input.mrrShare)),
    renewal: points(days === null || days < 0 ? 0 : 25 * clamp(1 - days / 120)),
    health: points(score === null ? 10 : 20 * clamp(good ? score / 100 : 1 - score / 100)),
    change: points(5 * clamp(towards / 20)),
    record: points((10 * (record.acted + 1)) / (record.acted + record.ignored + record.wrong + 2)),
  };
  return { rank: points(parts.mrr + parts.renewal + parts.health + parts.change + parts.record), parts };
}

const clamp = (x: number) => Math.min(1, Math.max(0, x));
const points = (x: number) => Math.round(x * 10) / 10;

/**
 * Whether a CTA comes through whatever the slots say: its reason is outside (cancellation notice, notice deadline, champion
 * gone, escalation), or it is a risk of one of the largest customers (the tenth with the most MRR; `largestMrr` is the
 * smallest among them, in minor units).
 */
export function isExempt(cta: { type: string; outsideSlots: boolean; mrr: bigint | null }, largestMrr: bigint | null): boolean {
  if (cta.outsideSlots) return true;
  return cta.type === 'risk' && cta.mrr !== null && cta.mrr > 0n && largestMrr !== null && cta.mrr >= largestMrr;
}

/** Share of customers who pay no more than `mrr`; `steps` are their MRRs at even shares, ascending. */
export function shareOf(mrr: bigint | null, steps: readonly bigint[]): number {
  if (mrr === null || mrr <= 0n || !steps.length) return 0;
  return steps.filter((step) => step <= mrr).length / steps.length;
}
