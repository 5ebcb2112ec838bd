import type { Mapping, Scorecard, Side } from '#health/scorecards/index.ts';

export type Colour = 'good' | 'watch' | 'risk' | 'unknown';
export type Score = { total: number | null; co: number | null; cx: number | null; coverage: number; colour: Colour; reason: number | null };

/** Points 0 to 100 of a value: a line between two points, flat beyond them, or the band whose lower edge it has reached. */
export function pointsOf(mapping: Mapping, value: number | null): number | null {
  if (value === null) return null;
  if (mapping.type === 'bands') return mapping.bands.findLast((band) => band.from === null || value >= band.from)?.points ?? null;
  const { from, to } = mapping;
  const low = Math.min(from.points, to.points);
  const high = Math.max(from.points, to.points);
  return settled(Math.min(high, Math.max(low, from.points + ((value - from.value) * (to.points - from.points)) / (to.value - from.value))));
}

/** Points to the thirteenth place: scores are kept as `real`, which refuses what is next to nothing. */
export const settled = (points: number): number => points + 128 - 128;

/** Products of an account by MRR: the weighted mean of those with points; the plain one when none of them pays. A credit weighs nothing. */
export function rollUp(products: { points: number | null; mrr: number | null }[]): number | null {
  const known = products.filter((p): p is { points: number; mrr: number | null } => p.points !== null);
  if (!known.length) return null;
  const paying = known.reduce((sum, p) => sum + weightOf(p), 0);
  if (paying > 0) return settled(known.reduce((sum, p) => sum + p.points * weightOf(p), 0) / paying);
  return known.reduce((sum, p) => sum + p.points, 0) / known.length;
}

const weightOf = ({ mrr }: { mrr: number | null }) => Math.max(0, mrr ?? 0);

/**
 * A score from the points of its measures, in their order (DESIGN.md, Health): weighted means over the measures that
 * have points; the total over the sides that have any. `on[i]`: the company has connected what measure i is made from.
 */
export function scoreOf(card: Scorecard, points: (number | null)[], on: boolean[]): Score {
  const sideOf = sidesOf(card);
  const mean = (side: Side) => {
    const own = card.measures
      .map((m, i) => ({ weight: m.weight, p: points[i] ?? null, counts: on[i]! && sideOf[i] === side && points[i] != null }))
      .filter((m) => m.counts);
    const weight = own.reduce((sum, m) => sum + m.weight, 0);
    return weight ? own.reduce((sum, m) => sum + m.weight * m.p!, 0) / weight : null;
  };
  const co = mean('co');
  const cx = mean('cx');
  const sideSum = (co === null ? 0 : card.sideWeights.co) + (cx === null ? 0 : card.sideWeights.cx);
  const total = sideSum ? ((co === null ? 0 : card.sideWeights.co * co) + (cx === null ? 0 : card.sideWeights.cx * cx)) / sideSum : null;
  const heft = card.measures.map((m, i) => (on[i] ? card.sideWeights[sideOf[i]!] * m.weight : 0));
  const all = heft.reduce((a, b) => a + b, 0);
  const coverage = all ? heft.reduce((sum, h, i) => sum + (points[i] == null ? 0 : h), 0) / all : 0;
  return { total, co, cx, coverage, colour: colourOf(card, total, coverage), reason: reasonOf(heft, points) };
}

export function sidesOf(card: Scorecard): Side[] {
  const bySide = new Map(card.groups.map((g) => [g.key, g.side]));
  return card.measures.map((m) => bySide.get(m.group) ?? 'co');
}

function colourOf(card: Scorecard, total: number | null, coverage: number): Colour {
  if (total === null || coverage < card.minCoverage) return 'unknown';
  return total >= card.good ? 'good' : total >= card.watch ? 'watch' : 'risk';
}

/** The measure that costs the most weighted points, the first of equals; null when nothing is lost. */
function reasonOf(heft: number[], points: (number | null)[]): number | null {
  const costs = heft.map((h, i) => (points[i] == null ? 0 : h * (100 - points[i]!)));
  const worst = Math.max(0, ...costs);
  return worst > 0 ? costs.indexOf(worst) : null;
}
