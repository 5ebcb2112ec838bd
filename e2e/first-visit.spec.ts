import { expect, test } from '@playwright/test';
import { expectAccessible } from './axe.ts';
import { join, password, people, signedIn } from './people.ts';

test.describe.configure({ mode: 'serial' });

test('the first visit makes the organisation and its administrator, and says how to begin', async ({ page }) => {
  await page.goto('/accounts');
  await expect(page).toHaveURL(/\/setup$/);
  await expectAccessible(page, 'setup');
  await page.getByLabel('会社名').fill('青空ソフト株式会社');
  await page.getByLabel('氏名').fill(people.admin.name);
  await page.getByLabel('メールアドレス').fill(people.admin.email);
  await page.getByLabel('パスワード').fill('short');
  await page.getByRole('button', { name: '始める', exact: true }).click();
  await expect(page.getByText('10文字以上で入力してください')).toBeVisible();
  await page.getByLabel('パスワード').fill(password);
  await page.getByRole('button', { name: '始める', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Bansoへようこそ' })).toBeVisible();
  await expect(page.getByRole('link', { name: '取り込みを始める' })).toBeVisible();
  await expectAccessible(page, 'empty product');
});

test('the tracking snippet comes with a write key that works', async ({ page, playwright }) => {
  await signedIn(page, 'admin');
  await page.goto('/');
  await page.getByRole('button', { name: '書き込みキーを発行する' }).click();
  const code = page.getByRole('region', { name: /のコード/ });
  await expect(code).not.toContainText('WRITE_KEY');
  const [, key = ''] = /writeKey: '([^']+)'/.exec((await code.textContent()) ?? '') ?? [];
  const product = await playwright.request.newContext({ baseURL: process.env.E2E_URL });
  const sent = await product.post('/v1/track', {
    headers: { authorization: `Basic ${btoa(`${key}:`)}` },
    data: { userId: 'u1', event: 'レポートを作成', context: { groupId: 'not-imported-yet' }, messageId: 'e2e-1' },
  });
  expect(sent.status()).toBe(200);
  await product.dispose();
});

test('sample data is one button away: a day of one’s own, and the customers needing attention with reasons', async ({ page }) => {
  test.setTimeout(600_000);
  await signedIn(page, 'admin');
  // As a person presses it, but for fewer customers: three hundred take a minute.
  await page.route('**/api/sample', (route) => (route.request().method() === 'POST' ? route.continue({ postData: { accounts: 120 } }) : route.continue()));
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

test('members join with one-time links', async ({ page }) => {
  await signedIn(page, 'admin');
  await join(page.request, 'second', 'csm');
  await join(page.request, 'viewer', 'viewer');
});
