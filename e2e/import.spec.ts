import { expect, test } from '@playwright/test';
import { expectAccessible } from './axe.ts';
import { signedIn } from './people.ts';

const list = [
  '顧客コード,会社名,担当者,先方担当者,メールアドレス,契約開始日,契約終了日,製品,月額',
  'E2E-L1,灯台サービス株式会社,誰か 知らない,山田 太郎,yamada@example.co.jp,2026/4/1,2027/3/31,クラウド勤怠,"50,000円"',
];

test('a customer list with owners and contracts needs one upload', async ({ page }) => {
  await signedIn(page, 'admin');
  await page.goto('/imports/new');
  await page.locator('input[type=file]').setInputFiles({ name: '一覧.csv', mimeType: 'text/csv', buffer: Buffer.from(list.join('\r\n')) });
  await page.getByRole('textbox', { name: '取り込み元の名前' }).fill('e2e-list');
  await expect(page.getByRole('checkbox', { name: '担当者がメンバーに登録されていない行も取り込む' })).toBeChecked();
  await page.getByRole('button', { name: '内容を確認する' }).click();
  await expect(page.getByRole('cell', { name: '「誰か 知らない」というメンバーがいないため、担当はそのままで取り込みます。' })).toBeVisible();
  await expectAccessible(page, 'notes');
  await page.getByRole('button', { name: '取り込む', exact: true }).click();
  await expect(page.getByText('取り込みが完了しました')).toBeVisible();
  await expectAccessible(page, 'more of the file');
  await page.getByRole('button', { name: '契約を取り込む' }).click();

  await expect(page.getByRole('combobox', { name: '契約終了日 取り込み先' })).toHaveValue('endsOn');
  await page.getByRole('button', { name: '内容を確認する' }).click();
  await page.getByRole('button', { name: '取り込む', exact: true }).click();
  await expect(page.getByText('取り込みが完了しました')).toBeVisible();
  await page.goto('/accounts');
  await page.getByRole('link', { name: '灯台サービス株式会社' }).click();
  await expect(page.getByText('5.0万円').first()).toBeVisible();
});

const rows = [
  '顧客コード,会社名,フリガナ,従業員数,解約日,契約プラン',
  'E2E-1,株式会社みなと物流,ミナトブツリュウ,120,,プレミアム',
  'E2E-2,髙橋商店,タカハシショウテン,多い,,スタンダード',
  'E2E-3,青葉サービス,アオバサービス,30,令和8年3月31日,ライト',
];

test('a customer list goes in, is reported by row and column, and is taken back', async ({ page }) => {
  await signedIn(page, 'admin');
  await page.goto('/imports');
  await page.getByRole('link', { name: 'ファイルを取り込む' }).first().click();
  await page.locator('input[type=file]').setInputFiles({ name: '顧客一覧.csv', mimeType: 'text/csv', buffer: Buffer.from(`\uFEFF${rows.join('\r\n')}`) });

  await expect(page.getByRole('heading', { name: '顧客一覧.csv' })).toBeVisible();
  await expect(page.getByRole('combobox', { name: '会社名 取り込み先' })).toHaveValue('name');
  await expect(page.getByRole('combobox', { name: '契約プラン 取り込み先' })).toHaveValue('');
  await expectAccessible(page, 'columns');
  await page.getByRole('button', { name: '項目として追加' }).click();
  await expect(page.getByRole('combobox', { name: '契約プラン 取り込み先' })).not.toHaveValue('');
  await page.getByRole('textbox', { name: '取り込み元の名前' }).fill('e2e');
  await page.getByRole('button', { name: '内容を確認する' }).click();

  await expect(page.getByRole('cell', { name: '整数として読み取れません（多い）。' })).toBeVisible();
  await expect(page.getByRole('cell', { name: '2026-03-31' })).toBeVisible();
  await expectAccessible(page, 'check');
  await page.reload();
  await page.getByRole('button', { name: '取り込む', exact: true }).click();

  await expect(page.getByText('取り込みが完了しました')).toBeVisible();
  await expectAccessible(page, 'report');
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: '除外行を CSV で保存' }).click();
  expect((await download).suggestedFilename()).toBe('顧客一覧-除外行.csv');

  await page.getByRole('button', { name: '取り消す' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '取り消す' }).click();
  await expect(page.getByText('この取り込みは取り消されています')).toBeVisible();
});
