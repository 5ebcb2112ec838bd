import { addDays, type Day } from '#platform/clock/days.ts';
import { isAll, isAny, isHeld, isNot, type Comparison, type Condition } from './condition.ts';
import type { Field } from './fields.ts';

/**
 * Reads a field of one customer on a day: null where it is not known. `past` asks what was kept of that day; `by` asks for
 * a score as the scorecard of that later day makes it.
 */
export type Read = (field: string, day: Day, past?: boolean, by?: Day) => unknown;
export type Answer = boolean | null;

/**
 * What a condition means, written as plainly as can be: the tests hold the SQL against it.
 * Three answers; null is "not known", and a list shows only true.
 */
export function evaluate(c: Condition, fields: ReadonlyMap<string, Field>, read: Read, day: Day, me: string | null): Answer {
  const again = (inner: Condition) => evaluate(inner, fields, read, day, me);
  if (isAll(c)) return every(c.all.map((x) => again(x)));
  if (isAny(c)) return not(every(c.any.map((x) => not(again(x)))));
  if (isNot(c)) return c.orUnknown ? again(c.not) !== true : not(again(c.not));
  if (isHeld(c))
    return Array.from({ length: c.days }, (_, i) => evaluate(c.held, fields, (key, on, _, by) => read(key, on, true, by), addDays(day, -i), me)).every(
      (x) => x === true,
    );
  const field = fields.get(c.field)!;
  const value = read(c.field, day);
  if (c.operator === 'rose' || c.operator === 'fell') {
    const moved = move(c, value as number | null, read(c.field, addDays(day, -(c.value as { days: number }).days), true, day) as number | null);
    return moved === null && c.orUnknown ? true : moved;
  }
  const missing = field.type === 'set' ? (value as unknown[]).length === 0 : value === null;
  if (c.operator === 'known') return !missing;
  if (c.operator === 'unknown') return missing;
  if (missing && c.orUnknown) return true;
  if (missing && field.type !== 'set') return null;
  return compare(c, value, day, me);
}

const not = (x: Answer): Answer => (x === null ? null : !x);
const every = (xs: Answer[]): Answer => (xs.includes(false) ? false : xs.includes(null) ? null : true);

function compare({ operator, value }: Comparison, x: unknown, day: Day, me: string | null): boolean {
  const n = x as number;
  const d = x as string;
  const values = Array.isArray(value) ? value.flatMap((v) => (v === '@me' ? (me ? [me] : []) : [v])) : [];
  const has = (v: unknown) => (x as unknown[]).map(String).includes(String(v));
  switch (operator) {
    case 'eq':
      return x === value;
    case 'ne':
      return x !== value;
    case 'gt':
      return n > (value as number);
    case 'gte':
      return n >= (value as number);
    case 'lt':
      return n < (value as number);
    case 'lte':
      return n <= (value as number);
    case 'between':
      return n >= (value as number[])[0]! && n <= (value as number[])[1]!;
    case 'contains':
      return fold(d).includes(fold((value as string).trim()));
    case 'notContains':
      return !fold(d).includes(fold((value as string).trim()));
    case 'starts':
      return fold(d).startsWith(fold((value as string).trim()));
    case 'in':
      return values.includes(x);
    case 'notIn':
      return !values.includes(x);
    case 'is':
      return x === value;
    case 'on':
      return d === value;
    case 'before':
      return d < (value as string);
    case 'after':
      return d > (value as string);
    case 'nextDays':
      return d >= day && d <= addDays(day, value as number);
    case 'pastDays':
      return d <= day && d >= addDays(day, -(value as number));
    case 'olderThan':
      return d < addDays(day, -(value as number));
    case 'furtherThan':
      return d > addDays(day, value as number);
    case 'overdue':
      return d < day;
    case 'hasAny':
      return values.some(has);
    case 'hasAll':
      return values.every(has);
    case 'hasNone':
      return !values.some(has);
    default:
      throw new Error(operator);
  }
}

function move(c: Comparison, now: number | null, then: number | null): Answer {
  const { by, unit } = c.value as { by: number; unit: string };
  if (now === null || then === null || (unit === 'percent' && then === 0)) return null;
  const difference = c.operator === 'rose' ? now - then : then - now;
  return difference >= (unit === 'absolute' ? by : (Math.abs(then) * by) / 100);
}

/** NFKC, lower case, katakana as hiragana: what fold_text does in SQL. */
function fold(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[ァ-ヶ]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0x60));
}
