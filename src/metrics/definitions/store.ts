import { sql } from 'drizzle-orm';
import type { Day } from '#platform/clock/days.ts';
import { row, rows, type Db } from '#platform/db/db.ts';
import { newId } from '#platform/ids/ids.ts';
import { definitionSchema, type Definition, type Direction, type Unit } from './definition.ts';
import { metricDefinitions } from './tables.ts';

export type Metric = {
  metricId: string;
  version: number;
  slot: number;
  key: string;
  name: string;
  nameEn: string | null;
  definition: Definition;
  unit: Unit;
  direction: Direction;
  fromDay: Day;
  archived: boolean;
  isDefault: boolean;
};
export type MetricFields = Pick<Metric, 'key' | 'name' | 'nameEn' | 'definition' | 'unit' | 'direction'>;
export const lastSlot = 200;

const columns = sql`metric_id as "metricId", version, slot::int as slot, key, name, name_en as "nameEn", definition, unit, direction,
  from_day as "fromDay", archived_at is not null as archived, is_default as "isDefault"`;

/** The newest version of every metric, by slot. */
export async function listMetrics(db: Db, options: { archived?: boolean } = {}): Promise<Metric[]> {
  const found = await rows<Metric>(db, sql`select distinct on (slot) ${columns} from metric_definitions order by slot, version desc`);
  return found.filter((m) => options.archived || !m.archived).map(parsed);
}

/**
 * The metrics by which the values of `day` are made: of each the version that was valid then. A day before the first
 * version (values made later for the past) is made by the first.
 */
export async function metricsOn(db: Db, day: Day): Promise<Metric[]> {
  const found = await rows<Metric>(
    db,
    sql`select distinct on (slot) ${columns} from metric_definitions
        order by slot, from_day <= ${day} desc, case when from_day <= ${day} then version end desc, version`,
  );
  return found.filter((m) => !m.archived).map(parsed);
}

export async function findMetric(db: Db, metricId: string): Promise<Metric | undefined> {
  const found = await row<Metric>(db, sql`select ${columns} from metric_definitions where metric_id = ${metricId} order by version desc limit 1`);
  return found && parsed(found);
}

/** Adds a metric under the next free slot. Gives undefined when all slots are taken; slots of archived metrics are not free. */
export async function insertMetric(db: Db, fields: MetricFields, at: { now: Date; day: Day; isDefault?: boolean }): Promise<Metric | undefined> {
  await db.execute(sql`lock table metric_definitions in share row exclusive mode`);
  const next = await row<{ slot: number }>(db, sql`select coalesce(max(slot), 0)::int + 1 as slot from metric_definitions`);
  if (next!.slot > lastSlot) return undefined;
  const metricId = newId();
  await insertVersion(db, fields, { metricId, version: 1, slot: next!.slot }, at);
  return findMetric(db, metricId);
}

/** A new version of a metric, valid from `at.day`; values of earlier days keep the version they were made with. */
export async function addVersion(db: Db, before: Metric, fields: MetricFields, at: { now: Date; day: Day }): Promise<Metric> {
  await insertVersion(db, fields, { ...before, version: before.version + 1 }, { ...at, isDefault: before.isDefault });
  return (await findMetric(db, before.metricId))!;
}

async function insertVersion(
  db: Db,
  fields: MetricFields,
  place: Pick<Metric, 'metricId' | 'version' | 'slot'>,
  at: { now: Date; day: Day; isDefault?: boolean },
): Promise<void> {
  const { key, name, nameEn, definition, unit, direction } = fields;
  const { metricId, version, slot } = place;
  await db.insert(metricDefinitions).values({
    metricId,
    version,
    slot,
    key,
    name,
    nameEn,
    definition,
    unit,
    direction,
    fromDay: at.day,
    createdAt: at.now,
    isDefault: at.isDefault ?? false,
  });
}

/** Takes a metric out of use, or back; its slot and its values stay. */
export async function archiveMetric(db: Db, metricId: string, archivedAt: Date | null): Promise<void> {
  await db.execute(sql`update metric_definitions set archived_at = ${archivedAt?.toISOString() ?? null}::timestamptz where metric_id = ${metricId}`);
}

/** Names of events and attributes to choose from. */
export async function listChoices(
  db: Db,
): Promise<{ events: { name: string; label: string | null; productNo: number | null }[]; attributes: { key: string; name: string; kind: string }[] }> {
  const [events, attributes] = await Promise.all([
    rows<{ name: string; label: string | null; productNo: number | null }>(
      db,
      sql`select name, label, product_no::int as "productNo" from event_names where event_id > 0 and not is_hidden order by name limit 2000`,
    ),
    rows<{ key: string; name: string; kind: string }>(
      db,
      sql`select key, name, kind from attribute_definitions where archived_at is null order by position, key`,
    ),
  ]);
  return { events, attributes };
}

// Older rows may lack what a newer program adds with a default.
function parsed(metric: Metric): Metric {
  return { ...metric, definition: definitionSchema.parse(metric.definition) };
}
