import { z } from 'zod';

/**
 * The one language of conditions (DESIGN.md §5): segments, lists, and later rules are all this.
 * A missing value makes a comparison neither true nor false; `orUnknown` lets such customers in.
 */
export type Condition = AllOf | AnyOf | Not | Held | Comparison;
export type AllOf = { all: Condition[] };
export type AnyOf = { any: Condition[] };
export type Not = { not: Condition; orUnknown?: boolean };
/** True on each of the last `days` days; a day without a value breaks the streak. */
export type Held = { held: Condition; days: number };
export type Comparison = { field: string; operator: Operator; value?: unknown; orUnknown?: boolean };

export const operators = [
  'eq',
  'ne',
  'gt',
  'gte',
  'lt',
  'lte',
  'between',
  'contains',
  'notContains',
  'starts',
  'in',
  'notIn',
  'is',
  'on',
  'before',
  'after',
  'nextDays',
  'pastDays',
  'olderThan',
  'furtherThan',
  'overdue',
  'hasAny',
  'hasAll',
  'hasNone',
  'known',
  'unknown',
  'rose',
  'fell',
] as const;
export type Operator = (typeof operators)[number];

const comparison = z.object({
  field: z.string().min(1).max(120),
  operator: z.enum(operators),
  value: z.unknown().optional(),
  orUnknown: z.boolean().optional(),
});

export const condition: z.ZodType<Condition> = z.lazy(() =>
  z.union([
    z.object({ all: z.array(condition).max(40) }).strict(),
    z.object({ any: z.array(condition).max(40) }).strict(),
    z.object({ not: condition, orUnknown: z.boolean().optional() }).strict(),
    z.object({ held: condition, days: z.number().int().min(2).max(365) }).strict(),
    comparison.strict(),
  ]),
) as z.ZodType<Condition>;

/** Says everything: an empty list of conditions that must hold. */
export const everything: AllOf = { all: [] };

export const isAll = (c: Condition): c is AllOf => 'all' in c;
export const isAny = (c: Condition): c is AnyOf => 'any' in c;
export const isNot = (c: Condition): c is Not => 'not' in c;
export const isHeld = (c: Condition): c is Held => 'held' in c;
export const isComparison = (c: Condition): c is Comparison => 'field' in c;

/** The conditions directly inside a group. */
export function children(c: Condition): Condition[] {
  if (isAll(c)) return c.all;
  if (isAny(c)) return c.any;
  if (isNot(c)) return [c.not];
  return isHeld(c) ? [c.held] : [];
}

/** Every comparison inside, in reading order. */
export function comparisons(c: Condition): Comparison[] {
  return isComparison(c) ? [c] : children(c).flatMap(comparisons);
}

/** The names of the segments it refers to. */
export function segmentsIn(c: Condition): string[] {
  return comparisons(c)
    .filter((leaf) => leaf.field === 'segment' && Array.isArray(leaf.value))
    .flatMap((leaf) => leaf.value as string[]);
}

/** Whether it looks at past days, which a list cannot do in 50 ms. */
export function needsHistory(c: Condition): boolean {
  if (isHeld(c)) return true;
  if (isComparison(c)) return c.operator === 'rose' || c.operator === 'fell';
  return children(c).some(needsHistory);
}
