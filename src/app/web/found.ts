import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { Hit as Found } from '#accounts/search/contract.ts';
import type { Language } from '#platform/i18n/texts.ts';
import { request } from './request.ts';

export type HitKind = Found['kind'] | 'screen';
export type Hit = { key: string; kind: HitKind; label: string; sub?: string; to: string; search?: Record<string, unknown> };
type Place = Pick<Hit, 'to' | 'search'>;

const WAIT_MS = 120;

/** Whatever has a name and fits what was typed, once the typing rests. */
export function useFound(typed: string, language: Language): { hits: Hit[]; waiting: boolean; error: unknown } {
  const settled = useSettled(typed.trim(), WAIT_MS);
  const query = useQuery({
    queryKey: ['search', settled],
    queryFn: ({ signal }) => request<{ items: Found[] }>('GET', `/api/search?q=${encodeURIComponent(settled)}`, { signal }),
    enabled: settled !== '',
    placeholderData: keepPreviousData,
  });
  if (typed.trim() === '') return { hits: [], waiting: false, error: null };
  const hits = (query.data?.items ?? []).map((one): Hit => ({
    key: one.kind + one.id,
    kind: one.kind,
    label: (language === 'en' && one.labelEn) || one.label,
    sub: one.sub ?? undefined,
    ...(one.accountId ? { to: `/accounts/${one.accountId}` } : (places[one.kind]?.(one) ?? { to: '/' })),
  }));
  return { hits, waiting: query.isFetching || settled !== typed.trim(), error: query.error };
}

/** Where what belongs to no customer is seen. */
const places: Partial<Record<HitKind, (one: Found) => Place>> = {
  segment: ({ id }) => ({ to: '/accounts', search: { if: { all: [{ field: 'segment', operator: 'in', value: [id] }] } } }),
  view: ({ id }) => ({ to: '/accounts', search: { view: id } }),
  rule: ({ id }) => ({ to: `/rules/${id}` }),
  playbook: ({ id }) => ({ to: `/playbooks/${id}` }),
  metric: ({ id }) => ({ to: '/metrics', search: { metric: id } }),
  scorecard: () => ({ to: '/health' }),
  product: () => ({ to: '/settings/products' }),
  partner: () => ({ to: '/settings/partners' }),
  member: ({ label }) => ({ to: '/settings/members', search: { q: label } }),
  team: () => ({ to: '/settings/members', search: { tab: 'teams' } }),
};

function useSettled(value: string, ms: number): string {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), ms);
    return () => clearTimeout(timer);
  }, [value, ms]);
  return settled;
}
