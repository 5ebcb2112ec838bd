import { defineConfig } from 'vitest/config';

// Vitest prints failures with Map.groupBy, which Node 20 does not have.
const maps = Map as unknown as { groupBy?: <K, T>(items: Iterable<T>, keyOf: (item: T) => K) => Map<K, T[]> };
maps.groupBy ??= (items, keyOf) => {
  const groups = new Map();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
};

export default defineConfig({
  test: {
    include: ['src/**/*.test.{ts,tsx}', 'test/**/*.test.ts', 'scripts/**/*.test.ts'],
    globalSetup: ['src/platform/testing/setup.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    pool: 'forks',
    // Nothing of ours holds state outside a database, and loading the modules anew takes longer than many a file.
    isolate: false,
    // Two cores: more workers only make the database wait.
    maxWorkers: 2,
    env: { TZ: 'America/New_York' },
  },
});
