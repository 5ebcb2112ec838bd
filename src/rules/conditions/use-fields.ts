import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { apiQuery } from '#platform/http/client.ts';
import { useLanguage } from '#platform/i18n/react.tsx';
import { useSession } from '#platform/ui/session.tsx';
import { contract, sentence, type Condition, type Field, type Reading } from './contract.ts';

export const conditionsApi = apiQuery(contract);

export type Fields = {
  map: Map<string, Field>;
  list: Field[];
  reading: Reading;
  isPending: boolean;
  error: unknown;
  refetch: () => unknown;
  say: (c: Condition) => string;
};

/** Fields of conditions, asked once; `say` reads a condition in the reader's language, `reading` is what else reads with them. */
export function useFields(): Fields {
  const language = useLanguage();
  const { organisation } = useSession();
  const { data, isPending, error, refetch } = useQuery({ ...conditionsApi.fields.queryOptions(), staleTime: 30_000 });
  return useMemo(() => {
    const list = (data ?? []) as unknown as Field[];
    const map = new Map(list.map((field) => [field.key, field]));
    const reading = { fields: map, language, currency: organisation.currency };
    return { map, list, reading, isPending, error, refetch, say: (c: Condition) => sentence(c, reading) };
  }, [data, isPending, error, refetch, language, organisation.currency]);
}
