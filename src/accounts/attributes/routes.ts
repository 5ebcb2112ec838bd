import { changedFields, write } from '#platform/audit/audit.ts';
import { sqlState, type Db } from '#platform/db/db.ts';
import { problem, problemAt } from '#platform/http/problem.ts';
import { implementSlice } from '#platform/http/server.ts';
import { contract } from './contract.ts';
import { countHolding, findAttribute, insertAttribute, listAttributes, updateAttribute, type Attribute } from './store.ts';

const on = implementSlice(contract);

export const routes = {
  list: on.list.handler(({ context }) => listAttributes(context.db)),

  create: on.create.handler(async ({ context, input }) => {
    checkChoices(input.kind, input.choices);
    try {
      return await write(context, 'attributes.create', async (tx, audit) => {
        const made = await insertAttribute(tx, input, context.clock());
        audit({ noun: 'attribute', id: made.id, label: made.name, changes: changedFields({}, input) });
        return made;
      });
    } catch (error) {
      if (sqlState(error) === '23505') throw problemAt('key', { ja: 'このキーはすでに使われています。', en: 'This key is in use already.' }, 'CONFLICT');
      throw error;
    }
  }),

  update: on.update.handler(({ context, input: { attributeId, ...change } }) =>
    write(context, 'attributes.update', async (tx, audit) => {
      const before = await findAttribute(tx, attributeId);
      if (!before) throw problem('NOT_FOUND', { ja: '項目が見つかりません。', en: 'No such field.' });
      if (change.choices) await checkRemoved(tx, before, change.choices);
      const after = (await updateAttribute(tx, attributeId, change, context.clock()))!;
      const changes = changedFields(before, after);
      audit(Object.keys(changes).length ? { noun: 'attribute', id: attributeId, label: after.name, changes } : null);
      return after;
    }),
  ),
};

function checkChoices(kind: Attribute['kind'], choices: string[]): void {
  if (kind === 'choice' && choices.length === 0) throw problemAt('choices', { ja: '選択肢を1つ以上入力してください。', en: 'Enter at least one choice.' });
  if (kind !== 'choice' && choices.length > 0)
    throw problemAt('choices', { ja: '選択肢は、種類が「選択」の項目だけに設定できます。', en: 'Only a field of the kind "choice" has choices.' });
  if (new Set(choices).size < choices.length) throw problemAt('choices', { ja: '同じ選択肢が2つ以上あります。', en: 'The same choice is there twice.' });
}

async function checkRemoved(tx: Db, before: Attribute, choices: string[]): Promise<void> {
  checkChoices(before.kind, choices);
  const gone = before.choices.filter((c) => !choices.includes(c));
  const held = gone.length ? await countHolding(tx, before.key, gone) : 0;
  if (held > 0)
    throw problem(
      'CONFLICT',
      {
        ja: `「${gone.join('」「')}」は${held}社で使われているため、外せません。`,
        en: `${held} customers use "${gone.join('", "')}", so it cannot be taken away.`,
      },
      [{ path: 'choices', message: { ja: `${held}社で使われています。`, en: `${held} customers use it.` } }],
    );
}
