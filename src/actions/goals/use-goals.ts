import { useQueryClient } from '@tanstack/react-query';
import { apiClient, apiQuery } from '#platform/http/client.ts';
import { toast } from '#platform/ui/toast.tsx';
import { contract } from './contract.ts';

export const goalsApi = apiQuery(contract);
const client = apiClient(contract);
export type GoalRow = Awaited<ReturnType<typeof client.list>>[number];

/** After a change of goals, whatever is on the screen is asked again; `said` is what the toast says. */
export function useSaid(then?: () => void) {
  const queries = useQueryClient();
  return (said: string) => ({
    onSuccess: async () => {
      toast(said);
      then?.();
      await queries.invalidateQueries();
    },
  });
}
