import { sql } from 'drizzle-orm';
import { addDays, type Day } from '#platform/clock/days.ts';
import { rows, type Db } from '#platform/db/db.ts';
import { firingDelay, isHappening, streakDays, type AskedRule, type RuleFrame } from './frame.ts';
import { streaksOver } from './islands.sql.ts';
import { truthOf } from './truth.sql.ts';

const lookBack = 180;

/**
 * Makes "since when" of a rule anew, as of the closed day `day`, from the same past values as replay: for a new version, so
 * that it does not begin to count today. Streaks old enough to have fired before count as fired, unless the rule catches up.
 */
export async function rebuildState(tx: Db, rule: AskedRule, day: Day, frame: RuleFrame): Promise<void> {
  await tx.execute(sql`delete from rule_state where rule_id = ${rule.ruleId}`);
  if (isHappening(rule.definition)) return;
  const { definition } = rule;
  const days = streakDays(definition);
  // Only of those of whom it holds now: half a year of everybody would take minutes.
  const holding = await rows<{ id: string }>(tx, sql`select t.account_id as id from (${truthOf(definition, { from: day, to: day }, frame)}) t`);
  if (!holding.length) return;
  const streaks = streaksOver(
    definition,
    { from: addDays(day, -lookBack), to: day },
    frame,
    holding.map((h) => h.id),
  );
  const fired = definition.catchUp
    ? sql`null::date`
    : sql`case when s.began + ${days - 1}::int <= ${day}::date then s.began + ${days - 1 + firingDelay(definition)}::int end`;
  await tx.execute(sql`
    insert into rule_state (account_id, product_no, rule_id, version, since, fired_on)
    select s.account_id, ${definition.productNo ?? 0}::smallint, ${rule.ruleId}, ${rule.version}, s.began, ${fired}
    from (${streaks}) s where s.ended = ${day}::date order by 1`);
}
