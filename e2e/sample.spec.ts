import { expect, test } from '@playwright/test';
import { signedIn } from './people.ts';

test('sample data is one button away: a day of one’s own, and the customers needing attention with reasons', async ({ page }) => {
  test.setTimeout(600_000);
  await signedIn(page, 'admin');
  // As a person presses it, but for fewer customers: three hundred take a minute.
  await page.route('**/api/sample', (route) => (route.request().method() === 'POST' ? route.continue({ postData: { accounts: 60 } }) : route.continue()));
  await page.goto('/');
  await page.getByRole('button', { name: '300社のサンプルを入れる' }).click();
  await expect(page.getByRole('progressbar')).toBeVisible();
  await page.reload();
  await expect(page.getByRole('progressbar')).toBeVisible();
  // Once there are customers in the lists this page is no longer the empty one; how far it is stays in sight there too.
  await expect.poll(async () => ((await (await page.request.get('/api/sample')).json()) as { step: string }).step, { timeout: 60_000 }).toBe('health');
  await page.reload();
  await expect(page.getByRole('progressbar')).toBeVisible();
  await expect(page.getByText('サンプルデータの顧客が含まれています')).toBeVisible({ timeout: 570_000 });
  await expect(page.getByRole('heading', { level: 2, name: /^担当 \d+社の状態/ })).toBeVisible();
  await page.goto('/?view=all');
  const list = page.locator('ol.attention');
  await expect(list.getByRole('link').first()).toBeVisible();
  await expect(page.getByText('サンプルデータの顧客が含まれています')).toBeVisible();
});
