import { useMutation, useQuery } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import type { z } from 'zod';
import { contract as products } from '#accounts/products/contract.ts';
import { apiQuery } from '#platform/http/client.ts';
import { useFormat, useTexts } from '#platform/i18n/react.tsx';
import { Button, LinkButton } from '#platform/ui/button.tsx';
import { Dialog, DialogActions } from '#platform/ui/dialog.tsx';
import { useDone } from '#platform/ui/done.ts';
import { Select, Switch, TextField } from '#platform/ui/fields.tsx';
import { Card, Page, PageHeader } from '#platform/ui/layout.tsx';
import { Pill } from '#platform/ui/pills.tsx';
import { fieldErrors } from '#platform/ui/problem.ts';
import { useCan } from '#platform/ui/session.tsx';
import { EmptyState, FormProblem, Notice } from '#platform/ui/states.tsx';
import { Table } from '#platform/ui/table.tsx';
import { contract, type eventName } from './contract.ts';
import { eventTexts } from './texts.ts';

const api = apiQuery(contract);
const productApi = apiQuery(products);
type EventName = z.infer<typeof eventName>;

/** Names of events, with label, product and whether lists show them; and the names beyond the cap. */
export function EventNamesPage() {
  const t = useTexts(eventTexts);
  const f = useFormat();
  const mayWrite = useCan('events.write');
  const [editing, setEditing] = useState<number | null>(null);
  const names = useQuery(api.names.queryOptions({ input: {} }));
  const known = useQuery(productApi.list.queryOptions());
  const productName = (no: number | null) => (no === null ? t.allProducts : (known.data?.find((p) => p.productNo === no)?.name ?? '—'));
  const edited = names.data?.names.find((n) => n.eventId === editing);
  return (
    <Page>
      <PageHeader
        title={t.names}
        sub={t.namesSub}
        actions={names.data && <span className="sub">{t.usedOf(f.number(names.data.names.length), f.number(names.data.cap))}</span>}
      />
      <Card flush>
        <Table
          label={t.names}
          columns={[
            { key: 'name', header: t.name, cell: (n) => <b>{n.name}</b> },
            { key: 'label', header: t.label, cell: (n) => n.label ?? '' },
            { key: 'product', header: t.product, cell: (n) => productName(n.productNo) },
            { key: 'shown', header: t.shown, cell: (n) => (n.hidden ? <Pill tone="unknown">{t.hidden}</Pill> : '✓') },
            { key: 'first', header: t.firstSeen, cell: (n) => f.moment(n.firstSeenAt) },
            {
              key: 'actions',
              header: '',
              num: true,
              cell: (n) =>
                mayWrite && (
                  <Button small look="ghost" aria-label={`${t.edit}: ${n.name}`} onClick={() => setEditing(n.eventId)}>
                    {t.edit}
                  </Button>
                ),
            },
          ]}
          rows={names.data?.names}
          rowKey={(n) => String(n.eventId)}
          query={names}
          empty={
            <EmptyState
              title={t.noNames}
              actions={
                <LinkButton to="/settings/keys" look="primary">
                  {t.keys}
                </LinkButton>
              }
            >
              {t.noNamesHint}
            </EmptyState>
          }
        />
      </Card>
      {names.data && names.data.overflow.length > 0 && <Overflow cap={names.data.cap} names={names.data.overflow} />}
      {edited && <EditName event={edited} products={known.data ?? []} onClose={() => setEditing(null)} />}
    </Page>
  );
}

function Overflow({ cap, names }: { cap: number; names: { name: string; seen: number; lastSeenAt: string }[] }) {
  const t = useTexts(eventTexts);
  const f = useFormat();
  return (
    <Card title={t.overflow} flush>
      <Notice tone="watch">{t.overflowHint(f.number(cap))}</Notice>
      <Table
        label={t.overflow}
        columns={[
          { key: 'name', header: t.name, cell: (n) => n.name },
          { key: 'seen', header: t.seen, num: true, cell: (n) => f.number(n.seen) },
          { key: 'last', header: t.lastSeen, cell: (n) => f.moment(n.lastSeenAt) },
        ]}
        rows={names}
        rowKey={(n) => n.name}
        maxHeight="320px"
      />
    </Card>
  );
}

function EditName({
  event,
  products,
  onClose,
}: {
  event: Omit<EventName, 'firstSeenAt'>;
  products: { productNo: number; name: string }[];
  onClose: () => void;
}) {
  const t = useTexts(eventTexts);
  const [label, setLabel] = useState(event.label ?? '');
  const [productNo, setProduct] = useState(event.productNo === null ? '' : String(event.productNo));
  const [hidden, setHidden] = useState(event.hidden);
  const update = useMutation(api.updateName.mutationOptions(useDone(t.saved, onClose, api.key())));
  const errors = fieldErrors(update.error);
  const save = (submitted: FormEvent) => {
    submitted.preventDefault();
    update.mutate({ eventId: event.eventId, label: label.trim() || null, productNo: productNo ? Number(productNo) : null, hidden });
  };
  return (
    <Dialog open onClose={onClose} title={t.editTitle(event.name)}>
      <form className="stack" onSubmit={save}>
        <TextField label={t.label} hint={t.labelHint} value={label} onChange={setLabel} error={errors.label} />
        <Select
          label={t.product}
          value={productNo}
          onChange={setProduct}
          error={errors.productNo}
          options={[{ value: '', label: t.allProducts }, ...products.map((p) => ({ value: String(p.productNo), label: p.name }))]}
        />
        <Switch label={t.hide} hint={t.hideHint} checked={hidden} onChange={setHidden} />
        {Object.keys(errors).length === 0 && <FormProblem error={update.error} />}
        <DialogActions onClose={onClose} label={t.save} busy={update.isPending} />
      </form>
    </Dialog>
  );
}
