import { useQuery, useQueryClient, type UseQueryResult } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import type { z } from 'zod';
import { showContract, type sampleRun } from '#app/sample/show-contract.ts';
import { apiQuery } from '#platform/http/client.ts';

type Run = z.infer<typeof sampleRun>;

const LOOK_AGAIN_MS = 1_000;

export const sampleApi = apiQuery(showContract);

/** It is being made, or is about to be tried again by itself. */
export const isGoing = (status: Run['status'] | undefined): boolean => status === 'queued' || status === 'running';

/** How far the sample data is, kept up to date while it is made; when it is done everything shown is asked for anew. */
export function useSampleRun(): UseQueryResult<Run> {
  const queries = useQueryClient();
  const run = useQuery({
    ...sampleApi.show.queryOptions(),
    refetchInterval: ({ state }) => (isGoing(state.data?.status) || state.data?.status === 'failed' ? LOOK_AGAIN_MS : false),
  });
  const status = run.data?.status;
  const wasGoing = useRef(false);
  useEffect(() => {
    if (wasGoing.current && status === 'done') void queries.invalidateQueries();
    wasGoing.current = isGoing(status);
  }, [status, queries]);
  return run;
}
