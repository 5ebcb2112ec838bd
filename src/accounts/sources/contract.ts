import { z } from 'zod';
import { endpoint } from '#platform/http/contract.ts';
import { written } from '#platform/http/issues.ts';

export const source = z.object({
  source: z.string().describe('What keys, mappings and files call it'),
  name: z.string(),
  kind: z.enum(['import', 'tracking', 'sample', 'manual']),
  allowedProperties: z.array(z.string()).nullable().describe('Properties that are kept; null: all'),
  maskedProperties: z.array(z.string()).describe('Kept without their value; `userId` makes users anonymous'),
  staleAfterDays: z.number().int().nullable(),
  lastDataAt: z.iso.datetime().nullable(),
  stale: z.boolean().describe('Nothing has come for longer than staleAfterDays'),
  recent: z
    .object({
      accepted: z.number(),
      repeated: z.number(),
      waiting: z.number(),
      history: z.number(),
      refused: z.number(),
      refusedWhy: z.string().nullable(),
    })
    .describe('The last 28 days'),
  days: z.array(z.number()).describe('Accepted per day, 28 days, the oldest first'),
});

const propertyNames = z
  .array(z.string().trim().min(1).max(200))
  .max(200)
  .transform((names) => [...new Set(names)]);
const fields = z.object({
  name: z.string().trim().min(1).max(120),
  allowedProperties: propertyNames.nullable(),
  maskedProperties: propertyNames,
  staleAfterDays: z.number().int().min(1).max(365).nullable(),
});

export const contract = {
  list: endpoint('sources.read', { method: 'GET', path: '/sources', summary: 'Where data comes from, and whether it still does' }).output(z.array(source)),
  create: endpoint('sources.write', { method: 'POST', path: '/sources', summary: 'Add a source', successStatus: 201 })
    .input(
      fields
        .partial()
        .required({ name: true })
        .extend({
          source: z
            .string()
            .regex(
              /^[a-z0-9][a-z0-9_-]{0,62}$/,
              written({ ja: '半角の英小文字・数字・「-」「_」で入力してください。', en: 'Use small letters, digits, - and _ only.' }),
            ),
          kind: z.enum(['import', 'tracking']).default('tracking'),
        }),
    )
    .output(source),
  update: endpoint('sources.write', {
    method: 'PATCH',
    path: '/sources/{source}',
    summary: 'Change what a source may keep, its name, or when it counts as stale',
  })
    .input(fields.partial().extend({ source: z.string() }))
    .output(source),
};
