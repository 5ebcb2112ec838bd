import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { apiQuery } from '#platform/http/client.ts';
import { useFormat, useTexts } from '#platform/i18n/react.tsx';
import { Button } from '#platform/ui/button.tsx';
import { ConfirmDialog } from '#platform/ui/dialog.tsx';
import { useDone } from '#platform/ui/done.ts';
import { Card, Facts } from '#platform/ui/layout.tsx';
import { Menu } from '#platform/ui/menu.tsx';
import { ShowMore } from '#platform/ui/more.tsx';
import { Pill } from '#platform/ui/pills.tsx';
import { useCan } from '#platform/ui/session.tsx';
import { EmptyState, Loaded } from '#platform/ui/states.tsx';
import { Table } from '#platform/ui/table.tsx';
import { contract } from './contract.ts';
import { ContractDialog, type ContractDetail, type Line } from './dialog.tsx';
import { contractTexts } from './texts.ts';

export { MrrKpi, RenewalKpi } from './kpis.tsx';
const api = apiQuery(contract);

/** The contracts of an account, each with its lines and what they are worth a month. */
export function ContractsPanel({ accountId }: { accountId: string }) {
  const t = useTexts(contractTexts);
  const mayWrite = useCan('contracts.write');
  const [open, setOpen] = useState<ContractDetail | 'new' | null>(null);
  const list = useInfiniteQuery(
    api.list.infiniteOptions({
      input: (cursor: string | undefined) => ({ accountId, cursor }),
      initialPageParam: undefined,
      getNextPageParam: (last) => last.nextCursor ?? undefined,
    }),
  );
  const contracts = (list.data?.pages.flatMap((page) => page.items) ?? []) as ContractDetail[];
  const add = (
    <Button small look="primary" onClick={() => setOpen('new')}>
      {t.add}
    </Button>
  );
  return (
    <>
      <Loaded query={list} lines={6}>
        {() =>
          contracts.length === 0 ? (
            <Card title={t.title}>
              <EmptyState title={t.none} actions={mayWrite && add}>
                {t.noneHint}
              </EmptyState>
            </Card>
          ) : (
            <div className="stack">
              <div className="row spread">
                <h2>{t.title}</h2>
                {mayWrite && add}
              </div>
              {contracts.map((c) => (
                <ContractCard key={c.contractId} contract={c} onEdit={() => setOpen(c)} />
              ))}
              <ShowMore query={list} />
            </div>
          )
        }
      </Loaded>
      {open && <ContractDialog accountId={accountId} contract={open === 'new' ? null : open} onClose={() => setOpen(null)} />}
    </>
  );
}

function ContractCard({ contract: c, onEdit }: { contract: ContractDetail; onEdit: () => void }) {
  const t = useTexts(contractTexts);
  const f = useFormat();
  const mayWrite = useCan('contracts.write');
  return (
    <Card
      title={
        <span className="row !gap-2">
          {c.name} <State contract={c} /> {c.isHistory && <Pill tone="unknown">{t.history}</Pill>}
        </span>
      }
      aside={mayWrite && <ContractMenu contract={c} onEdit={onEdit} />}
    >
      <div className="grid2">
        <Facts
          rows={[
            [t.period, f.period(c.startsOn, c.endsOn, t.openEnded)],
            [t.renewalOn, c.renewalOn ? `${f.dayShort(c.renewalOn)}${f.inBrackets(c.autoRenew ? t.auto : t.manual)}` : '—'],
            [t.notice, f.dayShort(c.noticeOn)],
          ]}
        />
        <Facts
          rows={[
            [t.mrr, <b key="mrr">{f.money(c.mrr, c.currency)}</b>],
            [t.signedOn, f.dayShort(c.signedOn)],
            ...(c.cancelledOn
              ? ([
                  [
                    t.cancelledOn,
                    <span key="off" className="text-bad">
                      {f.dayShort(c.cancelledOn)}
                    </span>,
                  ],
                ] as const)
              : []),
            ...(c.externalId ? ([[t.externalId, c.externalId]] as const) : []),
          ]}
        />
      </div>
      {c.note && <p className="sub pt-2 whitespace-pre-wrap">{c.note}</p>}
      {c.lines.length > 0 && (
        <div className="pt-3">
          <Lines contract={c} />
        </div>
      )}
    </Card>
  );
}

function State({ contract: c }: { contract: ContractDetail }) {
  const t = useTexts(contractTexts);
  const f = useFormat();
  if (c.running && c.cancelledOn) return <Pill tone="risk">{t.cancelled}</Pill>;
  if (c.running) return <Pill tone="good">{t.running}</Pill>;
  return <Pill tone="unknown">{c.startsOn > f.dayOf(new Date()) ? t.upcoming : t.over}</Pill>;
}

function Lines({ contract: c }: { contract: ContractDetail }) {
  const t = useTexts(contractTexts);
  const f = useFormat();
  return (
    <Table<Line>
      label={`${c.name} ${t.lines}`}
      columns={[
        { key: 'product', header: t.product, cell: (l) => l.productName },
        { key: 'kind', header: t.kind, cell: (l) => t.kinds[l.kind] },
        { key: 'quantity', header: t.quantity, num: true, cell: (l) => f.number(l.quantity, 4) },
        { key: 'price', header: t.unitPrice, num: true, cell: (l) => f.money(l.unitPrice, c.currency) },
        { key: 'billing', header: t.billing, cell: (l) => (l.kind === 'recurring' ? t.months(l.billingMonths) : '—') },
        { key: 'period', header: t.period, cell: (l) => f.period(l.startsOn, l.endsOn) },
        {
          key: 'mrr',
          header: t.mrr,
          num: true,
          cell: (l) => <span className={l.counts ? '' : 'text-ink-2'}>{l.kind === 'one_off' ? '—' : f.money(l.mrr, c.currency)}</span>,
        },
      ]}
      rows={c.lines}
      rowKey={(l) => l.lineId}
    />
  );
}

function ContractMenu({ contract: c, onEdit }: { contract: ContractDetail; onEdit: () => void }) {
  const t = useTexts(contractTexts);
  const [open, setOpen] = useState(false);
  const remove = useMutation(api.remove.mutationOptions(useDone(t.removed, () => setOpen(false))));
  return (
    <>
      <Menu
        label={t.menu(c.name)}
        icon="⋯"
        small
        look="ghost"
        items={[
          { key: 'edit', label: t.edit, onAction: onEdit },
          { key: 'remove', label: t.remove, danger: true, onAction: () => setOpen(true) },
        ]}
      />
      <ConfirmDialog
        open={open}
        onClose={() => setOpen(false)}
        onConfirm={() => remove.mutate({ accountId: c.accountId, contractId: c.contractId })}
        title={t.removeTitle(c.name)}
        confirmLabel={t.remove}
        danger
        busy={remove.isPending}
      >
        {t.removeText}
      </ConfirmDialog>
    </>
  );
}
