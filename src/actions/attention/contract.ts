import { z } from 'zod';
import { day, endpoint, id, page, queryBoolean } from '#platform/http/contract.ts';
import { colours } from '#health/scores/terms.ts';

const colour = z.enum(colours);
const amount = z.string().describe('Whole minor units');

/** Whose customers: everybody's, or those the caller is the CSM of. */
const scope = { mine: queryBoolean.default(false) };

export const attentionItem = z.object({
  accountId: id,
  name: z.string(),
  isSample: z.boolean(),
  colour: colour.nullable(),
  score: z.number().nullable(),
  scoreChange28: z.number().nullable(),
  codes: z.array(z.string()).describe('Why, the most urgent first'),
  worst: z
    .object({ name: z.string(), nameEn: z.string().nullable(), points: z.number().nullable(), value: z.number().nullish(), unit: z.string().nullish() })
    .nullable()
    .describe('The measure that costs the score most'),
  mrr: amount.nullable(),
  renewalOn: day.nullable(),
  noticeOn: day.nullable(),
  lastTouchOn: day.nullable(),
  onboardingDueOn: day.nullable(),
  csm: z.string().nullable(),
});

export const contract = {
  list: endpoint('accounts.read', {
    method: 'GET',
    path: '/attention/customers',
    summary: 'List the customers needing attention, the most urgent first, with reasons',
  })
    .input(
      z.object({
        ...scope,
        code: z.string().max(60).optional(),
        limit: z.coerce.number().int().min(1).max(200).default(20),
        cursor: z
          .string()
          .regex(/^\d{1,6}$/)
          .optional(),
      }),
    )
    .output(page(attentionItem)),
  freshness: endpoint('accounts.read', {
    method: 'GET',
    path: '/attention/freshness',
    summary: 'When data last came in, and when the last day was closed',
  }).output(z.object({ lastDataAt: z.iso.datetime().nullable(), closedAt: z.iso.datetime().nullable() })),
  summary: endpoint('accounts.read', { method: 'GET', path: '/attention/summary', summary: 'Count customers by health and by reason for attention' })
    .input(z.object(scope))
    .output(
      z.object({
        accounts: z.number().int(),
        needingAttention: z.number().int(),
        byCode: z.array(z.object({ code: z.string(), accounts: z.number().int() })),
        byColour: z.object({ good: z.number().int(), watch: z.number().int(), risk: z.number().int(), unknown: z.number().int() }),
        mrr: amount,
        renewals: z.object({ days: z.number().int(), accounts: z.number().int(), mrr: amount }),
        unassigned: z.number().int(),
        untouched: z.object({ days: z.number().int(), accounts: z.number().int() }),
        refreshedAt: z.iso.datetime().nullable(),
      }),
    ),
};
