import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useState, type ReactNode } from 'react';
import { useFormat, useTexts } from '#platform/i18n/react.tsx';
import { Button, LinkButton } from '#platform/ui/button.tsx';
import { Card, Page, PageHeader, Tabs } from '#platform/ui/layout.tsx';
import { useCan } from '#platform/ui/session.tsx';
import { StackedBar } from '#platform/ui/bars.tsx';
import { EmptyState, ErrorState, SkeletonBlock } from '#platform/ui/states.tsx';
import { ConditionChips, useFields } from '#rules/conditions/panel.tsx';
import { isAll } from '#rules/conditions/contract.ts';
import { colours } from '#health/scores/terms.ts';
import { BulkBar } from './bulk-bar.tsx';
import { ColumnsDialog } from './columns-dialog.tsx';
import type { Target, View } from './contract.ts';
import { ExportMenu } from './export-menu.tsx';
import { pageTexts } from './page-texts.ts';
import { presets } from './presets.ts';
import { ListTable } from './table.tsx';
import { useList, useListState, listsApi } from './use-list.ts';
import { ViewActions } from './view-actions.tsx';

const AccountDialog = lazy(async () => ({ default: (await import('#accounts/accounts/panel.tsx')).AccountDialog }));

/** What stages to the right of lists add to what can be done with customers ticked. */
export type BulkExtra = (target: Target, count: number, onDone: () => void) => ReactNode;

/** 顧客: every customer, by views and conditions; the figures of what is found above, what can be done with it below. */
export function CustomersPage({ bulk }: { bulk?: BulkExtra }) {
  const t = useTexts(pageTexts);
  const f = useFormat();
  const fields = useFields();
  const { key, view, views, state, set, changed, waiting, goTo } = useListState();
  const list = useList(state, !waiting);
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [everything, setEverything] = useState(false);
  const [choosing, setChoosing] = useState(false);
  const [adding, setAdding] = useState(false);
  const navigate = useNavigate();
  const mayAdd = useCan('accounts.write');
  const mayChange = [useCan('accounts.write'), useCan('assignments.write')].some(Boolean);
  const mayExport = useCan('accounts.export');
  const mayImport = useCan('imports.write');
  const { data: summary } = list.summary;
  const clear = () => {
    setSelected(new Set());
    setEverything(false);
  };
  const select = (next: Set<string>) => {
    setSelected(next);
    setEverything(false);
  };
  const exact = !list.count?.more ? list.count?.value : list.summary.isFetching ? undefined : summary?.count;
  const shownCount = exact === undefined ? (list.count ? `${f.number(list.count.value)}+` : '') : f.number(exact);
  if (fields.error || fields.isPending || waiting)
    return (
      <Page>
        <PageHeader title={t.title} />
        {fields.error ? <ErrorState error={fields.error} onRetry={() => void fields.refetch()} /> : <SkeletonBlock lines={10} />}
      </Page>
    );
  return (
    <Page>
      <PageHeader
        title={t.title}
        sub={
          summary
            ? t.sub(f.number(summary.count), f.moneyShort(summary.mrr ?? '0'), summary.meanScore === null ? null : f.number(Math.round(summary.meanScore)))
            : t.counting
        }
        actions={
          <>
            {mayImport && <LinkButton to="/imports">{t.import}</LinkButton>}
            {mayExport && <ExportMenu state={state} />}
            {mayAdd && (
              <Button look="primary" onClick={() => setAdding(true)}>
                {t.add}
              </Button>
            )}
          </>
        }
      />
      <div className="row spread">
        <ViewTabs views={(views.data ?? []) as View[]} />
        <ViewActions view={view} state={state} changed={changed} onGo={goTo} />
      </div>
      <div className="row spread">
        <ConditionChips
          condition={state.condition}
          onChange={(condition) => {
            clear();
            set({ condition });
          }}
        />
        <div className="row">
          <span className="sub" aria-live="polite">
            {shownCount && t.matches(shownCount)}
          </span>
          <Button small onClick={() => setChoosing(true)}>
            {t.columns}
          </Button>
        </div>
      </div>
      <Card flush>
        {summary && summary.count > 0 && summary.scored > 0 && (
          <div className="px-4 pt-3">
            <StackedBar label={t.colours} legend={false} parts={colours.map((tone) => ({ key: tone, label: t.colour[tone], value: summary[tone], tone }))} />
          </div>
        )}
        <div className="[&_td]:!px-2 [&_th]:!px-2 [&_tr>*:first-child]:!pl-4">
          <ListTable
            list={list}
            state={state}
            fields={fields}
            onSort={(sort) => set({ sort })}
            selected={selected}
            onSelect={mayChange ? select : undefined}
            empty={
              <Nothing
                viewKey={key}
                filtered={isAll(state.condition) ? state.condition.all.length > 0 : true}
                onClear={() => set({ condition: { all: [] } })}
              />
            }
          />
        </div>
      </Card>
      {selected.size > 0 && (
        <BulkBar
          target={everything ? { condition: state.condition } : { accountIds: [...selected] }}
          count={everything ? (exact ?? selected.size) : selected.size}
          total={exact ?? null}
          everything={everything}
          onEverything={() => setEverything(true)}
          onClear={clear}
          fields={fields}
          more={bulk}
        />
      )}
      {adding && (
        <Suspense fallback={null}>
          <AccountDialog account={null} onClose={() => setAdding(false)} onMade={(accountId) => void navigate({ to: `/accounts/${accountId}` })} />
        </Suspense>
      )}
      {choosing && <ColumnsDialog fields={fields} columns={state.columns} onApply={(columns) => set({ columns })} onClose={() => setChoosing(false)} />}
    </Page>
  );
}

