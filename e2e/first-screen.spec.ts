import { gzipSync } from 'node:zlib';
import { expect, test } from '@playwright/test';
import { signedIn } from './people.ts';

const LIMIT = 170 * 1024;

test('the first screen needs at most 170 kB of JavaScript', async ({ page }) => {
  await signedIn(page, 'admin');
  const sizes: { name: string; bytes: number }[] = [];
  const pending: Promise<void>[] = [];
  page.on('response', (response) => {
    const { pathname } = new URL(response.url());
    if (pathname.endsWith('.js')) pending.push(response.body().then((body) => void sizes.push({ name: pathname, bytes: gzipSync(body, { level: 9 }).length })));
  });
  // The stream of changes never ends, so the network would never be idle.
  await page.route('**/api/live', (route) => route.fulfill({ status: 204 }));
  await page.goto('/');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await page.waitForLoadState('networkidle');
  await Promise.all(pending);
  const total = sizes.reduce((sum, one) => sum + one.bytes, 0);
  test.info().annotations.push({ type: 'javascript', description: `${(total / 1024).toFixed(1)} kB gzip in ${sizes.length} files` });
  expect(total, JSON.stringify(sizes)).toBeLessThanOrEqual(LIMIT);
  expect(sizes.length).toBeGreaterThan(0);
});
