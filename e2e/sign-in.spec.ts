import { expect, test, type Page } from '@playwright/test';
import { codeOf } from '../src/app/sign-in/totp.ts';
import { expectAccessible } from './axe.ts';
import { password, signedIn } from './people.ts';

test.describe.configure({ mode: 'serial' });

const yuki = { name: '高橋 ゆき', email: 'takahashi@example.jp' };
let secret = '';
const code = () => codeOf(`otpauth://totp/banso?secret=${secret}`);

async function typePassword(page: Page) {
  await page.goto('/sign-in?next=%2Fsettings%2Fsecurity');
  await page.getByLabel('メールアドレス').fill(yuki.email);
  await page.getByLabel('パスワード').fill(password);
  await page.getByRole('button', { name: 'サインイン', exact: true }).click();
}

test('an invited member chooses a password with the link, which works once', async ({ page, browser }) => {
  await signedIn(page, 'admin');
  await page.goto('/settings/members');
  await page.getByRole('button', { name: 'メンバーを招待' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('メールアドレス').fill(yuki.email);
  await dialog.getByLabel('氏名').fill(yuki.name);
  await expectAccessible(page, 'invitation');
  await dialog.getByRole('button', { name: '招待する' }).click();
  const link = (await dialog.getByRole('region', { name: '一度だけ使えるリンク' }).textContent()) ?? '';
  await dialog.getByRole('button', { name: '閉じる' }).last().click();
  await expect(page.getByRole('row', { name: new RegExp(yuki.name) })).toContainText('招待中');

  const invited = await (await browser.newContext()).newPage();
  await invited.goto(link);
  await expect(invited.getByRole('heading', { name: /Banso へようこそ$/ })).toBeVisible();
  await expectAccessible(invited, 'welcome');
  await invited.getByLabel('パスワード').fill('short');
  await invited.getByRole('button', { name: '設定してサインイン' }).click();
  await expect(invited.getByText('10文字以上で入力してください')).toBeVisible();
  await invited.getByLabel('パスワード').fill(password);
  await invited.getByRole('button', { name: '設定してサインイン' }).click();
  await expect(invited.getByRole('button', { name: `${yuki.name}のメニュー` })).toBeVisible();
  await invited.goto('about:blank');
  await invited.goto(link);
  await expect(invited.getByRole('heading', { name: 'このリンクは使えません' })).toBeVisible();
  await invited.context().close();
});

test('a wrong password says no more than that, and the page one wanted comes after the right one', async ({ page }) => {
  await page.goto('/settings/members');
  await expect(page).toHaveURL(/\/sign-in\?next=/);
  await expect(page.getByRole('heading', { name: 'サインイン' })).toBeVisible();
  await expectAccessible(page, 'sign-in');
  await page.getByLabel('メールアドレス').fill(yuki.email);
  await page.getByLabel('パスワード').fill('not the password');
  await page.getByRole('button', { name: 'サインイン', exact: true }).click();
  await expect(page.getByRole('alert')).toHaveText('メールアドレスまたはパスワードが正しくありません。');
  await page.getByLabel('パスワード').fill(password);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/settings\/members$/);
  await expect(page.getByRole('heading', { level: 1, name: 'メンバーとチーム' })).toBeVisible();
});

test('two-factor sign-in is set up with a QR code and asked for from then on', async ({ page, browser }) => {
  await typePassword(page);
  await page.getByRole('button', { name: '2段階認証を設定する' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('パスワード').fill(password);
  await dialog.getByRole('button', { name: '次へ' }).click();
  await expect(dialog.getByRole('img', { name: /QR/ })).toBeVisible();
  await expectAccessible(page, 'QR code');
  secret = (await dialog.getByRole('region').textContent())?.trim() ?? '';
  await dialog.getByLabel('認証コード').fill(code());
  await dialog.getByRole('button', { name: '確認' }).click();
  const codes = ((await dialog.getByRole('region', { name: 'リカバリーコード' }).textContent()) ?? '').trim().split('\n');
  expect(codes).toHaveLength(10);
  await dialog.getByRole('button', { name: '保管しました' }).click();
  await expect(page.getByRole('button', { name: '2段階認証を解除する' })).toBeVisible();

  const other = await (await browser.newContext()).newPage();
  await typePassword(other);
  await expect(other.getByRole('heading', { name: '2段階認証' })).toBeVisible();
  await expectAccessible(other, 'code');
  await other.getByLabel('認証コード').fill(code().replace(/\d/g, (digit) => String.fromCharCode(0xff10 + Number(digit))));
  await other.getByRole('button', { name: '確認' }).click();
  await expect(other.getByRole('heading', { level: 1, name: 'アカウントとセキュリティ' })).toBeVisible();

  await other.getByRole('button', { name: 'ほかの端末からすべてサインアウト' }).click();
  await expect(other.getByText('サインアウトしました')).toBeVisible();
  await page.reload();
  await expect(page).toHaveURL(/\/sign-in/);

  await typePassword(page);
  await page.getByRole('button', { name: 'リカバリーコードを使う' }).click();
  await page.getByLabel('リカバリーコード').fill(codes[0]!);
  await page.getByRole('button', { name: '確認' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'アカウントとセキュリティ' })).toBeVisible();
  await other.context().close();
});

test('keys are shown once and end when revoked; the audit log says who did it', async ({ page, playwright }) => {
  await signedIn(page, 'admin');
  await page.goto('/settings/keys');
  await page.getByRole('button', { name: 'キーを作成' }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('名前').fill('夜間バッチ');
  await dialog.getByLabel('参照用 APIキー').check();
  await dialog.getByRole('button', { name: '作成' }).click();
  const key = ((await dialog.getByRole('region', { name: 'キー', exact: true }).textContent()) ?? '').trim();
  await expectAccessible(page, 'key');
  const script = await playwright.request.newContext({ baseURL: process.env.E2E_URL, extraHTTPHeaders: { authorization: `Bearer ${key}` } });
  expect((await script.get('/api/products')).status()).toBe(200);
  expect((await script.post('/api/products', { data: { key: 'x', name: 'X' } })).status()).toBe(403);
  await dialog.getByRole('button', { name: '閉じる' }).last().click();
  const row = page.getByRole('row', { name: /夜間バッチ/ });
  await row.getByRole('button', { name: '失効させる' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '失効させる' }).click();
  await expect(row.getByRole('button')).toHaveCount(0);
  expect((await script.get('/api/products')).status()).toBe(401);
  await script.dispose();

  await page.goto('/settings/audit-log?q=%E5%A4%9C%E9%96%93%E3%83%90%E3%83%83%E3%83%81');
  await expect(page.getByRole('row', { name: /キーの失効/ })).toContainText('佐藤 花子');
  await expect(page.getByRole('row', { name: /キーの追加/ })).toContainText('参照');
  await expectAccessible(page, 'audit log');
});
