import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays } from '#platform/clock/days.ts';
import { isExempt, placeHanded, placeInSlots, rankOf, shareOf, weekOf, type Placing } from './logic.ts';

const firing = (key: string, day: string, rank: number, more: Partial<Placing> = {}): Placing => ({ key, owner: 'sato', day, rank, exempt: false, ...more });

describe('weekly slots', () => {
  it('begin on Monday', () => {
    expect(['2026-11-22', '2026-11-23', '2026-11-29', '2026-11-30'].map(weekOf)).toEqual(['2026-11-16', '2026-11-23', '2026-11-23', '2026-11-30']);
  });

  it('let a higher ranked newcomer displace a lower one of the same day only, and never one that was touched', () => {
    const already = [
      { key: 'monday', owner: 'sato', day: '2026-11-23', rank: 1, movable: true },
      { key: 'touched', owner: 'sato', day: '2026-11-24', rank: 2, movable: false },
    ];
    const firings = [
      firing('a', '2026-11-24', 30),
      firing('b', '2026-11-24', 20),
      firing('c', '2026-11-24', 50),
      firing('x', '2026-11-24', 1, { exempt: true }),
    ];
    expect(Object.fromEntries(placeInSlots(firings, () => 3, already))).toEqual({ a: 'overflow', b: 'overflow', c: 'in', x: 'outside' });
    expect(placeInSlots([firing('next', '2026-11-30', 1)], () => 3, already).get('next')).toBe('in');
    expect(placeInSlots([firing('nobody', '2026-11-24', 1, { owner: null })], () => 0).get('nobody')).toBe('outside');
  });

  it('keep what is in hand when a person hands it on, and let in what was beyond while there is room, the highest first', () => {
    const moved = [
      { key: 'a', slot: 'overflow', rank: 10 },
      { key: 'b', slot: 'in', rank: 1 },
      { key: 'c', slot: 'overflow', rank: 30 },
      { key: 'x', slot: 'outside', rank: 90 },
    ];
    const at = (room: number) => Object.fromEntries(placeHanded(moved, room));
    expect(at(2)).toEqual({ a: 'overflow', b: 'in', c: 'in' });
    expect(at(9)).toEqual({ a: 'in', b: 'in', c: 'in' });
    expect(at(-1)).toEqual({ a: 'overflow', b: 'in', c: 'overflow' });
  });

  // The plain model: each day, of what fired that day the best ranked take what the days before have left of the week.
  const run = fc.array(
    fc.record({
      owner: fc.constantFrom('sato', 'suzuki', null),
      in: fc.nat({ max: 20 }),
      rank: fc.double({ min: 0, max: 100, noNaN: true }),
      exempt: fc.boolean(),
    }),
    { maxLength: 80 },
  );
  it('lose nothing: fired = in + outside + overflow in every week, and the best of each day are in', () => {
    fc.assert(
      fc.property(run, fc.nat({ max: 6 }), fc.nat({ max: 6 }), (drawn, forSato, forSuzuki) => {
        const perWeek = (owner: string) => (owner === 'sato' ? forSato : forSuzuki);
        const firings = drawn
          .toSorted((a, b) => a.in - b.in)
          .map((d, i) => ({ key: `${i}`, owner: d.owner, day: addDays('2026-11-20', d.in), rank: d.rank + i / 1e6, exempt: d.exempt }));
        const places = placeInSlots(firings, perWeek);
        expect(places.size).toBe(firings.length);
        for (const week of new Set(firings.map((f) => weekOf(f.day)))) {
          const there = firings.filter((f) => weekOf(f.day) === week);
          const count = (place: string) => there.filter((f) => places.get(f.key) === place).length;
          expect(count('in') + count('outside') + count('overflow')).toBe(there.length);
          for (const owner of ['sato', 'suzuki']) {
            let left = perWeek(owner);
            for (const day of [...new Set(there.map((f) => f.day))].toSorted()) {
              const wanting = there.filter((f) => f.owner === owner && f.day === day && !f.exempt).toSorted((a, b) => b.rank - a.rank);
              const best = wanting.slice(0, left).map((f) => f.key);
              expect(wanting.filter((f) => places.get(f.key) === 'in').map((f) => f.key)).toEqual(best);
              left -= best.length;
            }
          }
        }
        for (const f of firings) expect(places.get(f.key) === 'outside').toBe(f.exempt || f.owner === null);
      }),
      { numRuns: 300 },
    );
  });

  it('come out the same in one go or day by day, as live and replay do', () => {
    fc.assert(
      fc.property(run, fc.nat({ max: 5 }), (drawn, perWeek) => {
        const firings = drawn
          .toSorted((a, b) => a.in - b.in)
          .map((d, i) => ({ key: `${i}`, owner: d.owner, day: addDays('2026-11-20', d.in), rank: d.rank, exempt: d.exempt }));
        const whole = placeInSlots(firings, () => perWeek);
        const live = new Map<string, string>();
        for (const one of firings) {
          const already = firings.flatMap((f) =>
            live.get(f.key) === 'in' && f.owner ? [{ key: f.key, owner: f.owner, day: f.day, rank: f.rank, movable: true }] : [],
          );
          for (const [key, place] of placeInSlots([one], () => perWeek, already)) live.set(key, place);
        }
        expect([...live].toSorted()).toEqual([...whole].toSorted());
      }),
      { numRuns: 100 },
    );
  });
});

