import { z } from 'zod';
import { endpoint } from '#platform/http/contract.ts';
import { condition } from './condition.ts';

export { condition, isAll, isAny, isComparison, isHeld, isNot, needsHistory } from './condition.ts';
export type { AllOf, AnyOf, Comparison, Condition, Operator } from './condition.ts';
export { operatorsOf } from './fields.ts';
export type { Choice, Field, FieldGroup, FieldType } from './fields.ts';
export { sentence, type Reading } from './sentence.ts';
export { checkCondition, type Issue } from './check.ts';
export { type AttentionCode } from './attention-codes.ts';
export { touchModels } from './fixed-fields.ts';

const names = z.object({ ja: z.string(), en: z.string() });
export const field = z.object({
  key: z.string(),
  type: z.enum(['text', 'number', 'money', 'date', 'choice', 'boolean', 'member', 'set', 'segment']),
  group: z.enum(['basic', 'contract', 'health', 'phase', 'people', 'usage', 'metric', 'attribute', 'segment']),
  name: names,
  unit: names.optional(),
  choices: z.array(z.object({ value: z.string(), name: names })).optional(),
  phrases: z.partialRecord(z.enum(['known', 'unknown', 'yes', 'no', 'overdue']), names).optional(),
  hasHistory: z.boolean(),
  sortable: z.boolean(),
  column: z.boolean(),
  share: z.boolean().optional(),
  whole: z.boolean().optional(),
  operators: z.array(z.string()),
});

export const contract = {
  fields: endpoint('accounts.read', { method: 'GET', path: '/conditions/fields', summary: 'Fields a condition may speak of, with their operators' }).output(
    z.array(field),
  ),
  values: endpoint('accounts.read', { method: 'GET', path: '/conditions/fields/{key}/values', summary: 'Values in use of a text field, the most used first' })
    .input(z.object({ key: z.string().max(120), q: z.string().max(100).default('') }))
    .output(z.array(z.object({ value: z.string(), accounts: z.number().int() }))),
  read: endpoint('accounts.read', { method: 'POST', path: '/conditions/read', summary: 'Read a condition back as a sentence, and say what is wrong with it' })
    .input(z.object({ condition }))
    .output(
      z.object({
        ja: z.string(),
        en: z.string(),
        slow: z.boolean().describe('Looks at past days: takes seconds unless saved as a segment'),
        issues: z.array(z.object({ path: z.string(), message: z.string() })),
      }),
    ),
};
