import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { z } from 'zod';
import { apiQuery } from '#platform/http/client.ts';
import { useFormat, useTexts } from '#platform/i18n/react.tsx';
import { Button, LinkButton } from '#platform/ui/button.tsx';
import { Card, Page, PageHeader, Tabs } from '#platform/ui/layout.tsx';
import { ShowMore } from '#platform/ui/more.tsx';
import { useCan } from '#platform/ui/session.tsx';
import { EmptyState, Notice } from '#platform/ui/states.tsx';
import { Table } from '#platform/ui/table.tsx';
import { useUrlState } from '#platform/ui/url-state.ts';
import { contract, type importSummary } from './contract.ts';
import { importTexts } from './page-texts.ts';
import { StatusPill } from './status-pill.tsx';
import { isBusy } from './wait.tsx';

type Summary = z.infer<typeof importSummary>;
const api = apiQuery(contract);

export function ImportTabs() {
  const t = useTexts(importTexts);
  return (
    <Tabs
      label={t.tabs.label}
      tabs={[
        { label: t.tabs.history, to: '/imports' },
        { label: t.tabs.feeds, to: '/imports/feeds' },
      ]}
    />
  );
}

/** Every import, newest first. */
export function ImportsPage() {
  const t = useTexts(importTexts);
  const mayWrite = useCan('imports.write');
  const [{ feed }, setUrl] = useUrlState<{ feed: string }>();
  const feeds = useQuery({ ...api.feeds.queryOptions(), enabled: feed !== undefined });
  const list = useInfiniteQuery({
    ...api.list.infiniteOptions({
      input: (cursor: string | undefined) => ({ limit: 50, cursor, feedId: feed }),
      initialPageParam: undefined,
      getNextPageParam: (last) => last.nextCursor ?? undefined,
    }),
    refetchInterval: (query) => (query.state.data?.pages[0]?.items.some((i) => isBusy(i.status)) ? 2_000 : false),
  });
  const add = mayWrite && (
    <LinkButton look="primary" to="/imports/new">
      {t.add}
    </LinkButton>
  );
  return (
    <Page>
      <PageHeader title={t.title} sub={t.sub} actions={add} />
      <ImportTabs />
      {feed && (
        <Notice>
          {t.list.ofFeed(feeds.data?.find((one) => one.feedId === feed)?.name ?? '')}{' '}
          <Button small onClick={() => setUrl({ feed: undefined })}>
            {t.list.all}
          </Button>
        </Notice>
      )}
      <Card flush>
        <Table
          label={t.tabs.history}
          columns={useColumns()}
          rows={list.data?.pages.flatMap((p) => p.items)}
          rowKey={(one) => one.importId}
          rowHref={(one) => `/imports/${one.importId}`}
          query={list}
          empty={
            <EmptyState title={t.list.none} actions={add}>
              {t.list.noneHint}
            </EmptyState>
          }
          foot={<ShowMore query={list} />}
        />
      </Card>
    </Page>
  );
}

function useColumns() {
  const t = useTexts(importTexts);
  const f = useFormat();
  const count = (key: 'added' | 'changed' | 'unchanged' | 'rejected') => ({
    key,
    header: t.list[key],
    num: true,
    cell: (one: Summary) => (one.rowsTotal === null ? '—' : f.number(one[key])),
  });
  return [
    { key: 'file', header: t.list.file, cell: (one: Summary) => <Link to={`/imports/${one.importId}`}>{one.fileName}</Link> },
    { key: 'noun', header: t.list.noun, cell: (one: Summary) => t.nouns[one.noun] },
    { key: 'status', header: t.list.status, cell: (one: Summary) => <StatusPill status={one.status} /> },
    count('added'),
    count('changed'),
    count('unchanged'),
    count('rejected'),
    { key: 'by', header: t.list.by, cell: (one: Summary) => one.createdByName },
    { key: 'at', header: t.list.at, num: true, cell: (one: Summary) => f.moment(one.createdAt) },
  ];
}
