import { sql, type SQL } from 'drizzle-orm';
import { dayOf, type Clock, type Day } from '#platform/clock/days.ts';
import { transaction, type Database, type Db } from '#platform/db/db.ts';
import type { Jobs } from '#platform/jobs/jobs.ts';
import { compileFacts } from '#rules/conditions/index.ts';
import { liveRules, lockRules } from './evaluate.ts';
import { factsOf } from './facts.sql.ts';
import { knownBeforeClose, type RuleDefinition } from './definition.ts';
import { isHappening, ruleFrame, stateCondition, streakDays, type AskedRule, type RuleFrame } from './frame.ts';
import { rulesFired } from './signals.ts';
import { truthOf } from './truth.sql.ts';

/**
 * Asks the rules on change of today's values, for these accounts (null: all). What fires is provisional: the day may close
 * otherwise. At most one firing a day, customer and rule; a streak that has fired does not fire again until it breaks.
 */
export async function fireChanged(
  database: Pick<Database, 'pool'>,
  jobs: Pick<Jobs, 'publish'>,
  clock: Clock,
  ids: string[] | null,
  schedules: readonly ('on_change' | 'hourly')[],
): Promise<number> {
  return transaction(database, async (tx) => {
    const live = async () => (await liveRules(tx)).filter((r) => (schedules as readonly string[]).includes(r.definition.schedule.kind));
    if (!(await live()).length) return 0;
    await lockRules(tx);
    // Whoever held the lock may have published another version or stopped one.
    const rules = await live();
    const frame = await ruleFrame(tx);
    const now = clock();
    const today = dayOf(now, frame.timeZone);
    let fired = 0;
    for (const rule of rules) {
      if (rule.firstDay > today) continue;
      const found = isHappening(rule.definition) ? happeningNow(rule, today, frame, ids) : stateNow(rule, today, frame, ids);
      if (found) fired += await fireNow(tx, rule, found, { today, now, frame });
    }
    if (fired) await jobs.publish(tx, rulesFired);
    return fired;
  });
}

const among = (column: SQL, ids: string[] | null) => (ids ? sql`and ${column} = any(${sql.param(ids)}::uuid[])` : sql``);

/** Customers (account_id) of whom the condition holds now and whose streak is old enough, counting today. */
function stateNow(rule: AskedRule & { evaluatedOn: Day }, today: Day, frame: RuleFrame, ids: string[] | null): SQL | null {
  const { ruleId, definition, evaluatedOn } = rule;
  const holding = holdingNow(definition, today, frame, ids);
  if (!holding) return null;
  const days = streakDays(definition);
  const productNo = definition.productNo ?? 0;
  const state = sql`select from rule_state s where s.rule_id = ${ruleId} and s.account_id = h.account_id and s.product_no = ${productNo}::smallint`;
  const ripe = days === 1 ? sql`not exists (${state})` : sql`exists (${state} and s.fired_on is null and s.since + ${days - 1}::int <= ${today}::date)`;
  // Between midnight and the close of the day before, a streak has fired already without being written down.
  const fresh = sql`not exists (select from rule_firings p where p.account_id = h.account_id and p.product_no = ${productNo}::smallint and p.rule_id = ${ruleId}
    and p.provisional and p.for_day > ${evaluatedOn}::date)`;
  return sql`select h.account_id from (${holding}) h where ${ripe} and ${fresh}`;
}

/**
 * Customers (account_id) of whom it holds by today's values. Whole accounts are asked of `account_facts`; one product, and
 * what is unusual, of the rows of today as the close will ask them. Null: cannot be known before the day has ended.
 */
function holdingNow(definition: RuleDefinition, today: Day, frame: RuleFrame, ids: string[] | null): SQL | null {
  if (!knownBeforeClose(definition)) return null;
  const condition = stateCondition(definition);
  if (!condition || definition.productNo) return truthOf(definition, { from: today, to: today }, frame, ids ?? undefined);
  const where = compileFacts(condition, frame.catalogue, { today, timeZone: frame.timeZone, me: null, ...(ids ? { ids } : {}) });
  return sql`
    select f.account_id from account_facts f
    where not f.is_archived and (f.churned_on is null or f.churned_on > ${today}::date) ${among(sql`f.account_id`, ids)} and (${where})`;
}

// Asked of the evening before, as replay does: an event must not be judged by what it has changed itself.
const happeningNow = ({ definition }: AskedRule, today: Day, frame: RuleFrame, ids: string[] | null): SQL =>
  sql`select t.account_id from (${truthOf(definition, { from: today, to: today }, frame, ids ?? undefined)}) t`;

async function fireNow(tx: Db, rule: AskedRule, found: SQL, { today, now, frame }: { today: Day; now: Date; frame: RuleFrame }): Promise<number> {
  const productNo = rule.definition.productNo ?? 0;
  const relation = sql`select n.account_id, ${today}::date as day from (${found}) n`;
  const { rows: fired } = await tx.execute(sql`
    insert into rule_firings (account_id, product_no, rule_id, fired_on, version, for_day, at, facts, provisional)
    select q.account_id, ${productNo}::smallint, ${rule.ruleId}, ${today}::date, ${rule.version}, ${today}::date, ${now.toISOString()}::timestamptz, q.facts, ${!isHappening(rule.definition)}
    from (${factsOf(rule.definition, relation, { from: today, to: today }, frame)}) q order by 1 on conflict do nothing returning account_id`);
  if (fired.length && !isHappening(rule.definition)) {
    await tx.execute(sql`
      update rule_state set fired_on = ${today} where rule_id = ${rule.ruleId} and product_no = ${productNo}
        and account_id = any(${sql.param(fired.map((f) => f.account_id))}::uuid[]) and fired_on is null`);
  }
  return fired.length;
}
