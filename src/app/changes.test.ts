import { expect, it } from 'vitest';
import type { z } from 'zod';
import { contracts } from './routes.ts';

type Declared = { '~orpc': { route: { method?: string; path?: string }; inputSchema?: z.ZodObject } };

const declared = (node: object): Declared[] => ('~orpc' in node ? [node as Declared] : Object.values(node).flatMap((child) => declared(child as object)));

it('a change leaves alone what it does not name: no field of a PATCH has a default', () => {
  const changes = declared(contracts).filter((one) => one['~orpc'].route.method === 'PATCH');
  expect(changes.length).toBeGreaterThan(10);
  const presumed = changes.flatMap(({ '~orpc': { route, inputSchema } }) =>
    Object.entries(inputSchema?.shape ?? {})
      .filter(([, field]) => (field as z.ZodType).safeParse(undefined).data !== undefined)
      .map(([key]) => `${route.path} ${key}`),
  );
  expect(presumed).toEqual([]);
});
