import { z } from 'zod';
import { day, endpoint, id, page, pageInput } from '#platform/http/contract.ts';

const entry = z.object({
  id,
  at: z.iso.datetime(),
  actorKind: z.enum(['member', 'key', 'system', 'cli']),
  actorId: id.nullable(),
  actorName: z.string(),
  action: z.string().describe('noun.verb, such as accounts.update'),
  noun: z.string(),
  nounId: z.string().nullable(),
  accountId: id.nullable(),
  label: z.string().nullable().describe('What a person calls the row'),
  changes: z.unknown().describe('{ field: [before, after] }, or counts'),
  names: z.record(z.string(), z.string()).describe('What the ids in the changes are called now; of those deleted, nothing'),
  requestId: z.string().nullable(),
});

export const contract = {
  list: endpoint('audit.read', { method: 'GET', path: '/audit-log', summary: 'Who did what, newest first' })
    .input(
      z.object({
        ...pageInput,
        actorId: id.optional(),
        action: z.string().max(80).optional(),
        noun: z.string().max(80).optional(),
        nounId: z.string().max(80).optional(),
        accountId: id.optional(),
        from: day.optional(),
        to: day.optional(),
        q: z.string().max(200).optional().describe('Part of the name of the row or of who did it'),
      }),
    )
    .output(page(entry)),
  facets: endpoint('audit.read', { method: 'GET', path: '/audit-log/facets', summary: 'What can be filtered by' }).output(
    z.object({ actors: z.array(z.object({ id, name: z.string() })), actions: z.array(z.string()), nouns: z.array(z.string()) }),
  ),
};
