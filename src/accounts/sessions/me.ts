import { useQuery } from '@tanstack/react-query';
import { apiClient } from '#platform/http/client.ts';
import { contract } from './contract.ts';

export const sessionClient = apiClient(contract);

/** Who is here; the shell keeps the same answer under the same key. */
export function useMe() {
  return useQuery({ queryKey: ['me'], queryFn: () => sessionClient.me(), staleTime: 60_000 });
}
