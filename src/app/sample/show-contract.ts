import { z } from 'zod';
import { endpoint } from '#platform/http/contract.ts';

export const sampleRun = z.object({
  status: z.enum(['none', 'queued', 'running', 'done', 'failed', 'removed']),
  step: z.enum(['', 'customers', 'search', 'usage', 'health', 'lists', 'work']).describe('What is being made'),
  done: z.number().int(),
  total: z.number().int(),
  accounts: z.number().int(),
  error: z.string().nullable(),
});

/** By itself, since it is on the first screen, where every kilobyte counts. */
export const showContract = {
  show: endpoint('organisation.read', { method: 'GET', path: '/sample', summary: 'How far the sample data is' }).output(sampleRun),
};
