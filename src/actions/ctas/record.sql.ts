import { sql, type SQL } from 'drizzle-orm';
import type { Day } from '#platform/clock/days.ts';
import { row, rows, type Db } from '#platform/db/db.ts';

/** After so many of a rule's CTAs in a row that nobody cared for, its retirement is proposed. */
export const ignoredForRetirement = 10;

/**
 * What became of a CTA of a rule, over `ctas c`: wrong (役に立たなかった), acted (started, commented, escalated or done), ignored
 * (closed by a person, or a week overdue, and nobody had touched it). Null: not decided yet, or nobody was asked (overflow,
 * merged, cleared in time).
 */
export const fateSql = (today: Day): SQL => sql`case
  when c.useless_at is not null then 'wrong'
  when c.first_acted_at is not null then 'acted'
  when c.slot = 'overflow' or c.merged_into is not null then null
  when (c.closed_at is not null and not c.closed_by_rule) or c.due_on < least(${today}::date, coalesce((c.closed_at at time zone (select time_zone from organisation))::date, ${today}::date)) - 7 then 'ignored' end`;

export type Tally = { ruleId: string; fired: number; acted: number; ignored: number; wrong: number };

/** Counts by rule, for the ranking and the list; `ruleIds` null: of every rule that made a CTA. */
export function recordsOf(db: Db, ruleIds: readonly string[] | null, today: Day): Promise<Tally[]> {
  const of = ruleIds ? sql`c.rule_id = any(${sql.param(ruleIds)}::uuid[])` : sql`c.rule_id is not null`;
  return rows(
    db,
    sql`
    select rule_id as "ruleId", count(*)::int as fired, count(*) filter (where fate = 'acted')::int as acted, count(*) filter (where fate = 'ignored')::int as ignored, count(*) filter (where fate = 'wrong')::int as wrong
    from (select c.rule_id, ${fateSql(today)} as fate from ctas c where ${of}) f group by 1`,
  );
}

/** Rules with how many of their latest CTAs in a row nobody cared for (ignored or wrong). */
export const streaksSql = (today: Day, rules: SQL): SQL => sql`
  select rule_id, count(*) filter (where acted_later = 0)::int as in_a_row from (
    select rule_id, count(*) filter (where fate = 'acted') over (partition by rule_id order by created_at desc, cta_id desc) as acted_later
    from (select c.rule_id, c.created_at, c.cta_id, ${fateSql(today)} as fate from ctas c where ${rules}) f where fate is not null) s group by 1`;

export type RuleRecord = {
  ruleId: string;
  fired: number;
  acted: number;
  ignored: number;
  wrong: number;
  saves: number;
  open: number;
  ignoredInARow: number;
  retirementProposed: boolean;
  byMonth: { month: Day; fired: number; acted: number; wrong: number }[];
};

export async function recordOf(db: Db, ruleId: string, today: Day, zone: string): Promise<RuleRecord | undefined> {
  return row<RuleRecord>(
    db,
    sql`
    with f as materialized (
      select c.*, ${fateSql(today)} as fate, date_trunc('month', c.created_at at time zone ${zone})::date as month, a.churned_on
      from ctas c join accounts a on a.account_id = c.account_id where c.rule_id = ${ruleId}::uuid)
    select r.rule_id as "ruleId", r.retirement_proposed_at is not null as "retirementProposed",
      (select count(*)::int from f) as fired, (select count(*)::int from f where fate = 'acted') as acted, (select count(*)::int from f where fate = 'ignored') as ignored,
      (select count(*)::int from f where fate = 'wrong') as wrong,
      (select count(*)::int from f where type = 'risk' and status = 'done' and outcome = 'saved' and (churned_on is null or churned_on > ${today}::date)) as saves,
      (select count(*)::int from f where status in ('open', 'doing')) as open,
      coalesce((select in_a_row from (${streaksSql(today, sql`c.rule_id = ${ruleId}::uuid`)}) s), 0) as "ignoredInARow",
      coalesce((select jsonb_agg(to_jsonb(m) order by m.month) from (
        select month, count(*)::int as fired, count(*) filter (where fate = 'acted')::int as acted, count(*) filter (where fate = 'wrong')::int as wrong
        from f group by 1 order by 1 desc limit 12) m), '[]') as "byMonth"
    from rules r where r.rule_id = ${ruleId}::uuid`,
  );
}
