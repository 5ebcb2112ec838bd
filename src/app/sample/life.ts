import { addDays, daysBetween, type Day } from '#platform/clock/days.ts';
import type { Random } from './random.ts';

export type Fate = 'steady' | 'growing' | 'dip' | 'declining' | 'churned_after_decline' | 'churned_suddenly' | 'starting' | 'stalled_start';
export type Term = { startsOn: Day; endsOn: Day; signedOn: Day; seats: number; unitPrice: number };

/** One customer's story: when it came, what it pays, whether and how it leaves. */
export type Life = {
  size: 'small' | 'mid' | 'large';
  employees: number;
  startedOn: Day;
  products: number[];
  terms: Term[];
  churnedOn: Day | null;
  fate: Fate;
  autoRenew: boolean;
  noticeDays: number;
  /** From this day on usage falls (or rises, when growing); null when it does not. */
  turnOn: Day | null;
  championLeftOn: Day | null;
  onboarding: { startedOn: Day; dueOn: Day; doneOn: Day | null };
};

const sizes = [
  ['small', 58],
  ['mid', 31],
  ['large', 11],
] as const;

/** Draws a life that ends (so far) on `today`. Contracts run twelve months and renew; about one in eight renewals is lost. */
export function drawLife(r: Random, today: Day): Life {
  const size = r.weighted(sizes);
  const employees = Math.round({ small: 12, mid: 110, large: 620 }[size] * Math.exp(r.normal() * 0.55)) + 3;
  const startedOn = addDays(
    today,
    -r.weighted([
      [r.int(5, 75), 12],
      [r.int(76, 365), 38],
      [r.int(366, 730), 35],
      [r.int(731, 1400), 15],
    ]),
  );
  const products = r.weighted([
    [[1], 62],
    [[2], 8],
    [[1, 2], 30],
  ] as const) as readonly number[];
  const terms = drawTerms(r, startedOn, today, employees);
  const last = terms.at(-1)!;
  const churnedOn = last.endsOn < today ? addDays(last.endsOn, 1) : null;
  const age = daysBetween(startedOn, today);
  const fate = drawFate(r, churnedOn, age, onboardingDays[size]);
  const onboarding = drawOnboarding(r, startedOn, size, fate, today);
  return {
    size,
    employees,
    startedOn,
    products: [...products],
    terms,
    churnedOn,
    fate,
    onboarding,
    autoRenew: r.chance(0.62),
    noticeDays: r.pick([30, 30, 60, 90]),
    turnOn: turnOf(r, fate, churnedOn, today),
    championLeftOn: championLeft(r, fate, churnedOn, startedOn, today),
  };
}

function drawTerms(r: Random, startedOn: Day, today: Day, employees: number): Term[] {
  const terms: Term[] = [];
  let seats = Math.max(3, Math.round(employees * (0.25 + r.next() * 0.6)));
  let startsOn = startedOn;
  const unitPrice = r.pick([800, 1000, 1200, 1200, 1500, 1800]);
  for (let first = true; ; first = false) {
    const endsOn = addDays(addYear(startsOn), -1);
    terms.push({ startsOn, endsOn, signedOn: addDays(startsOn, first ? -r.int(7, 40) : -r.int(5, 45)), seats, unitPrice });
    const lost = r.chance(0.13);
    if (endsOn >= today || lost) return terms;
    startsOn = addDays(endsOn, 1);
    seats = Math.max(
      3,
      Math.round(
        seats *
          r.weighted([
            [1, 60],
            [1.15, 22],
            [1.4, 8],
            [0.85, 10],
          ]),
      ),
    );
  }
}

const onboardingDays = { small: 30, mid: 60, large: 90 };
/** How long after its deadline an onboarding that does not get going is still there to be seen. */
const stalledDays = 40;

function drawFate(r: Random, churnedOn: Day | null, age: number, onboarding: number): Fate {
  if (churnedOn) return r.chance(0.66) ? 'churned_after_decline' : 'churned_suddenly';
  if (age < 60) return r.chance(0.75) ? 'starting' : 'stalled_start';
  return r.weighted([
    ['steady', 59],
    ['growing', 14],
    ['dip', 8],
    ['declining', 14],
    // One that never got going has been settled, one way or the other, some weeks after its deadline.
    ['stalled_start', age <= onboarding + stalledDays ? 16 : 0],
  ] as const);
}

function turnOf(r: Random, fate: Fate, churnedOn: Day | null, today: Day): Day | null {
  if (fate === 'churned_after_decline') return addDays(churnedOn!, -r.int(45, 110));
  if (fate === 'declining') return addDays(today, -r.int(18, 60));
  if (fate === 'growing') return addDays(today, -r.int(60, 120));
  if (fate === 'dip') return addDays(today, -r.int(60, 100));
  return null;
}

function championLeft(r: Random, fate: Fate, churnedOn: Day | null, startedOn: Day, today: Day): Day | null {
  const share = { steady: 0.03, growing: 0.02, dip: 0.1, declining: 0.3, churned_after_decline: 0.3, churned_suddenly: 0.15, starting: 0, stalled_start: 0.1 }[
    fate
  ];
  if (!r.chance(share)) return null;
  const day = addDays(churnedOn ?? today, -r.int(10, 120));
  return day > startedOn ? day : null;
}

function drawOnboarding(r: Random, startedOn: Day, size: Life['size'], fate: Fate, today: Day): Life['onboarding'] {
  const length = onboardingDays[size];
  const dueOn = addDays(startedOn, length);
  const done = addDays(startedOn, Math.round(length * (0.55 + r.next() * (fate === 'steady' || fate === 'growing' ? 0.55 : 0.95))));
  const doneOn = fate === 'stalled_start' || done > today ? null : done;
  return { startedOn, dueOn, doneOn };
}

function addYear(day: Day): Day {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCFullYear(date.getUTCFullYear() + 1);
  return date.toISOString().slice(0, 10);
}

/** How strongly the customer uses the product on `day`, 1 being its usual level. */
export function intensity(life: Life, day: Day): number {
  const age = daysBetween(life.startedOn, day);
  const ramp = life.fate === 'stalled_start' ? 0.12 : Math.min(1, 0.25 + age / 60);
  if (!life.turnOn || day < life.turnOn) return ramp;
  const since = daysBetween(life.turnOn, day);
  if (life.fate === 'growing') return ramp * (1 + Math.min(0.8, since / 110));
  if (life.fate === 'dip') return ramp * (since < 25 ? 0.35 : 1);
  return ramp * Math.max(0.04, 1 - since / 30);
}
