import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { apiQuery } from '#platform/http/client.ts';
import { useFormat, useTexts } from '#platform/i18n/react.tsx';
import { Button } from '#platform/ui/button.tsx';
import { Explain } from '#platform/ui/explain.tsx';
import { Kpi, Page, PageHeader, Tabs } from '#platform/ui/layout.tsx';
import { useCan } from '#platform/ui/session.tsx';
import { Loaded } from '#platform/ui/states.tsx';
import { usePathParam, useUrlState } from '#platform/ui/url-state.ts';
import { contract, type Outcome, type Playbook } from './contract.ts';
import { Editor } from './editor.tsx';
import { playbookTexts } from './page-texts.ts';
import { Share, StatusPill } from './parts.tsx';
import { PlaybookMenu } from './playbook-menu.tsx';
import { RunsTab } from './runs-tab.tsx';
import { StartDialog } from './start-dialog.tsx';
import { VersionsTab } from './versions-tab.tsx';

const api = apiQuery(contract);
const tabs = ['content', 'runs', 'versions'] as const;

/** One playbook: its tasks as they are edited, its runs, its versions. */
export function PlaybookPage() {
  const t = useTexts(playbookTexts);
  const playbookId = usePathParam('playbookId');
  const playbook = useQuery(api.get.queryOptions({ input: { playbookId } }));
  return (
    <Page>
      <Loaded query={playbook} lines={10} title={t.title}>
        {() => <Inside key={playbookId} playbook={playbook.data as Playbook} />}
      </Loaded>
    </Page>
  );
}

function Inside({ playbook }: { playbook: Playbook }) {
  const t = useTexts(playbookTexts);
  const [state] = useUrlState<{ tab: string }>();
  const mayStart = useCan('ctas.write');
  const mayWrite = useCan('playbooks.write');
  const [starting, setStarting] = useState(false);
  const [discards, setDiscards] = useState(0);
  const tab = tabs.find((one) => one === state.tab) ?? 'content';
  const to = `/playbooks/${playbook.playbookId}`;
  return (
    <>
      <PageHeader
        name={playbook.name}
        crumbs={<Link to="/playbooks">{t.title}</Link>}
        title={
          <>
            {playbook.name} <StatusPill status={playbook.status} />
          </>
        }
        sub={playbook.version !== null && <span className="sub">{t.version(playbook.version)}</span>}
        actions={
          <>
            {mayStart && playbook.status === 'live' && <Button onClick={() => setStarting(true)}>{t.start}</Button>}
            {mayWrite && <PlaybookMenu playbook={playbook} onDiscarded={() => setDiscards(discards + 1)} />}
          </>
        }
      />
      {playbook.version !== null && <Results playbookId={playbook.playbookId} />}
      <Tabs label={t.tabsLabel} tabs={tabs.map((one) => ({ label: t.tabs[one], to, search: one === 'content' ? {} : { tab: one } }))} />
      {tab === 'content' && <Editor key={`${playbook.version} ${discards}`} playbook={playbook} />}
      {tab === 'runs' && <RunsTab playbook={playbook} onStart={mayStart && playbook.status === 'live' ? () => setStarting(true) : undefined} />}
      {tab === 'versions' && <VersionsTab playbook={playbook} />}
      {starting && <StartDialog playbookId={playbook.playbookId} onClose={() => setStarting(false)} />}
    </>
  );
}

function Results({ playbookId }: { playbookId: string }) {
  const t = useTexts(playbookTexts);
  const f = useFormat();
  const o = useQuery(api.outcome.queryOptions({ input: { playbookId } })).data as Outcome | undefined;
  if (!o?.started) return null;
  const counts = `${t.startedCount} ${f.number(o.started)} · ${t.doneCount} ${f.number(o.done)} · ${t.stoppedCount} ${f.number(o.stopped)}`;
  return (
    <div className="grid grid-cols-2 gap-3 lg:grid-cols-5" role="group" aria-label={t.outcomeTitle}>
      <Kpi label={t.running} value={f.number(o.running)} sub={counts} />
      <Kpi label={t.completion} value={o.completion === null ? '—' : f.percent(o.completion)} sub={t.cases(f.number(o.done + o.stopped))} />
      <Kpi label={t.days} value={o.medianDays === null ? '—' : f.days(o.medianDays)} sub={t.daysHint} />
      {(['churned', 'expanded'] as const).map((of) => (
        <Kpi
          key={of}
          label={t[of]}
          value={o.enough ? f.percent(o[of] / o.cases) : '—'}
          sub={
            <>
              {o.enough ? t.cases(f.number(o.cases)) : <Share outcome={o} of={of} />} {o.cases > 0 && <Beside playbookId={playbookId} outcome={o} of={of} />}
            </>
          }
        />
      ))}
    </div>
  );
}

/** Everybody's share over the same span, which opens to how both are counted. */
function Beside({ playbookId, outcome: o, of }: { playbookId: string; outcome: Outcome; of: 'churned' | 'expanded' }) {
  const t = useTexts(playbookTexts);
  const f = useFormat();
  const all = useQuery({ ...api.everyone.queryOptions({ input: { playbookId } }), staleTime: 600_000 }).data;
  const share = all?.[`${of}Share`] ?? null;
  if (!all || share === null) return null;
  const words = t.everyone;
  const rows = [
    [words.these, words.casesOf(f.number(o[of]), f.number(o.cases))],
    [words.all, f.percent(share)],
    [words.span, words.months(f.number(all.months), f.number(all.customerMonths), all.oneIn)],
    [words.compared, t.cases(f.number(all.cases))],
  ] as const;
  return (
    <Explain title={t[of]} formula={words.formula[of]} rows={rows} note={o.enough ? words.note : `${t.fewHint} ${words.note}`}>
      {words.short(f.percent(share))}
    </Explain>
  );
}
