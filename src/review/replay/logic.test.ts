import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, type Day } from '#platform/clock/days.ts';
import { placeInSlots, weekOf, type Placing } from '#actions/ctas/index.ts';
import { countWeeks, foldIdentity, median, weeksBetween, type Asked, type Firing } from './logic.ts';

const start: Day = '2026-08-31';
const days = 40;
const day = (n: number) => addDays(start, n);
const accounts = ['a', 'b', 'c'];

/** Which account fires on which day, and for how many days its CTAs stay open (null: for ever). */
const history = fc.record({
  fires: fc.array(fc.tuple(fc.integer({ min: 0, max: days - 1 }), fc.constantFrom(...accounts)), { maxLength: 60 }),
  asked: fc.subarray(
    [
      { reason: 'usage_fell', type: 'risk' },
      { reason: 'silent', type: 'risk' },
      { reason: 'usage_fell', type: 'activity' },
    ] as Asked[],
    { minLength: 1 },
  ),
  openFor: fc.dictionary(fc.constantFrom('risk', 'activity'), fc.option(fc.integer({ min: 0, max: 20 }), { nil: null })),
});

function firingsOf(fires: [number, string][]): Firing[] {
  const unique = [...new Set(fires.map(([n, account]) => `${String(n).padStart(3, '0')} ${account}`))].sort();
  return unique.map((key, no) => ({ no, accountId: key.slice(4), firedOn: day(Number(key.slice(0, 3))) }));
}

/** Day by day, customer by customer: what is open is closed on its evening, what fires is made unless the same is open. */
function plainly(firings: Firing[], asked: Asked[], openFor: Record<string, number | null>): string[] {
  const made: string[] = [];
  const open: { account: string; reason: string; left: number | null }[] = [];
  for (let n = 0; n < days; n++) {
    for (const account of accounts) {
      if (!firings.some((f) => f.accountId === account && f.firedOn === day(n))) continue;
      asked.forEach((one, i) => {
        if (open.some((o) => o.account === account && o.reason === one.reason)) return;
        made.push(`${account} ${day(n)} ${i}`);
        const time = openFor[one.type];
        open.push({ account, reason: one.reason, left: time === undefined ? 7 : time });
      });
    }
    for (const o of [...open]) {
      if (o.left === null) continue;
      if (o.left === 0) open.splice(open.indexOf(o), 1);
      else o.left--;
    }
  }
  return made.sort();
}

describe('the fold of a replay', () => {
  it('keeps one CTA at a time for each customer and reason, as a plain model does', () => {
    fc.assert(
      fc.property(history, ({ fires, asked, openFor }) => {
        const firings = firingsOf(fires);
        const wishes = foldIdentity(firings, asked, (firing, { type }) => {
          const time = openFor[type];
          return time === null ? null : addDays(firing.firedOn, time ?? 7);
        });
        expect(wishes.map((w) => `${w.firing.accountId} ${w.firing.firedOn} ${w.action}`).sort()).toEqual(plainly(firings, asked, openFor));
      }),
      { numRuns: 200 },
    );
  });

  it('holds nothing back of what closes when it clears, but the same reason twice in one firing', () => {
    const firings = firingsOf([
      [0, 'a'],
      [1, 'a'],
    ]);
    const twice = [
      { reason: 'silent', type: 'risk' },
      { reason: 'silent', type: 'activity' },
    ];
    expect(foldIdentity(firings, twice, () => null, true).map((w) => [w.firing.no, w.action])).toEqual([
      [0, 0],
      [1, 0],
    ]);
  });

  it('counts every CTA once, in its week, with its owner', () => {
    const placing = fc.record({
      n: fc.integer({ min: 0, max: days - 1 }),
      owner: fc.constantFrom('x', 'y', null),
      rank: fc.integer({ min: 0, max: 5 }),
      exempt: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(placing, { maxLength: 60 }), fc.integer({ min: 0, max: 4 }), (list, perWeek) => {
        const placings: Placing[] = [...list].sort((a, b) => a.n - b.n).map(({ n, ...rest }, i) => ({ ...rest, key: String(i), day: day(n) }));
        const places = placeInSlots(placings, () => perWeek);
        const weeks = weeksBetween(start, day(days - 1), weekOf);
        const { weeks: counted, members } = countWeeks(placings, places, [], weeks, weekOf);
        const sum = (of: (w: (typeof counted)[number]) => number) => counted.reduce((total, w) => total + of(w), 0);
        expect(sum((w) => w.ctas + w.outside)).toBe(placings.length);
        expect(sum((w) => w.ctas)).toBe(members.reduce((total, m) => total + m.ctas, 0));
        expect(sum((w) => w.overflow)).toBe([...places.values()].filter((p) => p === 'overflow').length);
        expect(counted.filter((w) => w.over).length).toBe(weeks.filter((_, i) => members.some((m) => m.weeks[i]! > perWeek)).length);
      }),
    );
  });

  it('knows the middle', () => {
    expect([median([]), median([3]), median([4, 1]), median([9, 1, 5])]).toEqual([0, 3, 2.5, 5]);
  });
});
