import { sql, type SQL } from 'drizzle-orm';
import { addDays, type Day } from '#platform/clock/days.ts';
import type { Db } from '#platform/db/db.ts';
import { compilePass } from '#rules/conditions/index.ts';
import { accountDays, firingDelay, isHappening, stateCondition, streakDays, type AskedRule, type RuleFrame } from './frame.ts';
import { factsOf, factsOfStates } from './facts.sql.ts';
import { truthOf } from './truth.sql.ts';

/**
 * Looks at a closed day for these rules: writes where their conditions hold (rule_state) and who fires (rule_firings).
 * Set-based; rules that only ask of values share one pass over the customers. Run again for the same day, it changes nothing.
 * Gives the number of firings.
 */
export async function fireDay(tx: Db, day: Day, rules: AskedRule[], frame: RuleFrame, now: Date): Promise<number> {
  if (!rules.length) return 0;
  await tx.execute(sql`drop table if exists rule_truth, rule_new`);
  await tx.execute(sql`create temporary table rule_truth (no smallint not null, product_no smallint not null, account_id uuid not null) on commit drop`);
  await tx.execute(sql`create temporary table rule_new (no smallint, account_id uuid, product_no smallint, rule_id uuid, fired_on date) on commit drop`);
  await collectTruth(tx, day, rules, frame);
  await tx.execute(sql`analyze rule_truth`);
  await keepState(tx, day, rules);
  await fireStates(tx, day, rules, now);
  await fireHappenings(tx, day, rules, now);
  return fillFacts(tx, day, rules, frame);
}

const productOf = (rule: AskedRule) => rule.definition.productNo ?? 0;

async function collectTruth(tx: Db, day: Day, rules: AskedRule[], frame: RuleFrame): Promise<void> {
  const span = { from: day, to: day };
  const { plain, others } = byWhatTheyAsk(rules.map((rule, no) => ({ no, rule })));
  for (const { no, rule } of others) {
    const truth = truthOf(rule.definition, span, frame);
    await tx.execute(sql`insert into rule_truth select ${no}::smallint, ${productOf(rule)}::smallint, t.account_id from (${truth}) t`);
  }
  for (const [productNo, group] of plain) await tx.execute(onePass(productNo, group, accountDays(span, productNo || null), frame));
}

type Numbered = { no: number; rule: AskedRule };

/** Rules that ask of values only, by product: they share a pass. The others wait for more than values. */
function byWhatTheyAsk(rules: Numbered[]): { plain: Map<number, Numbered[]>; others: Numbered[] } {
  const plain = new Map<number, Numbered[]>();
  for (const one of rules) if (stateCondition(one.rule.definition)) plain.set(productOf(one.rule), [...(plain.get(productOf(one.rule)) ?? []), one]);
  return { plain, others: rules.filter(({ rule }) => !stateCondition(rule.definition)) };
}

/** All rules of one product (or of whole accounts) in one pass: each customer's row is read once, whatever the number of rules. */
function onePass(productNo: number, group: Numbered[], relation: SQL, { catalogue, timeZone }: RuleFrame): SQL {
  const { wheres, joins } = compilePass(
    group.map(({ rule }) => stateCondition(rule.definition)!),
    catalogue,
    { timeZone, me: null, productNo: productNo || undefined },
  );
  const flags = sql.join(
    group.map(({ no }, i) => sql`case when ${wheres[i]!} then ${no}::smallint end`),
    sql`, `,
  );
  return sql`
    insert into rule_truth
    select n.no, ${productNo}::smallint, q.account_id
    from (select a.account_id, array_remove(array[${flags}], null) as nos from (${relation}) a ${joins}) q cross join lateral unnest(q.nos) n(no)`;
}

const listed = (rules: AskedRule[], of: (rule: AskedRule) => SQL) =>
  sql.join(
    rules.map((rule, no) => sql`(${no}::smallint, ${rule.ruleId}::uuid, ${rule.version}::int, ${of(rule)})`),
    sql`, `,
  );

/** Streaks that go on stay as they are; those that broke go; those that begin, begin on `day`. */
async function keepState(tx: Db, day: Day, rules: AskedRule[]): Promise<void> {
  const states = sql`(values ${listed(rules, (r) => sql`${!isHappening(r.definition)}::boolean`)}) r(no, rule_id, version, has_state)`;
  await tx.execute(sql`
    delete from rule_state s using ${states} where s.rule_id = r.rule_id
      and not exists (select from rule_truth t where t.no = r.no and t.account_id = s.account_id and t.product_no = s.product_no)`);
  await tx.execute(sql`
    insert into rule_state (account_id, product_no, rule_id, version, since)
    select t.account_id, t.product_no, r.rule_id, r.version, ${day}::date from rule_truth t join ${states} on r.no = t.no
    where r.has_state and not exists (select from rule_state s where s.rule_id = r.rule_id and s.account_id = t.account_id and s.product_no = t.product_no) order by 1, 2, 3 on conflict (account_id, product_no, rule_id) do nothing`);
}

