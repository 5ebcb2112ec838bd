import { changedFields, write } from '#platform/audit/audit.ts';
import type { Db } from '#platform/db/db.ts';
import { problem, problemAt } from '#platform/http/problem.ts';
import { implementSlice } from '#platform/http/server.ts';
import { reasonsContract } from './reasons-contract.ts';
import { insertReason, lockReasons, mostReasons, rulesWith, updateReason } from './reasons.ts';
import { listReasons, type Reason } from './store.ts';

const on = implementSlice(reasonsContract);

export const reasonRoutes = {
  create: on.create.handler(({ context, input: { name, ...given } }) =>
    write(context, 'cta_reasons.create', async (tx, audit) => {
      await lockReasons(tx);
      const all = await listReasons(tx);
      if (all.length >= mostReasons)
        throw problem('CONFLICT', {
          ja: `理由は${mostReasons}個までです。使わなくなった理由の名前を変えて使ってください。`,
          en: `There can be ${mostReasons} reasons at most. Rename one that you no longer use.`,
        });
      const fields = { ...given, name: { ja: name.ja, en: name.en ?? name.ja } };
      refuse(fields, all);
      const made = await insertReason(tx, fields);
      audit({ noun: 'cta_reason', id: made.reason, label: made.name.ja, changes: changedFields({}, flat(made)) });
      return made;
    }),
  ),

  update: on.update.handler(({ context, input: { reason, name, ...given } }) =>
    write(context, 'cta_reasons.update', async (tx, audit) => {
      await lockReasons(tx);
      const all = await listReasons(tx);
      const before = all.find((r) => r.reason === reason);
      if (!before) throw problem('NOT_FOUND', { ja: '理由が見つかりません。', en: 'No such reason.' });
      const after = { ...before, ...given, name: name ? { ja: name.ja, en: name.en ?? name.ja } : before.name };
      refuse(
        after,
        all.filter((r) => r !== before),
      );
      if (after.archived && !before.archived) await refuseRetiring(tx, before, all);
      const changes = changedFields(flat(before), flat(after));
      if (Object.keys(changes).length) await updateReason(tx, after, context.clock());
      audit(Object.keys(changes).length ? { noun: 'cta_reason', id: reason, label: after.name.ja, changes } : null);
      return after;
    }),
  ),
};

/** As the audit log shows it. */
const flat = ({ type, name, riskCategory, outsideSlots, archived }: Reason) => ({
  type,
  nameJa: name.ja,
  nameEn: name.en,
  riskCategory,
  outsideSlots,
  archived,
});

function refuse({ type, name, riskCategory }: Pick<Reason, 'type' | 'name' | 'riskCategory'>, others: readonly Reason[]): void {
  if (type !== 'risk' && riskCategory !== null)
    throw problemAt('riskCategory', { ja: 'リスクの分類は、リスクの理由だけに付けられます。', en: 'Only a reason for risks has a category of risk.' });
  for (const language of ['ja', 'en'] as const)
    if (others.some((r) => r.type === type && !r.archived && r.name[language] === name[language]))
      throw problemAt(`name.${language}`, { ja: '同じ名前の理由がすでにあります。', en: 'There is a reason of this name already.' });
}

async function refuseRetiring(tx: Db, reason: Reason, all: readonly Reason[]): Promise<void> {
  if (all.filter((r) => r.type === reason.type && !r.archived).length === 1)
    throw problem('CONFLICT', {
      ja: 'この種類で使える理由がなくなるため、使用を停止できません。先に別の理由を追加してください。',
      en: 'This is the last reason of its type, so it cannot be archived. Add another one first.',
    });
  const rules = await rulesWith(tx, reason.reason);
  const some = rules.slice(0, 3);
  if (rules.length)
    throw problem('CONFLICT', {
      ja: `この理由のCTAを作るルールが${rules.length}件あります（${some.join('、')}）。先にルールの理由を変えてください。`,
      en: `Rules still make CTAs for this reason (${rules.length}: ${some.join(', ')}). Give them another reason first.`,
    });
}
