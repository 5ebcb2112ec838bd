import { useMutation, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { ReplayCard } from '#review/replay/panel.tsx';
import { useLanguage, useTexts } from '#platform/i18n/react.tsx';
import { Button } from '#platform/ui/button.tsx';
import { useDone } from '#platform/ui/done.ts';
import { Card, Page, PageHeader, Tabs } from '#platform/ui/layout.tsx';
import { useCan } from '#platform/ui/session.tsx';
import { ErrorState, FormProblem, Loaded, Notice, SkeletonBlock } from '#platform/ui/states.tsx';
import { usePathParam, useUrlState } from '#platform/ui/url-state.ts';
import { canonical, type Known, type RuleDefinition } from '#rules/rules/contract.ts';
import { RuleEditor, rulesApi, RuleStatus, tidyRule, useRuleWorld, type RuleWorld } from '#rules/rules/panel.tsx';
import { FiringsTab, VersionsTab, type RuleDetail } from './firings.tsx';
import { RuleMenu } from './menu.tsx';
import { PublishDialog } from './publish-dialog.tsx';
import { FoundNow, RecordCard } from './side.tsx';
import { rulePageTexts, rulesPageTexts } from './texts.ts';

/** One rule: what it says, what it would have cost, and when it fired. */
export function RulePage() {
  const t = useTexts(rulesPageTexts);
  const ruleId = usePathParam('ruleId');
  const rule = useQuery(rulesApi.get.queryOptions({ input: { ruleId } }));
  const world = useRuleWorld();
  return (
    <Page>
      <Loaded query={rule} lines={10} title={t.title}>
        {() => <Inside key={`${ruleId} ${rule.data!.updatedAt}`} rule={rule.data as unknown as RuleDetail} world={world} />}
      </Loaded>
    </Page>
  );
}

const tabs = ['edit', 'firings', 'versions'] as const;

function Inside({ rule, world }: { rule: RuleDetail; world: RuleWorld }) {
  const t = useTexts(rulePageTexts);
  const mayWrite = useCan('rules.write') && rule.status !== 'retired';
  const [state] = useUrlState<{ tab: string }>();
  const tab = tabs.find((one) => one === state.tab) ?? 'edit';
  const saved = (rule.draft ?? rule.definition)!;
  const [edited, setEdited] = useState<RuleDefinition>(saved);
  const [publishing, setPublishing] = useState(false);
  const definition = tidyRule(edited);
  const dirty = canonical(definition) !== canonical(saved);
  const issues = world.issues(definition);
  const save = useMutation({
    mutationFn: () => rulesApi.update.call({ ruleId: rule.ruleId, draft: definition }),
    ...useDone(t.saved, undefined, rulesApi.key()),
  });
  const actions = mayWrite && (
    <>
      {dirty && (
        <Button busy={save.isPending} onClick={() => save.mutate()}>
          {t.save}
        </Button>
      )}
      <Button look="primary" disabled={issues.length > 0 || (!dirty && rule.draft === null)} onClick={() => setPublishing(true)}>
        {t.publish}
      </Button>
      <RuleMenu rule={rule} />
    </>
  );
  const to = `/rules/${rule.ruleId}`;
  return (
    <>
      <PageHeader
        crumbs={<Link to={'/rules' as never}>{t.rules}</Link>}
        name={rule.name}
        title={
          <>
            {rule.name} <RuleStatus status={rule.status} />
          </>
        }
        sub={rule.description}
        actions={actions}
      />
      <Tabs label={t.tabsLabel} tabs={tabs.map((one) => ({ label: t.tabs[one], to, search: one === 'edit' ? {} : { tab: one }, current: one === tab }))} />
      <FormProblem error={save.error} />
      {tab === 'firings' && <FiringsTab ruleId={rule.ruleId} />}
      {tab === 'versions' && <VersionsTab rule={rule} />}
      {tab === 'edit' && <Edit rule={rule} world={world} edited={edited} definition={definition} issues={issues} onChange={mayWrite ? setEdited : null} />}
      {publishing && <PublishDialog rule={rule} definition={definition} dirty={dirty} onClose={() => setPublishing(false)} />}
    </>
  );
}

type EditProps = {
  rule: RuleDetail;
  world: RuleWorld;
  edited: RuleDefinition;
  definition: RuleDefinition;
  issues: { path: string; message: string }[];
  onChange: ((rule: RuleDefinition) => void) | null;
};

function Edit({ rule, world, edited, definition, issues, onChange }: EditProps) {
  const t = useTexts(rulePageTexts);
  const language = useLanguage();
  if (world.error) return <ErrorState error={world.error} />;
  if (!world.known) return <SkeletonBlock lines={8} />;
  const known: Known = world.known;
  const runs = rule.version !== null && canonical(definition) !== canonical(rule.definition);
  return (
    <>
      {rule.status === 'retired' && <Notice>{t.retiredNote}</Notice>}
      <Card title={t.reading}>
        <div className="stack">
          <p className="text-[15px] font-semibold" aria-live="polite">
            {world.say(definition)}
          </p>
          {runs && (
            <p className="sub">
              {t.running}: {rule.sentence[language]}
            </p>
          )}
          {issues.length > 0 && (
            <Notice tone="watch">
              <strong>{t.issues}</strong>
              {issues.map((issue) => (
                <div key={issue.path + issue.message}>{issue.message}</div>
              ))}
            </Notice>
          )}
        </div>
      </Card>
      <ReplayCard ruleId={rule.ruleId} definition={definition} ready={issues.length === 0} />
      <div className="grid2">
        {onChange ? <RuleEditor rule={edited} name={rule.name} world={{ ...world, known }} onChange={onChange} /> : <div />}
        <div className="stack">
          <FoundNow definition={definition} ready={issues.length === 0} />
          {rule.version !== null && <RecordCard ruleId={rule.ruleId} />}
        </div>
      </div>
    </>
  );
}
