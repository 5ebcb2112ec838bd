import { sql, type SQL } from 'drizzle-orm';
import type { Mapping, Scorecard } from '#health/scorecards/index.ts';
import { sidesOf } from './logic.ts';

/** Measure i of a scorecard as it is computed: where its value is, and whether it counts at all. */
export type Placed = { slot: number | null; on: boolean; perProduct: boolean };
export type Compiled = { card: Scorecard; places: Placed[]; mrrSlot: number | null; perProduct: boolean };

const num = (n: number): SQL => sql.raw(`(${Number(n)})::float8`);
const p = (i: number) => sql.raw(`p.p${i}`);

/**
 * Scores over a relation of (account_id, product_no, day, v): the same arithmetic as `scoreOf`, for every row at once.
 * Gives account_id, product_no, day, total, co, cx, coverage, colour, points, reason. An account's row takes the points
 * of what its products share from them, weighed by MRR; a product's row has only what makes sense for a product.
 */
export function scoresQuery(values: SQL, { card, places, mrrSlot, perProduct }: Compiled): SQL {
  const indexes = card.measures.map((_, i) => i);
  const own = indexes.map((i) => sql`${ownPoints(card.measures[i]!.mapping, places[i]!, perProduct)} as ${sql.raw(`p${i}`)}`);
  const perRow = sql`select m.account_id, m.product_no, m.day, ${mrrSlot ? sql`m.v[${sql.raw(String(mrrSlot))}]` : sql`null::float8`} as mrr, ${list(own)} from (${values}) m offset 0`;
  const points = perProduct ? rolledUp(perRow, places) : perRow;
  return sql`
    select t.account_id, t.product_no, t.day, t.total, t.co, t.cx, t.coverage,
      case when t.total is null or t.coverage < ${num(card.minCoverage)} then 'unknown' when t.total >= ${num(card.good)} then 'good' when t.total >= ${num(card.watch)} then 'watch' else 'risk' end as colour,
      t.points, t.reason
    from (
      select p.account_id, p.product_no, p.day, p.co, p.cx, p.coverage, p.points, ${reasonSql(indexes)} as reason,
        (coalesce(${num(card.sideWeights.co)} * p.co, 0) + coalesce(${num(card.sideWeights.cx)} * p.cx, 0))
          / nullif(case when p.co is null then 0 else ${num(card.sideWeights.co)} end + case when p.cx is null then 0 else ${num(card.sideWeights.cx)} end, 0) as total
      from (select p.account_id, p.product_no, p.day, ${summary(card, places, perProduct)}, array[${list(indexes.map(p))}]::float8[] as points from (${points}) p offset 0) p
      offset 0) t`;
}

const list = (parts: SQL[]) => sql.join(parts, sql`, `);
// As `settled` does.
const settledSql = (points: SQL) => sql`(${points} + 128 - 128)`;
const sum = (parts: SQL[]) => (parts.length ? sql`(${sql.join(parts, sql` + `)})` : sql`0::float8`);

/** Of a product nothing that belongs to the account as a whole, whatever its value: contacts and touches are not a product's. */
function ownPoints(mapping: Mapping, place: Placed, products: boolean): SQL {
  const points = pointsSql(mapping, place);
  return products && !place.perProduct ? sql`(case when m.product_no = 0 then ${points} end)` : points;
}

function pointsSql(mapping: Mapping, place: Placed): SQL {
  if (!place.on || place.slot === null) return sql`null::float8`;
  const v = sql.raw(`m.v[${place.slot}]`);
  if (mapping.type === 'bands') {
    const edges = mapping.bands
      .slice(1)
      .reverse()
      .map((band) => sql`when ${v} >= ${num(band.from!)} then ${num(band.points)}`);
    return sql`(case when ${v} is null then null ${sql.join(edges, sql` `)} else ${num(mapping.bands[0]!.points)} end)`;
  }
  const { from, to } = mapping;
  const line = sql`${num(from.points)} + (${v} - ${num(from.value)}) * ${num(to.points - from.points)} / ${num(to.value - from.value)}`;
  // least and greatest skip nulls, so a missing value must be kept out of them.
  return sql`(case when ${v} is not null then ${settledSql(sql`least(${num(Math.max(from.points, to.points))}, greatest(${num(Math.min(from.points, to.points))}, ${line}))`)} end)`;
}

