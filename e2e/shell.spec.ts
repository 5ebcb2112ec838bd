import { expect, test } from '@playwright/test';
import { expectAccessible } from './axe.ts';
import { password, people, signedIn } from './people.ts';

test('signing in leads to where one was going, signing out leads back', async ({ page }) => {
  await page.goto('/settings/products');
  await expect(page.getByRole('heading', { level: 1, name: 'サインイン' })).toBeVisible();
  await page.getByLabel('メールアドレス').fill(people.admin.email);
  await page.getByLabel('パスワード', { exact: true }).fill('wrong password');
  await page.getByRole('button', { name: 'サインイン', exact: true }).click();
  await expect(page.getByRole('alert')).toBeVisible();
  await page.getByLabel('パスワード', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'サインイン', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: '製品' })).toBeVisible();
  await page.getByRole('button', { name: `${people.admin.name}のメニュー` }).click();
  await page.getByRole('menuitem', { name: 'サインアウト' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'サインイン' })).toBeVisible();
  await page.goto('/settings/products');
  await expect(page.getByRole('heading', { level: 1, name: 'サインイン' })).toBeVisible();
});

test('language and appearance are switched and kept', async ({ page }) => {
  await signedIn(page, 'viewer');
  await page.goto('/settings/products');
  const menu = page.getByRole('button', { name: people.viewer.name });
  await menu.click();
  await page.getByRole('menuitem', { name: 'English' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Products' })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await menu.click();
  await page.getByRole('menuitem', { name: 'Dark' }).click();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await page.reload();
  await expect(page.getByRole('heading', { level: 1, name: 'Products' })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe('rgb(18, 22, 29)');
  await menu.click();
  await page.getByRole('menuitem', { name: '日本語' }).click();
  await expect(page.getByRole('heading', { level: 1, name: '製品' })).toBeVisible();
});

test('the keyboard alone: skip link, search, a screen, back', async ({ page }) => {
  await signedIn(page, 'admin');
  await page.goto('/?view=all');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: '本文へ移動' })).toBeFocused();
  await page.keyboard.press('Control+k');
  const search = page.getByRole('combobox', { name: '顧客・担当者・設定・画面を検索' });
  await expect(search).toBeFocused();
  await expectAccessible(page, 'search');
  await page.keyboard.type('製品');
  await expect(page.getByRole('option', { selected: true })).toContainText('製品');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: '製品' })).toBeVisible();
  await expect(page.locator('#content')).toBeFocused();
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'キーボードショートカット' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
});

test('what is typed before the search has come is not lost', async ({ page }) => {
  await signedIn(page, 'admin');
  await page.route(/assets\/(search|overlay)-/, async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 700));
    await route.continue();
  });
  await page.goto('/');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await page.keyboard.press('Control+k');
  await page.keyboard.type('監査');
  await expect(page.getByRole('option', { selected: true })).toContainText('監査ログ');
});

test('on a phone the navigation is behind a button', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await signedIn(page, 'admin');
  await page.goto('/');
  const products = page.getByRole('navigation', { name: 'メインメニュー' }).getByRole('link', { name: '製品' });
  await expect(products).toBeHidden();
  await page.getByRole('button', { name: 'メニュー', exact: true }).click();
  await expectAccessible(page, 'open navigation');
  await products.click();
  await expect(page.getByRole('heading', { level: 1, name: '製品' })).toBeVisible();
  await expect(products).toBeHidden();
});

test('an address that is no screen says so', async ({ page }) => {
  await signedIn(page, 'admin');
  await page.goto('/no-such-screen');
  await expect(page.getByRole('heading', { level: 1, name: 'ページが見つかりません' })).toBeVisible();
  await expectAccessible(page, 'not found');
});

test('a viewer sees no buttons that the server would refuse', async ({ page }) => {
  await signedIn(page, 'viewer');
  await page.goto('/settings/products');
  await expect(page.getByRole('heading', { level: 1, name: '製品' })).toBeVisible();
  await expect(page.getByRole('button', { name: '製品を追加' })).toHaveCount(0);
  await page.goto('/settings/keys');
  await expect(page.getByText('この画面を見る権限がありません')).toBeVisible();
});
