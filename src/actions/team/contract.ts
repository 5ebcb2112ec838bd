import { z } from 'zod';
import { day, endpoint, id } from '#platform/http/contract.ts';
import { card, colour, count, item, money, proactive, slots } from '#actions/today/contract.ts';

const owned = card.extend({ csmId: id.nullable(), csmName: z.string().nullable(), ctas: count.describe('Open'), ctaTitle: z.string().nullable() });
const need = z.enum(['over_slots', 'overflow', 'overdue', 'escalated', 'reactive', 'risks']);

const person = z.object({
  memberId: id,
  name: z.string(),
  accounts: count,
  mrr: money,
  risks: count.describe('Customers whose health is at risk'),
  open: count,
  overdue: count,
  overflow: count,
  escalated: count,
  perWeek: count,
  thisWeek: count.describe('New CTAs of this week that count in the slots'),
  proactive,
  needs: z.array(need).describe('Why this person is owed help, the weightiest first'),
});

const sheet = z.object({
  member: z.object({ id, name: z.string() }),
  day,
  slots,
  weeks: z.array(z.object({ week: day, in: count, outside: count, overflow: count, closed: count })),
  portfolio: z.object({ accounts: count, mrr: money, good: count, watch: count, risk: count, unknown: count }),
  proactive,
  counts: z.object({ open: count, overdue: count, overflow: count, escalated: count, closed28: count }),
  risks: z.array(card).describe('At most 10'),
  renewals: z.array(card).describe('Within 90 days, at most 10'),
  overdue: z.array(item).describe('At most 10'),
  escalations: z.array(item).describe('At most 10'),
  wins: z
    .array(z.object({ accountId: id, accountName: z.string(), title: z.string(), outcome: z.string().nullable(), note: z.string().nullable(), on: day }))
    .describe('CTAs of the last 28 days that ended well, at most 10'),
  risen: z.array(card).describe('Health risen by ten points in 28 days, at most 10'),
});

export const contract = {
  board: endpoint('team.read', {
    method: 'GET',
    path: '/team/board',
    summary: 'The risks and renewals of a team, escalations, load by person, and who is owed help',
  })
    .input(z.object({ teamId: id.optional() }))
    .output(
      z.object({
        day,
        risks: z.object({ count, mrr: money, items: z.array(owned) }).describe('The largest MRR first, at most 50'),
        renewals: z
          .object({
            days: count,
            count,
            mrr: money,
            months: z.array(z.object({ month: day, count, mrr: money, byColour: z.record(colour, count) })),
            items: z.array(owned),
          })
          .describe('Within 90 days, the next first, at most 50'),
        escalations: z.array(
          item.extend({ toName: z.string().nullable(), byName: z.string().nullable(), reason: z.string().nullable(), until: day.nullable() }),
        ),
        people: z.array(person).describe('Those who are owed most help first'),
      }),
    ),
  memberSheet: endpoint('team.read', {
    method: 'GET',
    path: '/team/members/{memberId}/sheet',
    summary: "A member's sheet for a talk between manager and CSM",
  })
    .input(z.object({ memberId: id }))
    .output(sheet),
  ownSheet: endpoint('today.own', { method: 'GET', path: '/today/sheet', summary: 'Your own sheet for a talk with your manager' }).output(sheet),
};
