import { defineConfig } from '@playwright/test';
import { chromiumPath } from './e2e/browser.ts';

export default defineConfig({
  testDir: './e2e',
  globalSetup: './e2e/start.ts',
  workers: 2,
  fullyParallel: false,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: process.env.CI_JSON ? [['json', { outputFile: process.env.CI_JSON }], ['line']] : [['list']],
  outputDir: './test-results',
  projects: [
    { name: 'kit', testMatch: 'kit.spec.ts' },
    { name: 'first visit', testMatch: 'first-visit.spec.ts' },
    { name: 'journeys', testIgnore: ['kit.spec.ts', 'first-visit.spec.ts'], dependencies: ['first visit'] },
  ],
  use: {
    baseURL: process.env.E2E_URL,
    locale: 'ja-JP',
    timezoneId: 'Asia/Tokyo',
    viewport: { width: 1360, height: 860 },
    colorScheme: 'light',
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: await chromiumPath(),
      args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run'],
    },
  },
});
