import { z } from 'zod';
import { endpoint, id } from '#platform/http/contract.ts';
import { meetingsContract } from './meetings-contract.ts';

const feed = z.object({
  feedId: id,
  name: z.string(),
  host: z.string().describe('The address itself is a secret and is not given back'),
  fetchedAt: z.date().nullable(),
  lastError: z.string().nullable().describe('Why the last reading failed, in words'),
  truncated: z.boolean().describe('More events than are kept'),
});

export const contract = {
  ...meetingsContract,
  list: endpoint('today.own', { method: 'GET', path: '/calendars', summary: 'The calendars you subscribe to' }).output(z.array(feed)),
  add: endpoint('today.own', { method: 'POST', path: '/calendars', summary: 'Subscribe to a calendar by its HTTPS address (iCalendar)', successStatus: 201 })
    .input(z.object({ name: z.string().trim().min(1).max(100), url: z.string().trim().min(1).max(2000) }))
    .output(feed),
  refresh: endpoint('today.own', { method: 'POST', path: '/calendars/{feedId}/refresh', summary: 'Read a calendar again now' })
    .input(z.object({ feedId: id }))
    .output(feed),
  remove: endpoint('today.own', { method: 'DELETE', path: '/calendars/{feedId}', summary: 'End a subscription', successStatus: 204 }).input(
    z.object({ feedId: id }),
  ),
  link: endpoint('today.own', { method: 'GET', path: '/calendar-link', summary: 'Whether your work is given out as a calendar' }).output(
    z.object({ createdAt: z.date().nullable(), usedAt: z.date().nullable() }),
  ),
  makeLink: endpoint('today.own', {
    method: 'POST',
    path: '/calendar-link',
    summary: 'Make the secret address of your own tasks, CTAs and renewals as a calendar; an earlier one stops working',
    successStatus: 201,
  }).output(z.object({ url: z.string().describe('Shown only now') })),
  dropLink: endpoint('today.own', { method: 'DELETE', path: '/calendar-link', summary: 'Stop giving out your work as a calendar', successStatus: 204 }),
  file: endpoint(
    'public',
    { method: 'GET', path: '/calendar-files/{token}', summary: 'Your own work as iCalendar, by its secret address' },
    { raw: true, gives: ['text/calendar'] },
  ).input(z.object({ token: z.string() })),
};
