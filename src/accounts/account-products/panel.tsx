import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { daysBetween } from '#platform/clock/days.ts';
import { apiQuery } from '#platform/http/client.ts';
import { useFormat, useTexts } from '#platform/i18n/react.tsx';
import { Button } from '#platform/ui/button.tsx';
import { Card } from '#platform/ui/layout.tsx';
import { Pill } from '#platform/ui/pills.tsx';
import { useCan } from '#platform/ui/session.tsx';
import { EmptyState } from '#platform/ui/states.tsx';
import { Table } from '#platform/ui/table.tsx';
import { contract } from './contract.ts';
import { AccountProductDialog, type AccountProduct } from './dialog.tsx';
import { accountProductTexts } from './texts.ts';

const api = apiQuery(contract);

/** What a customer uses: phase, seats, and whether onboarding keeps its deadline. */
export function AccountProductsPanel({ accountId }: { accountId: string }) {
  const t = useTexts(accountProductTexts);
  const f = useFormat();
  const mayWrite = useCan('accounts.write');
  const [open, setOpen] = useState<AccountProduct | 'new' | null>(null);
  const list = useQuery(api.list.queryOptions({ input: { accountId } }));
  const add = (
    <Button small onClick={() => setOpen('new')}>
      {t.add}
    </Button>
  );
  return (
    <Card title={t.title} aside={mayWrite && add} flush>
      <Table<AccountProduct>
        label={t.title}
        columns={[
          { key: 'product', header: t.product, cell: (p) => <b>{p.productName}</b> },
          { key: 'phase', header: t.phase, cell: (p) => <PhaseText product={p} /> },
          { key: 'seats', header: t.seats, num: true, cell: (p) => f.number(p.seats) },
          { key: 'started', header: t.onboardingStarted, num: true, cell: (p) => f.dayShort(p.onboardingStartedOn) },
          { key: 'due', header: t.onboardingDue, num: true, cell: (p) => f.dayShort(p.onboardingDueOn) },
          { key: 'done', header: t.onboardingDone, num: true, cell: (p) => f.dayShort(p.onboardingDoneOn) },
          { key: 'state', header: t.onboarding, cell: (p) => <OnboardingState product={p} /> },
          {
            key: 'edit',
            header: '',
            num: true,
            cell: (p) =>
              mayWrite && (
                <Button small look="ghost" aria-label={`${p.productName}: ${t.edit}`} onClick={() => setOpen(p)}>
                  {t.editShort}
                </Button>
              ),
          },
        ]}
        rows={list.data}
        rowKey={(p) => String(p.productNo)}
        query={list}
        empty={
          <EmptyState title={t.none} actions={mayWrite && add}>
            {t.noneHint}
          </EmptyState>
        }
      />
      {open && (
        <AccountProductDialog
          accountId={accountId}
          given={open === 'new' ? null : open}
          used={list.data?.map((p) => p.productNo) ?? []}
          onClose={() => setOpen(null)}
        />
      )}
    </Card>
  );
}

function PhaseText({ product: p }: { product: AccountProduct }) {
  const t = useTexts(accountProductTexts);
  const f = useFormat();
  const since = p.phaseSince && daysBetween(p.phaseSince, f.dayOf(new Date()));
  return (
    <>
      {t.phases[p.phase]} {typeof since === 'number' && since >= 0 && <span className="sub">{t.dayCount(f.days(since + 1))}</span>}
    </>
  );
}

function OnboardingState({ product: p }: { product: AccountProduct }) {
  const t = useTexts(accountProductTexts);
  const f = useFormat();
  if (p.onboardingDoneOn) return <Pill tone="good">{t.done}</Pill>;
  if (!p.onboardingDueOn) return p.phase === 'onboarding' && !p.onboardingStartedOn ? <Pill tone="unknown">{t.notStarted}</Pill> : null;
  const left = daysBetween(f.dayOf(new Date()), p.onboardingDueOn);
  return <Pill tone={left < 0 ? 'risk' : left <= 14 ? 'watch' : 'info'}>{left < 0 ? t.overdue(f.days(-left)) : t.dueIn(f.days(left))}</Pill>;
}

/** Phase in the reader's words, for the head of an account's page: the product that is least far on. */
export function usePhase(accountId: string): { phase: string; since: number | null } | null {
  const t = useTexts(accountProductTexts);
  const f = useFormat();
  const { data } = useQuery(api.list.queryOptions({ input: { accountId } }));
  const order = Object.keys(t.phases);
  const first = data?.filter((p) => p.phase !== 'churned' || data.length === 1).sort((a, b) => order.indexOf(a.phase) - order.indexOf(b.phase))[0];
  if (!first) return null;
  return { phase: t.phases[first.phase], since: first.phaseSince ? daysBetween(first.phaseSince, f.dayOf(new Date())) + 1 : null };
}
