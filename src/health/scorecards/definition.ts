import { z } from 'zod';

/** Numbers that arithmetic in the database bears: one that is next to nothing, or endless, would stop the night of everybody. */
const bearable = (n: number) => n === 0 || (Math.abs(n) >= 1e-6 && Math.abs(n) <= 1e15);
const points = z.number().min(0).max(100).refine(bearable);
const value = z.number().refine(bearable);

/** How a metric's value becomes points: a line between two points, flat beyond them, or bands that include their lower edge. */
export const mappingSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('linear'), from: z.object({ value, points }), to: z.object({ value, points }) }),
  z.object({
    type: z.literal('bands'),
    bands: z
      .array(z.object({ from: value.nullable().describe('null in the first: everything below the next'), points }))
      .min(2)
      .max(12),
  }),
]);
export type Mapping = z.infer<typeof mappingSchema>;

export const sides = ['co', 'cx'] as const;
export type Side = (typeof sides)[number];

const group = z.object({
  key: z.string().regex(/^[a-z][a-z0-9_]{0,40}$/),
  side: z.enum(sides),
  name: z.string().trim().min(1).max(40),
  nameEn: z.string().trim().max(40).nullable().default(null),
});
const measure = z.object({
  metric: z.string().max(63).describe('Key of the metric'),
  name: z.string().trim().min(1).max(80),
  nameEn: z.string().trim().max(80).nullable().default(null),
  group: z.string().max(41),
  weight: z.number().positive().max(100).refine(bearable).describe('In percent of its side'),
  mapping: mappingSchema,
});

/** A scorecard: measures with weights that add to 100 on each side, grouped; higher points are better, everywhere. */
export const scorecardSchema = z.object({
  groups: z.array(group).min(1).max(20),
  measures: z.array(measure).min(1).max(40),
  sideWeights: z.object({ co: points, cx: points }).default({ co: 50, cx: 50 }),
  good: z.number().min(1).max(100).default(70),
  watch: z.number().min(0).max(99).default(40),
  minCoverage: z.number().min(0).max(1).default(0.6),
});
export type Scorecard = z.infer<typeof scorecardSchema>;
export type Measure = Scorecard['measures'][number];

export type Fault =
  | { code: 'weights'; path: string; side: Side; sum: number }
  | { code: 'side_weights' | 'thresholds' | 'same_group'; path: string }
  | { code: 'unknown_group' | 'unknown_metric' | 'twice' | 'flat' | 'bands_order'; path: string; name: string };

const same = (a: number, b: number) => Math.abs(a - b) < 1e-6;

/** What is wrong with a scorecard, each with the place in it; empty when it can be published. */
export function faultsOf(card: Scorecard, metrics: ReadonlySet<string>): Fault[] {
  const faults: Fault[] = [];
  const sideOf = new Map(card.groups.map((g) => [g.key, g.side]));
  if (sideOf.size < card.groups.length) faults.push({ code: 'same_group', path: 'groups' });
  for (const side of sides) {
    const own = card.measures.filter((m) => sideOf.get(m.group) === side);
    const sum = own.reduce((total, m) => total + m.weight, 0);
    if (own.length && !same(sum, 100)) faults.push({ code: 'weights', path: `measures.${side}`, side, sum: Math.round(sum * 100) / 100 });
  }
  if (!same(card.sideWeights.co + card.sideWeights.cx, 100)) faults.push({ code: 'side_weights', path: 'sideWeights' });
  if (card.good <= card.watch) faults.push({ code: 'thresholds', path: 'good' });
  const seen = new Set<string>();
  card.measures.forEach((m, i) => {
    const say = (code: 'unknown_group' | 'unknown_metric' | 'twice' | 'flat' | 'bands_order') => faults.push({ code, path: `measures.${i}`, name: m.name });
    if (!sideOf.has(m.group)) say('unknown_group');
    if (!metrics.has(m.metric)) say('unknown_metric');
    if (seen.has(m.metric)) say('twice');
    seen.add(m.metric);
    if (m.mapping.type === 'linear' && Math.abs(m.mapping.from.value - m.mapping.to.value) < 1e-6) say('flat');
    if (m.mapping.type === 'bands' && !ascending(m.mapping.bands.map((b) => b.from))) say('bands_order');
  });
  return faults;
}

const ascending = (edges: (number | null)[]) => edges.every((edge, i) => (i === 0 ? edge === null : edge !== null && (i === 1 || edge > edges[i - 1]!)));
