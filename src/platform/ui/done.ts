import { useQueryClient, type QueryKey } from '@tanstack/react-query';
import { toast } from './toast.tsx';

/**
 * What follows a change that went well, for `mutationOptions`: a toast says so, `then` closes what is to be closed, and what
 * is on the screen is asked again: all of it, or what lies under `queryKey`.
 */
export function useDone(said: string, then?: () => void, queryKey?: QueryKey) {
  const queries = useQueryClient();
  return {
    onSuccess: async () => {
      toast(said);
      then?.();
      await queries.invalidateQueries(queryKey && { queryKey });
    },
  };
}
