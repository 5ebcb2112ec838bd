import { sql, type SQL } from 'drizzle-orm';
import { rows, type Db } from '#platform/db/db.ts';
import type { Definition } from '#metrics/definitions/index.ts';
import { asofCtes, type AsOf } from './asof.ts';
import { valueOf, type Compiling } from './expression.ts';
import { emptyNeeds } from './needs.ts';
import { partCtes, partJoins } from './parts.ts';

/** What is made: definitions by their slot, the ids of the event names they mention, and other metrics by key. */
export type Measured = { bySlot: ReadonlyMap<number, Definition>; eventIds: ReadonlyMap<string, number>; find(key: string): Definition | undefined };

/**
 * The one engine: a query of (account_id, product_no, day, v float8[] by slot), one row per row of `asof`.
 * Nothing else computes a metric.
 */
export function valuesQuery(asof: AsOf, measured: Measured): SQL {
  const needs = emptyNeeds(asof.perProduct);
  const compiling: Compiling = { needs, eventIds: measured.eventIds, timeZone: asof.timeZone, perProduct: asof.perProduct, find: measured.find };
  const last = Math.max(0, ...measured.bySlot.keys());
  const values = Array.from({ length: last }, (_, i) => {
    const definition = measured.bySlot.get(i + 1);
    return definition ? valueOf(compiling, definition) : sql`null::float8`;
  });
  const ctes = sql.join([...asofCtes(asof), ...partCtes(needs, asof)], sql`, `);
  return sql`with ${ctes} select s.account_id, s.product_no, s.day, array[${sql.join(values, sql`, `)}]::float8[] as v from asof s ${partJoins(needs, asof)}`;
}

/** Numbers of the events that definitions mention; a name that no event has had yet is simply absent. */
export async function eventIds(db: Db): Promise<Map<string, number>> {
  const found = await rows<{ name: string; id: number }>(db, sql`select name, event_id::int as id from event_names`);
  return new Map(found.map((e) => [e.name, e.id]));
}
