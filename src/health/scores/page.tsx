import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { apiQuery } from '#platform/http/client.ts';
import { useFormat, useTexts } from '#platform/i18n/react.tsx';
import { Button } from '#platform/ui/button.tsx';
import { Card, Page, PageHeader } from '#platform/ui/layout.tsx';
import { Pill } from '#platform/ui/pills.tsx';
import { useCan } from '#platform/ui/session.tsx';
import { StackedBar } from '#platform/ui/bars.tsx';
import { EmptyState, Loaded } from '#platform/ui/states.tsx';
import { Table } from '#platform/ui/table.tsx';
import { uiTexts } from '#platform/ui/texts.ts';
import { contract as metricsContract, type MetricOut } from '#metrics/definitions/contract.ts';
import { useMetricName } from '#metrics/definitions/panel.tsx';
import { contract as cardsContract, type CardVersion } from '#health/scorecards/contract.ts';
import { cardTerms } from '#health/scorecards/terms.ts';
import { contract } from './contract.ts';
import { CardEditor } from './card-editor.tsx';
import { useMappingWords } from './mapping-words.ts';
import { scorecardPageTexts } from './page-texts.ts';
import { colours } from './terms.ts';

const api = apiQuery(contract);
const cards = apiQuery(cardsContract);
const metricsApi = apiQuery(metricsContract);
type Summary = { day: string | null; computedAt: string | null; counts: Record<'good' | 'watch' | 'risk' | 'unknown', number>; off: string[] };

export function HealthPage() {
  const t = useTexts(scorecardPageTexts);
  const card = useTexts(cardTerms);
  const f = useFormat();
  const mayWrite = useCan('health.write');
  const [editing, setEditing] = useState(false);
  const versions = useQuery(cards.versions.queryOptions());
  const metrics = useQuery(metricsApi.list.queryOptions());
  const summary = useQuery(api.summary.queryOptions());
  const all = versions.data as CardVersion[] | undefined;
  const current = all?.find((v) => v.status === 'published');
  return (
    <Page>
      <PageHeader title={t.title} sub={t.sub} />
      <Card title={t.today} aside={summary.data?.day && t.asOf(f.day(summary.data.day), f.moment(summary.data.computedAt))}>
        <Loaded query={summary}>{() => <Colours summary={summary.data as Summary} />}</Loaded>
      </Card>
      {current && (
        <Card
          flush
          title={t.card(current.name === cardTerms.ja.defaultCard ? card.defaultCard : current.name, current.version)}
          aside={
            <>
              {current.fromDay && <span>{t.since(f.day(current.fromDay))}</span>}
              {mayWrite && (
                <Button small onClick={() => setEditing(true)}>
                  {t.edit}
                </Button>
              )}
            </>
          }
        >
          <Measures version={current} off={(summary.data as Summary | undefined)?.off ?? []} metrics={metrics.data as MetricOut[] | undefined} />
        </Card>
      )}
      <Card flush title={t.versions}>
        <Versions versions={all} query={versions} />
      </Card>
      {editing && current && <CardEditor version={current} metrics={(metrics.data as MetricOut[] | undefined) ?? []} onClose={() => setEditing(false)} />}
    </Page>
  );
}

function Colours({ summary }: { summary: Summary }) {
  const t = useTexts(scorecardPageTexts);
  const words = useTexts(uiTexts);
  if (!summary.day) return <EmptyState title={t.notYet} />;
  const parts = colours.map((tone) => ({ key: tone, label: words.health[tone], value: summary.counts[tone], tone }));
  return <StackedBar label={t.today} parts={parts} />;
}

function Measures({ version, off, metrics }: { version: CardVersion; off: string[]; metrics: MetricOut[] | undefined }) {
  const t = useTexts(scorecardPageTexts);
  const f = useFormat();
  const name = useMetricName();
  const mapping = useMappingWords();
  const { groups, measures, good, watch, minCoverage } = version.definition;
  const groupName = (key: string) => {
    const found = groups.find((g) => g.key === key);
    return found ? name(found) : key;
  };
  return (
    <>
      <Table
        label={t.title}
        columns={[
          { key: 'name', header: t.measure, cell: (m) => <b>{name(m)}</b> },
          { key: 'group', header: t.group, cell: (m) => <span className="sub">{groupName(m.group)}</span> },
          { key: 'weight', header: t.weight, num: true, cell: (m) => f.percent(m.weight / 100) },
          {
            key: 'mapping',
            header: t.mapping,
            wrap: true,
            cell: (m) => <span className="sub">{mapping(m.mapping, metrics?.find((one) => one.key === m.metric)?.unit ?? 'number')}</span>,
          },
          {
            key: 'state',
            header: t.state,
            cell: (m) => <Pill tone={off.includes(m.metric) ? 'unknown' : 'good'}>{off.includes(m.metric) ? t.off : t.on}</Pill>,
          },
        ]}
        rows={measures}
        rowKey={(m) => m.metric}
      />
      <div className="sub stack p-3 !gap-1">
        <span>{t.thresholds(good, watch, f.percent(minCoverage))}</span>
        {off.length > 0 && <span>{t.offNote}</span>}
        {!measures.some((m) => groups.find((g) => g.key === m.group)?.side === 'cx') && <span>{t.onlyOutcome}</span>}
      </div>
    </>
  );
}

function Versions({ versions, query }: { versions: CardVersion[] | undefined; query: { isPending: boolean; error: unknown } }) {
  const t = useTexts(scorecardPageTexts);
  const f = useFormat();
  return (
    <Table
      label={t.versions}
      columns={[
        { key: 'version', header: t.version, cell: (v) => <b>v{v.version}</b> },
        { key: 'status', header: '', cell: (v) => v.status === 'published' && <Pill tone="good">{t.current}</Pill> },
        { key: 'from', header: t.from, cell: (v) => f.day(v.fromDay) },
        { key: 'note', header: t.note, wrap: true, cell: (v) => v.note ?? t.system },
        { key: 'by', header: t.by, cell: (v) => v.publishedByName ?? '—' },
      ]}
      rows={versions}
      rowKey={(v) => String(v.versionId)}
      query={query}
    />
  );
}
