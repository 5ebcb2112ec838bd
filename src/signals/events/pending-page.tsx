import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { z } from 'zod';
import { sourceName } from '#accounts/sources/terms.ts';
import { apiQuery } from '#platform/http/client.ts';
import { useFormat, useLanguage, useTexts } from '#platform/i18n/react.tsx';
import { Button } from '#platform/ui/button.tsx';
import { ConfirmDialog } from '#platform/ui/dialog.tsx';
import { Card, Page, PageHeader } from '#platform/ui/layout.tsx';
import { ShowMore } from '#platform/ui/more.tsx';
import { useCan } from '#platform/ui/session.tsx';
import { EmptyState, Notice } from '#platform/ui/states.tsx';
import { Table } from '#platform/ui/table.tsx';
import { toast } from '#platform/ui/toast.tsx';
import { AttachDialog } from './attach-dialog.tsx';
import { contract, type waiting } from './contract.ts';
import { eventTexts } from './texts.ts';

const api = apiQuery(contract);
export type Waiting = z.infer<typeof waiting>;

/** Events that wait for their account. */
export function PendingPage() {
  const t = useTexts(eventTexts);
  const language = useLanguage();
  const f = useFormat();
  const mayWrite = useCan('events.write');
  const [attaching, setAttaching] = useState<Waiting | null>(null);
  const [discarding, setDiscarding] = useState<Waiting | null>(null);
  const pending = useInfiniteQuery(
    api.pending.infiniteOptions({
      input: (cursor: string | undefined) => ({ cursor }),
      initialPageParam: undefined,
      getNextPageParam: (last) => last.nextCursor ?? undefined,
    }),
  );
  const nameOf = (one: Waiting) => one.name ?? one.groupKey ?? t.user(one.userKey ?? '—');
  return (
    <Page>
      <PageHeader title={t.pending} sub={t.pendingSub} />
      <Card flush>
        <Table
          label={t.pending}
          columns={[
            {
              key: 'group',
              header: t.group,
              cell: (one) => (
                <>
                  <b>{nameOf(one)}</b>
                  {one.name && <span className="sub block">{one.groupKey ?? t.user(one.userKey ?? '—')}</span>}
                </>
              ),
            },
            { key: 'reason', header: t.reason, cell: (one) => t.reasons[one.reason], wrap: true },
            { key: 'source', header: t.source, cell: (one) => sourceName(one.source, one.sourceName, language) },
            { key: 'count', header: t.count, num: true, cell: (one) => f.number(one.events) },
            { key: 'users', header: t.users, num: true, cell: (one) => f.number(one.users) },
            { key: 'last', header: t.last, cell: (one) => f.moment(one.lastAt) },
            {
              key: 'samples',
              header: t.samples,
              wrap: true,
              cell: (one) => <span className="sub">{[...new Set(one.samples.map((s) => s.event))].join(' · ')}</span>,
            },
            {
              key: 'actions',
              header: '',
              cell: (one) =>
                mayWrite && (
                  <span className="row">
                    <Button small onClick={() => setAttaching(one)}>
                      {t.attach}
                    </Button>
                    <Button small look="ghost" onClick={() => setDiscarding(one)}>
                      {t.discard}
                    </Button>
                  </span>
                ),
            },
          ]}
          rows={pending.data?.pages.flatMap((p) => p.items)}
          rowKey={(one) => `${one.source} ${one.groupKey ?? ''} ${one.userKey ?? ''}`}
          query={pending}
          empty={<EmptyState title={t.none}>{t.noneHint}</EmptyState>}
          foot={<ShowMore query={pending} />}
        />
      </Card>
      <Notice>{t.keep}</Notice>
      <IgnoredGroups mayWrite={mayWrite} />
      {attaching && <AttachDialog waiting={attaching} name={nameOf(attaching)} onClose={() => setAttaching(null)} />}
      {discarding && <Discard waiting={discarding} name={nameOf(discarding)} onClose={() => setDiscarding(null)} />}
    </Page>
  );
}

function Discard({ waiting, name, onClose }: { waiting: Waiting; name: string; onClose: () => void }) {
  const t = useTexts(eventTexts);
  const f = useFormat();
  const queries = useQueryClient();
  const discard = useMutation(
    api.discard.mutationOptions({
      meta: { toast: true },
      onSuccess: ({ discarded }) => {
        toast(t.discarded(f.number(discarded)));
        onClose();
        return queries.invalidateQueries({ queryKey: api.key() });
      },
    }),
  );
  const count = f.number(waiting.events);
  const { source, groupKey, userKey } = waiting;
  return (
    <ConfirmDialog
      open
      danger
      title={t.discardTitle(name)}
      confirmLabel={t.discard}
      busy={discard.isPending}
      onClose={onClose}
      onConfirm={() => discard.mutate({ source, groupKey, userKey })}
    >
      {groupKey === null ? t.discardUser(count) : t.discardGroup(count)}
    </ConfirmDialog>
  );
}

function IgnoredGroups({ mayWrite }: { mayWrite: boolean }) {
  const t = useTexts(eventTexts);
  const f = useFormat();
  const queries = useQueryClient();
  const ignored = useQuery(api.ignored.queryOptions());
  const stop = useMutation(
    api.stopIgnoring.mutationOptions({
      meta: { toast: true },
      onSuccess: () => {
        toast(t.takenAgain);
        return queries.invalidateQueries({ queryKey: api.key() });
      },
    }),
  );
  if (!ignored.data?.length) return null;
  return (
    <Card title={t.ignored} aside={t.ignoredHint} flush>
      <Table
        label={t.ignored}
        columns={[
          { key: 'group', header: t.groupKey, cell: (one) => one.groupKey },
          { key: 'source', header: t.source, cell: (one) => one.source },
          { key: 'since', header: t.since, cell: (one) => f.moment(one.ignoredAt) },
          {
            key: 'actions',
            header: '',
            cell: (one) =>
              mayWrite && (
                <Button small busy={stop.isPending} onClick={() => stop.mutate({ source: one.source, groupKey: one.groupKey })}>
                  {t.takeAgain}
                </Button>
              ),
          },
        ]}
        rows={ignored.data}
        rowKey={(one) => `${one.source} ${one.groupKey}`}
        query={ignored}
      />
    </Card>
  );
}
