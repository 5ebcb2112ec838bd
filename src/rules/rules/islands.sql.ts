import { sql, type SQL } from 'drizzle-orm';
import { addDays } from '#platform/clock/days.ts';
import { firingDelay, isHappening, streakDays, type RuleFrame, type Span } from './frame.ts';
import type { RuleDefinition } from './definition.ts';
import { truthOf } from './truth.sql.ts';

/**
 * When a rule would have fired over a span, as rows (account_id, for_day, fired_on): the same truth as the nightly pass, folded
 * over streaks of days. Nothing of identity, snooze or slots; those are `actions` and `review`. With `catchUp`, streaks that
 * were old enough before the span fire on its first day, as they do when a rule is published so.
 */
export function firingsOver(definition: RuleDefinition, span: Span, frame: RuleFrame, ids?: string[]): SQL {
  if (isHappening(definition)) {
    const truth = truthOf(definition, span, frame, ids);
    return sql`select t.account_id, t.day as for_day, t.day + ${firingDelay(definition)}::int as fired_on from (${truth}) t`;
  }
  const streak = streakDays(definition);
  const islands = streaksOver(definition, { from: addDays(span.from, -streak), to: span.to }, frame, ids);
  const own = sql`i.began + ${streak - 1}::int`;
  const day = definition.catchUp ? sql`greatest(${own}, ${span.from}::date)` : own;
  return sql`
    select q.account_id, q.for_day, q.for_day + ${firingDelay(definition)}::int as fired_on
    from (select i.account_id, i.ended, ${day} as for_day from (${islands}) i where i.ended >= ${own}) q
    where q.for_day >= ${span.from}::date and q.for_day <= q.ended`;
}

/** Streaks of days on which the condition holds: rows (account_id, began, ended). A day without a value breaks one. */
export function streaksOver(definition: RuleDefinition, span: Span, frame: RuleFrame, ids?: string[]): SQL {
  const truth = truthOf(definition, span, frame, ids);
  return sql`
    select g.account_id, min(g.day) as began, max(g.day) as ended
    from (select t.account_id, t.day, t.day - (row_number() over (partition by t.account_id order by t.day))::int as island from (${truth}) t) g
    group by g.account_id, g.island`;
}
