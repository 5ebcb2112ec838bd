import { z } from 'zod';
import { day, id } from '#platform/http/contract.ts';
import { colours } from '#health/scores/terms.ts';
import { ctaTypes } from '#rules/rules/terms.ts';

export const count = z.number().int();
export const money = z.string().describe('Minor units');
export const colour = z.enum(colours);
const ctaType = z.enum(ctaTypes);
// Written out: the contract of CTAs and the words for touch models would weigh on the first screen.
export const touchModel = z.enum(['high', 'hybrid', 'low', 'tech', 'community']);
const ctaStatus = z.enum(['open', 'doing', 'done', 'wont_do']);
const said = z.object({ ja: z.string(), en: z.string() });

/** A CTA or a task, as a line of the day. */
export const item = z.object({
  kind: z.enum(['cta', 'task']),
  id,
  accountId: id,
  accountName: z.string(),
  ctaId: id.nullable().describe('Of a task: the CTA it belongs to'),
  type: ctaType.nullable().describe('Null: a task without a CTA'),
  reasonName: said.nullable(),
  ruleName: z.string().nullable(),
  playbookName: z.string().nullable(),
  title: z.string(),
  facts: z.array(z.string()).describe('What was true when the rule fired, frozen, as short sentences in the language of the one who asks'),
  priority: count,
  status: ctaStatus,
  dueOn: day.nullable(),
  rank: z.number(),
  outside: z.boolean().describe('Comes through whatever the slots say'),
  escalated: z.boolean(),
  escalatedToMe: z.boolean(),
  ownerName: z.string().nullable(),
  mrr: money.nullable(),
  renewalOn: day.nullable(),
  colour: colour.nullable(),
});

export const card = z.object({
  accountId: id,
  name: z.string(),
  colour: colour.nullable(),
  score: z.number().nullable(),
  change28: z.number().nullable(),
  mrr: money.nullable(),
  renewalOn: day.nullable(),
  noticeOn: day.nullable(),
  lastTouchOn: day.nullable(),
});

export const goal = z.object({ accountId: id, accountName: z.string(), goalId: id, title: z.string(), dueOn: day });

export const slots = z.object({ week: day, perWeek: count, in: count, outside: count, overflow: count });

export const proactive = z.object({
  days: count,
  touches: count.describe('By a person; memos are none'),
  started: count.describe('Of those, started by us'),
  automatic: count.describe('Automatic mail to the same customers; never in the ratio'),
  ratio: z.number().nullable().describe('started ÷ touches; null while there are fewer than five'),
  state: z.enum(['good', 'below', 'warned', 'too_few']).describe('good: 80 % and more; warned: below 50 %'),
});
