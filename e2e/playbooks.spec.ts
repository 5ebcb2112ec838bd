import { expect, test } from '@playwright/test';
import { expectAccessible } from './axe.ts';
import { firstAccountId, origin, sampleDone, signedIn } from './people.ts';

test.describe('playbooks', () => {
  test.beforeEach(async ({ page }) => {
    await signedIn(page, 'admin');
    const { status } = (await (await page.request.get('/api/sample')).json()) as { status: string };
    if (status !== 'done') await page.request.post('/api/sample', { data: {}, headers: origin() });
    await sampleDone(page.request);
    await page.route('**/api/live', (route) => route.fulfill({ status: 204 }));
  });

  test('are taken from the library, reordered by keyboard, published, started, and worked through', async ({ page }) => {
    await page.goto('/playbooks');
    await page.getByRole('button', { name: 'ひな形から作る' }).first().click();
    const ready = page.getByRole('dialog').getByRole('listitem').filter({ hasText: '事例協力の依頼' }).first();
    await ready.getByRole('button', { name: '下書きを作る' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toContainText('事例協力の依頼');

    const first = page.getByRole('button', { name: /^依頼してよい状態かを確認する/ });
    await first.focus();
    await page.keyboard.press('Alt+ArrowDown');
    await expect(page.getByText('「依頼してよい状態かを確認する」を2番目に移しました')).toBeAttached();
    await expect(first).toBeFocused();
    await page.keyboard.press('Alt+ArrowUp');
    await page.getByRole('button', { name: 'プレビュー' }).click();
    await expect(page.locator('.markdown')).toContainText('ヘルスが良好で');

    await page.getByRole('button', { name: /^正式に依頼する/ }).click();
    const mail = page.getByRole('textbox', { name: /^本文/ });
    const words = await mail.inputValue();
    await mail.fill(`${words}{{account.nmae}}`);
    await page.getByRole('button', { name: '保存する' }).click();
    await expect(page.getByText('{{account.nmae}} という差し込み項目はありません。').first()).toBeVisible();
    await mail.fill(`${words}追伸`);
    await page.getByRole('button', { name: '保存する' }).click();
    await expect(page.getByText('下書きを保存しました')).toBeVisible();
    await expectAccessible(page, 'editor');
    await page.getByRole('button', { name: '公開する' }).click();
    await page.getByRole('dialog').getByRole('button', { name: '公開する' }).click();
    await expect(page.getByText('第1版を公開しました')).toBeVisible();

    const accountId = await firstAccountId(page);
    await page.goto(`/accounts/${accountId}?tab=playbooks`);
    await page.getByRole('button', { name: 'プレイブックを開始' }).click();
    await page
      .getByRole('dialog')
      .getByRole('combobox', { name: /^プレイブック/ })
      .selectOption({ label: '事例協力の依頼' });
    await page.getByRole('dialog').getByRole('button', { name: '開始する' }).click();
    await expect(page.getByText('1社で開始しました')).toBeVisible();
    await page.getByRole('checkbox', { name: '「依頼してよい状態かを確認する」を完了にする' }).first().click();
    await expect(page.getByText('「依頼してよい状態かを確認する」を完了にしました')).toBeVisible();
    await page.getByRole('button', { name: '「チャンピオンに口頭で打診する」の操作' }).first().click();
    await page.getByRole('menuitem', { name: '見送る' }).click();
    await page.getByLabel('見送る理由').fill('定例で伺い済み');
    await page.getByRole('dialog').getByRole('button', { name: '見送る' }).click();
    await expect(page.getByText('見送り：定例で伺い済み')).toBeVisible();
    await expectAccessible(page, 'tasks of a customer');
    await page.getByRole('listitem').filter({ hasText: '正式に依頼する' }).getByRole('button', { name: 'メール文面' }).first().click();
    await expect(page.getByRole('dialog')).toContainText('追伸');
    await expect(page.getByRole('dialog')).not.toContainText('{{');
  });

  test('fill a table by segment and health, which says who is overdue', async ({ page }) => {
    await page.request.put('/api/cadences', { data: { rows: [] }, headers: origin() });
    await page.goto('/playbooks/cadences');
    await page.getByRole('button', { name: '目安を入れる' }).click();
    await page.getByRole('button', { name: '保存する' }).click();
    await expect(page.getByText('対応表を保存しました')).toBeVisible();
    await expect(page.getByText(/社 · 間隔超過 [1-9]/).first()).toBeVisible();
    await expect(page.getByRole('region', { name: '間隔を過ぎたお客様' }).locator('tbody tr').first()).toContainText('そのほかの顧客');
    await expectAccessible(page, 'cadences');
  });
});
