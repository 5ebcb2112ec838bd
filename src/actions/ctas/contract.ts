import { z } from 'zod';
import { day, endpoint, id, page, pageInput } from '#platform/http/contract.ts';
import { colours } from '#health/scores/terms.ts';
import { reason } from './reasons-contract.ts';
import { change, comment, cta, ctaStatus, doneOutcomes, fields, file, filter, noteText, one, reasonText, snoozeReasons, wontDoOutcomes } from './shapes.ts';

export { ctaType, doneOutcomes, riskCategory, snoozeReasons, wontDoOutcomes } from './shapes.ts';
export { reasonsContract } from './reasons-contract.ts';
export { slotsContract } from './slots-contract.ts';

const at = '/accounts/{accountId}/ctas/{ctaId}' as const;
const outcome = z.enum([...doneOutcomes, ...wontDoOutcomes]).nullable();
const status = z.object({
  status: ctaStatus,
  outcome: outcome.optional().describe('What came of it, or why it will not be done; needed to close'),
  note: noteText.optional(),
});
const snooze = z.object({ until: day.nullable().describe('A day to come; null wakes it'), reason: z.enum(snoozeReasons).nullable().optional() });

export const contract = {
  list: endpoint('ctas.read', { method: 'GET', path: '/ctas', summary: 'List CTAs' })
    .input(z.object({ ...pageInput, ...filter, sort: z.enum(['due', 'rank', 'closed']).default('due') }))
    .output(page(cta)),
  counts: endpoint('ctas.read', { method: 'GET', path: '/ctas/counts', summary: 'How many CTAs there are, by status, type, due and slot' })
    .input(z.object(filter))
    .output(
      z.object({
        open: z.number().int(),
        doing: z.number().int(),
        done: z.number().int().describe('Closed as done in the last 28 days'),
        wontDo: z.number().int().describe('Closed without doing it in the last 28 days'),
        snoozed: z.number().int(),
        overdue: z.number().int(),
        today: z.number().int(),
        overflow: z.number().int(),
        escalated: z.number().int(),
        types: z.record(z.string(), z.number().int()).describe('Open or doing, awake'),
      }),
    ),
  calendar: endpoint('ctas.read', { method: 'GET', path: '/ctas/calendar', summary: 'Open CTAs by due day, at most 500' })
    .input(z.object({ ...filter, from: day, to: day }))
    .output(
      z.object({
        items: z.array(cta.pick({ accountId: true, ctaId: true, accountName: true, title: true, type: true, priority: true, dueOn: true, ownerName: true })),
        days: z.array(z.object({ day, count: z.number().int() })),
      }),
    ),
  byAccount: endpoint('ctas.read', { method: 'GET', path: '/ctas/accounts', summary: 'Customers with open CTAs, those with the most at stake first' })
    .input(z.object({ ...pageInput, ...filter }))
    .output(
      page(
        z.object({
          accountId: id,
          accountName: z.string(),
          count: z.number().int(),
          risks: z.number().int(),
          nextDueOn: day.nullable(),
          rank: z.number(),
          titles: z.array(z.string()).describe('The first three'),
          mrr: z.string().nullable(),
          colour: z.enum(colours).nullable(),
          score: z.number().nullable(),
          renewalOn: day.nullable(),
        }),
      ),
    ),
  reasons: endpoint('ctas.read', { method: 'GET', path: '/cta-reasons', summary: 'The catalogue of reasons' }).output(z.array(reason)),
  bulk: endpoint('ctas.write', {
    method: 'POST',
    path: '/ctas/bulk',
    summary: 'Change many CTAs at once; those that cannot be changed so are left as they are',
  })
    .input(
      z.object({
        items: z.array(one).min(1).max(500),
        action: z.discriminatedUnion('kind', [
          z.object({ kind: z.literal('status'), ...status.shape }),
          z.object({ kind: z.literal('snooze'), ...snooze.shape }),
          z.object({ kind: z.literal('reassign'), ownerId: id.nullable() }),
          z.object({ kind: z.literal('change'), priority: fields.shape.priority.optional(), dueOn: fields.shape.dueOn.optional() }),
        ]),
      }),
    )
    .output(
      z.object({
        changed: z.number().int(),
        unchanged: z.number().int(),
        overflow: z.number().int().describe('Handed over: of the changed, those beyond the weekly slots of their new owner'),
      }),
    ),

  create: endpoint('ctas.write', { method: 'POST', path: '/accounts/{accountId}/ctas', summary: 'Create a CTA by hand', successStatus: 201 })
    .input(fields.partial().required({ reason: true, title: true }).extend({ accountId: id }))
    .output(cta),
  get: endpoint('ctas.read', { method: 'GET', path: at, summary: 'A CTA' }).input(one).output(cta),
  update: endpoint('ctas.write', { method: 'PATCH', path: at, summary: 'Change a CTA' })
    .input(fields.omit({ ownerId: true, productNo: true }).partial().extend(one.shape))
    .output(cta),
  status: endpoint('ctas.write', { method: 'POST', path: `${at}/status`, summary: 'Start, close or reopen a CTA' })
    .input(status.extend(one.shape))
    .output(cta),
  snooze: endpoint('ctas.write', { method: 'POST', path: `${at}/snooze`, summary: 'Let a CTA sleep until a day, or wake it' })
    .input(snooze.extend(one.shape))
    .output(cta),
  escalate: endpoint('ctas.write', { method: 'PUT', path: `${at}/escalation`, summary: 'Escalate a CTA: to whom, why, until when' })
    .input(one.extend({ to: id, reason: z.string().trim().min(1).max(500), until: day }))
    .output(cta),
  release: endpoint('ctas.write', { method: 'DELETE', path: `${at}/escalation`, summary: 'Release an escalation' })
    .input(one)
    .output(cta),
  reassign: endpoint('ctas.write', {
    method: 'POST',
    path: `${at}/owner`,
    summary: 'Hand a CTA to somebody else; one beyond the slots of the week comes in where its new owner has room',
  })
    .input(one.extend({ ownerId: id.nullable(), note: reasonText.optional() }))
    .output(cta),
  merge: endpoint('ctas.write', { method: 'POST', path: `${at}/merge`, summary: 'Merge a CTA into another of the same customer, which then stands for both' })
    .input(one.extend({ into: id }))
    .output(cta),
  useless: endpoint('ctas.write', { method: 'POST', path: `${at}/useless`, summary: 'Say that a CTA was of no use, or take it back' })
    .input(one.extend({ useless: z.boolean() }))
    .output(cta),
  history: endpoint('ctas.read', { method: 'GET', path: `${at}/history`, summary: 'What happened with a CTA, the newest first; at most 200' })
    .input(one)
    .output(z.array(change)),

  comments: endpoint('ctas.read', { method: 'GET', path: `${at}/comments`, summary: 'Comments, the oldest first; at most 500' })
    .input(one)
    .output(z.array(comment)),
  addComment: endpoint('ctas.write', { method: 'POST', path: `${at}/comments`, summary: 'Write a comment; those mentioned are told', successStatus: 201 })
    .input(one.extend({ text: z.string().trim().min(1).max(20_000), mentions: z.array(id).max(50).default([]) }))
    .output(comment),
  editComment: endpoint('ctas.write', { method: 'PATCH', path: `${at}/comments/{commentId}`, summary: 'Change a comment of your own' })
    .input(one.extend({ commentId: id, text: z.string().trim().min(1).max(20_000) }))
    .output(comment),
  removeComment: endpoint('ctas.write', {
    method: 'DELETE',
    path: `${at}/comments/{commentId}`,
    summary: 'Delete a comment of your own',
    successStatus: 204,
  }).input(one.extend({ commentId: id })),

  files: endpoint('ctas.read', { method: 'GET', path: `${at}/files`, summary: 'Files of a CTA' })
    .input(one)
    .output(z.array(file)),
  upload: endpoint(
    'ctas.write',
    { method: 'POST', path: `${at}/files`, summary: 'Add a file of at most 10 MB (the body is the file)', successStatus: 201 },
    { raw: true },
  )
    .input(one.extend({ name: z.string().min(1).max(255) }))
    .output(file),
  download: endpoint('ctas.read', { method: 'GET', path: `${at}/files/{fileId}`, summary: 'Download a file' }, { raw: true }).input(one.extend({ fileId: id })),
  removeFile: endpoint('ctas.write', { method: 'DELETE', path: `${at}/files/{fileId}`, summary: 'Delete a file', successStatus: 204 }).input(
    one.extend({ fileId: id }),
  ),
};
