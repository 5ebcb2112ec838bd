import { changedFields, write } from '#platform/audit/audit.ts';
import { sqlState } from '#platform/db/db.ts';
import type { Context } from '#platform/http/context.ts';
import { problem, problemAt } from '#platform/http/problem.ts';
import { implementSlice } from '#platform/http/server.ts';
import { say } from '#platform/http/say.ts';
import { contract } from './contract.ts';
import { deleteTeam, findTeam, insertTeam, listTeams, renameTeam, setTeamMembers, type Team } from './store.ts';

const on = implementSlice(contract);

export const routes = {
  list: on.list.handler(({ context }) => listTeams(context.db)),

  create: on.create.handler(({ context, input }) =>
    uniqueName(context, () =>
      write(context, 'teams.create', async (tx, audit) => {
        const id = await insertTeam(tx, input.name, context.clock());
        await setTeamMembers(tx, id, input.memberIds);
        const made = (await findTeam(tx, id))!;
        audit({ noun: 'team', id, label: made.name, changes: changedFields({}, flat(made)) });
        return made;
      }),
    ),
  ),

  update: on.update.handler(({ context, input: { teamId, name, memberIds } }) =>
    uniqueName(context, () =>
      write(context, 'teams.update', async (tx, audit) => {
        const before = (await findTeam(tx, teamId)) ?? notFound(context);
        if (name !== undefined) await renameTeam(tx, teamId, name);
        if (memberIds) await setTeamMembers(tx, teamId, memberIds);
        const after = (await findTeam(tx, teamId))!;
        const changes = changedFields(flat(before), flat(after));
        audit(Object.keys(changes).length ? { noun: 'team', id: teamId, label: after.name, changes } : null);
        return after;
      }),
    ),
  ),

  delete: on.delete.handler(({ context, input }) =>
    write(context, 'teams.delete', async (tx, audit) => {
      const before = (await findTeam(tx, input.teamId)) ?? notFound(context);
      await deleteTeam(tx, before.id);
      audit({ noun: 'team', id: before.id, label: before.name, changes: changedFields(flat(before), { name: null, members: null }) });
      return { deleted: true };
    }),
  ),
};

function flat(team: Team): Record<string, unknown> {
  return { name: team.name, members: team.members.map((member) => member.name) };
}

async function uniqueName<T>(context: Context, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (sqlState(error) !== '23505') throw error;
    const text = say(context, '同じ名前のチームがすでにあります。', 'There is a team of this name already.');
    throw problemAt('name', text, 'CONFLICT');
  }
}

function notFound(context: Context): never {
  throw problem('NOT_FOUND', say(context, 'チームが見つかりません。', 'No such team.'));
}
