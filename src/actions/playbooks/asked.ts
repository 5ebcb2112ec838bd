import type { Db } from '#platform/db/db.ts';
import type { Context } from '#platform/http/context.ts';
import { languageOf } from '#platform/http/language.ts';
import { problem } from '#platform/http/problem.ts';
import { textsIn } from '#platform/i18n/texts.ts';
import { checkCondition, comparisons, loadCatalogue, type Condition } from '#rules/conditions/index.ts';
import type { Playbook } from './contract.ts';
import { faultsOf, type PlaybookDefinition } from './definition.ts';
import { findPlaybook } from './store.ts';
import { faultText, serverTexts } from './texts.ts';

/** What the server says, in the language of the one who asks. */
export const wordsFor = (context: Context) => textsIn(serverTexts, languageOf(context));
export const byOf = ({ actor }: Pick<Context, 'actor'>) => (actor.kind === 'member' ? actor.id : null);

export async function playbookOf(db: Db, context: Context, playbookId: string): Promise<Playbook> {
  const found = await findPlaybook(db, playbookId);
  if (!found) throw problem('NOT_FOUND', wordsFor(context).notFound);
  return found;
}

/** Refuses a wrong merge field, a key that is there twice and a condition that cannot be asked, each with its place in the draft. */
export async function refuseDefinition(db: Db, context: Context, definition: PlaybookDefinition, at = 'draft'): Promise<void> {
  const t = wordsFor(context);
  const catalogue = await loadCatalogue(db);
  const asked = definition.tasks.flatMap((task, i) =>
    (['condition', 'doneWhen'] as const).flatMap((part) => (task[part] ? [{ path: `${at}.tasks.${i}.${part}`, condition: task[part] as Condition }] : [])),
  );
  const issues = [
    ...faultsOf(definition).map((fault) => ({ path: `${at}.${fault.path}`, message: faultText(t, fault) })),
    ...asked.flatMap(({ path, condition }) => checkCondition(condition, catalogue.fields, languageOf(context), path)),
    ...asked.filter(({ condition }) => speaksOfMe(condition)).map(({ path }) => ({ path, message: t.me })),
  ];
  if (issues.length) throw problem('BAD_REQUEST', issues[0]!.message, issues);
}

const speaksOfMe = (condition: Condition) => comparisons(condition).some((c) => Array.isArray(c.value) && c.value.includes('@me'));
