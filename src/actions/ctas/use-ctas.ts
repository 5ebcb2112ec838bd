import { useMutation, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { apiClient, apiQuery } from '#platform/http/client.ts';
import { useDone } from '#platform/ui/done.ts';
import { contract } from './contract.ts';

export const ctasApi = apiQuery(contract);
export const ctasClient = apiClient(contract);
export type CtaRow = Awaited<ReturnType<typeof ctasClient.get>>;
export type CtaKey = { accountId: string; ctaId: string };
export type ReasonRow = Awaited<ReturnType<typeof ctasClient.reasons>>[number];

export const keyOf = (cta: CtaKey): string => `${cta.accountId}.${cta.ctaId}`;

/** '{accountId}.{ctaId}' of the address. */
export function readKey(text: string | undefined): CtaKey | null {
  const [accountId, ctaId] = text?.split('.') ?? [];
  return accountId && ctaId ? { accountId, ctaId } : null;
}

export function useReasons(): { list: ReasonRow[]; byKey: Map<string, ReasonRow> } {
  const { data } = useQuery({ ...ctasApi.reasons.queryOptions(), staleTime: 300_000 });
  return useMemo(() => ({ list: data ?? [], byKey: new Map((data ?? []).map((reason) => [reason.reason, reason])) }), [data]);
}

/** One change of one CTA; a refusal is said in a toast, since there is no form. */
export function useStatus(said: string, then?: () => void) {
  return useMutation(ctasApi.status.mutationOptions({ ...useDone(said, then), meta: { toast: true } }));
}
