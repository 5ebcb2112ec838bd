import type { Language } from '#platform/i18n/texts.ts';
import { playbookDefinition, type PlaybookDefinition } from './definition.ts';
import { lifecyclePlaybooks } from './library-lifecycle.ts';
import { opportunityPlaybooks } from './library-opportunity.ts';
import { renewalPlaybooks } from './library-renewal.ts';
import { riskPlaybooks } from './library-risk.ts';
import type { Ready } from './library-shapes.ts';

const [renewal, farewell] = renewalPlaybooks as [Ready, Ready];

/** Ten ready playbooks, in the order in which they are offered. Taking one makes a draft. */
export const library: readonly Ready[] = [renewal, ...riskPlaybooks, ...lifecyclePlaybooks, ...opportunityPlaybooks, farewell];

/** A ready playbook in one language, as a draft. */
export function draftOf(ready: Ready, language: Language): { name: string; description: string; ctaType: Ready['ctaType']; draft: PlaybookDefinition } {
  const tasks = ready.tasks.map((t) => ({
    key: t.key,
    title: t.title[language],
    body: t.body?.[language] ?? null,
    due: t.due,
    ownerRole: t.ownerRole ?? 'csm',
    template: t.mail?.[language] ?? null,
    required: !t.optional,
    condition: t.condition ?? null,
    doneWhen: t.doneWhen ?? null,
  }));
  const draft = playbookDefinition.parse({ tasks, startOnPhase: ready.startOnPhase ?? null });
  return { name: ready.name[language], description: ready.description[language], ctaType: ready.ctaType, draft };
}
