import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { request } from './request.ts';

export type HitKind = 'account' | 'contact' | 'contract' | 'activity';
export type Hit = { key: string; kind: HitKind | 'screen'; label: string; sub?: string; to: string };

const WAIT_MS = 120;

type Answer = { items: { kind: HitKind; id: string; accountId: string; label: string; sub: string | null }[] };

/** Customers, contacts, contracts and activities for what was typed, once the typing rests. */
export function useFound(typed: string): { hits: Hit[]; waiting: boolean; error: unknown } {
  const settled = useSettled(typed.trim(), WAIT_MS);
  const query = useQuery({
    queryKey: ['search', settled],
    queryFn: ({ signal }) => request<Answer>('GET', `/api/search?q=${encodeURIComponent(settled)}`, { signal }),
    enabled: settled !== '',
    placeholderData: keepPreviousData,
  });
  if (typed.trim() === '') return { hits: [], waiting: false, error: null };
  const hits = (query.data?.items ?? []).map((one): Hit => ({
    key: one.kind + one.id,
    kind: one.kind,
    label: one.label,
    sub: one.sub ?? undefined,
    to: `/accounts/${one.accountId}`,
  }));
  return { hits, waiting: query.isFetching || settled !== typed.trim(), error: query.error };
}

function useSettled(value: string, ms: number): string {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), ms);
    return () => clearTimeout(timer);
  }, [value, ms]);
  return settled;
}
