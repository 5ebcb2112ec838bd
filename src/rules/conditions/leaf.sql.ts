import { sql, type SQL } from 'drizzle-orm';
import type { Comparison } from './condition.ts';
import type { Field } from './fields.ts';

/** `me` stands for '@me'; without one (a nightly run) nobody is me. `ranks`: choices are numbers here. */
export type LeafScope = { day: SQL; me: string | null; ranks?: Record<string, number> };

/**
 * A comparison over one expression, three-valued like SQL itself: null where the value is missing.
 * `day` is the day it is asked of, a parameter or a column.
 */
export function leafSql(field: Field, c: Comparison, value: SQL, scope: LeafScope): SQL {
  const core = compare(field, c, value, scope);
  return c.orUnknown ? sql`(${core} or ${missing(field, value)})` : core;
}

function compare(field: Field, { operator, value }: Comparison, x: SQL, scope: LeafScope): SQL {
  const { day } = scope;
  const n = (given: unknown) => (field.whole ? sql`${String(given)}::bigint` : sql`${given}::float8`);
  const scalar = (given: unknown) => (field.type === 'text' ? sql`${given}::text` : n(given));
  const plus = (days: number) => sql`${day} + ${days}::int`;
  switch (operator) {
    case 'eq':
      return sql`${x} = ${scalar(value)}`;
    case 'ne':
      return sql`${x} <> ${scalar(value)}`;
    case 'gt':
      return sql`${x} > ${n(value)}`;
    case 'gte':
      return sql`${x} >= ${n(value)}`;
    case 'lt':
      return sql`${x} < ${n(value)}`;
    case 'lte':
      return sql`${x} <= ${n(value)}`;
    case 'between': {
      const [from, to] = value as [unknown, unknown];
      return field.type === 'date' ? sql`${x} between ${from}::date and ${to}::date` : sql`${x} between ${n(from)} and ${n(to)}`;
    }
    case 'contains':
      return folded(x, sql`like ${likePattern(value as string, true)}`);
    case 'notContains':
      return folded(x, sql`not like ${likePattern(value as string, true)}`);
    case 'starts':
      return folded(x, sql`like ${likePattern(value as string, false)}`);
    case 'in':
      return sql`${x} = any(${list(field, value, scope)})`;
    case 'notIn':
      return sql`${x} <> all(${list(field, value, scope)})`;
    case 'is':
      return sql`${x} = ${value}::boolean`;
    case 'on':
      return sql`${x} = ${value}::date`;
    case 'before':
      return sql`${x} < ${value}::date`;
    case 'after':
      return sql`${x} > ${value}::date`;
    case 'nextDays':
      return sql`${x} between ${day} and ${plus(value as number)}`;
    case 'pastDays':
      return sql`${x} between ${plus(-(value as number))} and ${day}`;
    case 'olderThan':
      return sql`${x} < ${plus(-(value as number))}`;
    case 'furtherThan':
      return sql`${x} > ${plus(value as number)}`;
    case 'overdue':
      return sql`${x} < ${day}`;
    case 'hasAny':
      return sql`${x} && ${list(field, value, scope)}`;
    case 'hasAll':
      return sql`${x} @> ${list(field, value, scope)}`;
    case 'hasNone':
      return sql`not (${x} && ${list(field, value, scope)})`;
    case 'known':
      return sql`not ${missing(field, x)}`;
    case 'unknown':
      return missing(field, x);
    case 'rose':
    case 'fell':
      throw new Error('rose and fell need a past value');
  }
}

function missing(field: Field, x: SQL): SQL {
  return field.type === 'set' ? sql`(cardinality(${x}) = 0)` : sql`(${x} is null)`;
}

// Not left out: with an empty list a missing value would be false instead of unknown.
const nobody = '00000000-0000-0000-0000-000000000000';

function list(field: Field, value: unknown, { me, ranks }: LeafScope): SQL {
  if (ranks) return sql`${sql.param((value as string[]).map((v) => ranks[v]))}::smallint[]`;
  const values = (value as string[]).map((v) => (v === '@me' ? (me ?? nobody) : v));
  const type = field.type === 'member' ? 'uuid[]' : field.type === 'set' && field.whole ? 'smallint[]' : 'text[]';
  return sql`${sql.param(values)}::${sql.raw(type)}`;
}

// fold_text makes a missing text an empty one; here missing stays missing.
const folded = (x: SQL, test: SQL) => sql`(case when ${x} is not null then fold_text(${x}) ${test} end)`;

// Folded on both sides, so that ト, ﾄ and と are one; % and _ of the person are letters.
function likePattern(typed: string, anywhere: boolean): SQL {
  const escaped = typed.trim().replace(/[\\%_]/g, '\\$&');
  return anywhere ? sql`'%' || fold_text(${escaped}) || '%'` : sql`fold_text(${escaped}) || '%'`;
}

/** now against then: rose or fell by at least so much; a percentage of a past zero is unknown. */
export function moveSql(c: Comparison, now: SQL, then: SQL): SQL {
  const { by, unit } = c.value as { by: number; unit: 'absolute' | 'percent' };
  const difference = c.operator === 'rose' ? sql`(${now})::float8 - (${then})::float8` : sql`(${then})::float8 - (${now})::float8`;
  return unit === 'absolute' ? sql`${difference} >= ${by}::float8` : sql`${difference} >= abs(nullif((${then})::float8, 0)) * ${by}::float8 / 100`;
}
