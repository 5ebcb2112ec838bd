import * as fc from 'fast-check';
import { sql } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { rows } from '#platform/db/db.ts';
import { testDatabase } from '#platform/testing/database.ts';
import type { Mapping, Scorecard } from '#health/scorecards/index.ts';
import { pointsOf, rollUp, scoreOf, type Score } from './logic.ts';
import { scoresQuery, type Placed } from './query.ts';

const points = fc.integer({ min: 0, max: 100 });
// Values of metrics come from amounts, attributes and counts, whose last digit is the twentieth: no smaller one is ever met.
const value = fc.oneof(
  fc.integer({ min: -50, max: 150 }),
  fc.double({ min: -50, max: 150, noNaN: true }).map((n) => (Math.abs(n) < 1e-20 ? 0 : n)),
);
const mapping: fc.Arbitrary<Mapping> = fc.oneof(
  fc
    .tuple(value, points, value, points)
    .filter(([a, , b]) => Math.abs(a - b) > 1e-3)
    .map(([a, pa, b, pb]): Mapping => ({ type: 'linear', from: { value: a, points: pa }, to: { value: b, points: pb } })),
  fc
    .uniqueArray(fc.integer({ min: -50, max: 150 }), { minLength: 1, maxLength: 5 })
    .chain((edges) =>
      fc
        .array(points, { minLength: edges.length + 1, maxLength: edges.length + 1 })
        .map((all): Mapping => ({ type: 'bands', bands: [null, ...edges.sort((a, b) => a - b)].map((from, i) => ({ from, points: all[i]! })) })),
    ),
);

/** Random weights that add to 100 on each side. */
const card: fc.Arbitrary<Scorecard> = fc
  .record({
    measures: fc.array(fc.record({ mapping, side: fc.constantFrom('co' as const, 'co' as const, 'cx' as const), weight: fc.integer({ min: 1, max: 40 }) }), {
      minLength: 1,
      maxLength: 7,
    }),
    co: fc.integer({ min: 0, max: 100 }),
    watch: fc.integer({ min: 10, max: 50 }),
    minCoverage: fc.constantFrom(0, 0.3, 0.6, 1),
  })
  .map(({ measures, co, watch, minCoverage }) => {
    const sum = (side: string) => measures.filter((m) => m.side === side).reduce((n, m) => n + m.weight, 0);
    return {
      groups: [
        { key: 'co', side: 'co', name: '成果', nameEn: null },
        { key: 'cx', side: 'cx', name: '体験', nameEn: null },
      ],
      measures: measures.map((m, i) => ({
        metric: `m${i}`,
        name: `m${i}`,
        nameEn: null,
        group: m.side,
        weight: (m.weight * 100) / sum(m.side),
        mapping: m.mapping,
      })),
      sideWeights: { co, cx: 100 - co },
      good: watch + 20,
      watch,
      minCoverage,
    };
  });
const row = fc.array(fc.option(value, { nil: null, freq: 3 }), { minLength: 8, maxLength: 8 });

describe('scores in SQL and in plain arithmetic', async () => {
  const { db } = await testDatabase({ max: 2 });
  const literal = (v: (number | null)[]) => sql`${sql.param(v)}::float8[]`;

  it('are the same for any scorecard and values, products rolled up by MRR', async () => {
    await fc.assert(
      fc.asyncProperty(
        card,
        fc.array(fc.array(row, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 5 }),
        fc.infiniteStream(fc.tuple(fc.boolean(), fc.boolean(), fc.boolean())),
        async (one, accounts, flags) => {
          const places = one.measures.map((_, i): Placed => {
            const [off, missing, perProduct] = flags.next().value;
            return { slot: missing && off ? null : i + 1, on: !(off && !missing), perProduct };
          });
          // Row 0 is the account, the others its products; slot 8 is MRR.
          const cells = accounts.flatMap((rowsOf, a) => rowsOf.map((v, no) => sql`(${a}::int, ${no}::smallint, '2026-01-01'::date, ${literal(v)})`));
          const relation = sql`select * from (values ${sql.join(cells, sql`, `)}) x(account_id, product_no, day, v)`;
          const made = await rows<Score & { account_id: number; product_no: number; points: (number | null)[] }>(
            db,
            scoresQuery(relation, { card: one, places, mrrSlot: 8, perProduct: true }),
          );
          expect(made).toHaveLength(cells.length);
          for (const got of made) {
            const own = accounts[got.account_id]!;
            // A product is scored only by what makes sense for one.
            const counts = places.map((place) => place.on && (got.product_no === 0 || place.perProduct));
            const raw = (v: (number | null)[], i: number) => (counts[i] && places[i]!.slot ? pointsOf(one.measures[i]!.mapping, v[i]!) : null);
            const expected = one.measures.map((_, i) => {
              const shared = got.product_no === 0 && places[i]!.perProduct ? rollUp(own.slice(1).map((v) => ({ points: raw(v, i), mrr: v[7]! }))) : null;
              return shared ?? raw(own[got.product_no]!, i);
            });
            for (const p of got.points) expect(p === null || (p >= 0 && p < 100 + 1e-9)).toBe(true);
            expect(got.points.map(near)).toEqual(expected.map(near));
            // From the same points the arithmetic must agree to the last bit, also at the edges of colours.
            expect(pick(got)).toEqual(pick(scoreOf(one, got.points, counts)));
          }
        },
      ),
      { numRuns: 150, endOnFailure: true },
    );
  }, 60_000);
});