/** Product 0 gets the mean of its products, weighed by MRR, for what is measured per product; the others keep their own. */
function rolledUp(perRow: SQL, places: Placed[]): SQL {
  const shared = places.map((place, i) => (place.perProduct ? i : -1)).filter((i) => i >= 0);
  if (!shared.length) return perRow;
  const mean = (i: number) => {
    const paying = `sum(greatest(mrr, 0)) filter (where p${i} is not null)`;
    return sql.raw(`case when ${paying} > 0 then sum(p${i} * greatest(mrr, 0)) / ${paying} + 128 - 128 else avg(p${i}) end as r${i}`);
  };
  const chosen = places.map((_, i) =>
    sql.raw(shared.includes(i) ? `case when o.product_no = 0 then coalesce(r.r${i}, o.p${i}) else o.p${i} end as p${i}` : `o.p${i}`),
  );
  return sql`with own as materialized (${perRow})
    select o.account_id, o.product_no, o.day, ${list(chosen)} from own o
    left join (select account_id, day, ${list(shared.map(mean))} from own where product_no > 0 group by account_id, day) r
      on r.account_id = o.account_id and r.day = o.day and o.product_no = 0`;
}

/** Means of both sides, coverage (of a product: of what makes sense for one), and what each measure costs. */
function summary(card: Scorecard, places: Placed[], products: boolean): SQL {
  const sides = sidesOf(card);
  const counted = card.measures.map((m, i) => ({ m, i, side: sides[i]! })).filter(({ i }) => places[i]!.on);
  const mean = (side: 'co' | 'cx') => {
    const own = counted.filter((c) => c.side === side);
    if (!own.length) return sql`null::float8`;
    const weights = sum(own.map(({ m, i }) => sql`case when ${p(i)} is null then 0 else ${num(m.weight)} end`));
    return sql`${sum(own.map(({ m, i }) => sql`coalesce(${num(m.weight)} * ${p(i)}, 0)`))} / nullif(${weights}, 0)`;
  };
  const heft = ({ m, side }: (typeof counted)[number]) => card.sideWeights[side] * m.weight;
  const all = (some: typeof counted) => some.reduce((total, c) => total + heft(c), 0);
  const present = sum(counted.map((c) => sql`case when ${p(c.i)} is null then 0 else ${num(heft(c))} end`));
  const share = (of: number) => (of ? sql`${present} / ${num(of)}` : sql`0::float8`);
  const ofProduct = all(counted.filter(({ i }) => places[i]!.perProduct));
  const covered = products ? sql`case when p.product_no = 0 then ${share(all(counted))} else ${share(ofProduct)} end` : share(all(counted));
  const costs = card.measures.map((m, i) => {
    const weight = places[i]!.on ? card.sideWeights[sides[i]!] * m.weight : 0;
    return sql`coalesce(${num(weight)} * (100 - ${p(i)}), 0) as ${sql.raw(`c${i}`)}`;
  });
  return sql`${mean('co')} as co, ${mean('cx')} as cx, ${covered} as coverage, ${list(costs)}`;
}

/** 0-based place of the measure that costs most, the first of equals. */
function reasonSql(indexes: number[]): SQL {
  const c = (i: number) => sql.raw(`p.c${i}`);
  const worst = sql`greatest(${list(indexes.map(c))})`;
  return sql`(case when ${worst} <= 0 then null ${sql.join(
    indexes.map((i) => sql`when ${c(i)} = ${worst} then ${sql.raw(String(i))}`),
    sql` `,
  )} end)::smallint`;
}
