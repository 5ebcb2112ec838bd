import { z } from 'zod';
import { condition } from '#rules/conditions/contract.ts';
import { assignmentRoles } from '#accounts/assignments/terms.ts';
import { ctaTypes, riskCategories } from './terms.ts';

// Its own: a definition is checked in the browser too, where contracts have no schemas.
const id = z.uuid();

/**
 * When a rule fires, for a customer (and product) of whom its condition holds:
 * - `becomes`: on the first day of a streak of days on which the condition holds.
 * - `held`: on the `days`-th day of the streak.
 * - `event`: on each day on which such an event became known; the condition is asked of the day before.
 * - `approaches`: on the first day from which the date lies at most `days` ahead.
 * - `unusual`: on the first day on which the value has left the account's own usual range (robust z-score).
 * - `contact_leaves`: on the day on which it became known that a contact with one of these roles, whom we knew as being there, has left.
 * - `phase_entered`: on the first day on which the account (its product with the most MRR) or product is in the phase and the condition holds.
 */
export const trigger = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('becomes') }),
  z.object({ kind: z.literal('held'), days: z.number().int().min(2).max(180) }),
  z.object({
    kind: z.literal('event'),
    event: z.string().trim().min(1).max(200),
    where: z
      .object({
        property: z.string().min(1).max(100),
        operator: z.enum(['eq', 'ne', 'lte', 'gte', 'contains']),
        value: z.union([z.string().max(200), z.number()]),
      })
      .optional(),
  }),
  z.object({ kind: z.literal('approaches'), field: z.string().min(1).max(120), days: z.number().int().min(0).max(400) }),
  z.object({
    kind: z.literal('unusual'),
    of: z.enum(['events', 'users']),
    events: z.union([z.literal('all'), z.array(z.string().min(1).max(200)).min(1).max(20)]).default('all'),
    direction: z.enum(['below', 'above', 'both']),
    /** How many robust standard deviations count as unusual. */
    strength: z.number().min(2).max(10).default(3.5),
  }),
  z.object({
    kind: z.literal('contact_leaves'),
    roles: z
      .array(z.string().regex(/^[a-z_]{1,40}$/))
      .min(1)
      .max(10),
  }),
  z.object({ kind: z.literal('phase_entered'), phase: z.string().regex(/^[a-z_]{1,40}$/) }),
]);
export type Trigger = z.infer<typeof trigger>;

export const ownerRule = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('role'), role: z.enum(assignmentRoles) }),
  z.object({ kind: z.literal('member'), memberId: id }),
  /** Round robin: whoever of the team got one the longest time ago. */
  z.object({ kind: z.literal('team'), teamId: id }),
]);
export type OwnerRule = z.infer<typeof ownerRule>;

export const ruleAction = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('cta'),
    type: z.enum(ctaTypes),
    reason: z.string().min(1).max(60),
    riskCategory: z.enum(riskCategories).nullable().default(null),
    title: z.string().trim().min(1).max(120),
    priority: z.number().int().min(1).max(3).default(2),
    owner: ownerRule,
    dueInBusinessDays: z.number().int().min(0).max(260).default(3),
    playbookId: id.nullable().default(null),
  }),
  z.object({ kind: z.literal('notify'), to: ownerRule, text: z.string().trim().min(1).max(300) }),
  z.object({ kind: z.literal('set_phase'), phase: z.string().regex(/^[a-z_]{1,40}$/) }),
  z.object({
    kind: z.literal('set_attribute'),
    key: z.string().regex(/^[a-z][a-z0-9_]{0,62}$/),
    value: z.union([z.string().max(500), z.number(), z.boolean(), z.null()]),
  }),
  z.object({ kind: z.literal('add_tag'), tag: z.string().trim().min(1).max(60) }),
  z.object({ kind: z.literal('webhook'), webhookId: id }),
]);
export type RuleAction = z.infer<typeof ruleAction>;

/** `on_change`: within a minute of a change, on provisional values too. `daily`: on closed days only, at this time. */
export const schedule = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('on_change') }),
  z.object({ kind: z.literal('hourly') }),
  z.object({ kind: z.literal('daily'), at: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/) }),
]);

export const ruleDefinition = z.object({
  condition,
  trigger,
  schedule: schedule.default({ kind: 'daily', at: '07:00' }),
  /** Asked of this product instead of the whole account. */
  productNo: z.number().int().min(1).max(32_000).nullable().default(null),
  actions: z.array(ruleAction).min(1).max(8),
  /** Closes its CTA when the condition no longer holds at the close of a day. */
  closeWhenCleared: z.boolean().default(false),
  /** When it is published, customers of whom the condition has held for long enough already fire too. */
  catchUp: z.boolean().default(false),
});
export type RuleDefinition = z.infer<typeof ruleDefinition>;

/** Whether today can already say that it holds. Usage of a day only grows, so that it is much is known at once, that it is little is not. */
export const knownBeforeClose = ({ trigger }: Pick<RuleDefinition, 'trigger'>): boolean => trigger.kind !== 'unusual' || trigger.direction === 'above';
