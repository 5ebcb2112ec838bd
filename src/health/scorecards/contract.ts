import { z } from 'zod';
import { day, endpoint, id } from '#platform/http/contract.ts';
import { scorecardSchema } from './definition.ts';

export { faultsOf, mappingSchema, sides, type Fault, type Mapping, type Measure, type Scorecard, type Side } from './definition.ts';

export const scorecardVersion = z.object({
  versionId: z.number().int(),
  scorecardId: id,
  name: z.string(),
  version: z.number().int(),
  status: z.enum(['draft', 'published', 'retired']),
  definition: scorecardSchema,
  note: z.string().nullable(),
  fromDay: day.nullable(),
  publishedAt: z.string().nullable(),
  publishedByName: z.string().nullable(),
});

export type CardVersion = z.infer<typeof scorecardVersion>;

export const contract = {
  versions: endpoint('health.read', { method: 'GET', path: '/scorecard/versions', summary: 'Versions of the scorecard, newest first' }).output(
    z.array(scorecardVersion),
  ),
  publish: endpoint('health.write', {
    method: 'POST',
    path: '/scorecard/versions',
    summary: 'Publish a new version of the scorecard; days already made keep theirs',
    successStatus: 201,
  })
    .input(z.object({ definition: scorecardSchema, note: z.string().trim().min(1).max(500).describe('Why it changed') }))
    .output(scorecardVersion),
};
