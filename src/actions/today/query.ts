import { apiQuery } from '#platform/http/client.ts';
import { contract } from './contract.ts';

export const api = apiQuery(contract);
