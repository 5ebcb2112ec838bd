import { z } from 'zod';
import { day, endpoint, id } from '#platform/http/contract.ts';
import { colours } from '#health/scores/terms.ts';
import { touchModels } from '#accounts/accounts/terms.ts';
import { goalAim } from '#actions/goals/contract.ts';
import { attributeKind } from '#accounts/attributes/contract.ts';
import { assignmentRoles } from '#accounts/assignments/terms.ts';
import { ctaTypes } from '#rules/rules/terms.ts';
import { activityKinds } from '#signals/activities/terms.ts';

const colour = z.enum(colours);
const lines = z.array(z.object({ name: z.string(), kind: attributeKind, value: z.string().describe('Money in minor units') }));

export const brief = z.object({
  accountId: id,
  name: z.string(),
  day,
  who: z.object({
    industry: z.string().nullable(),
    employees: z.number().int().nullable(),
    region: z.string().nullable(),
    website: z.string().nullable(),
    description: z.string().nullable(),
    partner: z.string().nullable(),
    parent: z.string().nullable(),
    tags: z.array(z.string()),
    facts: lines.describe('Attributes that are neither news nor reputation'),
  }),
  news: lines.describe('Attributes said to tell it, or with a name about news, going public, funding'),
  reputation: lines,
  satisfaction: lines.describe('Attributes said to tell it'),
  seminars: lines.describe('Attributes said to tell which seminars they attended and which material they use'),
  fit: lines.describe('Attributes said to tell whether they fit us'),
  meetings: z
    .array(
      z.object({
        title: z.string(),
        startsAt: z.date(),
        allDay: z.boolean(),
        location: z.string().nullable(),
        host: z.string().nullable(),
        people: z.array(z.string()),
      }),
    )
    .describe('Yours with them within two weeks, from your calendars; at most 3'),
  journey: z.object({
    phase: z.string().nullable(),
    phaseSince: day.nullable(),
    onboardingStartedOn: day.nullable(),
    onboardingDueOn: day.nullable(),
    onboardingDoneOn: day.nullable(),
    firstContractOn: day.nullable(),
    tenureMonths: z.number().int().nullable(),
    renewalOn: day.nullable(),
    noticeOn: day.nullable(),
    autoRenew: z.boolean().nullable(),
    mrr: z.string().nullable().describe('Minor units'),
    seats: z.number().int().nullable(),
    products: z.array(z.string()),
    churnedOn: day.nullable(),
  }),
  health: z.object({ colour: colour.nullable(), score: z.number().nullable(), change28: z.number().nullable() }),
  relationship: z.object({
    touchModel: z.enum(touchModels).nullable(),
    owners: z.array(z.object({ role: z.enum(assignmentRoles), name: z.string(), since: day })),
    touches90: z.number().int().describe('By a person within 90 days'),
    started90: z.number().int().describe('Of those, started by us'),
    lastTouchOn: day.nullable(),
    segments: z.array(z.string()),
  }),
  people: z
    .array(
      z.object({
        contactId: id,
        name: z.string(),
        department: z.string().nullable(),
        title: z.string().nullable(),
        roles: z.array(z.string()),
        lastTouchOn: day.nullable(),
        quiet: z.boolean().describe('Matters, and nobody was in touch for 60 days'),
      }),
    )
    .describe('At most 30; who matters most first'),
  left: z
    .array(z.object({ name: z.string(), roles: z.array(z.string()), on: day.nullable(), successor: z.string().nullable() }))
    .describe('Gone within a year, at most 5'),
  goals: z
    .array(
      z.object({
        goalId: id,
        ...goalAim,
        agreedWith: z.string().nullable(),
        agreedOn: day.nullable(),
        reachedOn: day.nullable().describe('Open ones have none'),
        result: z.number().nullable(),
      }),
    )
    .describe('Open ones, the nearest first, then those reached within a year; at most 8'),
  open: z
    .array(
      z.object({
        ctaId: id,
        title: z.string(),
        type: z.enum(ctaTypes),
        dueOn: day.nullable(),
        owner: z.string().nullable(),
        escalated: z.boolean(),
      }),
    )
    .describe('At most 10'),
  touches: z
    .array(
      z.object({
        kind: z.enum(activityKinds),
        direction: z.enum(['proactive', 'reactive']).nullable(),
        on: day,
        subject: z.string(),
        body: z.string().nullable(),
        people: z.array(z.string()),
      }),
    )
    .describe('The last three'),
  ask: z
    .array(
      z.enum([
        'business',
        'news',
        'reputation',
        'meeting',
        'satisfaction',
        'fit',
        'seminars',
        'goals',
        'people',
        'decision_maker',
        'champion',
        'renewal',
        'touches',
        'health',
      ]),
    )
    .describe('What is not known, each a question to ask'),
});
export type Brief = z.infer<typeof brief>;

export const contract = {
  get: endpoint('accounts.read', {
    method: 'GET',
    path: '/accounts/{accountId}/brief',
    summary: 'What to know before a meeting with a customer; what is not known is a question to ask',
  })
    .input(z.object({ accountId: id }))
    .output(brief),
};
