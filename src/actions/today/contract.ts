import { z } from 'zod';
import { day, endpoint, id } from '#platform/http/contract.ts';
import { card, colour, count, goal, item, money, proactive, slots, touchModel } from './shapes.ts';

export const contract = {
  get: endpoint('today.own', {
    method: 'GET',
    path: '/today',
    summary: 'The day of the one who asks: CTAs and tasks in order with their reasons, and how their customers stand',
  }).output(
    z.object({
      day,
      items: z.array(item).describe('The nearest due first, among equals by priority and rank; at most 100'),
      counts: z.object({ items: count, today: count.describe('Due by today'), overdue: count, snoozed: count }),
      overflow: z.object({ count, items: z.array(item).describe('The highest rank first, at most 10') }).describe('枠外: beyond the slots of the week'),
      goals: z
        .object({ days: count, count, items: z.array(goal) })
        .describe('Goals of their customers that are overdue or come due within so many days; at most 8'),
      slots,
      proactive,
      portfolio: z.object({ accounts: count, mrr: money, good: count, watch: count, risk: count, unknown: count }),
      renewals: z.object({ days: count, count, mrr: money, items: z.array(card) }).describe('The next first, at most 8'),
      risks: z.object({ count, items: z.array(card) }).describe('Health at risk, or fallen by ten points in 28 days; at most 8'),
      good: z.object({ count, items: z.array(card) }).describe('Health risen by ten points in 28 days; at most 8'),
      untouched: z
        .object({ count, items: z.array(card.extend({ touchModel: touchModel.nullable(), limitDays: z.number().int().nullable() })) })
        .describe('Nobody in touch for longer than the touch model allows; the longest first, at most 8'),
    }),
  ),
  cadence: endpoint('today.own', {
    method: 'GET',
    path: '/today/cadence',
    summary: 'Your customers due for a regular word by the table of segments and health colours, the longest overdue first',
  }).output(
    z.object({
      count: count.describe('At most 500'),
      items: z.array(
        z.object({
          accountId: id,
          name: z.string(),
          colour: colour,
          segmentName: z.string().nullable(),
          playbookId: id.nullable(),
          playbookName: z.string().nullable(),
          running: z.boolean().describe('The playbook runs already'),
          everyDays: count.nullable(),
          daysSince: count.nullable(),
          lastTouchOn: day.nullable(),
          mrr: money.nullable(),
        }),
      ),
    }),
  ),
};
export { card, colour, count, item, money, proactive, slots } from './shapes.ts';
