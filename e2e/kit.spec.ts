import { fileURLToPath } from 'node:url';
import { expect, test, type Page } from '@playwright/test';
import { build, preview, type PreviewServer } from 'vite';
import { expectAccessible } from './axe.ts';

let server: PreviewServer;
let url: string;

test.beforeAll(async () => {
  const configFile = fileURLToPath(new URL('./kit/vite.config.ts', import.meta.url));
  await build({ configFile, logLevel: 'error' });
  server = await preview({ configFile, logLevel: 'error', preview: { port: 3219, strictPort: false } });
  url = server.resolvedUrls?.local[0] ?? '';
});
test.afterAll(() => server.close());

async function open(page: Page) {
  await page.goto(url);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(page.getByRole('combobox', { name: '担当CSM' })).toBeVisible();
}

for (const colorScheme of ['light', 'dark'] as const)
  test(`axe finds nothing in the kit, ${colorScheme}, overlays included`, async ({ page }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await open(page);
    await expectAccessible(page, 'kit');
    await page.getByRole('button', { name: 'ダイアログ' }).click();
    await expect(page.getByRole('dialog')).toBeVisible();
    await page.getByRole('dialog').getByRole('button', { name: 'カレンダーを開く' }).click();
    await expect(page.getByRole('application')).toBeVisible();
    await expectAccessible(page, 'dialog with calendar');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: '操作' }).click();
    await expect(page.getByRole('menu')).toBeVisible();
    await expectAccessible(page, 'menu');
  });

test('a dialog and a menu give the focus back', async ({ page }) => {
  await open(page);
  const opener = page.getByRole('button', { name: 'ダイアログ' });
  await opener.click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(opener).toBeFocused();
  const menu = page.getByRole('button', { name: '操作' });
  await menu.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('menuitem', { name: '編集' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(menu).toBeFocused();
});

test('J and K walk the rows, x selects, and nothing moves while typing', async ({ page }) => {
  await open(page);
  const active = page.locator('tr[data-active="true"]');
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await expect(active).toContainText('株式会社青葉フーズ');
  await page.keyboard.press('k');
  await expect(active).toContainText('株式会社みなと物流');
  await page.keyboard.press('x');
  await expect(page.getByRole('checkbox', { name: '株式会社みなと物流を選択' })).toBeChecked();
  await page.getByRole('textbox', { name: '内容' }).pressSequentially('jjx');
  await expect(active).toContainText('株式会社みなと物流');
});

test('Enter that ends a Japanese composition does not add a tag', async ({ page }) => {
  await open(page);
  const tags = page.getByRole('combobox', { name: 'タグ' });
  await tags.fill('新規');
  await tags.dispatchEvent('keydown', { key: 'Enter', keyCode: 229, isComposing: true });
  await expect(page.getByRole('button', { name: '新規を外す' })).toHaveCount(0);
  await tags.press('Enter');
  await expect(page.getByRole('button', { name: '新規を外す' })).toBeVisible();
});

test('a combobox searches by what was typed', async ({ page }) => {
  await open(page);
  const who = page.getByRole('combobox', { name: '担当CSM' });
  await who.click();
  await who.fill('田');
  await expect(page.getByRole('option')).toHaveText([/田中 一郎/]);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(who).toHaveValue('田中 一郎');
  // What was typed without choosing is no value; what was chosen before stays.
  await who.fill('どこにもいない');
  await expect(page.getByRole('option', { name: '田中 一郎' })).toHaveCount(0);
  await page.keyboard.press('Tab');
  await expect(who).toHaveValue('田中 一郎');
  await who.fill('');
  await page.keyboard.press('Tab');
  await expect(who).toHaveValue('');
  await who.fill('どこにもいない');
  await page.keyboard.press('Tab');
  await expect(who).toHaveValue('');
});

test('a chart carries its numbers as a table', async ({ page }) => {
  await open(page);
  const table = page.getByRole('table', { name: 'スコア' });
  await expect(table.getByRole('row')).toHaveCount(7);
  await expect(table.getByRole('row', { name: '11月' })).toContainText('28');
});
