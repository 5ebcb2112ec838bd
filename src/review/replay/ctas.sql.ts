import { sql } from 'drizzle-orm';
import { addDays, type Day } from '#platform/clock/days.ts';
import { rows, type Db } from '#platform/db/db.ts';
import type { Placed } from '#actions/ctas/index.ts';

export type ClosingTime = { type: string; days: number; measured: number };
const assumed = 7;
const enough = 20;

/** After how many days the team's CTAs of each type are closed, at the median of the last year; 7 where fewer than 20 are. */
export async function closingTimes(db: Db, types: readonly string[], today: Day, zone: string): Promise<ClosingTime[]> {
  const found = await rows<ClosingTime>(
    db,
    sql`
    select c.type, (percentile_cont(0.5) within group (order by (c.closed_at at time zone ${zone})::date - (c.created_at at time zone ${zone})::date))::int as days,
      count(*)::int as measured
    from ctas c where c.type = any(${sql.param(types)}::text[]) and c.closed_at is not null and not c.closed_by_rule and c.merged_into is null
      and c.closed_at >= ${addDays(today, -365)}::date::timestamp at time zone ${zone} and c.closed_at < ${today}::date::timestamp at time zone ${zone} group by 1`,
  );
  return [...new Set(types)].sort().map((type) => {
    const own = found.find((f) => f.type === type);
    return own && own.measured >= enough ? own : { type, days: assumed, measured: 0 };
  });
}

/** The CTAs a rule really made, by `account reason day`: until when they were open; null: they still are. */
export async function realCtas(db: Db, ruleId: string, zone: string): Promise<Map<string, Day | null>> {
  const found = await rows<{ key: string; closedOn: Day | null }>(
    db,
    sql`select c.account_id || ' ' || c.reason || ' ' || c.fired_on as key, (c.closed_at at time zone ${zone})::date as "closedOn"
        from ctas c where c.rule_id = ${ruleId} and c.fired_on is not null`,
  );
  return new Map(found.map((f) => [f.key, f.closedOn]));
}

/** What else stood in the weekly slots of these people. */
export function otherCtas(db: Db, owners: readonly string[], ruleId: string | null, from: Day, to: Day): Promise<Placed[]> {
  if (!owners.length) return Promise.resolve([]);
  return rows(
    db,
    sql`select c.cta_id::text as key, c.owner_id as owner, c.slot_week as day, c.rank, false as movable from ctas c
        where c.slot = 'in' and c.owner_id = any(${sql.param(owners)}::uuid[]) and c.slot_week between ${from}::date and ${to}::date
          and c.rule_id is distinct from ${ruleId}::uuid order by c.cta_id`,
  );
}
