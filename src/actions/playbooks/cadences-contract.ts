import { z } from 'zod';
import { day, endpoint, id } from '#platform/http/contract.ts';
import { colours } from '#health/scores/terms.ts';
import { assignmentRoles } from '#accounts/assignments/terms.ts';

export type Colour = (typeof colours)[number];

const everyDays = z.number().int().min(1).max(730).nullable().describe('In touch at least this often; null: no cadence');
const cell = z.object({ playbookId: id.nullable().default(null), everyDays: everyDays.default(null), ownerRole: z.enum(assignmentRoles).default('csm') });
const shownCell = cell.extend({
  playbookName: z.string().nullable(),
  customers: z.number().int().describe('Customers it applies to today'),
  due: z.number().int().describe('Of these, not in touch for so long'),
});
const byColour = <T extends z.ZodType>(of: T) => z.object({ good: of, watch: of, risk: of, unknown: of });

const table = z.object({
  rows: z.array(z.object({ segmentId: id.nullable().describe('null: everyone else'), segmentName: z.string().nullable(), cells: byColour(shownCell) })),
});
export type CadenceTable = z.infer<typeof table>;
export type CadenceCell = z.infer<typeof shownCell>;

const dueCustomer = z.object({
  accountId: id,
  name: z.string(),
  colour: z.enum(colours),
  segmentId: id.nullable(),
  segmentName: z.string().nullable(),
  everyDays: z.number().int(),
  lastTouchOn: day.nullable(),
  daysSince: z.number().int().describe('Since the last touch, or since they became a customer'),
  ownerId: id.nullable(),
  playbookId: id.nullable().describe('Offered with it'),
  playbookName: z.string().nullable(),
  running: z.boolean().describe('That playbook runs for the customer already'),
  mrr: z.string().nullable(),
});
export type DueCustomer = z.infer<typeof dueCustomer>;

export const cadencesContract = {
  get: endpoint('playbooks.read', {
    method: 'GET',
    path: '/cadences',
    summary: 'The table of segments and health colours: what everyone gets who is not urgent',
  }).output(table),
  put: endpoint('playbooks.write', {
    method: 'PUT',
    path: '/cadences',
    summary: 'Set the whole table; the first row that fits a customer applies, the last is for everyone else',
  })
    .input(z.object({ rows: z.array(z.object({ segmentId: id.nullable(), cells: byColour(cell.nullable().default(null)) })).max(30) }))
    .output(table),
  due: endpoint('ctas.read', { method: 'GET', path: '/cadences/due', summary: 'Customers not in touch within their cadence, the longest overdue first' })
    .input(z.object({ memberId: id.optional(), limit: z.coerce.number().int().min(1).max(500).default(100) }))
    .output(z.array(dueCustomer)),
};
