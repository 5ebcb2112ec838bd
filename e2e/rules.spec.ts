import { expect, test } from '@playwright/test';
import { expectAccessible } from './axe.ts';
import { origin, sampleDone, signedIn } from './people.ts';

test.beforeEach(async ({ page }) => {
  await signedIn(page, 'admin');
  const { status } = (await (await page.request.get('/api/sample')).json()) as { status: string };
  if (status !== 'done') await page.request.post('/api/sample', { data: {}, headers: origin() });
  await sampleDone(page.request);
});

test('a rule from the library: replay it, adjust it, publish it', async ({ page }) => {
  // The sample company has taken it already.
  const rules = (await (await page.request.get('/api/rules')).json()) as { ruleId: string; template: string | null; status: string }[];
  for (const { ruleId } of rules.filter((rule) => rule.template === 'renewal_90' && rule.status === 'live'))
    expect((await page.request.post(`/api/rules/${ruleId}/retire`, { data: {}, headers: origin() })).ok()).toBe(true);
  await page.goto('/rules');
  await page.getByRole('button', { name: 'ライブラリーから選ぶ' }).first().click();
  const ready = page.getByRole('region', { name: '更新の90日前' });
  await expect(ready.getByText('更新日 あり')).toBeVisible();
  await ready.getByRole('button', { name: '下書きにする' }).click();
  await expect(page.getByRole('heading', { level: 1, name: /更新の90日前/ })).toBeVisible();
  const sentence = page.locator('p[aria-live]');
  await expect(sentence).toContainText('更新日まで残り90日になったら、担当CSMに「更新の90日前」のCTA');

  await page.getByRole('button', { name: '試算する', exact: true }).click();
  await expect(page.getByRole('heading', { name: '有効にすると — 過去180日のデータで試算' })).toBeVisible();
  await expect(page.getByText(/\d+件 · 中央値 [\d.]+ \/ 人・週/)).toBeVisible();
  await expect(page.getByText('毎日のルールと利用ログのルールは、実際の検知と一致します。')).toBeVisible();
  await expectAccessible(page, 'a replayed rule');

  await page.getByLabel('何日前').fill('60');
  await expect(sentence).toContainText('更新日まで残り60日になったら');
  await expect(page.getByText('この試算は、編集中の内容と違うルールのものです。')).toBeVisible();
  await page.reload();
  // What was not saved is gone; the replay is still there.
  await expect(sentence).toContainText('残り90日');
  await expect(page.getByRole('heading', { name: /過去180日のデータで試算/ })).toBeVisible();
  await page.getByLabel('何日前').fill('60');
  await page.getByRole('button', { name: '下書きを保存' }).click();
  await expect(page.getByText('下書きを保存しました')).toBeVisible();
  await page.getByRole('button', { name: 'もう一度試算する' }).click();
  await expect(page.getByText('この試算は、編集中の内容と違うルールのものです。')).toHaveCount(0);

  await page.getByRole('button', { name: '公開する' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('変更の内容').fill('更新の準備は60日前から');
  const reason = dialog.getByLabel('理由');
  if (await reason.isVisible()) await reason.fill('四半期末の重なりは承知の上');
  await dialog.getByRole('button', { name: '公開する' }).click();
  await expect(page.getByText('公開しました')).toBeVisible();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('実行中');
  await page.getByRole('link', { name: '版の履歴' }).click();
  await expect(page.getByText('更新の準備は60日前から')).toBeVisible();
  await page.getByRole('navigation').getByRole('link', { name: 'ルール', exact: true }).click();
  await expect(page.getByRole('row', { name: /更新の90日前.*実行中/ })).toBeVisible();
});

test('a rule watches several events together and calls a webhook that was set up in the settings', async ({ page }) => {
  const channels = (await (await page.request.get('/api/channels')).json()) as { channelId: string }[];
  for (const { channelId } of channels) await page.request.delete(`/api/channels/${channelId}`, { headers: origin() });
  await page.goto('/rules');
  await page.getByRole('button', { name: '白紙から作る' }).first().click();
  await page.getByLabel('名前').fill('利用の急増');
  await page.getByRole('button', { name: '下書きを作成' }).click();
  await page.getByLabel('きっかけ').selectOption('unusual');
  const events = page.getByLabel('利用ログ', { exact: true });
  for (const _ of [1, 2]) await events.selectOption({ index: 1 });
  await expect(page.locator('p[aria-live]')).toContainText(/7日間の「.+」・「.+」の回数が/);
  // Until the day has ended nobody knows that there was little.
  await expect(page.getByLabel('確認するタイミング').locator('option[value=on_change]')).toBeDisabled();
  await page.getByLabel('向き').selectOption('above');
  await page.getByLabel('確認するタイミング').selectOption('on_change');
  await page.getByRole('link', { name: '通知先の設定を開く' }).click();
  await expect(page.getByRole('heading', { level: 1, name: '通知先' })).toBeVisible();
  const hook = { kind: 'webhook', name: '社内連携', kinds: [], teamId: null, language: 'ja', url: 'https://hooks.example.invalid/banso' };
  expect((await page.request.post('/api/channels', { data: hook, headers: origin() })).status()).toBe(201);
  // A channel is tried at once: what keeps it from arriving is said as a sentence, and stays beside it.
  await page.reload();
  const channel = page.getByRole('row', { name: /社内連携/ });
  const tried = channel.getByRole('button', { name: 'テスト送信: 社内連携' });
  await tried.click();
  await expect(page.getByText('送信できませんでした：アドレスが見つかりません')).toBeVisible();
  await expect(channel).toContainText('アドレスが見つかりません');
  // Nothing outside of this machine can be reached from here: that it arrived is said in its place.
  await page.route('**/api/channels/*/test', (route) => route.fulfill({ json: { ok: true, status: 200, error: null } }));
  await tried.click();
  await expect(page.getByText('テスト送信しました')).toBeVisible();
  await page.goto('/rules');
  await page.getByRole('link', { name: '利用の急増' }).click();
  await page.getByLabel('動作を追加').selectOption('webhook');
  await expect(page.getByLabel('Webhook', { exact: true })).toHaveText('社内連携');
  await expect(page.locator('p[aria-live]')).toContainText('Webhook「社内連携」を呼び出します');
  await expectAccessible(page, 'a rule that calls a webhook');
  await page.getByRole('button', { name: '下書きを保存' }).click();
  await expect(page.getByText('下書きを保存しました')).toBeVisible();
});

test('a reason of one’s own is added in the settings, offered for rules, and retired', async ({ page }) => {
  const name = `値引きの要求${Date.now()}`;
  await page.goto('/settings/reasons');
  await page.getByRole('button', { name: '理由を追加' }).click();
  await page.getByLabel('名前（日本語）').fill(name);
  await page.getByLabel('リスクの分類').selectOption('company');
  await page.getByRole('dialog').getByRole('button', { name: '保存' }).click();
  await expect(page.getByRole('row', { name: new RegExp(`${name}.*企業.*使用中`) })).toBeVisible();
  await page.goto('/rules');
  await page.getByRole('button', { name: '白紙から作る' }).first().click();
  await page.getByLabel('名前').fill('値引き');
  await page.getByRole('button', { name: '下書きを作成' }).click();
  await page.getByLabel('理由', { exact: true }).selectOption(name);
  await page.getByRole('link', { name: '理由を追加・編集' }).click();
  await page.getByRole('button', { name: `${name}の操作` }).click();
  await page.getByRole('menuitem', { name: '使用を停止' }).click();
  await expect(page.getByRole('row', { name: new RegExp(`${name}.*停止中`) })).toBeVisible();
});

test('a rule from scratch is read back while it is edited, and says what keeps it from being published', async ({ page }) => {
  await page.goto('/rules');
  await page.getByRole('button', { name: '白紙から作る' }).first().click();
  await page.getByLabel('名前').fill('NPSの確認');
  await page.getByRole('button', { name: '下書きを作成' }).click();
  const sentence = page.locator('p[aria-live]');
  await expect(sentence).toContainText('「ヘルスが危険」が3日続いたら');
  await page.getByLabel('続いた日数').fill('5');
  await expect(sentence).toContainText('5日続いたら');
  await page.getByLabel('題名').fill('');
  await expect(page.getByRole('button', { name: '公開する' })).toBeDisabled();
  await page.getByLabel('題名').fill('状況を確認');
  await expect(page.getByRole('button', { name: '公開する' })).toBeEnabled();
});
