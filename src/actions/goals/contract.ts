import { z } from 'zod';
import { day, endpoint, id, queryBoolean, textOrNull } from '#platform/http/contract.ts';

export const goalStatus = z.enum(['open', 'reached', 'given_up']);

const figure = z.number().min(-1e15).max(1e15).nullable();

const fields = z.object({
  title: z.string().trim().min(1).max(300).describe('What the customer wants to reach, in its own words'),
  measure: textOrNull(200).describe('What tells that it is reached'),
  unit: textOrNull(20),
  baseline: figure.describe('Where they stood when it was agreed'),
  target: figure,
  dueOn: day.nullable(),
  agreedContactId: id.nullable().describe('Whom of theirs it was agreed with; needs agreedOn'),
  agreedOn: day.nullable(),
});

/** What a goal aims at, as it is shown wherever a goal is. */
export const goalAim = {
  title: z.string(),
  measure: z.string().nullable(),
  unit: z.string().nullable(),
  baseline: z.number().nullable(),
  target: z.number().nullable(),
  dueOn: day.nullable(),
};

export const goal = z.object({
  accountId: id,
  goalId: id,
  ...goalAim,
  agreedContactId: id.nullable(),
  agreedContactName: z.string().nullable(),
  agreedOn: day.nullable(),
  status: goalStatus,
  closedOn: day.nullable().describe('The day on which it was reached or given up'),
  closedByName: z.string().nullable(),
  result: z.number().nullable().describe('Where they stood on that day, in the unit of the target'),
  closeNote: z.string().nullable(),
  updatedAt: z.date(),
});

const said = z
  .object({
    ...goalAim,
    agreedWith: z.string().nullable(),
    agreedOn: day.nullable(),
    closedOn: day.nullable(),
    result: z.number().nullable(),
    closeNote: z.string().nullable(),
  })
  .partial();

export const goalChange = z.object({
  at: z.date(),
  byName: z.string().nullable(),
  kind: z.enum(['created', 'changed', 'reached', 'given_up', 'reopened']),
  before: said.nullable().describe('Only what differs; null for the first'),
  after: said,
});

const accountId = { accountId: id };
const both = { ...accountId, goalId: id };
const at = '/accounts/{accountId}/goals' as const;

export const contract = {
  list: endpoint('goals.read', { method: 'GET', path: at, summary: 'Goals of a customer: open ones by day, then those reached or given up, the last first' })
    .input(z.object(accountId))
    .output(z.array(goal)),
  create: endpoint('goals.write', { method: 'POST', path: at, summary: 'Add a goal', description: 'At most 200 for each customer.', successStatus: 201 })
    .input(fields.partial().required({ title: true }).extend(accountId))
    .output(goal),
  update: endpoint('goals.write', { method: 'PATCH', path: `${at}/{goalId}`, summary: 'Change a goal; what it said before stays known for the past' })
    .input(fields.partial().extend(both))
    .output(goal),
  status: endpoint('goals.write', { method: 'POST', path: `${at}/{goalId}/status`, summary: 'Reached, given up, or open again' })
    .input(
      z.object({
        ...both,
        status: goalStatus,
        on: day.optional().describe('Today unless given; not in the future'),
        result: figure.optional(),
        note: textOrNull(2000).optional(),
      }),
    )
    .output(goal),
  remove: endpoint('goals.write', { method: 'DELETE', path: `${at}/{goalId}`, summary: 'Delete a goal that was entered by mistake', successStatus: 204 }).input(
    z.object(both),
  ),
  history: endpoint('goals.read', { method: 'GET', path: `${at}/{goalId}/history`, summary: 'What a goal said when, and who changed it, the last first' })
    .input(z.object(both))
    .output(z.array(goalChange)),
  due: endpoint('goals.read', { method: 'GET', path: '/goals/due', summary: 'Open goals that are overdue or come due, the nearest first' })
    .input(
      z.object({
        mine: queryBoolean.default(false).describe('Of the customers whose CSM asks'),
        days: z.coerce.number().int().min(0).max(365).default(30),
        limit: z.coerce.number().int().min(1).max(200).default(50),
      }),
    )
    .output(
      z.object({
        count: z.number().int(),
        items: z.array(z.object({ accountId: id, accountName: z.string(), goalId: id, title: z.string(), dueOn: day })),
      }),
    ),
};