/** Streaks of the age the rule waits for, each once; one that fired provisionally during the day has fired. */
async function fireStates(tx: Db, day: Day, rules: AskedRule[], now: Date): Promise<void> {
  const asked = sql`(values ${listed(rules, (r) => sql`${streakDays(r.definition)}::int`)}) r(no, rule_id, version, days)`;
  await tx.execute(sql`
    update rule_state s set fired_on = f.fired_on from ${asked} join rule_firings f on f.rule_id = r.rule_id and f.provisional and f.for_day = ${day}::date
    where s.rule_id = r.rule_id and s.account_id = f.account_id and s.product_no = f.product_no and s.fired_on is null`);
  await tx.execute(sql`
    with due as (
      update rule_state s set fired_on = ${addDays(day, 1)}::date from ${asked}
      where s.rule_id = r.rule_id and s.fired_on is null and s.since + r.days - 1 <= ${day}::date
      returning s.account_id, s.product_no, s.rule_id, s.version)
    ${fire(sql`select account_id, product_no, rule_id, ${addDays(day, 1)}::date, version from due`, day, now)} join ${asked} on r.rule_id = m.rule_id`);
}

async function fireHappenings(tx: Db, day: Day, rules: AskedRule[], now: Date): Promise<void> {
  if (!rules.some((r) => isHappening(r.definition))) return;
  const asked = sql`(values ${listed(rules, (r) => (isHappening(r.definition) ? sql`${firingDelay(r.definition)}::int` : sql`null::int`))}) r(no, rule_id, version, delay)`;
  await tx.execute(sql`
    with due as (
      select t.account_id, t.product_no, r.rule_id, ${day}::date + r.delay as fired_on, r.version from rule_truth t join ${asked} on r.no = t.no where r.delay is not null)
    ${fire(sql`select * from due`, day, now)} join ${asked} on r.rule_id = m.rule_id`);
}

/** The end of a statement: writes firings (account_id, product_no, rule_id, fired_on, version), and those that are new into rule_new. */
const fire = (due: SQL, day: Day, now: Date): SQL => sql`, made as (
      insert into rule_firings (account_id, product_no, rule_id, fired_on, version, for_day, at, facts)
      select d.*, ${day}::date, ${now.toISOString()}::timestamptz, '[]' from (${due}) d order by 1, 2, 3
      on conflict do nothing returning account_id, product_no, rule_id, fired_on)
    insert into rule_new select r.no, m.account_id, m.product_no, m.rule_id, m.fired_on from made m`;

/** Freezes with each new firing the values that made it: once for all that ask of values, once for each rule that asks of more. */
async function fillFacts(tx: Db, day: Day, rules: AskedRule[], frame: RuleFrame): Promise<number> {
  const { rows: found } = await tx.execute<{ no: number; n: number }>(sql`select no, count(*)::int as n from rule_new group by no`);
  const some = new Set(found.map((f) => f.no));
  const { plain, others } = byWhatTheyAsk(rules.map((rule, no) => ({ no, rule })).filter(({ no }) => some.has(no)));
  for (const [productNo, group] of plain) {
    const these = sql`select n.account_id, ${day}::date as day, n.no from rule_new n where n.no = any(${sql.param(group.map((g) => g.no))}::smallint[])`;
    await keepFacts(
      tx,
      factsOfStates(
        group.map(({ no, rule }) => ({ no, definition: rule.definition })),
        these,
        productNo,
        frame,
      ),
    );
  }
  for (const { no, rule } of others) {
    const these = sql`select n.account_id, ${day}::date as day from rule_new n where n.no = ${no}`;
    await keepFacts(tx, sql`select f.*, ${no}::smallint as no from (${factsOf(rule.definition, these, { from: day, to: day }, frame)}) f`);
  }
  return found.reduce((sum, f) => sum + f.n, 0);
}

const keepFacts = (tx: Db, facts: SQL) =>
  tx.execute(sql`
    update rule_firings f set facts = q.facts from (${facts}) q join rule_new n on n.no = q.no and n.account_id = q.account_id
    where f.account_id = n.account_id and f.product_no = n.product_no and f.rule_id = n.rule_id and f.fired_on = n.fired_on`);
