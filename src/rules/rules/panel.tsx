import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { apiQuery } from '#platform/http/client.ts';
import { useLanguage, useTexts } from '#platform/i18n/react.tsx';
import { Checkbox } from '#platform/ui/fields.tsx';
import { Card } from '#platform/ui/layout.tsx';
import { Pill } from '#platform/ui/pills.tsx';
import { ConditionEditor, tidy, useFields, type Fields } from '#rules/conditions/panel.tsx';
import { ActionsFields } from './action-fields.tsx';
import { checkRule, contract, ruleDefinition, ruleSentence, type Known, type Rule, type RuleDefinition } from './contract.ts';
import { rulePanelTexts } from './panel-texts.ts';
import { TriggerFields } from './trigger-fields.tsx';

export { LibraryDrawer } from './library-drawer.tsx';

export const rulesApi = apiQuery(contract);

export type RuleWorld = {
  fields: Fields;
  known: Known | undefined;
  isPending: boolean;
  error: unknown;
  say: (rule: RuleDefinition) => string;
  issues: (rule: RuleDefinition) => { path: string; message: string }[];
};

/** What the editor of a rule needs to know, asked once; reads and checks a rule as the server does. */
export function useRuleWorld(): RuleWorld {
  const t = useTexts(rulePanelTexts);
  const fields = useFields();
  const language = useLanguage();
  const choices = useQuery({ ...rulesApi.choices.queryOptions(), staleTime: 30_000 });
  const known = choices.data as Known | undefined;
  return useMemo(() => {
    return {
      fields: { ...fields, list: fields.list.filter((f) => f.hasHistory) },
      known,
      isPending: fields.isPending || choices.isPending,
      error: fields.error ?? choices.error,
      say: (rule) => (known ? ruleSentence(rule, { ...fields.reading, known }) : ''),
      issues: (rule) => {
        if (!known) return [];
        const empty = ruleDefinition.safeParse(rule).success ? [] : [{ path: '', message: t.incomplete }];
        return [...empty, ...checkRule(rule, { fields: fields.map, known, language })];
      },
    };
  }, [fields, known, choices.isPending, choices.error, language, t]);
}

/** Without the places of its condition that were never filled in. */
export const tidyRule = (rule: RuleDefinition): RuleDefinition => ({ ...rule, condition: tidy(rule.condition) });

type EditorProps = { rule: RuleDefinition; name: string; world: RuleWorld & { known: Known }; onChange: (rule: RuleDefinition) => void };

/** A rule being edited: about whom, when, and what then. */
export function RuleEditor({ rule, name, world, onChange }: EditorProps) {
  const t = useTexts(rulePanelTexts);
  const { fields, known } = world;
  const ctas = rule.actions.some((a) => a.kind === 'cta');
  const isState = rule.trigger.kind !== 'event' && rule.trigger.kind !== 'contact_leaves';
  return (
    <div className="stack">
      <Card title={t.who}>
        <div className="stack">
          <p className="sub">{t.whoHint}</p>
          <ConditionEditor fields={fields} condition={rule.condition} onChange={(condition) => onChange({ ...rule, condition })} />
        </div>
      </Card>
      <Card title={t.when}>
        <TriggerFields rule={rule} onChange={onChange} known={known} fields={fields} />
      </Card>
      <Card title={t.whatThen}>
        <div className="stack">
          <ActionsFields actions={rule.actions} onChange={(actions) => onChange({ ...rule, actions })} known={known} name={name} />
          {ctas && isState && (
            <Checkbox label={t.close} checked={rule.closeWhenCleared} onChange={(closeWhenCleared) => onChange({ ...rule, closeWhenCleared })} />
          )}
          {isState && <Checkbox label={t.catchUp} checked={rule.catchUp} onChange={(catchUp) => onChange({ ...rule, catchUp })} />}
        </div>
      </Card>
    </div>
  );
}

const tones = { live: 'good', paused: 'watch', draft: 'unknown', retired: 'unknown' } as const;
export function RuleStatus({ status }: { status: Rule['status'] }) {
  const t = useTexts(rulePanelTexts);
  return <Pill tone={tones[status]}>{t.statuses[status]}</Pill>;
}
