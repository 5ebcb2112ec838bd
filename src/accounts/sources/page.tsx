import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { apiQuery } from '#platform/http/client.ts';
import { useFormat, useLanguage, useTexts } from '#platform/i18n/react.tsx';
import { Button, LinkButton } from '#platform/ui/button.tsx';
import { Explain } from '#platform/ui/explain.tsx';
import { Card, Page, PageHeader } from '#platform/ui/layout.tsx';
import { Pill } from '#platform/ui/pills.tsx';
import { useCan } from '#platform/ui/session.tsx';
import { Sparkline } from '#platform/ui/spark.tsx';
import { EmptyState } from '#platform/ui/states.tsx';
import { Table } from '#platform/ui/table.tsx';
import { contract } from './contract.ts';
import { SourceDialog, type Source } from './dialog.tsx';
import { sourceName } from './terms.ts';
import { sourceTexts } from './texts.ts';

const api = apiQuery(contract);

/** Where data comes from, whether it still does, and what of it is kept. */
export function SourcesPage() {
  const t = useTexts(sourceTexts);
  const language = useLanguage();
  const mayWrite = useCan('sources.write');
  const [open, setOpen] = useState<Source | 'new' | null>(null);
  const sources = useQuery(api.list.queryOptions());
  const add = mayWrite && (
    <Button look="primary" onClick={() => setOpen('new')}>
      {t.add}
    </Button>
  );
  const links = (
    <>
      <LinkButton to="/settings/events">{t.names}</LinkButton>
      <LinkButton to="/events/pending">{t.pending}</LinkButton>
      {add}
    </>
  );
  return (
    <Page>
      <PageHeader title={t.title} sub={t.sub} actions={links} />
      <Card flush>
        <Table
          label={t.title}
          columns={[
            {
              key: 'name',
              header: t.name,
              cell: (s) => (
                <>
                  <b>{sourceName(s.source, s.name, language)}</b>
                  <span className="sub block">
                    <code>{s.source}</code>
                  </span>
                </>
              ),
            },
            { key: 'kind', header: t.kind, cell: (s) => t.kinds[s.kind] },
            { key: 'last', header: t.last, cell: (s) => <LastData source={s} /> },
            { key: 'recent', header: t.recent, num: true, cell: (s) => <Recent source={s} /> },
            {
              key: 'trend',
              header: t.trend,
              cell: (s) => <Sparkline values={s.days} label={`${sourceName(s.source, s.name, language)}: ${t.trend}`} tone={s.stale ? 'watch' : 'ai'} />,
            },
            {
              key: 'properties',
              header: t.properties,
              cell: (s) => (
                <>
                  {s.allowedProperties === null ? t.all : s.allowedProperties.length ? t.someOf(s.allowedProperties.length) : t.none}
                  {s.maskedProperties.length > 0 && <span className="sub block">{t.maskedOf(s.maskedProperties.length)}</span>}
                </>
              ),
            },
            {
              key: 'actions',
              header: '',
              num: true,
              cell: (s) =>
                mayWrite && (
                  <Button small look="ghost" aria-label={`${t.edit}: ${s.name}`} onClick={() => setOpen(s)}>
                    {t.edit}
                  </Button>
                ),
            },
          ]}
          rows={sources.data}
          rowKey={(s) => s.source}
          query={sources}
          empty={
            <EmptyState
              title={t.empty}
              actions={
                <>
                  <LinkButton to="/imports" look="primary">
                    {t.toImport}
                  </LinkButton>
                  <LinkButton to="/settings/keys">{t.toKeys}</LinkButton>
                </>
              }
            >
              {t.emptyHint}
            </EmptyState>
          }
        />
      </Card>
      {open && <SourceDialog source={open === 'new' ? null : open} onClose={() => setOpen(null)} />}
    </Page>
  );
}

function LastData({ source: s }: { source: Source }) {
  const t = useTexts(sourceTexts);
  const f = useFormat();
  return (
    <>
      {s.lastDataAt ? f.moment(s.lastDataAt) : <span className="sub">{t.never}</span>}
      {s.stale && (
        <span className="block" title={t.staleHint(f.days(s.staleAfterDays))}>
          <Pill tone="watch">{t.stale}</Pill>
        </span>
      )}
    </>
  );
}

function Recent({ source: s }: { source: Source }) {
  const t = useTexts(sourceTexts);
  const f = useFormat();
  if (!s.recent.accepted && !s.recent.repeated && !s.recent.refused) return <span className="sub">—</span>;
  return (
    <Explain
      title={t.recent}
      formula={t.recentFormula}
      rows={[
        [t.recent, f.number(s.recent.accepted)],
        [t.history, `${f.number(s.recent.history)} (${f.percent(s.recent.accepted ? s.recent.history / s.recent.accepted : 0)})`],
        [t.waiting, f.number(s.recent.waiting)],
        [t.repeated, f.number(s.recent.repeated)],
        [t.refused, f.number(s.recent.refused)],
        ...(s.recent.refusedWhy ? [[t.refusedWhy, <code key="why">{s.recent.refusedWhy}</code>] as const] : []),
      ]}
    >
      {f.number(s.recent.accepted)}
    </Explain>
  );
}
