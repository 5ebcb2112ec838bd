import { z } from 'zod';
import { day, endpoint, id, page, pageInput } from '#platform/http/contract.ts';
import { written } from '#platform/http/issues.ts';
import { assignmentRoles } from './terms.ts';

export const assignmentRole = z.enum(assignmentRoles);

export const assignment = z.object({
  accountId: id,
  assignmentId: id,
  role: assignmentRole,
  memberId: id,
  memberName: z.string(),
  fromOn: day,
  toOn: day.nullable(),
  handoverNote: z.string().nullable(),
});

const note = z
  .string()
  .trim()
  .max(5000)
  .nullable()
  .transform((v) => v || null);

/** Which customers: listed, all of one member in the role, or all that have nobody in it. */
const selection = z
  .object({
    role: assignmentRole,
    accountIds: z.array(id).min(1).max(10_000).optional(),
    fromMemberId: id.optional(),
    unassigned: z.boolean().optional(),
    memberId: id.nullable().describe('Who takes over; null leaves the role empty'),
  })
  .refine((s) => [s.accountIds, s.fromMemberId, s.unassigned || undefined].filter((x) => x !== undefined).length === 1, {
    path: ['accountIds'],
    message: written({
      ja: '対象は、顧客の一覧・現在の担当者・担当未設定のうち、どれか1つで指定してください。',
      en: 'Name the customers in one way: listed, by who has them now, or those that nobody has.',
    }),
  });

const load = z.object({ memberId: id, name: z.string(), before: z.number().int(), after: z.number().int() });

export const contract = {
  list: endpoint('assignments.read', {
    method: 'GET',
    path: '/accounts/{accountId}/assignments',
    summary: 'Who looks after an account, and who did; the newest first',
  })
    .input(z.object({ accountId: id }))
    .output(z.array(assignment)),
  put: endpoint('accounts.write', {
    method: 'PUT',
    path: '/accounts/{accountId}/assignments/{role}',
    summary: 'Hand an account over to a member, or leave the role empty',
  })
    .input(
      z.object({
        accountId: id,
        role: assignmentRole,
        memberId: id.nullable(),
        fromOn: day.optional().describe('Today unless given; not in the future'),
        handoverNote: note.optional(),
      }),
    )
    .output(z.array(assignment)),
  unassigned: endpoint('assignments.read', { method: 'GET', path: '/unassigned', summary: 'Customers nobody looks after in a role, the newest first' })
    .input(z.object({ ...pageInput, role: assignmentRole.default('csm') }))
    .output(
      page(
        z.object({
          accountId: id,
          name: z.string(),
          industry: z.string().nullable(),
          employees: z.number().int().nullable(),
          firstContractOn: day.nullable(),
          createdAt: z.date(),
          last: z.object({ name: z.string(), toOn: day }).nullable().describe('Who had the role before'),
          others: z.array(z.object({ role: assignmentRole, name: z.string() })).describe('Who looks after it in other roles'),
        }),
      ),
    ),
  load: endpoint('assignments.read', { method: 'GET', path: '/assignments/load', summary: 'How many customers each active member looks after in a role' })
    .input(z.object({ role: assignmentRole.default('csm') }))
    .output(z.array(z.object({ memberId: id, name: z.string(), accounts: z.number().int() }))),
  preview: endpoint('assignments.read', { method: 'POST', path: '/assignments/preview', summary: 'What a reassignment would change' })
    .input(selection)
    .output(
      z.object({
        accounts: z.number().int(),
        changes: z.number().int(),
        unchanged: z.number().int().describe('Already with that member'),
        names: z.array(z.string()).describe('The first 20 that change'),
        load: z.array(load).describe('Customers of each member it touches, before and after'),
      }),
    ),
  reassign: endpoint('assignments.write', { method: 'POST', path: '/assignments/reassign', summary: 'Hand many customers over at once' })
    .input(selection.safeExtend({ fromOn: day.optional(), handoverNote: note.optional() }))
    .output(z.object({ changed: z.number().int() })),
};
