import { useMutation, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { z } from 'zod';
import { apiQuery } from '#platform/http/client.ts';
import { useFormat, useTexts } from '#platform/i18n/react.tsx';
import { Button } from '#platform/ui/button.tsx';
import { ConfirmDialog } from '#platform/ui/dialog.tsx';
import { useDone } from '#platform/ui/done.ts';
import { Card, Page, PageHeader } from '#platform/ui/layout.tsx';
import { Menu } from '#platform/ui/menu.tsx';
import { Pill } from '#platform/ui/pills.tsx';
import { useCan } from '#platform/ui/session.tsx';
import { EmptyState } from '#platform/ui/states.tsx';
import { Table } from '#platform/ui/table.tsx';
import { contract, type feed } from './contract.ts';
import { FeedDialog } from './feed-dialog.tsx';
import { ImportTabs } from './page.tsx';
import { feedTexts } from './feed-texts.ts';
import { importTexts } from './page-texts.ts';

export type Feed = z.infer<typeof feed>;
const api = apiQuery(contract);

/** Files that come by themselves, and whether they still do. */
export function FeedsPage() {
  const t = useTexts(feedTexts);
  const words = useTexts(importTexts);
  const f = useFormat();
  const mayWrite = useCan('imports.write');
  const [open, setOpen] = useState<Feed | 'new' | null>(null);
  const feeds = useQuery({ ...api.feeds.queryOptions(), refetchInterval: 10_000 });
  const add = mayWrite && (
    <Button look="primary" onClick={() => setOpen('new')}>
      {t.add}
    </Button>
  );
  return (
    <Page>
      <PageHeader title={words.title} name={words.tabs.feeds} sub={t.sub} actions={add} />
      <ImportTabs />
      <Card flush>
        <Table
          label={words.tabs.feeds}
          rows={feeds.data}
          rowKey={(one) => one.feedId}
          query={feeds}
          columns={[
            { key: 'name', header: t.name, cell: (one) => <b>{one.name}</b> },
            { key: 'noun', header: t.noun, cell: (one) => words.nouns[one.noun] },
            { key: 'where', header: t.where, wrap: true, cell: (one) => <span className="break-all">{one.location}</span> },
            { key: 'when', header: t.when, cell: (one) => t.hour(one.atHour) },
            { key: 'last', header: t.last, cell: (one) => (one.lastSuccessAt ? f.moment(one.lastSuccessAt) : t.never) },
            {
              key: 'history',
              header: t.history,
              cell: (one) => (
                <Link to="/imports" search={{ feed: one.feedId } as never}>
                  {t.showHistory}
                </Link>
              ),
            },
            { key: 'state', header: t.state, wrap: true, cell: (one) => <State feed={one} /> },
            { key: 'menu', header: '', num: true, cell: (one) => mayWrite && <FeedMenu feed={one} onEdit={() => setOpen(one)} /> },
          ]}
          empty={
            <EmptyState title={t.none} actions={add}>
              {t.noneHint}
            </EmptyState>
          }
        />
      </Card>
      {open && <FeedDialog feed={open === 'new' ? null : open} onClose={() => setOpen(null)} />}
    </Page>
  );
}

function State({ feed: one }: { feed: Feed }) {
  const t = useTexts(feedTexts);
  if (one.paused) return <Pill tone="unknown">{t.paused}</Pill>;
  if (one.running) return <Pill tone="info">{t.running}</Pill>;
  const f = useFormat();
  const same = one.stale && one.unchangedDays > one.staleAfterDays;
  const pill = same ? (
    <Pill tone="watch">{t.same(f.days(one.unchangedDays))}</Pill>
  ) : one.stale ? (
    <Pill tone="risk">{t.stale}</Pill>
  ) : one.lastError ? (
    <Pill tone="watch">{t.failing}</Pill>
  ) : (
    <Pill tone="good">{t.ok}</Pill>
  );
  return (
    <>
      {pill}
      {one.lastError && <div className="sub">{one.lastError}</div>}
    </>
  );
}

function FeedMenu({ feed: one, onEdit }: { feed: Feed; onEdit: () => void }) {
  const t = useTexts(feedTexts);
  const [asking, setAsking] = useState(false);
  const close = () => setAsking(false);
  const [saved, started] = [useDone(t.saved, close, api.feeds.key()), useDone(t.started, close, api.feeds.key())];
  const change = useMutation(api.changeFeed.mutationOptions({ ...saved, meta: { toast: true } }));
  const run = useMutation(api.runFeed.mutationOptions({ ...started, meta: { toast: true } }));
  const remove = useMutation(api.deleteFeed.mutationOptions({ ...saved, meta: { toast: true } }));
  return (
    <>
      <Menu
        label={t.actions(one.name)}
        icon="⋯"
        look="ghost"
        small
        items={[
          { key: 'now', label: t.now, onAction: () => run.mutate({ feedId: one.feedId }) },
          { key: 'edit', label: t.edit, onAction: onEdit },
          { key: 'pause', label: one.paused ? t.resume : t.pause, onAction: () => change.mutate({ feedId: one.feedId, paused: !one.paused }) },
          { key: 'remove', label: t.remove, danger: true, onAction: () => setAsking(true) },
        ]}
      />
      <ConfirmDialog
        open={asking}
        onClose={() => setAsking(false)}
        onConfirm={() => remove.mutate({ feedId: one.feedId })}
        title={t.removeTitle}
        confirmLabel={t.remove}
        danger
        busy={remove.isPending}
      >
        <p>{t.removeBody}</p>
      </ConfirmDialog>
    </>
  );
}
