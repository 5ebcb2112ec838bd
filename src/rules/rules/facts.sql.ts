import { sql, type SQL } from 'drizzle-orm';
import { comparisons, pastValues, type Catalogue, type Comparison, type PastValues } from '#rules/conditions/index.ts';
import type { RuleDefinition } from './definition.ts';
import { stateCondition, type RuleFrame, type Span } from './frame.ts';
import { leavings } from './truth.sql.ts';
import { unusualDays } from './unusual.sql.ts';

/** A fact behind a firing, frozen: a field's value on the day (and before, where the rule asks for a change), or what the trigger saw. */
export type Fact =
  | { field: string; value: unknown; before?: unknown; days?: number }
  | { unusual: { of?: 'events' | 'users'; value: number; usual: number; z: number } }
  | { event: { name: string; count: number } }
  | { left: { contactId: string; name: string }[] };

/**
 * The facts of firings as rows (account_id, day, facts), for a relation (account_id, day) of few rows. A happening is
 * explained by the values of the day before, as the rule asked them.
 */
export function factsOf(definition: RuleDefinition, relation: SQL, span: Span, { catalogue, timeZone }: RuleFrame): SQL {
  const { trigger } = definition;
  const past = pastValues(timeZone, definition.productNo ?? 0);
  const said = valuesAsked(definition, past, catalogue);
  const seen =
    trigger.kind === 'unusual'
      ? [
          sql`(select jsonb_build_object('unusual', jsonb_build_object('of', ${trigger.of}::text, 'value', u.value, 'usual', u.usual, 'z', round(u.z::numeric, 2)))
          from (${unusualDays(trigger, sql`select a.account_id, a.seen_on as day`, span, definition.productNo)}) u)`,
        ]
      : trigger.kind === 'event'
        ? [
            sql`jsonb_build_object('event', jsonb_build_object('name', ${trigger.event}::text, 'count', (
            select coalesce(sum(c.n), 0) from account_days k join event_names n on n.name = ${trigger.event}
              cross join lateral unnest(k.events, k.counts) c(e, n) where k.account_id = a.account_id and k.known_on = a.seen_on and c.e = n.event_id)))`,
          ]
        : trigger.kind === 'contact_leaves'
          ? [
              sql`jsonb_build_object('left', (
              select coalesce(jsonb_agg(distinct jsonb_build_object('contactId', c.contact_id, 'name', c.name)), '[]')
              ${leavings(trigger, sql`a.account_id`, sql`a.seen_on`, timeZone)}))`,
            ]
          : [];
  const back = trigger.kind === 'event' || trigger.kind === 'contact_leaves' ? 1 : 0;
  return sql`
    select a.account_id, a.seen_on as day, ${listOf([...seen, ...said])} as facts
    from (select w.account_id, w.day - ${back}::int as day, w.day as seen_on from (${relation}) w) a ${past.joins()}`;
}

/** The facts of rules that ask of values only, of one product: rows (account_id, no, facts) for a relation (account_id, day, no), each source joined once. */
export function factsOfStates(rules: { no: number; definition: RuleDefinition }[], relation: SQL, productNo: number, { catalogue, timeZone }: RuleFrame): SQL {
  const past = pastValues(timeZone, productNo);
  const each = rules.map(({ no, definition }) => sql`when ${no} then ${listOf(valuesAsked(definition, past, catalogue))}`);
  return sql`select a.account_id, a.no, case a.no ${sql.join(each, sql` `)} end as facts from (${relation}) a ${past.joins()}`;
}

const listOf = (facts: SQL[]): SQL =>
  sql`jsonb_build_array(${facts.length ? sql.join(facts, sql`, `) : sql`jsonb_build_object('field', 'name', 'value', null)`})`;

function valuesAsked(definition: RuleDefinition, past: PastValues, { fields }: Catalogue): SQL[] {
  const asked = unique(comparisons(stateCondition(definition) ?? definition.condition)).filter((c) => fields.get(c.field)?.past);
  return asked.map((c) => {
    const field = fields.get(c.field)!;
    const days = c.operator === 'rose' || c.operator === 'fell' ? (c.value as { days: number }).days : null;
    const before = days === null ? sql`` : sql` || jsonb_build_object('before', ${past.value(field, days)}, 'days', ${days}::int)`;
    return sql`jsonb_build_object('field', ${c.field}::text, 'value', ${past.value(field)})${before}`;
  });
}

function unique(all: Comparison[]): Comparison[] {
  const daysOf = (c: Comparison) => (c.operator === 'rose' || c.operator === 'fell' ? (c.value as { days: number }).days : '');
  return [...new Map(all.filter((c) => c.field !== 'segment').map((c) => [`${c.field} ${daysOf(c)}`, c])).values()].slice(0, 20);
}
