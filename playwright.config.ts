import { defineConfig } from '@playwright/test';
import { chromiumPath } from './e2e/browser.ts';

export default defineConfig({
  testDir: './e2e',
  globalSetup: './e2e/start.ts',
  workers: 2,
  fullyParallel: false,
  // Generous, since a machine may be busy; a journey that passes never waits for them.
  timeout: 120_000,
  expect: { timeout: 30_000 },
  reporter: process.env.CI_JSON ? [['json', { outputFile: process.env.CI_JSON }], ['line']] : [['list']],
  outputDir: './test-results',
  projects: [
    { name: 'kit', testMatch: 'kit.spec.ts' },
    { name: 'first visit', testMatch: 'first-visit.spec.ts' },
    // Who signs in needs no customers: it fills the minute in which the sample is made.
    { name: 'sample', testMatch: 'sample.spec.ts', dependencies: ['first visit'] },
    { name: 'sign-in', testMatch: 'sign-in.spec.ts', dependencies: ['first visit'] },
    { name: 'journeys', testIgnore: ['kit.spec.ts', 'first-visit.spec.ts', 'sample.spec.ts', 'sign-in.spec.ts'], dependencies: ['sample'] },
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
