import { addDays, type Day } from '#platform/clock/days.ts';
import type { Db } from '#platform/db/db.ts';
import { frameOf } from '#metrics/values/index.ts';
import { findVersion, listVersions, type Version } from '#health/scorecards/index.ts';
import type { Health } from './contract.ts';
import { compileCard } from './day.ts';
import { sidesOf } from './logic.ts';
import { newestScore, productScores, scoreSeries, type ProductScore, type ScoreRow } from './store.ts';

const empty: Health = {
  day: null,
  provisional: false,
  frozen: false,
  madeLater: false,
  version: null,
  total: null,
  co: null,
  cx: null,
  change28: null,
  colour: 'unknown',
  coverage: 0,
  onlyOutcome: true,
  thresholds: { good: 70, watch: 40, minCoverage: 0.6 },
  sideWeights: { co: 50, cx: 50 },
  groups: [],
  measures: [],
  reason: null,
  products: [],
  series: [],
  versions: [],
};

/** The score of an account as its page shows it: today's, or the last one of a customer that has left. */
export async function accountHealth(db: Db, accountId: string, asked: { today: Day; days: number; churnedOn: Day | null }): Promise<Health> {
  const now = await newestScore(db, accountId, '1900-01-01', asked.today);
  const version = now && (await findVersion(db, now.versionId));
  if (!now || !version) return empty;
  const before = await newestScore(db, accountId, addDays(now.day, -35), addDays(now.day, -28), now.versionId);
  const series = await scoreSeries(db, accountId, addDays(now.day, -asked.days), now.day);
  const { measures, products } = await measuresOf(db, accountId, version, now, before);
  const groups = version.definition.groups.map((g) => {
    const own = measures.filter((m) => m.group === g.key && m.on);
    return {
      ...g,
      points: mean(own.map((m) => [m.weight, m.points])),
      change28: change(
        mean(own.map((m) => [m.weight, m.points])),
        mean(own.map((m) => [m.weight, m.change28 === null || m.points === null ? null : m.points - m.change28])),
      ),
    };
  });
  const { good, watch, minCoverage, sideWeights } = version.definition;
  return {
    day: now.day,
    provisional: !now.isFinal && now.day === asked.today,
    frozen: asked.churnedOn !== null && asked.churnedOn <= now.day && asked.churnedOn < asked.today,
    madeLater: now.madeLater,
    version: { versionId: version.versionId, version: version.version, fromDay: version.fromDay },
    total: now.total,
    co: now.co,
    cx: now.cx,
    change28: change(now.total, before?.total ?? null),
    colour: now.colour,
    coverage: now.coverage,
    onlyOutcome: !measures.some((m) => m.side === 'cx' && m.on),
    thresholds: { good, watch, minCoverage },
    sideWeights,
    groups,
    measures,
    reason: now.reason,
    products: products.map(({ productNo, name, total, colour, mrr }) => ({ productNo, name, total, colour, mrr })),
    series,
    versions: await versionChanges(db, version, series),
  };
}

async function measuresOf(
  db: Db,
  accountId: string,
  version: Version,
  now: ScoreRow,
  before: ScoreRow | undefined,
): Promise<{ measures: Health['measures']; products: ProductScore[] }> {
  const card = version.definition;
  const frame = await frameOf(db, now.day);
  const { places, mrrSlot } = await compileCard(db, frame, card);
  const products = await productScores(db, accountId, now.day, now.versionId, mrrSlot);
  const byKey = new Map(frame.metrics.map((m) => [m.key, m]));
  const sides = sidesOf(card);
  const measures = card.measures.map((m, position) => {
    const metric = byKey.get(m.metric);
    const points = now.points[position] ?? null;
    const place = places[position]!;
    const was = before?.points[position] ?? null;
    return {
      ...m,
      position,
      side: sides[position]!,
      on: place.on,
      perProduct: place.perProduct && frame.perProduct,
      byProduct: place.perProduct ? byProduct(products, position, place.slot) : [],
      value: place.slot ? (now.values?.[place.slot - 1] ?? null) : null,
      valueBefore: place.slot ? (before?.values?.[place.slot - 1] ?? null) : null,
      points,
      change28: change(points, was),
      cost: points === null || !place.on ? 0 : (m.weight * (100 - points)) / 100,
      definition: metric?.definition ?? null,
      unit: metric?.unit ?? ('number' as const),
      direction: metric?.direction ?? ('neutral' as const),
    };
  });
  return { measures, products };
}

/** A measure's products, the one that costs most first; a product without MRR weighs as little as a yen. */
function byProduct(products: ProductScore[], position: number, slot: number | null): Health['measures'][number]['byProduct'] {
  const cost = (p: ProductScore) => (p.points[position] == null ? -1 : (100 - p.points[position]!) * Math.max(1, p.mrr ?? 0));
  return [...products]
    .sort((a, b) => cost(b) - cost(a))
    .map((p) => ({ productNo: p.productNo, name: p.name, value: slot ? (p.values?.[slot - 1] ?? null) : null, points: p.points[position] ?? null }))
    .filter((p) => p.points !== null);
}

async function versionChanges(db: Db, version: Version, series: Health['series']): Promise<Health['versions']> {
  const first = series.filter((s, i) => i > 0 && s.versionId !== series[i - 1]!.versionId);
  if (!first.length) return [];
  const known = new Map((await listVersions(db, version.scorecardId)).map((v) => [v.versionId, v]));
  return first.map((s) => ({ versionId: s.versionId, version: known.get(s.versionId)?.version ?? 0, day: s.day, note: known.get(s.versionId)?.note ?? null }));
}

const change = (now: number | null, before: number | null) => (now === null || before === null ? null : now - before);
function mean(all: [number, number | null][]): number | null {
  const known = all.filter((a): a is [number, number] => a[1] !== null);
  const weight = known.reduce((sum, [w]) => sum + w, 0);
  return weight ? known.reduce((sum, [w, p]) => sum + w * p, 0) / weight : null;
}
