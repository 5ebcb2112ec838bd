import { changedFields, write } from '#platform/audit/audit.ts';
import { sqlState } from '#platform/db/db.ts';
import type { Context } from '#platform/http/context.ts';
import { problem, problemAt } from '#platform/http/problem.ts';
import { implementSlice } from '#platform/http/server.ts';
import { contract } from './contract.ts';
import { insertSource, listSources, updateSource, type Source } from './store.ts';

const on = implementSlice(contract);
const when = (context: Context) => ({ now: context.clock(), today: context.today });
const settings = ({ name, allowedProperties, maskedProperties, staleAfterDays }: Source) => ({ name, allowedProperties, maskedProperties, staleAfterDays });

export const routes = {
  list: on.list.handler(({ context }) => listSources(context.db, when(context))),

  create: on.create.handler(async ({ context, input }) => {
    try {
      return await write(context, 'sources.create', async (tx, audit) => {
        await insertSource(tx, input, context.clock());
        const made = (await listSources(tx, when(context), input.source))[0]!;
        audit({ noun: 'source', id: made.source, label: made.name, changes: changedFields({}, settings(made)) });
        return made;
      });
    } catch (error) {
      if (sqlState(error) !== '23505') throw error;
      const text = { ja: 'このキーはすでに使われています。', en: 'This key is in use already.' };
      throw problemAt('source', text, 'CONFLICT');
    }
  }),

  update: on.update.handler(({ context, input: { source, ...change } }) =>
    write(context, 'sources.update', async (tx, audit) => {
      const before = (await listSources(tx, when(context), source))[0];
      if (!before) throw problem('NOT_FOUND', { ja: 'データ元が見つかりません。', en: 'No such source.' });
      await updateSource(tx, source, change);
      const after = (await listSources(tx, when(context), source))[0]!;
      const changes = changedFields(settings(before), settings(after));
      audit(Object.keys(changes).length ? { noun: 'source', id: source, label: after.name, changes } : null);
      return after;
    }),
  ),
};
