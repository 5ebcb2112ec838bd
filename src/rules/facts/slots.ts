import { sql } from 'drizzle-orm';
import { rows, type Db } from '#platform/db/db.ts';
import type { AttributeKind } from '#rules/conditions/index.ts';

export type Slot = { column: string; field: string };
/** A definition and where its value sits. `metricSlot` is the place in metric_days.v. */
export type SlotSource = { column: string; field: string; kind: AttributeKind; key: string; metricSlot: number | null };

const families = { n: 60, k: 40, d: 20, b: 20 } as const;
type Family = keyof typeof families;
const familyOf: Record<AttributeKind, Family> = { number: 'n', money: 'n', text: 'k', choice: 'k', date: 'd', boolean: 'b' };

/**
 * Gives every metric and attribute a column of account_facts, in the order they were made. A column is never given
 * twice, so a condition that speaks of one means the same for ever. Returns the fields for which there is no column left.
 */
export async function giveSlots(tx: Db): Promise<{ added: Slot[]; left: string[] }> {
  await tx.execute(sql`select pg_advisory_xact_lock(7210050)`);
  const wanted = await rows<{ field: string; kind: AttributeKind }>(
    tx,
    sql`
    select field, kind from (
      select 'metric.' || key as field, 'number' as kind, min(created_at) as made from metric_definitions where archived_at is null group by key
      union all select 'attribute.' || key, kind, created_at from attribute_definitions where archived_at is null) w
    where not exists (select from fact_slots s where s.field = w.field) order by made, field`,
  );
  if (!wanted.length) return { added: [], left: [] };
  const taken = new Set((await rows<{ c: string }>(tx, sql`select column_name as c from fact_slots`)).map((r) => r.c));
  const added: Slot[] = [];
  const left: string[] = [];
  for (const { field, kind } of wanted) {
    const column = nextColumn(familyOf[kind], taken);
    if (!column) left.push(field);
    else {
      taken.add(column);
      added.push({ column, field });
    }
  }
  await tx.execute(
    sql`insert into fact_slots (column_name, field) select * from unnest(${sql.param(added.map((a) => a.column))}::text[], ${sql.param(added.map((a) => a.field))}::text[])`,
  );
  return { added, left };
}

function nextColumn(family: Family, taken: ReadonlySet<string>): string | undefined {
  return Array.from({ length: families[family] }, (_, i) => `${family}${i + 1}`).find((column) => !taken.has(column));
}

/** What fills the columns in use: each definition once, in its newest version. */
export function slotSources(db: Db): Promise<SlotSource[]> {
  return rows<SlotSource>(
    db,
    sql`
    select s.column_name as column, s.field, m.key, 'number' as kind, m.slot::int as "metricSlot"
    from fact_slots s join (select distinct on (key) key, slot from metric_definitions where archived_at is null order by key, version desc) m on s.field = 'metric.' || m.key
    union all
    select s.column_name, s.field, d.key, d.kind, null from fact_slots s join attribute_definitions d on s.field = 'attribute.' || d.key where d.archived_at is null
    order by 1`,
  );
}
