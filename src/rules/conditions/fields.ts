import type { Operator } from './condition.ts';

export type Names = { ja: string; en: string };
export type FieldType = 'text' | 'number' | 'money' | 'date' | 'choice' | 'boolean' | 'member' | 'set' | 'segment';
export type FieldGroup = 'basic' | 'contract' | 'health' | 'phase' | 'people' | 'usage' | 'metric' | 'attribute' | 'segment';
export type Choice = { value: string; name: Names };
/** Where the value of a past day is found. */
export type PastSource = 'metric' | 'score' | 'account' | 'contract' | 'term' | 'owner' | 'phase' | 'onboarding' | 'touch';

/** What a condition may speak of, as the screen knows it. */
export type Field = {
  key: string;
  type: FieldType;
  group: FieldGroup;
  name: Names;
  /** Printed after a number: 名, 日, %. */
  unit?: Names;
  choices?: Choice[];
  /** Where a plain sentence would be clumsy: 「解約していない」 instead of 「解約日が未入力」. */
  phrases?: Partial<Record<'known' | 'unknown' | 'yes' | 'no' | 'overdue', Names>>;
  /** Past days are known, so `rose`, `fell` and "for n days" may be asked. */
  hasHistory: boolean;
  sortable: boolean;
  /** May be a column of the list. */
  column: boolean;
  /** A share of 1, shown and typed as a percentage. */
  share?: boolean;
  /** How a number is kept: whole numbers are compared as such. */
  whole?: boolean;
};

/** A field with its SQL: `now` over account_facts `f`, `past` over the joined sources of one day. */
/** A choice kept as a small number too: several times faster to filter by than its text, which lies far back in a wide row. */
export type Ranked = { sql: string; ranks: Record<string, number> };
export type BoundField = Field & { ranked?: Ranked; now: string; sort?: string; past?: { source: PastSource; sql: string }; slot?: string };
export type Catalogue = { fields: Map<string, BoundField>; segments: Map<string, SegmentEntry> };
export type SegmentEntry = { name: string; condition: import('./condition.ts').Condition; materialised: boolean };

const presence: Operator[] = ['known', 'unknown'];
const byType: Record<FieldType, Operator[]> = {
  text: ['contains', 'notContains', 'starts', 'eq', 'ne', 'in', ...presence],
  number: ['gte', 'lte', 'gt', 'lt', 'eq', 'ne', 'between', ...presence],
  money: ['gte', 'lte', 'gt', 'lt', 'eq', 'ne', 'between', ...presence],
  date: ['nextDays', 'pastDays', 'olderThan', 'furtherThan', 'overdue', 'on', 'before', 'after', 'between', ...presence],
  choice: ['in', 'notIn', ...presence],
  boolean: ['is', ...presence],
  member: ['in', 'notIn', ...presence],
  set: ['hasAny', 'hasAll', 'hasNone', ...presence],
  segment: ['in', 'notIn'],
};

/** The operators a field takes, the likeliest first. */
export function operatorsOf(field: Pick<Field, 'type' | 'hasHistory'>): Operator[] {
  const moving = field.hasHistory && (field.type === 'number' || field.type === 'money');
  return moving ? [...byType[field.type], 'rose', 'fell'] : byType[field.type];
}
