import { z } from 'zod';
import { endpoint, id } from '#platform/http/contract.ts';
import { condition } from '#rules/conditions/contract.ts';

export const segment = z.object({
  segmentId: id,
  name: z.string(),
  description: z.string().nullable(),
  condition,
  sentence: z.object({ ja: z.string(), en: z.string() }),
  looksBack: z.boolean().describe('Looks at past days: its members are kept and renewed when values change'),
  members: z.number().int().nullable(),
  evaluatedAt: z.iso.datetime().nullable(),
  usedIn: z.array(z.string()).describe('Segments whose condition refers to it'),
  ownerName: z.string().nullable(),
});
export type Segment = z.infer<typeof segment>;

const fields = z.object({ name: z.string().trim().min(1).max(60), description: z.string().trim().max(500).nullable(), condition });

export const contract = {
  list: endpoint('segments.read', { method: 'GET', path: '/segments', summary: 'List segments with their sentence and size' }).output(z.array(segment)),
  get: endpoint('segments.read', { method: 'GET', path: '/segments/{segmentId}', summary: 'A segment' })
    .input(z.object({ segmentId: id }))
    .output(segment),
  preview: endpoint('segments.read', { method: 'POST', path: '/segments/preview', summary: 'How many customers a condition finds now, with some of them' })
    .input(z.object({ condition }))
    .output(
      z.object({
        ja: z.string(),
        en: z.string(),
        slow: z.boolean(),
        count: z.number().int(),
        mrr: z.string().nullable(),
        sample: z.array(z.object({ accountId: id, name: z.string() })),
      }),
    ),
  create: endpoint('segments.write', { method: 'POST', path: '/segments', summary: 'Save a condition as a segment', successStatus: 201 })
    .input(fields.extend({ description: fields.shape.description.default(null) }))
    .output(segment),
  update: endpoint('segments.write', { method: 'PATCH', path: '/segments/{segmentId}', summary: 'Change a segment' })
    .input(fields.partial().extend({ segmentId: id }))
    .output(segment),
  remove: endpoint('segments.write', {
    method: 'DELETE',
    path: '/segments/{segmentId}',
    summary: 'Remove a segment that no other refers to',
    successStatus: 204,
  }).input(z.object({ segmentId: id })),
};
