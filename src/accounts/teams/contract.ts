import { z } from 'zod';
import { endpoint, id } from '#platform/http/contract.ts';

const team = z.object({ id, name: z.string(), members: z.array(z.object({ id, name: z.string() })) });
const fields = z.object({ name: z.string().trim().min(1).max(120), memberIds: z.array(id).max(2000) });

export const contract = {
  list: endpoint('members.read', { method: 'GET', path: '/teams', summary: 'List teams with their members' }).output(z.array(team)),
  create: endpoint('teams.write', { method: 'POST', path: '/teams', summary: 'Add a team', successStatus: 201 })
    .input(fields.extend({ memberIds: fields.shape.memberIds.default([]) }))
    .output(team),
  update: endpoint('teams.write', { method: 'PATCH', path: '/teams/{teamId}', summary: 'Change a team' })
    .input(fields.partial().extend({ teamId: id }))
    .output(team),
  delete: endpoint('teams.write', { method: 'DELETE', path: '/teams/{teamId}', summary: 'Delete a team; its members stay' })
    .input(z.object({ teamId: id }))
    .output(z.object({ deleted: z.boolean() })),
};
