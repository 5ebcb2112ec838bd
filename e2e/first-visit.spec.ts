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

test('members join with one-time links', async ({ page }) => {
  await signedIn(page, 'admin');
  await join(page.request, 'second', 'csm');
  await join(page.request, 'viewer', 'viewer');
});
