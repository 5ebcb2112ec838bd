import { expect, test } from '@playwright/test';
import { expectAccessible } from './axe.ts';
import { origin, sampleDone, signedIn } from './people.ts';

test.describe('the list of customers', () => {
  test.beforeEach(async ({ page }) => {
    await signedIn(page, 'admin');
    const { status } = (await (await page.request.get('/api/sample')).json()) as { status: string };
    if (status !== 'done') await page.request.post('/api/sample', { data: {}, headers: origin() });
    await sampleDone(page.request);
  });

  test('is narrowed by conditions that the address keeps, and changed many at once', async ({ page }) => {
    await page.goto('/accounts');
    const rows = page.locator('tbody tr');
    await expect(rows.first().getByRole('link')).toBeVisible();
    await page.getByRole('button', { name: '＋ 条件' }).click();
    await page.getByRole('combobox', { name: '項目' }).fill('MRR');
    await page.getByRole('option', { name: 'MRR' }).first().click();
    await page.getByLabel('値', { exact: true }).fill('50000');
    await page.getByRole('button', { name: '追加する' }).click();
    await expect(page.getByRole('button', { name: 'MRRが5万円以上', exact: true })).toBeVisible();
    await page.reload();
    await expect(page.getByRole('button', { name: 'MRRが5万円以上', exact: true })).toBeVisible();
    await expect(rows.first().getByRole('link')).toBeVisible();
    await page.keyboard.press('j');
    await page.keyboard.press('x');
    await page.keyboard.press('j');
    await page.keyboard.press('x');
    await expect(page.getByText('2社を選択中')).toBeVisible();
    await expectAccessible(page, 'customers');
    await page.getByRole('button', { name: 'タグを編集' }).click();
    await page.getByLabel('追加するタグ').fill('重点、');
    await expect(page.getByText('2社のうち2社が変わります。')).toBeVisible();
    await page.getByRole('button', { name: '変更する' }).click();
    await expect(page.getByText('2社を変更しました')).toBeVisible();
  });

  test('sorts by a header, chooses columns and their order, and is saved as a file', async ({ page }) => {
    await page.goto('/accounts');
    await page.getByRole('columnheader', { name: /^顧客/ }).getByRole('button').click();
    await expect(page.getByRole('columnheader', { name: /^顧客/ })).toHaveAttribute('aria-sort', 'ascending');
    const heads = page.getByRole('columnheader').filter({ hasText: /フェーズ|タッチ|MRR|更新まで/ });
    await expect(heads).toContainText(['フェーズ', 'タッチ', 'MRR', '更新まで']);
    await page.getByRole('button', { name: '列', exact: true }).click();
    await page.getByRole('button', { name: '更新まで: 上へ' }).click();
    await page.getByRole('button', { name: 'フェーズ: 下へ' }).click();
    await page.getByRole('button', { name: '適用する' }).click();
    await expect(heads).toContainText(['タッチ', 'フェーズ', '更新まで', 'MRR']);
    await page.reload();
    await expect(heads).toContainText(['タッチ', 'フェーズ', '更新まで', 'MRR']);
    await page.getByRole('button', { name: '列', exact: true }).click();
    await page.getByRole('button', { name: 'フェーズ: 外す' }).click();
    await page.getByRole('button', { name: '適用する' }).click();
    await expect(page.getByRole('columnheader', { name: 'フェーズ' })).toHaveCount(0);
    await page.getByRole('button', { name: 'エクスポート' }).click();
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('menuitem', { name: 'CSV（UTF-8）' }).click()]);
    expect(file.suggestedFilename()).toMatch(/^banso-accounts-\d{4}-\d{2}-\d{2}\.csv$/);
  });

  test('a form that is refused shows the field, also when it is long', async ({ page }) => {
    await page.setViewportSize({ width: 1280, height: 500 });
    await page.goto('/accounts');
    await page.getByRole('button', { name: '顧客を追加' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('顧客名').fill('検査数字株式会社');
    await dialog.getByLabel('法人番号').fill('1234567890123');
    await dialog.getByRole('button', { name: '保存' }).click();
    await expect(dialog.getByLabel('法人番号')).toBeFocused();
    await expect(dialog.getByLabel('法人番号')).toBeInViewport();
  });

  test('from the home page to those nobody was in touch with', async ({ page }) => {
    await page.goto('/?view=all');
    const figure = page.locator('a[href="/accounts?view=untouched"]');
    const companies = ((await figure.textContent()) ?? '').replace(/社$/, '');
    await figure.click();
    await expect(page.getByText(`${companies}社に一致`)).toBeVisible();
  });

  test('onboardings are listed by deadline, and partners can be added', async ({ page }) => {
    await page.goto('/onboarding');
    await page.getByRole('link', { name: /^期限超過/ }).click();
    await expect(page.getByRole('row').nth(1)).toContainText(/期限を.*超過/);
    await page.goto('/settings/partners');
    await page.getByRole('button', { name: 'パートナーを追加' }).first().click();
    await page.getByLabel('パートナー名').fill('東海システム販売');
    await page.getByRole('button', { name: '保存' }).click();
    await expect(page.getByRole('cell', { name: '東海システム販売', exact: true })).toBeVisible();
  });
});
