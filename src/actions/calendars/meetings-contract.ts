import { z } from 'zod';
import { day, endpoint, id } from '#platform/http/contract.ts';

const meeting = z.object({
  key: z.string(),
  startsAt: z.date(),
  endsAt: z.date(),
  allDay: z.boolean(),
  title: z.string(),
  location: z.string().nullable(),
  calendar: z.string(),
  accounts: z.array(z.object({ accountId: id, name: z.string(), people: z.array(z.string()) })).describe('Customers whose contacts take part, by mail address'),
});
export type Meeting = z.infer<typeof meeting>;

/** By itself, since it is on the first screen, where every kilobyte counts. */
export const meetingsContract = {
  meetings: endpoint('today.own', { method: 'GET', path: '/today/meetings', summary: 'Your meetings of a day, with the customers who take part' })
    .input(z.object({ day: day.optional().describe('Today unless given') }))
    .output(z.object({ day, feeds: z.number().int().describe('Calendars you subscribe to'), failing: z.number().int(), items: z.array(meeting) })),
};
