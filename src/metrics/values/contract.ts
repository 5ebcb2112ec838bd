import { z } from 'zod';
import { day, endpoint } from '#platform/http/contract.ts';
import { definitionSchema } from '#metrics/definitions/contract.ts';

export const distribution = z.object({
  day,
  accounts: z.number().int().describe('Accounts looked at'),
  withValue: z.number().int(),
  min: z.number().nullable(),
  max: z.number().nullable(),
  quantiles: z.array(z.number()).describe('At 10, 25, 50, 75 and 90 %; empty without values'),
  bins: z.array(z.object({ from: z.number(), to: z.number(), n: z.number().int() })),
  samples: z
    .array(z.object({ accountId: z.string(), name: z.string(), value: z.number() }))
    .describe('Real customers, spread from the lowest value to the highest'),
});
export type Distribution = z.infer<typeof distribution>;

export const contract = {
  preview: endpoint('metrics.read', {
    method: 'POST',
    path: '/metrics/preview',
    summary: 'What a definition would give today, over all accounts or those of one product; nothing is stored',
  })
    .input(
      z.object({
        definition: definitionSchema,
        key: z.string().max(63).optional().describe('Its own key, when it has one'),
        productNo: z.number().int().min(0).max(32_767).default(0).describe('Its values for the customers of one product; 0: for customers as a whole'),
      }),
    )
    .output(distribution),
  distribution: endpoint('metrics.read', { method: 'GET', path: '/metrics/{metric}/distribution', summary: 'The stored values of a metric, newest day' })
    .input(z.object({ metric: z.string().max(63) }))
    .output(distribution),
};
