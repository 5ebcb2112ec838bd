import { z } from 'zod';
import { day, endpoint, id } from '#platform/http/contract.ts';
import { touchModels } from '#accounts/accounts/terms.ts';

const perWeek = z.number().int().min(0).max(500);
const touchModel = z.enum(touchModels);

const memberSlots = z.object({
  memberId: id,
  name: z.string(),
  accounts: z.number().int().describe('Customers this member is the CSM of'),
  touchModel: touchModel.nullable().describe('Of most of the book; hybrid where there is none'),
  own: perWeek.nullable().describe('Set for this member'),
  perWeek: perWeek.describe('What counts: own, or the default of the touch model'),
});

const load = z.object({
  memberId: id.nullable().describe('Null: nobody'),
  name: z.string().nullable(),
  perWeek,
  open: z.number().int().describe('Open or doing now, asleep ones not counted'),
  overdue: z.number().int(),
  overflow: z.number().int(),
  escalated: z.number().int(),
  weeks: z.array(
    z.object({
      week: day.describe('A Monday'),
      in: z.number().int(),
      outside: z.number().int(),
      overflow: z.number().int(),
      closed: z.number().int().describe('Closed in that week'),
    }),
  ),
});

export const ruleRecord = z.object({
  ruleId: id,
  fired: z.number().int().describe('CTAs it made'),
  acted: z.number().int().describe('Somebody started, commented or did it'),
  ignored: z.number().int().describe('Closed, or overdue by a week, and nobody had touched it'),
  wrong: z.number().int().describe('役に立たなかった'),
  saves: z.number().int().describe('Risks closed as saved, of customers who are still there'),
  open: z.number().int(),
  ignoredInARow: z.number().int(),
  retirementProposed: z.boolean(),
  byMonth: z.array(z.object({ month: day, fired: z.number().int(), acted: z.number().int(), wrong: z.number().int() })),
});

export const slotsContract = {
  get: endpoint('ctas.read', { method: 'GET', path: '/slots', summary: 'Weekly slots: the defaults by touch model and every member' }).output(
    z.object({ defaults: z.array(z.object({ touchModel, perWeek })), members: z.array(memberSlots) }),
  ),
  put: endpoint('slots.write', { method: 'PUT', path: '/slots', summary: 'Set weekly slots of touch models and members; null takes the default again' })
    .input(
      z.object({
        defaults: z.array(z.object({ touchModel, perWeek })).max(5).default([]),
        members: z
          .array(z.object({ memberId: id, perWeek: perWeek.nullable() }))
          .max(1000)
          .default([]),
      }),
    )
    .output(z.object({ defaults: z.array(z.object({ touchModel, perWeek })), members: z.array(memberSlots) })),
  week: endpoint('ctas.read', { method: 'GET', path: '/slots/week', summary: "A member's slots of this week: how many, how many used" })
    .input(z.object({ memberId: id.optional().describe('You unless given') }))
    .output(z.object({ week: day, perWeek, in: z.number().int(), outside: z.number().int(), overflow: z.number().int() })),
  load: endpoint('team.read', { method: 'GET', path: '/team/load', summary: 'Load by person and week' })
    .input(z.object({ weeks: z.coerce.number().int().min(1).max(26).default(8), teamId: id.optional() }))
    .output(z.array(load)),
  records: endpoint('rules.read', { method: 'GET', path: '/rules/records', summary: 'What became of what each rule made, of all rules at once' }).output(
    z.array(ruleRecord.pick({ ruleId: true, fired: true, acted: true, ignored: true, wrong: true })),
  ),
  record: endpoint('rules.read', { method: 'GET', path: '/rules/{ruleId}/record', summary: 'What became of what a rule made' })
    .input(z.object({ ruleId: id }))
    .output(ruleRecord),
};
