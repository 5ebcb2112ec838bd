import { sql, type SQL } from 'drizzle-orm';
import type { Day } from '#platform/clock/days.ts';
import type { Db } from '#platform/db/db.ts';
import { readOrganisation } from '#platform/organisation/organisation.ts';
import { loadCatalogue, type Catalogue, type Condition } from '#rules/conditions/index.ts';
import type { RuleDefinition } from './definition.ts';

/** What compiling a rule needs to know of the organisation. */
export type RuleFrame = { catalogue: Catalogue; timeZone: string };

/** Days from `from` to `to`, both counted. */
export type Span = { from: Day; to: Day };

/** A version of a rule that is asked of days. `firstDay`: the first day whose values may make it fire. */
export type AskedRule = { ruleId: string; version: number; firstDay: Day; definition: RuleDefinition };

export async function ruleFrame(db: Db): Promise<RuleFrame> {
  const [catalogue, { timeZone }] = await Promise.all([loadCatalogue(db), readOrganisation(db)]);
  return { catalogue, timeZone };
}

/** Customers on each day of a span; a customer who has gone has no days after. `ids` keeps it to these accounts. */
export function accountDays(span: Span, productNo: number | null, ids?: string[]): SQL {
  const product = productNo
    ? sql`and exists (select from account_products ap where ap.account_id = x.account_id and ap.product_no = ${productNo}::smallint and (ap.ended_on is null or ap.ended_on >= d.day))`
    : sql``;
  const only = ids ? sql`and x.account_id = any(${sql.param(ids)}::uuid[])` : sql``;
  // One day is a constant: Postgres then reads one partition and hashes it.
  const days =
    span.from === span.to
      ? sql`(select ${span.to}::date as day) d`
      : sql`(select g::date as day from generate_series(${span.from}::date, ${span.to}::date, interval '1 day') g) d`;
  return sql`select x.account_id, d.day from accounts x cross join ${days}
    where (x.churned_on is null or x.churned_on > d.day) and (x.archived_at is null or x.archived_at > d.day) ${product} ${only}`;
}

/** The condition of a rule whose trigger only adds to it; undefined where the trigger is something that happens. */
export function stateCondition({ condition, trigger }: RuleDefinition): Condition | undefined {
  if (trigger.kind === 'becomes' || trigger.kind === 'held') return condition;
  if (trigger.kind === 'approaches') return { all: [condition, { field: trigger.field, operator: 'nextDays', value: trigger.days }] };
  if (trigger.kind === 'phase_entered') return { all: [condition, { field: 'phase', operator: 'in', value: [trigger.phase] }] };
  return undefined;
}

/** Whether it fires at something that happens on a day, rather than at a state that begins. */
export const isHappening = ({ trigger }: RuleDefinition): boolean => trigger.kind === 'event' || trigger.kind === 'contact_leaves';

/** On which day of a streak it fires, counted from 1. */
export const streakDays = ({ trigger }: RuleDefinition): number => (trigger.kind === 'held' ? trigger.days : 1);

/** Days between the day whose values made it fire and the day of firing: a happening on change is heard of the same day. */
export const firingDelay = ({ trigger, schedule }: RuleDefinition): number =>
  (trigger.kind === 'event' || trigger.kind === 'contact_leaves') && schedule.kind !== 'daily' ? 0 : 1;

/** Whether replay gives exactly what would have fired: not for states asked during the day, of which only the close is known. */
export const firingsAreExact = (definition: RuleDefinition): boolean => definition.schedule.kind === 'daily' || isHappening(definition);
