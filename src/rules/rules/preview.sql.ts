import { sql, type SQL } from 'drizzle-orm';
import { addDays, type Day } from '#platform/clock/days.ts';
import { row, type Db } from '#platform/db/db.ts';
import { compileFacts } from '#rules/conditions/index.ts';
import type { RuleDefinition } from './definition.ts';
import { isHappening, stateCondition, type RuleFrame } from './frame.ts';
import { truthOf } from './truth.sql.ts';

export type Found = { count: number; mrr: string | null; examples: { accountId: string; name: string }[] };

/** Whom a checked rule finds now; with whom it happened in the last 28 days when it waits for something that happens. */
export async function findNow(db: Db, definition: RuleDefinition, frame: RuleFrame, today: Day): Promise<Found> {
  const found = await row<Found>(
    db,
    sql`
    with found as (select f.account_id, f.name, f.mrr from account_facts f where not f.is_archived and f.churned_on is null and ${whoOf(definition, frame, today)})
    select count(*)::int as count, sum(mrr)::text as mrr, (select coalesce(jsonb_agg(jsonb_build_object('accountId', account_id, 'name', name)), '[]')
      from (select account_id, name from found order by mrr desc nulls last, account_id limit 8) x) as examples from found`,
  );
  return found!;
}

function whoOf(definition: RuleDefinition, frame: RuleFrame, today: Day): SQL {
  const state = stateCondition(definition);
  if (state && !definition.productNo) return compileFacts(state, frame.catalogue, { today, timeZone: frame.timeZone, me: null });
  // Values of one product and usual ranges are those of yesterday's close.
  const yesterday = addDays(today, -1);
  const span = isHappening(definition) ? { from: addDays(today, -27), to: today } : { from: yesterday, to: yesterday };
  return sql`f.account_id in (select t.account_id from (${truthOf(definition, span, frame)}) t)`;
}
