import { expect, test } from 'vitest';
import { ruleDefinition } from './definition.ts';

test('a definition with the least said is daily, closes nothing by itself, and is of the whole account', () => {
  const cta = { kind: 'cta', type: 'risk', reason: 'usage_fell', title: '利用が急減', owner: { kind: 'role', role: 'csm' } };
  const read = ruleDefinition.parse({ condition: { field: 'score', operator: 'lt', value: 40 }, trigger: { kind: 'becomes' }, actions: [cta] });
  expect(read).toMatchObject({
    schedule: { kind: 'daily', at: '07:00' },
    productNo: null,
    closeWhenCleared: false,
    actions: [{ priority: 2, dueInBusinessDays: 3 }],
  });
  expect(ruleDefinition.safeParse({ ...read, actions: [] }).success).toBe(false);
  expect(ruleDefinition.safeParse({ ...read, trigger: { kind: 'held', days: 1 } }).success).toBe(false);
});
