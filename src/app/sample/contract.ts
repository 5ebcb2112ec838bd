import { z } from 'zod';
import { endpoint } from '#platform/http/contract.ts';
import { sampleRun, showContract } from './show-contract.ts';

export const contract = {
  ...showContract,
  create: endpoint('sample.write', { method: 'POST', path: '/sample', summary: 'Make a sample company in an empty Banso', successStatus: 202 })
    .input(z.object({ accounts: z.number().int().min(1).max(2_000).default(300), seed: z.number().int().min(0).max(1_000_000).default(1) }))
    .output(sampleRun),
  remove: endpoint('sample.write', { method: 'DELETE', path: '/sample', summary: 'Remove everything that is labelled as sample' }).output(
    z.object({ accounts: z.number().int() }),
  ),
};
