import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { useFormat, useLanguage, useTexts } from '#platform/i18n/react.tsx';
import { Select } from '#platform/ui/fields.tsx';
import { Card } from '#platform/ui/layout.tsx';
import { ShowMore } from '#platform/ui/more.tsx';
import { Chip } from '#platform/ui/pills.tsx';
import { useCan } from '#platform/ui/session.tsx';
import { EmptyState } from '#platform/ui/states.tsx';
import { Table, type Column } from '#platform/ui/table.tsx';
import { useUrlState } from '#platform/ui/url-state.ts';
import { useFields } from '#rules/conditions/panel.tsx';
import { factsSaid } from '#rules/rules/contract.ts';
import { BulkBar } from './bulk-bar.tsx';
import { ctaType } from './contract.ts';
import { pageTexts } from './page-texts.ts';
import { Due, Marks, Rank, TypePill } from './parts.tsx';
import { ctaTexts } from './texts.ts';
import { ctasApi, keyOf, type CtaKey, type CtaRow } from './use-ctas.ts';
import { whoseFilter, WhoseSelect } from './whose.tsx';

const CloseDialog = lazy(() => import('./act-dialogs.tsx').then((m) => ({ default: m.CloseDialog })));
const SnoozeDialog = lazy(() => import('./act-dialogs.tsx').then((m) => ({ default: m.SnoozeDialog })));

type Show = 'active' | 'asleep' | 'overflow' | 'escalated' | 'done' | 'wont_do';
type Url = { type: string; show: Show; due: string; sort: string; whose: string; rule: string };

const shows: Record<Show, object> = {
  active: { status: 'active' },
  asleep: { status: 'active', asleep: 'only' },
  overflow: { status: 'active', slot: 'overflow' },
  escalated: { status: 'active', escalated: true, asleep: 'show' },
  done: { status: 'done', sort: 'closed' },
  wont_do: { status: 'wont_do', sort: 'closed' },
};

/** CTAs as a list, mine or of others; J/K moves, Enter opens, E closes, S lets sleep, X ticks. */
export function ListView({ tab, onOpen }: { tab: 'mine' | 'team'; onOpen: (key: CtaKey) => void }) {
  const t = useTexts(pageTexts);
  const words = useTexts(ctaTexts);
  const mayWrite = useCan('ctas.write');
  const [url, setUrl] = useUrlState<Url>();
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [acting, setActing] = useState<{ kind: 'done' | 'snooze'; cta: CtaRow } | null>(null);
  const show: Show = url.show && url.show in shows ? url.show : 'active';
  const whose = tab === 'mine' ? { scope: 'mine' as const } : whoseFilter(url.whose);
  const filter = {
    ...whose,
    sort: url.sort === 'rank' ? ('rank' as const) : ('due' as const),
    ...(ctaType.options.includes(url.type as never) ? { type: url.type as CtaRow['type'] } : {}),
    ...(url.due && url.due !== 'any' ? { due: url.due as 'overdue' } : {}),
    ...(url.rule ? { ruleId: url.rule } : {}),
    ...shows[show],
  };
  const list = useInfiniteQuery({
    ...ctasApi.list.infiniteOptions({
      input: (cursor: string | undefined) => ({ ...filter, limit: 50, cursor }),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: (last) => last.nextCursor ?? undefined,
    }),
    placeholderData: (before) => before,
  });
  const rows = list.data?.pages.flatMap((page) => page.items);
  const columns = useColumns(tab === 'team', onOpen);
  const change = (next: Partial<Url>) => {
    setSelected(new Set());
    setUrl(next);
  };
  const isOpen = (cta: CtaRow) => mayWrite && cta.closedAt === null;
  const ticked = rows?.filter((cta) => selected.has(keyOf(cta))) ?? [];
  return (
    <>
      <div className="row spread" role="group" aria-label={t.filters}>
        <div className="row !gap-2">
          {([undefined, ...ctaType.options] as const).map((type) => (
            <Chip key={type ?? 'all'} on={(url.type ?? '') === (type ?? '')} onClick={() => change({ type })}>
              {type ? words.types[type] : t.all}
            </Chip>
          ))}
        </div>
        <div className="row !gap-2">
          {tab === 'team' && <WhoseSelect value={url.whose ?? 'team'} onChange={(whose) => change({ whose: whose === 'team' ? undefined : whose })} />}
          <Select
            hideLabel
            label={words.status}
            value={show}
            onChange={(next) => change({ show: next === 'active' ? undefined : next })}
            options={(Object.keys(shows) as Show[]).map((value) => ({ value, label: t.statusFilter[value] }))}
          />
          <Select
            hideLabel
            label={words.due}
            value={url.due ?? 'any'}
            onChange={(due) => change({ due: due === 'any' ? undefined : due })}
            options={(['any', 'overdue', 'today', 'week', 'none'] as const).map((value) => ({ value, label: t.dueFilter[value] }))}
          />
          <Select
            hideLabel
            label={t.sort}
            value={url.sort === 'rank' ? 'rank' : 'due'}
            onChange={(sort) => change({ sort: sort === 'due' ? undefined : sort })}
            options={(['due', 'rank'] as const).map((value) => ({ value, label: t.sorts[value] }))}
          />
        </div>
      </div>
      <Card flush>
        <Table
          label={t.title}
          columns={columns}
          rows={rows}
          rowKey={keyOf}
          rowName={(cta) => cta.title}
          query={list}
          rowKeys={{
            Enter: onOpen,
            e: (cta) => isOpen(cta) && setActing({ kind: 'done', cta }),
            s: (cta) => isOpen(cta) && setActing({ kind: 'snooze', cta }),
          }}
          selected={selected}
          onSelect={mayWrite ? setSelected : undefined}
          empty={<EmptyState title={tab === 'mine' && show === 'active' ? t.noneMine : t.none}>{t.noneHint}</EmptyState>}
          foot={<ShowMore query={list} />}
        />
      </Card>
      <p className="sub hidden sm:block">{t.keys}</p>
      {ticked.length > 0 && <BulkBar ctas={ticked} onClear={() => setSelected(new Set())} />}
      <Suspense fallback={null}>
        {acting?.kind === 'done' && <CloseDialog ctas={[acting.cta]} status="done" onClose={() => setActing(null)} />}
        {acting?.kind === 'snooze' && <SnoozeDialog ctas={[acting.cta]} onClose={() => setActing(null)} />}
      </Suspense>
    </>
  );
}

