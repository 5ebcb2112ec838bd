import { z } from 'zod';
import { endpoint, id } from '#platform/http/contract.ts';

export const hit = z.object({
  kind: z.enum(['account', 'contact', 'contract', 'activity']),
  id,
  accountId: id,
  label: z.string(),
  sub: z.string().nullable(),
});

export const contract = {
  search: endpoint('search.read', {
    method: 'GET',
    path: '/search',
    summary: 'Find accounts, contacts, contracts and activities by a part of their name, reading, number or address',
  })
    .input(z.object({ q: z.string().max(200), limit: z.coerce.number().int().min(1).max(50).default(20) }))
    .output(z.object({ items: z.array(hit) })),
};
