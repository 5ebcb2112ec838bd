import { expect, test } from '@playwright/test';
import { firstAccountId, origin, sampleDone, signedIn } from './people.ts';

// Names of their own, so that the journeys can be walked again on the same product.
const nth = Date.now() % 100_000;

test.describe('what is measured, and named', () => {
  test.beforeEach(async ({ page }) => {
    await signedIn(page, 'admin');
    const { status } = (await (await page.request.get('/api/sample')).json()) as { status: string };
    if (status !== 'done') await page.request.post('/api/sample', { data: {}, headers: origin() });
    await sampleDone(page.request);
  });

  test('a metric is tried on real customers before it is saved, and can be asked of at once', async ({ page }) => {
    const metric = `運用担当者の数${nth}`;
    await page.goto('/metrics');
    await page.getByRole('button', { name: '指標を追加' }).click();
    const form = page.getByRole('dialog');
    await form.getByLabel('名称', { exact: false }).first().fill(metric);
    await form.getByLabel('キー').fill(`operators_${nth}`);
    await form.getByLabel('計算のしかた').selectOption('contacts');
    await form.getByLabel('役割').selectOption('operator');
    await form.getByRole('button', { name: '試算する' }).click();
    await expect(form.getByText(/社のうち[\d,]+社に値があります/)).toBeVisible();
    await expect(form.getByText('顧客の例')).toBeVisible();
    await form.getByRole('button', { name: '保存' }).click();
    await expect(page.getByRole('cell', { name: metric, exact: true })).toBeVisible();
    // Lists know of it as soon as there is a column for it.
    const known = async () => (await (await page.request.get('/api/conditions/fields')).text()).includes(`metric.operators_${nth}"`);
    await expect.poll(known, { timeout: 60_000 }).toBe(true);
    await page.goto('/accounts');
    await page.getByRole('button', { name: '＋ 条件' }).click();
    await page.getByRole('combobox', { name: '項目' }).fill(metric);
    await page.getByRole('option', { name: metric }).click();
    await page.getByLabel('値', { exact: true }).fill('1');
    await page.getByRole('button', { name: '追加する' }).click();
    await expect(page.getByRole('button', { name: `${metric}が1名以上`, exact: true })).toBeVisible();
  });

  test('levels of usage are set for one product, tried on its customers, and taken away again', async ({ page }) => {
    const products = (await (await page.request.get('/api/products')).json()) as { productNo: number; name: string; archived: boolean }[];
    const product = products.find((one) => !one.archived)!;
    const level = `個別の段階${nth}`;
    const common = page.getByRole('dialog').getByRole('group', { name: '段階（低い順）', exact: true });
    const own = page.getByRole('dialog').getByRole('group', { name: `「${product.name}」の段階（低い順）` });
    const row = page.getByRole('row').filter({ hasText: '条件を満たす最も高い段階' });
    const edit = async () => {
      await page.getByRole('button', { name: '活用度の操作' }).click();
      await page.getByRole('menuitem', { name: '変更' }).click();
    };
    await page.goto('/metrics');
    await edit();
    const form = page.getByRole('dialog');
    const first = await common.getByLabel('L1 の名称').inputValue();
    await form.getByLabel('段階の対象').selectOption({ label: product.name });
    await expect(form.getByText(`「${product.name}」には共通の段階を使っています。`)).toBeVisible();
    await form.getByRole('button', { name: 'この製品だけの段階を設定する' }).press('Enter');
    await expect(own.getByLabel('L1 の名称')).toHaveValue(first);
    await own.getByLabel('L1 の名称').fill('');
    await form.getByLabel('段階の対象').selectOption({ label: '共通（すべての製品）' });
    await form.getByRole('button', { name: '保存' }).click();
    await expect(form.getByText(`「${product.name}」の段階に、入力が必要なところがあります。`)).toBeVisible();
    await form.getByLabel('段階の対象').selectOption({ label: `${product.name}（個別に設定）` });
    await own.getByLabel('L1 の名称').fill(level);
    await form.getByRole('button', { name: '試算する' }).click();
    await expect(form.getByText(/社のうち[\d,]+社に値があります/)).toBeVisible();
    await form.getByRole('button', { name: '保存' }).click();
    await expect(row).toContainText(`L1 ${first}`);
    await expect(row).toContainText(`${product.name}: L1 ${level}`);
    await edit();
    await form.getByLabel('段階の対象').selectOption({ label: `${product.name}（個別に設定）` });
    await form.getByRole('button', { name: '共通の段階に戻す' }).click();
    await expect(own).toBeHidden();
    await form.getByRole('button', { name: '保存' }).click();
    await expect(row).not.toContainText(level);
    await page.goto('/settings/audit-log');
    await expect(page.getByText(`L1 ${level}`, { exact: false }).first()).toBeVisible();
  });

  test('a scorecard is changed with a reason; the account says by which version it is judged', async ({ page }) => {
    const accountId = await firstAccountId(page);
    const version = async () =>
      ((await (await page.request.get(`/api/accounts/${accountId}/health`)).json()) as { version: { version: number } }).version.version;
    const next = (await version()) + 1;
    const note = `注意の幅を見直すため${nth}`;
    await page.goto('/health');
    await page.getByRole('button', { name: '編集', exact: true }).click();
    const form = page.getByRole('dialog');
    await form.getByLabel('「注意」の下限').fill('90');
    await expect(form.getByRole('button', { name: '公開する' })).toBeDisabled();
    await form.getByLabel('「注意」の下限').fill('41');
    await form.getByLabel('変更の理由').fill(note);
    await form.getByRole('button', { name: '公開する' }).click();
    await expect(page.getByText(`標準スコアカード v${next}`)).toBeVisible();
    await expect(page.getByRole('cell', { name: note })).toBeVisible();
    await expect.poll(version, { timeout: 60_000 }).toBe(next);
    await page.goto(`/accounts/${accountId}`);
    await expect(page.getByText(`スコア v${next}`, { exact: true }).first()).toBeVisible();
  });

  test('a list is kept as a view and its condition as a segment, which is used by name', async ({ page }) => {
    const [view, segment] = [`近い更新${nth}`, `更新が近い顧客${nth}`];
    await page.goto('/accounts?view=renewals');
    const matches = page.getByText(/^[\d,]+社に一致$/);
    const found = (await matches.textContent())!;
    await page.getByRole('button', { name: 'ビューの操作' }).click();
    await page.getByRole('menuitem', { name: '＋ ビューを保存' }).click();
    await page.getByLabel('ビューの名前').fill(view);
    await page.getByRole('button', { name: '保存する' }).click();
    await expect(page.getByRole('link', { name: view })).toBeVisible();
    await page.getByRole('button', { name: 'ビューの操作' }).click();
    await page.getByRole('menuitem', { name: 'セグメントとして保存' }).click();
    await page.getByLabel('セグメントの名前').fill(segment);
    await page.getByRole('button', { name: '保存する' }).click();
    await expect(page.getByText('セグメントを保存しました')).toBeVisible();
    await page.goto('/accounts');
    await page.getByRole('button', { name: '＋ 条件' }).click();
    await page.getByRole('combobox', { name: '項目' }).fill('セグメント');
    await page.getByRole('option', { name: 'セグメント', exact: true }).click();
    await page.getByRole('checkbox', { name: segment }).check();
    await page.getByRole('button', { name: '追加する' }).click();
    await expect(page.getByRole('button', { name: `セグメント「${segment}」に入っている`, exact: true })).toBeVisible();
    await expect(matches).toHaveText(found);
    await page.goto('/segments');
    await expect(page.getByRole('row', { name: segment })).toContainText('更新日が90日以内');

    // Both are found from anywhere by a part of the name, and opened without the mouse.
    await page.keyboard.press('Control+k');
    await page.keyboard.type(`ガ近い顧客${nth}`);
    await expect(page.getByRole('group', { name: 'セグメント' }).getByRole('option', { selected: true })).toHaveText(segment);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('button', { name: `セグメント「${segment}」に入っている`, exact: true })).toBeVisible();
    await expect(matches).toHaveText(found);
    await page.keyboard.press('Control+k');
    await page.keyboard.type(view);
    await expect(page.getByRole('group', { name: '保存したビュー' }).getByRole('option', { selected: true })).toHaveText(view);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('link', { name: view })).toHaveAttribute('aria-current', 'page');
  });
});
