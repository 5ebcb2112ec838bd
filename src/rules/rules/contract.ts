import { z } from 'zod';
import { day, endpoint, id, page, pageInput } from '#platform/http/contract.ts';
import { ruleDefinition } from './definition.ts';
import { ruleStatuses } from './terms.ts';

export { canonical } from './canonical.ts';
export { checkRule } from './check.ts';
export { factsSaid } from './fact-words.ts';
export { knownBeforeClose, ruleDefinition, type OwnerRule, type RuleAction, type RuleDefinition, type Trigger } from './definition.ts';
export type { Known } from './known.ts';
export { ruleSentence } from './words.ts';

const said = z.object({ ja: z.string(), en: z.string() });
const issues = z.array(z.object({ path: z.string(), message: z.string() }));
const name = z.string().trim().min(1).max(80);
const description = z
  .string()
  .trim()
  .max(1000)
  .nullable()
  .transform((v) => v || null);

export const rule = z.object({
  ruleId: id,
  name: z.string(),
  description: z.string().nullable(),
  template: z.string().nullable().describe("The key of the library's rule it was taken from"),
  status: z.enum(ruleStatuses),
  version: z.number().int().nullable().describe('The version that runs'),
  definition: ruleDefinition.nullable().describe('What runs'),
  draft: ruleDefinition.nullable().describe('What is being edited; null when it is what runs'),
  sentence: said.describe('Of what runs, of the draft when nothing does yet'),
  draftSentence: said.nullable(),
  issues: issues.describe('What keeps the draft from being published, or what runs from being right'),
  firings: z.array(z.number().int()).length(4).describe('In each of the last four weeks, the oldest first'),
  holding: z.number().int().describe('Customers of whom the condition holds since the last closed day'),
  firstDay: day.nullable(),
  evaluatedOn: day.nullable().describe('The last closed day it has looked at'),
  publishedAt: z.iso.datetime().nullable(),
  publishedByName: z.string().nullable(),
  retirementProposedAt: z.iso.datetime().nullable(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
});
export type Rule = z.infer<typeof rule>;

const version = z.object({
  version: z.number().int(),
  definition: ruleDefinition,
  sentence: said,
  note: z.string().nullable(),
  overSlotsReason: z.string().nullable(),
  publishedAt: z.iso.datetime(),
  publishedByName: z.string().nullable(),
  firstDay: day,
});
export const ruleWithVersions = rule.extend({ versions: z.array(version) });

export const firing = z.object({
  accountId: id,
  accountName: z.string(),
  productNo: z.number().int(),
  firedOn: day,
  forDay: day.describe('The day whose values made it fire'),
  at: z.iso.datetime(),
  version: z.number().int(),
  provisional: z.boolean(),
  facts: z.array(z.unknown()).describe('What was true then, frozen'),
  result: z.enum(['created', 'overflow', 'open_already', 'no_cta']).nullable().describe('Null: not handled yet'),
  ctaId: id.nullable(),
});
export type Firing = z.infer<typeof firing>;

const libraryRule = z.object({
  key: z.string(),
  name: said,
  description: said,
  sentence: said,
  type: z.string(),
  first: z.boolean().describe('One of the three to begin with'),
  needs: z.array(z.object({ kind: z.enum(['field', 'event', 'role']), key: z.string(), name: said, there: z.boolean() })),
  ready: z.boolean().describe('All it needs is there'),
  takenAs: id.nullable().describe('A rule made from it'),
});
export type LibraryRuleOut = z.infer<typeof libraryRule>;

const one = z.object({ ruleId: id });
const choice = z.object({ id, name: z.string() });

export const contract = {
  list: endpoint('rules.read', { method: 'GET', path: '/rules', summary: 'List rules with their sentence and how often they fired' }).output(z.array(rule)),
  library: endpoint('rules.read', { method: 'GET', path: '/rules/library', summary: 'Ready rules, and whether the data they need is there' }).output(
    z.array(libraryRule),
  ),
  take: endpoint('rules.write', { method: 'POST', path: '/rules/library/{key}', summary: 'Make a draft from a ready rule', successStatus: 201 })
    .input(z.object({ key: z.string().max(60) }))
    .output(rule),
  choices: endpoint('rules.read', {
    method: 'GET',
    path: '/rules/choices',
    summary: 'Events, people, teams, reasons, playbooks and webhooks a rule may name',
  }).output(
    z.object({
      events: z.array(z.object({ name: z.string(), label: z.string().nullable() })),
      members: z.array(choice.extend({ active: z.boolean() })),
      teams: z.array(choice),
      reasons: z.array(z.object({ key: z.string(), type: z.string(), name: said, archived: z.boolean() })),
      playbooks: z.array(choice.extend({ live: z.boolean() })),
      webhooks: z.array(choice.extend({ live: z.boolean() })),
      products: z.array(z.object({ id: z.number().int(), name: z.string() })),
      attributes: z.array(
        z.object({
          key: z.string(),
          name: z.string(),
          kind: z.enum(['text', 'number', 'money', 'date', 'choice', 'boolean']),
          choices: z.array(z.string()),
        }),
      ),
    }),
  ),
  preview: endpoint('rules.read', {
    method: 'POST',
    path: '/rules/preview',
    summary: 'How a rule reads, what is wrong with it, and whom it finds now',
  })
    .input(z.object({ definition: ruleDefinition }))
    .output(
      z.object({
        sentence: said,
        issues,
        of: z.enum(['now', 'last28']).describe('last28: customers with whom it happened in the last 28 days'),
        count: z.number().int().nullable().describe('Null while something is wrong'),
        mrr: z.string().nullable(),
        examples: z.array(z.object({ accountId: id, name: z.string() })),
      }),
    ),
  create: endpoint('rules.write', { method: 'POST', path: '/rules', summary: 'Make a draft of a rule', successStatus: 201 })
    .input(z.object({ name, description: description.default(null), definition: ruleDefinition }))
    .output(rule),
  get: endpoint('rules.read', { method: 'GET', path: '/rules/{ruleId}', summary: 'A rule with its versions' }).input(one).output(ruleWithVersions),
  update: endpoint('rules.write', { method: 'PATCH', path: '/rules/{ruleId}', summary: 'Change name, description or draft; a null draft throws it away' })
    .input(one.extend({ name: name.optional(), description: description.optional(), draft: ruleDefinition.nullable().optional() }))
    .output(rule),
  publish: endpoint('rules.write', { method: 'POST', path: '/rules/{ruleId}/publish', summary: 'Let the draft run as a new version' })
    .input(
      one.extend({
        note: z.string().trim().min(1).max(500),
        overSlotsReason: z.string().trim().max(500).optional().describe('Needed when more would come than the weekly slots take'),
      }),
    )
    .output(rule),
  pause: endpoint('rules.write', { method: 'POST', path: '/rules/{ruleId}/pause', summary: 'Stop a rule for now' }).input(one).output(rule),
  resume: endpoint('rules.write', {
    method: 'POST',
    path: '/rules/{ruleId}/resume',
    summary: 'Let a paused rule run again; nothing fires for the time in between',
  })
    .input(one)
    .output(rule),
  retire: endpoint('rules.write', { method: 'POST', path: '/rules/{ruleId}/retire', summary: 'Retire a rule; what it did stays' }).input(one).output(rule),
  remove: endpoint('rules.write', { method: 'DELETE', path: '/rules/{ruleId}', summary: 'Delete a draft that never ran', successStatus: 204 }).input(one),
  firings: endpoint('rules.read', { method: 'GET', path: '/rules/{ruleId}/firings', summary: 'When a rule fired, the newest first' })
    .input(z.object({ ...pageInput, ruleId: id }))
    .output(page(firing)),
};
