import { sql } from 'drizzle-orm';
import { row, type Db } from '#platform/db/db.ts';
import { attributeSql, type AttributeKind } from './attribute.sql.ts';
import { comparisons, type Condition } from './condition.ts';
import { fixedFields } from './fixed-fields.ts';
import type { BoundField, Catalogue, Choice, Names } from './fields.ts';

type Named = { id: string; name: string };
type Loaded = {
  attributes: { key: string; name: string; kind: AttributeKind; choices: string[] }[];
  metrics: { key: string; name: string; nameEn: string | null; unit: string; slot: number }[];
  slots: { column: string; field: string }[];
  members: Named[];
  products: Named[];
  partners: Named[];
  segments: { id: string; name: string; condition: Condition; materialised: boolean }[];
};

/** Everything a condition may speak of now. One statement. */
export async function loadCatalogue(db: Db): Promise<Catalogue> {
  const loaded = await row<{ all: Loaded }>(
    db,
    sql`
    select jsonb_build_object(
      'attributes', (select coalesce(jsonb_agg(jsonb_build_object('key', key, 'name', name, 'kind', kind, 'choices', choices) order by position, name), '[]') from attribute_definitions where archived_at is null),
      'metrics', (select coalesce(jsonb_agg(jsonb_build_object('key', key, 'name', name, 'nameEn', name_en, 'unit', unit, 'slot', slot) order by slot), '[]')
        from (select distinct on (metric_id) * from metric_definitions order by metric_id, version desc) m where archived_at is null),
      'slots', (select coalesce(jsonb_agg(jsonb_build_object('column', column_name, 'field', field)), '[]') from fact_slots),
      'members', (select coalesce(jsonb_agg(jsonb_build_object('id', id, 'name', name) order by kana, name), '[]') from members),
      'products', (select coalesce(jsonb_agg(jsonb_build_object('id', product_no::text, 'name', name) order by position, product_no), '[]') from products),
      'partners', (select coalesce(jsonb_agg(jsonb_build_object('id', id, 'name', name) order by name), '[]') from partners),
      'segments', (select coalesce(jsonb_agg(jsonb_build_object('id', segment_id, 'name', name, 'condition', condition, 'materialised', materialised) order by name), '[]') from segments where archived_at is null)
    ) as all`,
  );
  return build(loaded!.all);
}

function build(loaded: Loaded): Catalogue {
  const slots = new Map(loaded.slots.map((s) => [s.field, s.column]));
  const named: Record<string, Choice[]> = {
    csm: asChoices(loaded.members),
    products: asChoices(loaded.products),
    partner: asChoices(loaded.partners),
    segment: asChoices(loaded.segments),
  };
  named.onboarding = named.sales = named.support = named.csm!;
  const fields = [
    ...fixedFields.map((field) => (named[field.key] ? { ...field, choices: named[field.key] } : field)),
    ...loaded.metrics.flatMap((m) => metricField(m, slots)),
    ...loaded.attributes.flatMap((a) => attributeField(a, slots)),
  ];
  return {
    fields: new Map(fields.map((field) => [field.key, field])),
    segments: new Map(loaded.segments.map((s) => [s.id, { name: s.name, condition: s.condition, materialised: s.materialised }])),
  };
}

const both = (name: string): Names => ({ ja: name, en: name });
const asChoices = (list: Named[]): Choice[] => list.map(({ id, name }) => ({ value: id, name: both(name) }));

const units: Record<string, Names> = { days: { ja: '日', en: 'days' }, people: { ja: '名', en: 'people' } };

// A metric without a slot (more than 60 numbers) is not offered: it could neither be filtered nor shown.
function metricField(m: Loaded['metrics'][number], slots: Map<string, string>): BoundField[] {
  const slot = slots.get(`metric.${m.key}`);
  // The contract's own MRR is offered already, with its past.
  if (!slot || m.key === 'mrr') return [];
  const past = `m.v[${Number(m.slot)}]`;
  const common = {
    key: `metric.${m.key}`,
    group: 'metric',
    name: { ja: m.name, en: m.nameEn ?? m.name },
    slot,
    sort: `f.${slot}`,
    hasHistory: true,
    sortable: true,
    column: true,
  } as const;
  if (m.unit === 'yes_no') return [{ ...common, type: 'boolean', now: `(f.${slot} = 1)`, past: { source: 'metric', sql: `(${past} = 1)` } }];
  return [
    {
      ...common,
      type: m.unit === 'money' ? 'money' : 'number',
      unit: units[m.unit],
      share: m.unit === 'percent',
      now: `f.${slot}`,
      past: { source: 'metric', sql: past },
    },
  ];
}

function attributeField(a: Loaded['attributes'][number], slots: Map<string, string>): BoundField[] {
  const slot = slots.get(`attribute.${a.key}`);
  if (!slot) return [];
  const text = a.kind === 'text' || a.kind === 'choice';
  return [
    {
      key: `attribute.${a.key}`,
      type: a.kind,
      group: 'attribute',
      name: both(a.name),
      ...(a.kind === 'choice' ? { choices: a.choices.map((c) => ({ value: c, name: both(c) })) } : {}),
      now: `f.${slot}`,
      sort: text ? `f.${slot} collate "ja-x-icu"` : `f.${slot}`,
      slot,
      past: { source: 'account', sql: attributeSql(a.kind, 'v', a.key) },
      hasHistory: true,
      sortable: true,
      column: true,
    },
  ];
}

const kept = new WeakMap<object, { at: number; catalogue: Promise<Catalogue> }>();
const keepMs = 3_000;

/**
 * The catalogue, read at most every three seconds for each database. A column is never given to another field, so an old
 * one is never wrong, only short: when it lacks a key that is asked for, it is read again.
 */
export async function readCatalogue(db: Db, asked: { condition?: Condition; keys?: string[] } = {}): Promise<Catalogue> {
  const wanted = [...(asked.condition ? comparisons(asked.condition) : []).map((c) => c.field), ...(asked.keys ?? [])];
  const segments = asked.condition ? comparisons(asked.condition).some((c) => c.field === 'segment') : false;
  const old = kept.get(db);
  if (old && !segments && performance.now() - old.at < keepMs) {
    const catalogue = await old.catalogue;
    if (wanted.every((key) => catalogue.fields.has(key))) return catalogue;
  }
  const catalogue = loadCatalogue(db);
  kept.set(db, { at: performance.now(), catalogue });
  catalogue.catch(() => kept.delete(db));
  return catalogue;
}

/** Forgets what was kept: after this process has changed a definition. */
export function forgetCatalogue(db: Db): void {
  kept.delete(db);
}
