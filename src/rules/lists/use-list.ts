import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { apiQuery } from '#platform/http/client.ts';
import { useUrlState } from '#platform/ui/url-state.ts';
import type { Condition } from '#rules/conditions/contract.ts';
import { contract, type ListRow, type Sort, type View } from './contract.ts';
import { presets, type ListState } from './presets.ts';

export const listsApi = apiQuery(contract);

type Url = { view: string; if: Condition; sort: string; cols: string };

/** The list as the address says: a view, and what was changed on top of it. */
export function useListState() {
  const [url, setUrl] = useUrlState<Url>();
  const views = useQuery(listsApi.views.queryOptions());
  const key = url.view ?? 'all';
  const view = views.data?.find((v) => v.viewId === key) as View | undefined;
  const waiting = !(key in presets) && views.isPending;
  const base: ListState = view ? { condition: view.condition ?? { all: [] }, sort: view.sort, columns: view.columns } : (presets[key] ?? presets.all!);
  const state: ListState = {
    condition: url.if ?? base.condition,
    sort: readSort(url.sort) ?? base.sort,
    columns: url.cols?.split(',').filter(Boolean) ?? base.columns,
  };
  const set = (change: Partial<ListState>) =>
    setUrl({
      ...(change.condition ? { if: same(change.condition, base.condition) ? undefined : change.condition } : {}),
      ...(change.sort ? { sort: same(change.sort, base.sort) ? undefined : `${change.sort.field}:${change.sort.direction}` } : {}),
      ...(change.columns ? { cols: same(change.columns, base.columns) ? undefined : change.columns.join(',') } : {}),
    });
  const changed = url.if !== undefined || url.sort !== undefined || url.cols !== undefined;
  const goTo = (id: string) => setUrl({ view: id === 'all' ? undefined : id, if: undefined, sort: undefined, cols: undefined }, { replace: false });
  return { key, view, views, state, set, changed, waiting, goTo };
}

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);
function readSort(text: string | undefined): Sort | null {
  const [field, direction] = text?.split(':') ?? [];
  return field ? { field, direction: direction === 'asc' ? 'asc' : 'desc' } : null;
}

/** Pages of the list, and its figures a moment later. */
export function useList({ condition, sort, columns }: ListState, enabled: boolean) {
  const pages = useInfiniteQuery({
    ...listsApi.query.infiniteOptions({
      input: (cursor: string | undefined) => ({ condition, sort, columns, limit: 50, ...(cursor ? { cursor } : {}) }),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: (page) => page.nextCursor ?? undefined,
    }),
    enabled,
    placeholderData: (before) => before,
  });
  const summary = useQuery({ ...listsApi.count.queryOptions({ input: { condition } }), enabled, placeholderData: (before) => before });
  const rows = useMemo(() => pages.data?.pages.flatMap((page) => page.items as ListRow[]), [pages.data]);
  return { pages, rows, summary, count: pages.data?.pages[0]?.count ?? null };
}
