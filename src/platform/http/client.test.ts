import { expect, it } from 'vitest';
import { z } from 'zod';
import { apiQuery } from './client.ts';
import { endpoint } from './contract.ts';

const slice = (path: `/${string}`) => ({ list: endpoint('accounts.read', { method: 'GET', path, summary: 'List' }).output(z.array(z.string())) });

it('keeps the answers of slices apart that have an endpoint of the same name', () => {
  const [a, b, again] = [apiQuery(slice('/a')), apiQuery(slice('/b')), apiQuery(slice('/a'))].map((api) => api.list.queryKey());
  expect(a).not.toEqual(b);
  expect(a).toEqual(again);
});
