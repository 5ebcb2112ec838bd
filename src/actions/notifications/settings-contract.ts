import { z } from 'zod';
import { endpoint } from '#platform/http/contract.ts';
import { kinds, way } from './kinds.ts';

const hour = z.number().int().min(0).max(23);
const rest = {
  digestHour: hour.nullable().describe("Hour of the organisation's clock; null: no digest"),
  quiet: z.object({ from: hour, to: hour }).nullable().describe('No mails from one hour up to another, over midnight too'),
  onWeekends: z.boolean(),
  onHolidays: z.boolean().describe('Japanese public holidays'),
};
const kind = z.enum(kinds);

const settings = z.object({
  kinds: z.array(way.extend({ kind, ways: z.array(z.enum(['inApp', 'now', 'daily'])).describe('What this kind can be told by') })),
  ...rest,
  mailWorks: z.boolean().describe('A mail server is set up'),
});

export const settingsContract = {
  get: endpoint('notifications.own', { method: 'GET', path: '/notifications/settings', summary: 'How you want to be told, by kind' }).output(settings),
  put: endpoint('notifications.own', {
    method: 'PUT',
    path: '/notifications/settings',
    summary: 'Say how you want to be told; kinds left out stay as they are',
  })
    .input(z.object({ kinds: z.array(way.extend({ kind })).max(30), ...rest }))
    .output(settings),
};
