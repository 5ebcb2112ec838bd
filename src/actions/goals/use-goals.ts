import { apiClient, apiQuery } from '#platform/http/client.ts';
import { contract } from './contract.ts';

export const goalsApi = apiQuery(contract);
const client = apiClient(contract);
export type GoalRow = Awaited<ReturnType<typeof client.list>>[number];
