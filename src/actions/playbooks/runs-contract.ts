import { z } from 'zod';
import { day, endpoint, id, page, pageInput } from '#platform/http/contract.ts';
import { condition } from '#rules/conditions/contract.ts';
import { assignmentRoles } from '#accounts/assignments/terms.ts';
import { mergeFields } from './merge.ts';

export const runStatus = z.enum(['running', 'done', 'stopped']);
export const taskStatus = z.enum(['open', 'done', 'skipped', 'not_needed']);
export const startedFrom = z.enum(['cta', 'phase', 'hand', 'bulk', 'cadence', 'rule']);

/** So many customers can be started at once. */
export const atOnce = 10_000;

const run = z.object({
  accountId: id,
  accountName: z.string(),
  runId: id,
  playbookId: id,
  playbookName: z.string(),
  version: z.number().int(),
  newestVersion: z.number().int().nullable(),
  productNo: z.number().int(),
  ctaId: id.nullable(),
  ownerId: id.nullable(),
  ownerName: z.string().nullable(),
  startedOn: day,
  startedFrom,
  status: runStatus,
  endedAt: z.iso.datetime().nullable(),
  endNote: z.string().nullable(),
  tasks: z.number().int().describe('Needed ones'),
  closed: z.number().int().describe('Done or skipped'),
  overdue: z.number().int(),
  nextDueOn: day.nullable(),
  redatings: z
    .array(
      z.object({
        at: z.iso.datetime(),
        kind: z.enum(['renewal', 'notice']),
        was: day.nullable().describe('Null: there was no date before'),
        becomes: day,
        tasks: z.number().int(),
        kept: z.boolean().describe('It jumped to another term: the days stayed as they were'),
      }),
    )
    .describe('When a date of the contract moved, and the days of open tasks with it; the newest first, at most 5'),
});
export type Run = z.infer<typeof run>;

const task = z.object({
  accountId: id,
  accountName: z.string(),
  taskId: id,
  runId: id.nullable(),
  ctaId: id.nullable(),
  playbookId: id.nullable(),
  playbookName: z.string().nullable(),
  taskKey: z.string().nullable(),
  position: z.number().int(),
  title: z.string(),
  html: z.string().nullable().describe('The text as safe HTML'),
  links: z.array(z.object({ title: z.string(), url: z.string() })),
  hasTemplate: z.boolean(),
  ownerId: id.nullable(),
  ownerName: z.string().nullable(),
  ownerRole: z.enum(assignmentRoles).nullable(),
  dueOn: day.nullable(),
  required: z.boolean(),
  status: taskStatus,
  condition: z.object({ ja: z.string(), en: z.string() }).nullable().describe('When it is needed'),
  doneWhen: z.object({ ja: z.string(), en: z.string() }).nullable().describe('When it is done by itself'),
  doneAt: z.iso.datetime().nullable(),
  doneByName: z.string().nullable(),
  doneByItself: z.boolean(),
  note: z.string().nullable(),
});
export type Task = z.infer<typeof task>;

const ofAccount = z.object({ accountId: id });
const oneTask = ofAccount.extend({ taskId: id });
const note = z
  .string()
  .trim()
  .max(2000)
  .nullable()
  .transform((v) => v || null);
const at = '/accounts/{accountId}/tasks/{taskId}' as const;
const started = z.object({
  started: z.number().int(),
  running: z.number().int().describe('Customers for whom it runs already'),
  unknown: z.number().int().describe('Ids that are no customer, archived ones included'),
  runs: z.array(z.object({ accountId: id, runId: id })).describe('The first 100'),
});
export type Started = z.infer<typeof started>;

export const runsContract = {
  start: endpoint('ctas.write', {
    method: 'POST',
    path: '/playbooks/{playbookId}/runs',
    summary: 'Start a playbook: for a CTA, for customers, for all of a segment or all of whom a condition holds; where it runs already it is left',
  })
    .input(
      z.object({
        playbookId: id,
        accountIds: z.array(id).min(1).max(atOnce).optional(),
        segmentId: id.optional(),
        condition: condition.optional(),
        ctaId: id.optional().describe('With the one customer whose CTA it is'),
        productNo: z.number().int().min(0).max(32_000).default(0),
        startedOn: day.optional().describe('Today unless given'),
        ownerId: id.optional().describe('Owner of the run; the CSM of the customer unless given'),
        from: z.enum(['hand', 'cadence']).default('hand'),
      }),
    )
    .output(started),
  move: endpoint('playbooks.write', {
    method: 'POST',
    path: '/playbooks/{playbookId}/runs/move',
    summary: 'Move running ones to the published version; tasks with the same key keep their state, day and owner',
  })
    .input(
      z.object({
        playbookId: id,
        runs: z
          .array(z.object({ accountId: id, runId: id }))
          .min(1)
          .max(1000)
          .optional()
          .describe('All unless given'),
      }),
    )
    .output(z.object({ moved: z.number().int() })),
  list: endpoint('ctas.read', { method: 'GET', path: '/playbooks/{playbookId}/runs', summary: 'Runs of a playbook, the newest first' })
    .input(z.object({ ...pageInput, playbookId: id, status: runStatus.optional() }))
    .output(page(run)),
  ofAccount: endpoint('ctas.read', {
    method: 'GET',
    path: '/accounts/{accountId}/playbook-runs',
    summary: 'Runs of a customer with their tasks, running ones first; at most 30',
  })
    .input(ofAccount.extend({ ctaId: id.optional().describe('Only those of this CTA'), status: runStatus.optional() }))
    .output(z.array(run.extend({ steps: z.array(task) }))),
  stop: endpoint('ctas.write', {
    method: 'POST',
    path: '/accounts/{accountId}/playbook-runs/{runId}/stop',
    summary: 'Stop a run; what is open in it is closed',
  })
    .input(ofAccount.extend({ runId: id, note: note.default(null) }))
    .output(run),
  tasks: endpoint('ctas.read', { method: 'GET', path: '/tasks', summary: 'Open tasks, by the day they are due' })
    .input(
      z.object({
        ...pageInput,
        mine: z.union([z.boolean(), z.enum(['true', 'false']).transform((v) => v === 'true')]).default(false),
        ownerId: id.optional(),
        dueBy: day.optional(),
      }),
    )
    .output(page(task)),
  setTask: endpoint('ctas.write', { method: 'POST', path: `${at}/status`, summary: 'Tick a task, skip it with a reason, or open it again' })
    .input(oneTask.extend({ status: z.enum(['open', 'done', 'skipped']), note: note.optional() }))
    .output(task),
  updateTask: endpoint('ctas.write', {
    method: 'PATCH',
    path: at,
    summary: 'Change who does a task, when, or its note; a day given so does not follow the contract any more',
  })
    .input(oneTask.extend({ ownerId: id.nullable().optional(), dueOn: day.nullable().optional(), note: note.optional() }))
    .output(task),
  mail: endpoint('ctas.read', { method: 'GET', path: `${at}/mail`, summary: 'The mail text of a task, filled in' })
    .input(oneTask.extend({ contactId: id.optional().describe('The champion, a decision maker or the first contact unless given') }))
    .output(
      z.object({
        to: z.string().nullable(),
        contactName: z.string().nullable(),
        subject: z.string(),
        body: z.string(),
        missing: z.array(z.enum(mergeFields)).describe('What is not known; it stands in the text as 〔name〕'),
      }),
    ),
};
