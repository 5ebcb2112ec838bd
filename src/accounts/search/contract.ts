import { z } from 'zod';
import { endpoint, id } from '#platform/http/contract.ts';

const entryKinds = ['account', 'contact', 'contract', 'activity', 'goal'] as const;
const nameKinds = ['segment', 'view', 'rule', 'playbook', 'metric', 'scorecard', 'product', 'partner', 'member', 'team'] as const;
/** What a customer has, kept in the index. */
export type EntryKind = (typeof entryKinds)[number];
/** What has a name and belongs to no customer. */
export type NameKind = (typeof nameKinds)[number];

const kind = z.enum([...entryKinds, ...nameKinds]);

export const hit = z.object({
  kind,
  id: z.string(),
  accountId: id.nullable().describe('The customer it belongs to; null for what belongs to none'),
  label: z.string(),
  labelEn: z.string().nullable().describe('Its name in English, where it has one of its own'),
  sub: z.string().nullable(),
});
export type Hit = z.infer<typeof hit>;

export const contract = {
  search: endpoint('search.read', {
    method: 'GET',
    path: '/search',
    summary: 'Find customers and what they have, segments, rules, playbooks and whatever else has a name, by a part of its name, reading, number or address',
  })
    .input(
      z.object({
        q: z.string().max(200),
        limit: z.coerce.number().int().min(1).max(50).default(20),
        kind: kind.optional().describe('Only what is of this kind'),
      }),
    )
    .output(z.object({ items: z.array(hit) })),
};