function useColumns(team: boolean, onOpen: (key: CtaKey) => void): Column<CtaRow>[] {
  const words = useTexts(ctaTexts);
  const f = useFormat();
  const what: Column<CtaRow> = { key: 'cta', header: 'CTA', wrap: true, cell: (cta) => <What cta={cta} onOpen={onOpen} /> };
  const owner: Column<CtaRow> = { key: 'owner', header: words.owner, cell: (cta) => cta.ownerName ?? <span className="sub">{words.noOwner}</span> };
  return [
    what,
    { key: 'due', header: words.due, cell: (cta) => <Due cta={cta} /> },
    { key: 'status', header: words.status, cell: (cta) => words.statuses[cta.status] },
    ...(team ? [owner] : []),
    { key: 'mrr', header: 'MRR', num: true, cell: (cta) => f.moneyShort(cta.mrr) },
    { key: 'renewal', header: words.renewal, cell: (cta) => f.dayShort(cta.renewalOn) },
    { key: 'rank', header: words.rank, num: true, cell: (cta) => <Rank cta={cta} /> },
  ];
}

/** Type and title, the customer below, and why it is there. */
function What({ cta, onOpen }: { cta: CtaRow; onOpen: (key: CtaKey) => void }) {
  const words = useTexts(ctaTexts);
  const language = useLanguage();
  const facts = factsSaid(cta.facts, useFields().reading).slice(0, 2);
  const why = [cta.ruleName ? words.rule(cta.ruleName) : cta.reasonName[language], ...facts].join(' · ');
  return (
    <div className="flex flex-col items-start gap-0.5">
      <span className="row !gap-2">
        <TypePill type={cta.type} />
        <button type="button" className="text-left font-semibold hover:underline" onClick={() => onOpen(cta)}>
          {cta.title}
        </button>
        <Marks cta={cta} />
      </span>
      <Link to={`/accounts/${cta.accountId}`}>{cta.accountName}</Link>
      <span className="sub">{why}</span>
    </div>
  );
}
