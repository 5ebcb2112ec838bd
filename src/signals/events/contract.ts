import { z } from 'zod';
import { endpoint, id, page, pageInput, queryBoolean } from '#platform/http/contract.ts';
import { written } from '#platform/http/issues.ts';

const moment = z.iso.datetime();

export const waiting = z.object({
  source: z.string(),
  sourceName: z.string(),
  groupKey: z.string().nullable(),
  userKey: z.string().nullable().describe('Of events without a group'),
  name: z.string().nullable().describe('What group or identify calls said'),
  reason: z.enum(['unknown_group', 'ambiguous_group', 'unknown_user', 'several_accounts']),
  events: z.number().int(),
  users: z.number().int(),
  firstAt: moment,
  lastAt: moment,
  samples: z.array(z.object({ event: z.string(), at: moment, userKey: z.string().nullable() })),
});

const heap = { source: z.string(), groupKey: z.string().min(1).nullable().default(null), userKey: z.string().min(1).nullable().default(null) };
const named = (v: { groupKey: string | null; userKey: string | null }) => (v.groupKey === null) !== (v.userKey === null);
const oneOf = {
  message: written({ ja: 'groupKey と userKey のどちらか一方を指定してください。', en: 'Give either groupKey or userKey.' }),
  path: ['groupKey'],
};

export const eventName = z.object({
  eventId: z.number().int(),
  name: z.string(),
  label: z.string().nullable(),
  productNo: z.number().int().nullable(),
  hidden: z.boolean(),
  firstSeenAt: z.date(),
});

export const contract = {
  pending: endpoint('events.read', { method: 'GET', path: '/events/pending', summary: 'Events that wait for their account, by group or user' })
    .input(z.object(pageInput))
    .output(page(waiting)),
  pendingCount: endpoint('events.read', { method: 'GET', path: '/events/pending/count', summary: 'How many events wait' }).output(
    z.object({ events: z.number().int(), groups: z.number().int(), oldestAt: moment.nullable() }),
  ),
  attach: endpoint('events.write', { method: 'POST', path: '/events/pending/attach', summary: 'Give waiting events their account; the group stays tied to it' })
    .input(z.object({ ...heap, accountId: id }).refine(named, oneOf))
    .output(z.object({ moved: z.number().int() })),
  discard: endpoint('events.write', { method: 'POST', path: '/events/pending/discard', summary: 'Throw waiting events away; of a group also those to come' })
    .input(z.object(heap).refine(named, oneOf))
    .output(z.object({ discarded: z.number().int() })),
  ignored: endpoint('events.read', { method: 'GET', path: '/events/ignored', summary: 'Groups whose events are thrown away' }).output(
    z.array(z.object({ source: z.string(), groupKey: z.string(), ignoredAt: moment })),
  ),
  stopIgnoring: endpoint('events.write', { method: 'POST', path: '/events/ignored/stop', summary: 'Take events of a group again' })
    .input(z.object({ source: z.string(), groupKey: z.string() }))
    .output(z.object({ stopped: z.boolean() })),
  names: endpoint('events.read', { method: 'GET', path: '/event-names', summary: 'Names of events, with label and product' })
    .input(z.object({ hidden: queryBoolean.default(true).describe('false: leave hidden ones out') }))
    .output(
      z.object({
        names: z.array(eventName),
        cap: z.number().int(),
        overflow: z.array(z.object({ name: z.string(), seen: z.number().int(), lastSeenAt: moment })),
      }),
    ),
  updateName: endpoint('events.write', { method: 'PATCH', path: '/event-names/{eventId}', summary: 'Label an event, tie it to a product, or hide it' })
    .input(
      z.object({
        eventId: z.coerce.number().int().min(1).max(32_767),
        label: z
          .string()
          .trim()
          .max(120)
          .nullable()
          .optional()
          .transform((v) => (v === '' ? null : v)),
        productNo: z.number().int().min(1).nullable().optional(),
        hidden: z.boolean().optional(),
      }),
    )
    .output(eventName),
};