const near = (v: number | null) => (v === null ? null : Number(v.toFixed(9)));
const pick = ({ total, co, cx, coverage, colour, reason }: Score) => ({ total, co, cx, coverage, colour, reason });

describe('the arithmetic of DESIGN', () => {
  const simple = (weights: number[], more: Partial<Scorecard> = {}): Scorecard => ({
    groups: [{ key: 'g', side: 'co', name: 'g', nameEn: null }],
    sideWeights: { co: 50, cx: 50 },
    good: 70,
    watch: 40,
    minCoverage: 0.6,
    measures: weights.map((weight, i) => ({
      metric: `m${i}`,
      name: '',
      nameEn: null,
      group: 'g',
      weight,
      mapping: { type: 'linear', from: { value: 0, points: 0 }, to: { value: 100, points: 100 } },
    })),
    ...more,
  });

  it('weighs what has a value, and is unknown below 60 % of what is switched on', () => {
    expect(scoreOf(simple([60, 40]), [80, null], [true, true])).toMatchObject({ total: 80, coverage: 0.6, colour: 'good', cx: null, reason: 0 });
    expect(scoreOf(simple([59, 41]), [80, null], [true, true])).toMatchObject({ total: 80, coverage: 0.59, colour: 'unknown' });
    expect(scoreOf(simple([20, 80]), [50, null], [true, false])).toMatchObject({ total: 50, coverage: 1, colour: 'watch' });
    expect(scoreOf(simple([100]), [null], [false])).toMatchObject({ total: null, coverage: 0, colour: 'unknown', reason: null });
  });

  it('includes lower edges', () => {
    expect(scoreOf(simple([100]), [70], [true]).colour).toBe('good');
    expect(scoreOf(simple([100]), [40], [true]).colour).toBe('watch');
    expect(scoreOf(simple([100]), [39.99], [true]).colour).toBe('risk');
    const bands: Mapping = {
      type: 'bands',
      bands: [
        { from: null, points: 0 },
        { from: 30, points: 50 },
        { from: 60, points: 100 },
      ],
    };
    expect([29.9, 30, 60, null].map((v) => pointsOf(bands, v))).toEqual([0, 50, 100, null]);
  });

  it('names the measure that costs most weighted points, not the one with the fewest points', () => {
    expect(scoreOf(simple([10, 90]), [0, 80], [true, true]).reason).toBe(1);
    expect(scoreOf(simple([50, 50]), [100, 100], [true, true]).reason).toBeNull();
  });

  it('joins both sides by their weights', () => {
    const both = simple([100], {
      groups: [
        { key: 'g', side: 'co', name: '', nameEn: null },
        { key: 'x', side: 'cx', name: '', nameEn: null },
      ],
      sideWeights: { co: 75, cx: 25 },
    });
    both.measures.push({ ...both.measures[0]!, metric: 'nps', group: 'x' });
    expect(scoreOf(both, [80, 40], [true, true])).toMatchObject({ co: 80, cx: 40, total: 70 });
    expect(scoreOf(both, [80, null], [true, true])).toMatchObject({ total: 80, coverage: 0.75 });
  });
});
