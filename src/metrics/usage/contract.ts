import { z } from 'zod';
import { day, endpoint, id } from '#platform/http/contract.ts';

const window = {
  accountId: id,
  days: z.coerce
    .number()
    .int()
    .pipe(z.union([z.literal(28), z.literal(90), z.literal(365)]))
    .default(28),
};
const actives = z.array(z.object({ from: day, users: z.number().int() }));

export const usage = z.object({
  from: day,
  to: day.describe('Today, not over yet'),
  total: z.number().int(),
  previousTotal: z.number().int().describe('The same number of days before'),
  activeUsers: z.number().int(),
  previousActiveUsers: z.number().int(),
  activeDays: z.number().int().describe('Days with at least one event'),
  historyShare: z.number().describe('Part of the total that was loaded as history, 0 to 1'),
  lastDay: day.nullable().describe('Of all time'),
  days: z.array(z.object({ day, total: z.number().int(), users: z.number().int() })),
  weekly: actives.describe('Distinct users of each week, Monday to Sunday'),
  monthly: actives.describe('Distinct users of each month'),
  events: z.array(
    z.object({
      eventId: z.number().int(),
      name: z.string(),
      label: z.string().nullable(),
      productNo: z.number().int().nullable(),
      count: z.number().int(),
      previous: z.number().int(),
      amount: z.number(),
      perDay: z.array(z.number().int()),
    }),
  ),
});

export const usageUsers = z.object({
  total: z.number().int(),
  users: z.array(
    z.object({
      userNo: z.number().int(),
      userKey: z.string(),
      name: z.string().nullable(),
      email: z.string().nullable(),
      contactId: id.nullable(),
      count: z.number().int(),
      previous: z.number().int(),
      activeDays: z.number().int(),
      lastSeenAt: z.iso.datetime().nullable(),
      perWeek: z.array(z.number().int()).describe('The last twelve weeks, the oldest first'),
    }),
  ),
});

export const contract = {
  account: endpoint('events.read', {
    method: 'GET',
    path: '/accounts/{accountId}/usage',
    summary: 'Usage of an account by day, event and user, compared with the period before',
  })
    .input(z.object(window))
    .output(usage),
  users: endpoint('events.read', {
    method: 'GET',
    path: '/accounts/{accountId}/usage/users',
    summary: "Users of an account's product, the most active first, at most 200",
  })
    .input(z.object(window))
    .output(usageUsers),
};
