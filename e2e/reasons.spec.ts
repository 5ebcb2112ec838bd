import { expect, test } from '@playwright/test';
import { signedIn } from './people.ts';

test('from the customers needing attention to the reason, and what it is made of', async ({ page }) => {
  await signedIn(page, 'admin');
  await page.goto('/?view=all');
  const first = page.locator('ol.attention').getByRole('link').first();
  const name = (await first.textContent()) ?? '';
  await first.click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText(name);
  await expect(page.getByRole('heading', { level: 2, name: /なぜ \d+ なのか/ })).toBeVisible();
  await expect(page.getByRole('columnheader', { name: '重み' })).toBeVisible();
  await page.getByRole('button', { name: /式を見る/ }).click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.keyboard.press('Escape');
  for (const tab of ['利用状況', 'タイムライン', '関係者', '契約と製品', '情報']) {
    const link = page.getByRole('navigation').getByRole('link', { name: tab, exact: true });
    await link.click();
    await expect(link).toHaveAttribute('aria-current', 'page');
    await expect(page.locator('.skeleton')).toHaveCount(0);
    await expect(page.getByText('表示できませんでした')).toHaveCount(0);
  }
  await page.goBack();
  await expect(page.getByRole('link', { name: '契約と製品', exact: true })).toHaveAttribute('aria-current', 'page');
});

test('a touch is recorded with one key and appears in the timeline', async ({ page }) => {
  await signedIn(page, 'admin');
  await page.goto('/?view=all');
  await page.locator('ol.attention').getByRole('link').first().click();
  await expect(page.getByRole('heading', { level: 2, name: /なぜ/ })).toBeVisible();
  await page.keyboard.press('n');
  const dialog = page.getByRole('dialog');
  const subject = `更新条件の確認 ${Date.now()}`;
  await dialog.getByRole('textbox', { name: /件名/ }).fill(subject);
  await dialog.getByRole('button', { name: '保存' }).click();
  await expect(dialog).toHaveCount(0);
  await page.getByRole('link', { name: 'タイムライン', exact: true }).click();
  await expect(page.getByText(subject).first()).toBeVisible();
});

test('the list by keyboard: J, then Enter', async ({ page }) => {
  await signedIn(page, 'admin');
  await page.goto('/accounts');
  const rows = page.getByRole('region', { name: '顧客' }).locator('tbody tr');
  await expect(rows.nth(2).getByRole('link')).toBeVisible();
  const name = (await rows.nth(1).getByRole('link').first().textContent()) ?? '';
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await expect(rows.nth(1)).toHaveAttribute('data-active', 'true');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toContainText(name);
});

test('search finds a customer by two characters of its name, and opens it', async ({ page }) => {
  await signedIn(page, 'admin');
  await page.goto('/accounts');
  const link = page.getByRole('region', { name: '顧客' }).locator('tbody').getByRole('link').first();
  const name = ((await link.textContent()) ?? '').trim();
  const two = name.replace(/株式会社/, '').slice(0, 2);
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: '顧客・担当者・設定・画面を検索' }).fill(two);
  const option = page.getByRole('option', { name: new RegExp(name) }).first();
  await expect(option).toBeVisible();
  await option.click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText(name);
});
