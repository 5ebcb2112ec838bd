import { z } from 'zod';
import { endpoint, id } from '#platform/http/contract.ts';

export const partner = z.object({ id, name: z.string(), accounts: z.number().int().describe('How many customers it looks after') });
const name = z.string().trim().min(1).max(200);

export const contract = {
  list: endpoint('accounts.read', { method: 'GET', path: '/partners', summary: 'List partners' }).output(z.array(partner)),
  create: endpoint('accounts.delete', { method: 'POST', path: '/partners', summary: 'Add a partner', successStatus: 201 })
    .input(z.object({ name }))
    .output(partner),
  update: endpoint('accounts.delete', { method: 'PATCH', path: '/partners/{partnerId}', summary: 'Rename a partner' })
    .input(z.object({ partnerId: id, name }))
    .output(partner),
  remove: endpoint('accounts.delete', {
    method: 'DELETE',
    path: '/partners/{partnerId}',
    summary: 'Delete a partner without customers',
    successStatus: 204,
  }).input(z.object({ partnerId: id })),
};
