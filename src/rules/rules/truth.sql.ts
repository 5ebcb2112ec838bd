import { sql, type SQL } from 'drizzle-orm';
import { addDays } from '#platform/clock/days.ts';
import { compilePass, narrowing } from '#rules/conditions/index.ts';
import type { RuleDefinition, Trigger } from './definition.ts';
import { accountDays, stateCondition, type RuleFrame, type Span } from './frame.ts';
import { unusualDays } from './unusual.sql.ts';

/**
 * The days of a span on which a rule holds of a customer, or on which what it waits for happened: rows (account_id, day). Only closed days' values and what was known by then; live passes and replay both ask this.
 */
export function truthOf(definition: RuleDefinition, span: Span, frame: RuleFrame, ids?: string[]): SQL {
  const relation = accountDays(span, definition.productNo, ids);
  const state = stateCondition(definition);
  if (state) return holding(definition, relation, span, frame, state);
  const { trigger } = definition;
  if (trigger.kind === 'unusual') {
    const days = sql`select u.account_id, u.day from (${unusualDays(trigger, relation, span, definition.productNo)}) u where ${beyond(trigger)}`;
    return holding(definition, days, span, frame, definition.condition);
  }
  // What happened on a day finds the customer as it was the evening before.
  const before = sql`select h.account_id, h.day - 1 as day from (${happened(trigger, relation, frame.timeZone)}) h`;
  const eve = { from: addDays(span.from, -1), to: addDays(span.to, -1) };
  return sql`select t.account_id, t.day + 1 as day from (${holding(definition, before, eve, frame, definition.condition)}) t`;
}

type Asked = RuleDefinition['condition'];

/** The days of `relation`, all of them of `span`, on which the condition holds. */
function holding({ productNo }: RuleDefinition, relation: SQL, span: Span, { catalogue, timeZone }: RuleFrame, condition: Asked): SQL {
  const { wheres, joins } = compilePass([condition], catalogue, { timeZone, me: null, productNo: productNo ?? undefined });
  return sql`select a.account_id, a.day from (${relation}) a ${joins} where ${wheres[0]!} and ${narrowing(condition, catalogue, span)}`;
}

export function beyond({ direction, strength }: Extract<Trigger, { kind: 'unusual' }>): SQL {
  if (direction === 'below') return sql`u.z <= ${-strength}::float8`;
  return direction === 'above' ? sql`u.z >= ${strength}::float8` : sql`abs(u.z) >= ${strength}::float8`;
}

/** The days of `relation` on which it became known that such a thing happened. */
export function happened(trigger: Trigger, relation: SQL, zone: string): SQL {
  if (trigger.kind === 'event') return sql`select r.account_id, r.day from (${relation}) r where exists (${eventsKnown(trigger)})`;
  if (trigger.kind === 'contact_leaves') {
    return sql`select r.account_id, r.day from (${relation}) r where exists (select ${leavings(trigger, sql`r.account_id`, sql`r.day`, zone)})`;
  }
  throw new Error(`${trigger.kind} is not something that happens`);
}

/** From `contact_versions c`: who left, as it became known on that day. Somebody never known as being there (a list of the past, imported) has not left. */
export function leavings({ roles }: Extract<Trigger, { kind: 'contact_leaves' }>, account: SQL, day: SQL, zone: string): SQL {
  return sql`from contact_versions c where c.account_id = ${account} and c.status in ('left', 'transferred') and c.roles && ${sql.param(roles)}::text[]
    and c.known_from >= (${day}::timestamp at time zone ${zone}) and c.known_from < ((${day} + 1)::timestamp at time zone ${zone})
    and exists (select from contact_versions b where b.account_id = c.account_id and b.contact_id = c.contact_id and b.known_to = c.known_from and b.status = 'active')`;
}

function eventsKnown({ event, where }: Extract<Trigger, { kind: 'event' }>): SQL {
  const rolledUp = sql`select from account_days k join event_names n on n.name = ${event} and k.events @> array[n.event_id] where k.account_id = r.account_id and k.known_on = r.day`;
  if (!where) return rolledUp;
  return sql`${rolledUp} and exists (
    select from usage_events e where e.account_id = k.account_id and e.day = k.day and e.known_on = k.known_on and e.event_id = n.event_id
      and e.ts >= (k.day - 1)::timestamp at time zone 'UTC' and e.ts < (k.day + 2)::timestamp at time zone 'UTC' and ${propertyTest(where)})`;
}

function propertyTest({ property, operator, value }: NonNullable<Extract<Trigger, { kind: 'event' }>['where']>): SQL {
  const text = sql`(e.props->>${property})`;
  // A property that is no number is no match for a comparison of numbers, and never an error.
  const number = sql`(case when ${text} ~ '^-?[0-9]{1,30}(\\.[0-9]{1,20})?$' then ${text}::float8 end)`;
  if (operator === 'contains') return sql`position(lower(${String(value)}) in lower(${text})) > 0`;
  if (operator === 'lte') return sql`${number} <= ${Number(value)}::float8`;
  if (operator === 'gte') return sql`${number} >= ${Number(value)}::float8`;
  const same = typeof value === 'number' ? sql`${number} = ${value}::float8` : sql`${text} = ${value}`;
  return operator === 'eq' ? same : sql`not (${same})`;
}
