import { z } from 'zod';
import { day, id, textOrNull } from '#platform/http/contract.ts';
import { colours } from '#health/scores/terms.ts';
import { assignmentRoles } from '#accounts/assignments/terms.ts';
import { ctaTypes, riskCategories } from '#rules/rules/terms.ts';

export const ctaType = z.enum(ctaTypes);
export const ctaStatus = z.enum(['open', 'doing', 'done', 'wont_do']);
export const riskCategory = z.enum(riskCategories);
export const ownerRole = z.enum(assignmentRoles);
export const slot = z.enum(['in', 'outside', 'overflow']);

/** One tap each: what came of it, why not, why later. */
export const doneOutcomes = ['informed', 'agreed', 'improved', 'saved', 'expanded', 'no_change', 'lost'] as const;
export const wontDoOutcomes = ['not_needed', 'duplicate', 'no_answer', 'customer_declined', 'no_time'] as const;
export const snoozeReasons = ['waiting_customer', 'waiting_us', 'season', 'scheduled', 'later'] as const;

export const noteText = textOrNull(5000);
export const reasonText = textOrNull(500);
export const said = z.object({ ja: z.string(), en: z.string() });

export const one = z.object({ accountId: id, ctaId: id });

export const fields = z.object({
  type: ctaType,
  reason: z.string().trim().min(1).max(60).describe('A key of GET /cta-reasons'),
  riskCategory: riskCategory.nullable(),
  title: z.string().trim().min(1).max(200),
  note: noteText,
  priority: z.number().int().min(1).max(3).describe('1 is the highest'),
  ownerId: id.nullable().describe('The CSM of the customer unless given'),
  dueOn: day.nullable(),
  productNo: z.number().int().min(0).max(32_000).describe('0: the whole account'),
  contractId: id.nullable(),
  contactId: id.nullable(),
});

export const rankParts = z.object({ mrr: z.number(), renewal: z.number(), health: z.number(), change: z.number(), record: z.number() });

export const cta = z.object({
  accountId: id,
  ctaId: id,
  accountName: z.string(),
  productNo: z.number().int(),
  productName: z.string().nullable(),
  type: ctaType,
  reason: z.string(),
  reasonName: said,
  riskCategory: riskCategory.nullable(),
  title: z.string(),
  note: z.string().nullable(),
  priority: z.number().int(),
  ownerId: id.nullable(),
  ownerName: z.string().nullable(),
  ownerRole: ownerRole.nullable(),
  dueOn: day.nullable(),
  status: ctaStatus,
  snoozedUntil: day.nullable().describe('Asleep until this day; null when awake'),
  snoozeReason: z.string().nullable(),
  contractId: id.nullable(),
  contractName: z.string().nullable(),
  contactId: id.nullable(),
  contactName: z.string().nullable(),
  ruleId: id.nullable(),
  ruleName: z.string().nullable(),
  firedOn: day.nullable(),
  facts: z.unknown().describe('What was true when the rule fired, frozen'),
  slot,
  slotWeek: day.nullable().describe('The Monday of the week whose slots it counts in'),
  rank: z.number().describe('0 to 100; the sum of rankParts'),
  rankParts: rankParts.nullable(),
  escalatedTo: id.nullable(),
  escalatedToName: z.string().nullable(),
  escalatedAt: z.date().nullable(),
  escalationReason: z.string().nullable(),
  escalatedUntil: day.nullable(),
  mergedInto: id.nullable(),
  outcome: z.string().nullable(),
  outcomeNote: z.string().nullable(),
  closedAt: z.date().nullable(),
  closedByName: z.string().nullable(),
  closedByRule: z.boolean(),
  useless: z.boolean().describe('Somebody said that it was of no use'),
  comments: z.number().int(),
  mrr: z.string().nullable().describe('Minor units'),
  renewalOn: day.nullable(),
  colour: z.enum(colours).nullable(),
  score: z.number().nullable(),
  createdAt: z.date(),
  updatedAt: z.date(),
});

const queryFlag = z.union([z.boolean(), z.enum(['true', 'false']).transform((v) => v === 'true')]);

/** What lists, boards and calendars are narrowed by. */
export const filter = {
  scope: z.enum(['mine', 'team', 'all']).default('all').describe('Mine; those of everybody in a team with me, or all when I am in no team; all'),
  ownerId: z.union([id, z.literal('none')]).optional(),
  teamId: id.optional(),
  accountId: id.optional(),
  type: ctaType.optional(),
  reason: z.string().max(60).optional(),
  priority: z.coerce.number().int().min(1).max(3).optional(),
  status: z.enum(['active', 'open', 'doing', 'done', 'wont_do', 'closed']).default('active').describe('active: open or doing'),
  asleep: z.enum(['hide', 'show', 'only']).default('hide').describe('Snoozed ones'),
  ruleId: id.optional(),
  due: z.enum(['overdue', 'today', 'week', 'none']).optional().describe('week: within the next seven days, overdue ones included'),
  slot: slot.optional(),
  escalated: queryFlag.optional(),
};

export const change = z.object({
  changeId: id,
  at: z.date(),
  byName: z.string().nullable(),
  kind: z.string().describe('created, changed, status, snoozed, woken, escalated, released, reassigned, merged, useless, cleared, displaced, commented, file'),
  before: z.record(z.string(), z.unknown()).nullable(),
  after: z.record(z.string(), z.unknown()).nullable(),
  note: z.string().nullable(),
});

export const comment = z.object({
  commentId: id,
  text: z.string().describe('Markdown'),
  html: z.string().describe('The text as safe HTML'),
  mentions: z.array(z.object({ id, name: z.string() })),
  byId: id.nullable(),
  byName: z.string(),
  createdAt: z.date(),
  editedAt: z.date().nullable(),
});

export const file = z.object({
  fileId: id,
  name: z.string(),
  mediaType: z.string(),
  size: z.number().int(),
  byName: z.string().nullable(),
  createdAt: z.date(),
});