function ViewTabs({ views }: { views: View[] }) {
  const t = useTexts(pageTexts);
  const f = useFormat();
  const conditions = Object.fromEntries(
    [...Object.entries(presets).map(([key, p]) => [key, p.condition] as const), ...views.map((v) => [v.viewId, v.condition ?? { all: [] }] as const)].slice(
      0,
      40,
    ),
  );
  const counts = useQuery({ ...listsApi.viewCounts.queryOptions({ input: { conditions } }), placeholderData: (before) => before });
  const count = (key: string) => {
    const found = counts.data?.[key];
    return found && `${f.number(found.value)}${found.more ? '+' : ''}`;
  };
  const tab = (key: string, label: string) => ({ label, to: '/accounts', search: { view: key === 'all' ? undefined : key }, count: count(key), exact: true });
  return <Tabs label={t.views} tabs={[...Object.keys(presets).map((key) => tab(key, t.preset[key] ?? key)), ...views.map((v) => tab(v.viewId, v.name))]} />;
}

/** Says what is not there, and what to do next. */
function Nothing({ viewKey, filtered, onClear }: { viewKey: string; filtered: boolean; onClear: () => void }) {
  const t = useTexts(pageTexts);
  const any = useQuery(listsApi.count.queryOptions({ input: {} }));
  const mayImport = useCan('imports.write');
  const mayTrack = useCan('keys.read');
  const maySample = useCan('sample.write');
  if (any.data?.count === 0)
    return (
      <EmptyState
        title={t.empty}
        actions={
          <>
            {mayImport && (
              <LinkButton look="primary" to="/imports">
                {t.emptyImport}
              </LinkButton>
            )}
            {mayTrack && <LinkButton to="/settings/keys">{t.emptyTrack}</LinkButton>}
            {maySample && <LinkButton to="/">{t.emptySample}</LinkButton>}
          </>
        }
      >
        {t.emptyHint}
      </EmptyState>
    );
  if (viewKey === 'attention') return <EmptyState title={t.emptyAttention} />;
  return (
    <EmptyState title={t.noMatch} actions={filtered && <Button onClick={onClear}>{t.clearConditions}</Button>}>
      {t.noMatchHint}
    </EmptyState>
  );
}
