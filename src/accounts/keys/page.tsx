import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { apiQuery } from '#platform/http/client.ts';
import { useFormat, useTexts } from '#platform/i18n/react.tsx';
import { AnchorButton, Button } from '#platform/ui/button.tsx';
import { ConfirmDialog } from '#platform/ui/dialog.tsx';
import { Card, Page, PageHeader } from '#platform/ui/layout.tsx';
import { Pill, type Tone } from '#platform/ui/pills.tsx';
import { useCan } from '#platform/ui/session.tsx';
import { EmptyState } from '#platform/ui/states.tsx';
import { Table } from '#platform/ui/table.tsx';
import { toast } from '#platform/ui/toast.tsx';
import { contract } from './contract.ts';
import { KeyDialog } from './key-dialog.tsx';
import { keyTexts } from './texts.ts';

const api = apiQuery(contract);
const tones: Record<'active' | 'expired' | 'revoked', Tone> = { active: 'good', expired: 'watch', revoked: 'unknown' };

export function KeysPage() {
  const t = useTexts(keyTexts);
  const f = useFormat();
  const mayWrite = useCan('keys.write');
  const [adding, setAdding] = useState(false);
  const keys = useQuery(api.list.queryOptions());
  const add = (
    <Button look="primary" onClick={() => setAdding(true)}>
      {t.add}
    </Button>
  );
  return (
    <Page>
      <PageHeader
        title={t.title}
        sub={t.sub}
        actions={
          <>
            <AnchorButton href="/api/docs" target="_blank">
              {t.docs}
            </AnchorButton>
            {mayWrite && add}
          </>
        }
      />
      <Card flush>
        <Table
          label={t.title}
          columns={[
            { key: 'name', header: t.name, cell: (one) => <b>{one.name}</b> },
            {
              key: 'scope',
              header: t.scope,
              cell: (one) => (
                <span className="row">
                  {t.kinds[one.scope]}
                  {one.history && <Pill tone="info">{t.historyMark}</Pill>}
                </span>
              ),
            },
            { key: 'source', header: t.source, cell: (one) => (one.source ? <code>{one.source}</code> : '—') },
            { key: 'prefix', header: t.prefix, cell: (one) => <code>{one.prefix}…</code> },
            { key: 'status', header: t.status, cell: (one) => <Pill tone={tones[one.status]}>{t.statuses[one.status]}</Pill> },
            { key: 'used', header: t.lastUsed, cell: (one) => (one.lastUsedAt ? f.moment(one.lastUsedAt) : t.never) },
            { key: 'expires', header: t.expires, cell: (one) => f.dayShort(lastDay(one.expiresAt, f.dayOf)) },
            { key: 'created', header: t.created, cell: (one) => <span title={one.createdBy ?? undefined}>{f.dayShort(f.dayOf(one.createdAt))}</span> },
            { key: 'revoke', header: '', num: true, cell: (one) => mayWrite && one.status !== 'revoked' && <Revoke keyId={one.keyId} name={one.name} /> },
          ]}
          rows={keys.data}
          rowKey={(one) => one.keyId}
          query={keys}
          empty={
            <EmptyState title={t.none} actions={mayWrite && add}>
              {t.noneHint}
            </EmptyState>
          }
        />
      </Card>
      {adding && <KeyDialog onClose={() => setAdding(false)} />}
    </Page>
  );
}

/** A key ends with the midnight after its last day. */
function lastDay(expiresAt: string | null, dayOf: (moment: Date) => string): string | null {
  return expiresAt && dayOf(new Date(Date.parse(expiresAt) - 1));
}

function Revoke({ keyId, name }: { keyId: string; name: string }) {
  const t = useTexts(keyTexts);
  const queries = useQueryClient();
  const [asked, setAsked] = useState(false);
  const revoke = useMutation(
    api.revoke.mutationOptions({
      meta: { toast: true },
      onSuccess: () => {
        toast(t.revoked);
        setAsked(false);
        return queries.invalidateQueries({ queryKey: api.key() });
      },
    }),
  );
  return (
    <>
      <Button small onClick={() => setAsked(true)}>
        {t.revoke}
      </Button>
      <ConfirmDialog
        open={asked}
        onClose={() => setAsked(false)}
        onConfirm={() => revoke.mutate({ keyId })}
        title={t.revokeTitle(name)}
        confirmLabel={t.revoke}
        danger
        busy={revoke.isPending}
      >
        {t.revokeText}
      </ConfirmDialog>
    </>
  );
}
