import { expect, test } from 'vitest';
import { circles, objection, placeOf } from './check-imports.ts';
import { importsOf } from './imports-of.ts';

test.each([
  ['platform/db/db.ts', 'accounts/contacts/index.ts', 'platform comes before accounts'],
  ['signals/events/store.ts', 'health/scores/index.ts', 'signals comes before health'],
  ['health/scores/store.ts', 'accounts/contacts/store.ts', 'accounts/contacts/store.ts is not public'],
  ['accounts/contacts/store.ts', 'accounts/products/logic.ts', 'accounts/products/logic.ts is not public'],
  ['app/web/router.tsx', 'accounts/contacts/store.ts', 'accounts/contacts/store.ts is not public'],
])('%s may not import %s', (from, to, why) => {
  expect(objection(from, to)).toBe(why);
});

test.each([
  ['health/scores/store.ts', 'accounts/contacts/index.ts'],
  ['health/scores/store.ts', 'platform/db/db.ts'],
  ['accounts/contacts/store.ts', 'accounts/contacts/logic.ts'],
  ['app/routes.ts', 'accounts/contacts/routes.ts'],
  ['app/web/router.tsx', 'accounts/contacts/page.tsx'],
  ['accounts/contacts/routes.test.ts', 'app/server.ts'],
])('%s may import %s', (from, to) => {
  expect(objection(from, to)).toBeUndefined();
});

test('a file directly in a stage belongs to the stage', () => {
  expect(placeOf('app/server.ts')).toEqual({ stage: 'app', slice: 'app', file: 'server.ts' });
});

test('a circle between slices is found, a diamond is none', () => {
  const graph = (edges: Record<string, string[]>) => new Map(Object.entries(edges).map(([from, to]) => [from, new Set(to)]));
  expect(circles(graph({ a: ['b'], b: ['c'], c: ['a'] }))).toEqual([['a', 'b', 'c', 'a']]);
  expect(circles(graph({ a: ['b', 'c'], b: ['d'], c: ['d'] }))).toEqual([]);
});

test('types, re-exports and dynamic imports count', () => {
  const code = `import type { A } from './a.ts';\nimport b from 'pg';\nexport { c } from '../c/index.ts';\nconst d = await import('#platform/d.ts');`;
  const found = importsOf('/x/src/s/n/file.ts', code);
  expect(found.map(({ target }) => target.replace(/^.*\/src\//, ''))).toEqual(['s/n/a.ts', 's/c/index.ts', 'platform/d.ts']);
  expect(found.map(({ line }) => line)).toEqual([1, 3, 4]);
});
