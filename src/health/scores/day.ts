import { sql, type SQL } from 'drizzle-orm';
import type { Day } from '#platform/clock/days.ts';
import type { Db } from '#platform/db/db.ts';
import { isPerProduct, sourcesOf, type Metric } from '#metrics/definitions/index.ts';
import { among, connectedSources, frameOf, storeValues, unlessThere, valuesOfDay, type DayFrame } from '#metrics/values/index.ts';
import { versionOn, type Scorecard, type Version } from '#health/scorecards/index.ts';
import { scoresQuery, type Compiled, type Placed } from './query.ts';

/** A scorecard as it applies on a day: where its values are, and which measures are switched on. */
export async function compileCard(db: Db, frame: DayFrame, card: Scorecard): Promise<Compiled> {
  const byKey = new Map(frame.metrics.map((m) => [m.key, m]));
  const find = (key: string) => byKey.get(key)?.definition;
  const wanted = card.measures.flatMap((m) => (byKey.has(m.metric) ? sourcesOf(byKey.get(m.metric)!.definition, find) : []));
  const connected = await connectedSources(db, frame, wanted);
  const place = (metric: Metric | undefined): Placed => ({
    slot: metric?.slot ?? null,
    on: metric !== undefined && sourcesOf(metric.definition, find).every((source) => connected.has(source)),
    perProduct: metric !== undefined && isPerProduct(metric.definition, find),
  });
  return { card, places: card.measures.map((m) => place(byKey.get(m.metric))), mrrSlot: byKey.get('mrr')?.slot ?? null, perProduct: frame.perProduct };
}

type How = { accounts: string[] | 'all'; final: boolean; now: Date };
export type DayMade = { frame: DayFrame; version: Version | undefined };

/**
 * Makes and stores values and scores of a day, for some accounts or all: replaces rows that are not final, never the
 * others. With `final` the day has closed. Call it in a transaction, after `ensureMonth`; a second run gives the same.
 */
export async function storeDay(tx: Db, day: Day, how: How): Promise<DayMade> {
  await oneAtATime(tx);
  const frame = await frameOf(tx, day);
  await storeValues(tx, frame, how);
  const version = await versionOn(tx, day);
  if (version) {
    await tx.execute(sql`delete from score_days where day = ${day} and not is_final ${among(how.accounts)}`);
    await insertScores(tx, frame, version, how);
  }
  return { frame, version };
}

/** Two runs over the same day would wait for each other's rows in different orders. */
export const oneAtATime = (tx: Db) => tx.execute(sql`select pg_advisory_xact_lock(7210052)`);

/** Makes the scores of a day from its stored values, by any version; those that are there stay. `restated`: by a version that came later. */
export async function insertScores(tx: Db, frame: DayFrame, version: Version, how: How & { restated?: boolean }): Promise<void> {
  const values = sql`select account_id, product_no, day, v from metric_days where day = ${frame.day} ${among(how.accounts)}`;
  const scores = scoresQuery(values, await compileCard(tx, frame, version.definition));
  await tx.execute(sql`
    insert into score_days (account_id, product_no, day, version_id, total, co, cx, coverage, colour, points, reason, computed_at, is_final, restated)
    select q.account_id, q.product_no, q.day, ${version.versionId}::smallint, q.total, q.co, q.cx, q.coverage, q.colour, q.points, q.reason, ${how.now.toISOString()}::timestamptz, ${how.final}, ${how.restated ?? false}
    from (${scores}) q
    ${unlessThere(how.accounts, sql`score_days k where k.day = ${frame.day} and k.version_id = ${version.versionId} and k.account_id = q.account_id and k.product_no = q.product_no`)}`);
}

/** Scores of a day as a query (as `scoresQuery` gives them), made from the facts alone; stores nothing. */
export async function scoresFromFacts(db: Db, frame: DayFrame, card: Scorecard, accounts: string[] | 'all'): Promise<SQL> {
  const values = await valuesOfDay(db, frame, accounts);
  return scoresQuery(values, await compileCard(db, frame, card));
}
