import { z } from 'zod';
import { endpoint, id } from '#platform/http/contract.ts';
import { ctaTypes } from '#rules/rules/terms.ts';
import { playbookDefinition } from './definition.ts';

export { type Due, type OwnerRole, type PlaybookDefinition, type TaskDefinition } from './definition.ts';
export { cadencesContract, type CadenceCell, type CadenceTable, type Colour, type DueCustomer } from './cadences-contract.ts';
export { mergeFields, type MergeField } from './merge.ts';
export { runsContract, type Run, type Started, type Task } from './runs-contract.ts';

const ctaType = z.enum(ctaTypes);
export const playbookStatus = z.enum(['draft', 'live', 'retired']);

/** Under so many cases no share is shown: it would be chance. */
export const enoughCases = 20;

export const outcome = z.object({
  started: z.number().int(),
  running: z.number().int(),
  done: z.number().int(),
  stopped: z.number().int(),
  completion: z.number().nullable().describe('Done ÷ (done + stopped)'),
  medianDays: z.number().nullable().describe('From start to done'),
  cases: z.number().int().describe('Runs that started at least 90 days ago; what follows is their share'),
  churned: z.number().int().describe('Churned within 90 days of the start'),
  expanded: z.number().int().describe('MRR 90 days after the start above MRR at the start'),
  enough: z.boolean().describe(`At least ${enoughCases} cases`),
});
export type Outcome = z.infer<typeof outcome>;

export const everyone = z.object({
  months: z.number().int().describe('Months in which cases began; at most the last twelve'),
  cases: z.number().int().describe('Cases of these months'),
  customerMonths: z.number().int().describe('Customers there on the first day of each of these months, added up'),
  oneIn: z.number().int().describe('1: all customers; else one in so many, always the same ones, stands for all'),
  churnedShare: z.number().nullable().describe('Counted as the cases are, from that day on, weighted by the cases of the month'),
  expandedShare: z.number().nullable(),
});
export type Everyone = z.infer<typeof everyone>;

const summary = z.object({
  playbookId: id,
  name: z.string(),
  description: z.string().nullable(),
  ctaType: ctaType.nullable(),
  status: playbookStatus,
  version: z.number().int().nullable().describe('The one that new runs take'),
  hasDraft: z.boolean(),
  template: z.string().nullable(),
  tasks: z.number().int(),
  isSample: z.boolean(),
  updatedAt: z.iso.datetime(),
});
export type Summary = z.infer<typeof summary>;

const version = z.object({
  version: z.number().int(),
  note: z.string().nullable(),
  publishedAt: z.iso.datetime(),
  publishedByName: z.string().nullable(),
  tasks: z.number().int(),
  running: z.number().int().describe('Runs that are on it'),
});

export const playbook = summary.extend({
  published: playbookDefinition.nullable(),
  draft: playbookDefinition.nullable(),
  versions: z.array(version).describe('The newest first'),
});
export type Playbook = z.infer<typeof playbook>;

const fields = z.object({
  name: z.string().trim().min(1).max(80),
  description: z
    .string()
    .trim()
    .max(1000)
    .nullable()
    .transform((v) => v || null),
  ctaType: ctaType.nullable(),
});
const one = z.object({ playbookId: id });
const at = '/playbooks/{playbookId}' as const;

export const contract = {
  list: endpoint('playbooks.read', { method: 'GET', path: '/playbooks', summary: 'List playbooks with what came of them' }).output(
    z.array(summary.extend({ outcome })),
  ),
  library: endpoint('playbooks.read', { method: 'GET', path: '/playbooks/library', summary: 'Ready playbooks' })
    .input(z.object({ language: z.enum(['ja', 'en']).optional().describe('Your own unless given') }))
    .output(
      z.array(z.object({ template: z.string(), name: z.string(), description: z.string(), ctaType, definition: playbookDefinition, taken: z.boolean() })),
    ),
  take: endpoint('playbooks.write', { method: 'POST', path: '/playbooks/library/{template}', summary: 'Take a ready playbook, as a draft', successStatus: 201 })
    .input(z.object({ template: z.string().max(60), language: z.enum(['ja', 'en']).optional() }))
    .output(playbook),
  get: endpoint('playbooks.read', { method: 'GET', path: at, summary: 'A playbook with its draft and versions' }).input(one).output(playbook),
  outcome: endpoint('playbooks.read', { method: 'GET', path: `${at}/outcome`, summary: 'What came of the runs of a playbook' })
    .input(one)
    .output(outcome),
  everyone: endpoint('playbooks.read', {
    method: 'GET',
    path: `${at}/outcome/everyone`,
    summary: 'Churn and expansion of all customers over the span of a playbook’s cases, to compare with',
  })
    .input(one)
    .output(everyone),
  create: endpoint('playbooks.write', { method: 'POST', path: '/playbooks', summary: 'Make a playbook, as a draft', successStatus: 201 })
    .input(fields.partial().required({ name: true }).extend({ draft: playbookDefinition }))
    .output(playbook),
  update: endpoint('playbooks.write', { method: 'PATCH', path: at, summary: 'Change a playbook’s name and draft; what runs stays as it is' })
    .input(fields.partial().extend({ ...one.shape, draft: playbookDefinition.nullable().optional().describe('null throws the draft away') }))
    .output(playbook),
  publish: endpoint('playbooks.write', { method: 'POST', path: `${at}/versions`, summary: 'Publish the draft as a new version', successStatus: 201 })
    .input(one.extend({ note: z.string().trim().max(500).nullable().default(null) }))
    .output(playbook),
  retire: endpoint('playbooks.write', { method: 'POST', path: `${at}/retirement`, summary: 'Retire a playbook: it is not started any more; runs go on' })
    .input(one)
    .output(playbook),
  restore: endpoint('playbooks.write', { method: 'DELETE', path: `${at}/retirement`, summary: 'Use a retired playbook again' })
    .input(one)
    .output(playbook),
  remove: endpoint('playbooks.write', { method: 'DELETE', path: at, summary: 'Delete a playbook that has never run', successStatus: 204 }).input(one),
  preview: endpoint('playbooks.read', { method: 'POST', path: '/playbooks/preview', summary: 'Markdown as the safe HTML that people will see' })
    .input(z.object({ text: z.string().max(20_000) }))
    .output(z.object({ html: z.string() })),
};
