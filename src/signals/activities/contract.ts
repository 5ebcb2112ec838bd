import { z } from 'zod';
import { day, endpoint, id, page, pageInput } from '#platform/http/contract.ts';
import { activityKinds, directions } from './terms.ts';

export const activityKind = z.enum(activityKinds);
export const direction = z.enum(directions);
const person = z.object({ id, name: z.string() });
const moment = z.iso.datetime({ offset: true }).transform((v) => new Date(v));

const fields = z.object({
  kind: activityKind,
  direction: direction.nullable().describe('Who started it: we (proactive) or the customer (reactive). None for a memo'),
  happenedAt: moment.describe('Now unless given; not in the future'),
  productNo: z.number().int().min(1).nullable(),
  subject: z.string().trim().min(1).max(300),
  body: z
    .string()
    .trim()
    .max(50_000)
    .nullable()
    .transform((v) => v || null),
  contactIds: z.array(id).max(100).describe('Who took part on their side'),
  memberIds: z.array(id).max(100).describe('Who took part on ours; the caller unless given'),
});

export const activity = z.object({
  accountId: id,
  activityId: id,
  kind: activityKind,
  direction: direction.nullable(),
  happenedAt: z.date(),
  knownAt: z.date(),
  productNo: z.number().int().nullable(),
  subject: z.string(),
  body: z.string().nullable(),
  isAutomatic: z.boolean(),
  isHistory: z.boolean().describe('From an import of the past'),
  contacts: z.array(person),
  members: z.array(person),
  updatedAt: z.date(),
});

const accountId = { accountId: id };
const both = { ...accountId, activityId: id };

export const contract = {
  list: endpoint('activities.read', { method: 'GET', path: '/accounts/{accountId}/activities', summary: 'Activities of an account, the newest first' })
    .input(z.object({ ...accountId, ...pageInput, kind: activityKind.optional() }))
    .output(page(activity)),
  touches: endpoint('activities.read', {
    method: 'GET',
    path: '/accounts/{accountId}/contact-touches',
    summary: 'The last time a person of ours was in touch with each contact',
  })
    .input(z.object(accountId))
    .output(z.array(z.object({ contactId: id, lastOn: day, daysAgo: z.number().int() }))),
  get: endpoint('activities.read', { method: 'GET', path: '/accounts/{accountId}/activities/{activityId}', summary: 'An activity' })
    .input(z.object(both))
    .output(activity),
  create: endpoint('activities.write', { method: 'POST', path: '/accounts/{accountId}/activities', summary: 'Record an activity', successStatus: 201 })
    .input(fields.partial().required({ kind: true, subject: true }).extend(accountId))
    .output(activity),
  update: endpoint('activities.write', {
    method: 'PATCH',
    path: '/accounts/{accountId}/activities/{activityId}',
    summary: 'Change an activity; what was recorded before stays known for the past',
  })
    .input(fields.partial().extend(both))
    .output(activity),
  remove: endpoint('activities.write', {
    method: 'DELETE',
    path: '/accounts/{accountId}/activities/{activityId}',
    summary: 'Delete an activity',
    successStatus: 204,
  }).input(z.object(both)),
};