describe('rank', () => {
  const plain = { type: 'risk', mrrShare: 0.5, daysToRenewal: 60, score: 40, scoreChange: -10, record: { acted: 0, ignored: 0, wrong: 0 } };

  it('is the sum of parts that a person can follow', () => {
    expect(rankOf(plain)).toEqual({ rank: 52, parts: { mrr: 20, renewal: 12.5, health: 12, change: 2.5, record: 5 } });
    expect(rankOf({ ...plain, type: 'opportunity', score: 90, scoreChange: 20 }).parts).toMatchObject({ health: 18, change: 5 });
    expect(rankOf({ ...plain, daysToRenewal: null, score: null, scoreChange: null }).parts).toMatchObject({ renewal: 0, health: 10, change: 0 });
    expect(rankOf({ ...plain, record: { acted: 0, ignored: 18, wrong: 0 } }).parts.record).toBe(0.5);
  });

  it('stays between 0 and 100', () => {
    const any = fc.record({
      type: fc.constantFrom('risk', 'opportunity', 'lifecycle', 'activity'),
      mrrShare: fc.double({ min: 0, max: 1, noNaN: true }),
      daysToRenewal: fc.option(fc.integer({ min: -400, max: 2000 })),
      score: fc.option(fc.double({ min: 0, max: 100, noNaN: true })),
      scoreChange: fc.option(fc.double({ min: -100, max: 100, noNaN: true })),
      record: fc.record({ acted: fc.nat(1000), ignored: fc.nat(1000), wrong: fc.nat(1000) }),
    });
    fc.assert(fc.property(any, (input) => rankOf(input).rank >= 0 && rankOf(input).rank <= 100));
  });

  it('knows the largest customers and the reasons that always come through', () => {
    const of = (type: string, mrr: bigint | null, outsideSlots = false) => isExempt({ type, mrr, outsideSlots }, 500n);
    expect([of('risk', 500n), of('risk', 499n), of('risk', null), of('opportunity', 900n), of('lifecycle', null, true)]).toEqual([
      true,
      false,
      false,
      false,
      true,
    ]);
    expect(isExempt({ type: 'risk', mrr: 0n, outsideSlots: false }, 0n)).toBe(false);
    expect([shareOf(5n, [1n, 5n, 9n, 9n]), shareOf(0n, [0n]), shareOf(null, [1n])]).toEqual([0.5, 0, 0]);
  });
});
