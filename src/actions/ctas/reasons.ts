import { sql } from 'drizzle-orm';
import { row, rows, type Db } from '#platform/db/db.ts';
import { listReasons, type Reason } from './store.ts';

export const mostReasons = 300;
export type ReasonFields = Pick<Reason, 'type' | 'name' | 'riskCategory' | 'outsideSlots'>;

/** 'Asks for a discount' → 'asks_for_a_discount'; a name without Latin letters, of a risk, gives 'own_risk'. */
export function keyFrom(name: string, type: string): string {
  const key = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^[0-9_]+|_+$/g, '')
    .slice(0, 50);
  return key || `own_${type}`;
}

/** Adds a reason before the “other” of its type, under the first key that is free. */
export async function insertReason(tx: Db, { type, name, riskCategory, outsideSlots }: ReasonFields): Promise<Reason> {
  const base = keyFrom(name.en, type);
  for (let n = 1; ; n++) {
    const key = n === 1 ? base : `${base}_${n}`;
    const { rowCount } = await tx.execute(sql`
      insert into cta_reasons (reason, type, name_ja, name_en, risk_category, outside_slots, position)
      select ${key}, ${type}, ${name.ja}, ${name.en}, ${riskCategory}::text, ${outsideSlots}::boolean,
        coalesce((select max(position) from cta_reasons where type = ${type} and is_builtin), 500) - 5
      on conflict (reason) do nothing`);
    if (rowCount) return (await listReasons(tx)).find((r) => r.reason === key)!;
  }
}

export async function updateReason(tx: Db, next: Reason, now: Date): Promise<void> {
  await tx.execute(sql`
    update cta_reasons set name_ja = ${next.name.ja}, name_en = ${next.name.en}, risk_category = ${next.riskCategory}::text, outside_slots = ${next.outsideSlots}::boolean,
      archived_at = case when ${next.archived}::boolean then coalesce(archived_at, ${now.toISOString()}::timestamptz) end
    where reason = ${next.reason}`);
}

/** Changes of the catalogue wait for each other: of two people who retire the last two reasons of a type at once, the second waits and is refused. */
export async function lockReasons(tx: Db): Promise<void> {
  await row(tx, sql`select pg_advisory_xact_lock(7210061)`);
}

/** Names of the running and paused rules that make CTAs with this reason. */
export async function rulesWith(db: Db, reason: string): Promise<string[]> {
  const wanted = JSON.stringify({ actions: [{ kind: 'cta', reason }] });
  const found = await rows<{ name: string }>(
    db,
    sql`select r.name from rules r join rule_versions v on v.rule_id = r.rule_id and v.version = r.version
        where r.status in ('live', 'paused') and v.definition @> ${wanted}::jsonb order by r.name`,
  );
  return found.map((r) => r.name);
}
