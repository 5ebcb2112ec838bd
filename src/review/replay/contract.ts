import { z } from 'zod';
import { day, endpoint, id } from '#platform/http/contract.ts';
import { ruleDefinition } from '#rules/rules/contract.ts';

const count = z.number().int();
const share = z.number().nullable().describe('Of 1; null when there is nothing to divide by');

export const replayResult = z.object({
  from: day.describe('First day of firing'),
  to: day,
  valuesFrom: day.nullable().describe('The first day of the span of which metrics are there'),
  valueDays: count.describe('Days of the span of which metrics are there; a day without breaks a streak'),
  spanDays: count,
  exact: z.boolean().describe('False: a rule on change, of which only what held at the close of a day is known'),
  firings: count.describe('How often it would have fired'),
  ctas: count.describe('CTAs left when one is open at a time for each customer and reason'),
  customers: count,
  weeks: z.array(
    z.object({
      week: day.describe('A Monday'),
      ctas: count.describe('That count in the slots, overflow included'),
      outside: count.describe('That come through whatever the slots say, or have no owner'),
      overflow: count,
      others: count.describe('CTAs of other rules that really stood in the slots of these people'),
      over: z.boolean().describe('Somebody had more than their slots'),
    }),
  ),
  members: z.array(
    z.object({
      memberId: id,
      name: z.string(),
      perWeek: count,
      ctas: count,
      overflow: count,
      weeksOver: count,
      weeks: z.array(count).describe('CTAs that count, in step with weeks'),
    }),
  ),
  slots: z.object({ people: count, perWeek: z.number().describe('Mean of these people') }),
  medianPerPersonWeek: z.number(),
  weeksOver: count,
  withoutOwner: count,
  ownerOfToday: count.describe('CTAs whose owner at the time is not known, given to the owner of today'),
  repeated: z.object({ customers: count.describe('With more than one CTA'), of: count, share }),
  overlap: z.object({
    ctas: count.describe('Within 14 days of a firing of another live rule, of the same customer'),
    share,
    rules: z.array(z.object({ ruleId: id, name: z.string(), ctas: count })),
    left: count.describe('Live rules beyond the first twenty, not looked at'),
  }),
  later: z.object({
    days: count,
    enough: z.boolean().describe('False: fewer than 20 customers whose days have passed'),
    fired: z.object({
      customers: count,
      churned: count,
      churnedShare: share,
      expanded: count.nullable(),
      expandedOf: count.describe('Of whom MRR is known then and 90 days later'),
      expandedShare: share,
    }),
    everyone: z.object({ customerWeeks: count, churnedShare: share, expandedShare: share }).describe('All customers, in the weeks in which these fired'),
  }),
  closing: z.object({
    given: count.nullable(),
    really: z.boolean().describe('A live rule: its CTAs as they really were'),
    byType: z.array(z.object({ type: z.string(), days: count, measured: count.describe('Closed CTAs behind it; 0: assumed') })),
  }),
  examples: z.array(z.object({ accountId: id, name: z.string(), firedOn: day, ctas: count, churnedOn: day.nullable() })),
});
export type ReplayResult = z.infer<typeof replayResult>;

export const replay = z.object({
  replayId: id,
  ruleId: id.nullable(),
  definition: ruleDefinition,
  days: count,
  day: day.describe('The day on which it was asked'),
  closedAfterDays: count.nullable(),
  fill: z.boolean(),
  status: z.enum(['queued', 'running', 'done', 'failed']),
  done: count,
  total: count,
  error: z.string().nullable(),
  result: replayResult.nullable(),
  createdAt: z.iso.datetime(),
});
export type Replay = z.infer<typeof replay>;

const asked = {
  days: z.union([z.literal(90), z.literal(180), z.literal(365)]).default(180),
  closedAfterDays: count
    .min(0)
    .max(365)
    .nullable()
    .default(null)
    .describe("After how many days a draft's CTA counts as closed; the team's median unless given"),
  fill: z.boolean().default(false).describe('First make the values of days that have none, from what was known then'),
};

export const contract = {
  ofRule: endpoint('rules.write', {
    method: 'POST',
    path: '/rules/{ruleId}/replay',
    summary: 'Ask a rule (its draft, else what runs, else the given definition) of the past',
    successStatus: 202,
  })
    .input(z.object({ ruleId: id, definition: ruleDefinition.optional(), ...asked }))
    .output(replay),
  ofDefinition: endpoint('rules.write', { method: 'POST', path: '/rules/replay', summary: 'Ask a rule that is not saved of the past', successStatus: 202 })
    .input(z.object({ definition: ruleDefinition, ...asked }))
    .output(replay),
  latest: endpoint('rules.read', { method: 'GET', path: '/rules/{ruleId}/replay', summary: 'The latest replay of a rule; null when there is none' })
    .input(z.object({ ruleId: id }))
    .output(replay.nullable()),
  get: endpoint('rules.read', { method: 'GET', path: '/replays/{replayId}', summary: 'A replay, how far it is, and its result' })
    .input(z.object({ replayId: id }))
    .output(replay),
};
