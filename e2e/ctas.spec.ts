import { expect, test } from '@playwright/test';
import { expectAccessible } from './axe.ts';
import { firstAccountId, origin, people, sampleDone, signedIn } from './people.ts';

test.describe('CTAs', () => {
  test.describe.configure({ mode: 'serial', timeout: 120_000 });
  let accountId = '';

  test.beforeEach(async ({ page }) => {
    await signedIn(page, 'admin');
    const { status } = (await (await page.request.get('/api/sample')).json()) as { status: string };
    if (status !== 'done') await page.request.post('/api/sample', { data: {}, headers: origin() });
    await sampleDone(page.request);
    accountId = await firstAccountId(page);
  });

  const add = async (page: import('@playwright/test').Page, title: string, dueOn: string) => {
    const me = (await (await page.request.get('/api/me')).json()) as { member: { id: string } };
    const data = { title, reason: 'usage_fell', dueOn, ownerId: me.member.id };
    const made = await page.request.post(`/api/accounts/${accountId}/ctas`, { data, headers: origin() });
    expect(made.ok(), await made.text()).toBe(true);
  };

  test('are worked through by keyboard: J moves, S lets sleep, E closes; never while an input method composes', async ({ page }) => {
    await add(page, '一番目の確認', '2020-01-01');
    await add(page, '二番目の確認', '2020-01-02');
    await page.goto('/ctas');
    const rows = page.locator('tbody tr');
    await expect(rows.nth(0)).toContainText('一番目の確認');
    await expect(rows.nth(1)).toContainText('二番目の確認');
    await expectAccessible(page, 'CTAs');
    await page.keyboard.press('j');
    await expect(rows.nth(0)).toHaveAttribute('data-active', 'true');
    await page.evaluate(() => document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'e', isComposing: true, bubbles: true })));
    await page.evaluate(() =>
      document.body.dispatchEvent(Object.defineProperty(new KeyboardEvent('keydown', { key: 's', bubbles: true }), 'keyCode', { value: 229 })),
    );
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await page.keyboard.press('s');
    await expect(page.getByRole('dialog', { name: 'いつまでスヌーズしますか' })).toBeVisible();
    await page.getByRole('button', { name: 'お客様のお返事待ち' }).click();
    await expect(page.getByText('スヌーズしました')).toBeVisible();
    await expect(rows.nth(0)).toContainText('二番目の確認');
    await page.keyboard.press('e');
    await expect(page.getByRole('dialog', { name: '完了にします。結果はどれですか' })).toBeVisible();
    await page.keyboard.press('Enter');
    await expect(page.getByText('完了にしました')).toBeVisible();
    await expect(page.getByRole('button', { name: '二番目の確認' })).toHaveCount(0);
    await page.goto(`/accounts/${accountId}?tab=timeline`);
    await expect(page.getByText('二番目の確認').first()).toBeVisible();
    await expect(page.getByText('ご案内・ご連絡した').first()).toBeVisible();
  });

  test('are made from the page of a customer, escalated, commented on and released', async ({ page }) => {
    await page.goto(`/accounts/${accountId}`);
    await page.getByRole('button', { name: '新しいCTA' }).click();
    await page.getByLabel('理由').selectOption('decision_maker_silent');
    await expect(page.getByLabel('タイトル')).toHaveValue('決裁者との接点切れ');
    await page.getByRole('button', { name: '保存' }).click();
    await page.getByRole('button', { name: '決裁者との接点切れ' }).first().click();
    const drawer = page.getByRole('dialog', { name: '決裁者との接点切れ' });
    await drawer.getByRole('button', { name: 'エスカレーション' }).click();
    const form = page.getByRole('dialog', { name: 'エスカレーション' });
    await form.getByRole('combobox').first().fill('佐藤');
    await page.getByRole('option', { name: people.admin.name }).click();
    await expect(form.getByRole('combobox').first()).toHaveValue(people.admin.name);
    await form.getByLabel('理由・お願いしたいこと').fill('部長への同席をお願いします');
    await form.getByRole('button', { name: '保存' }).click();
    await expect(drawer.getByText('部長への同席をお願いします').first()).toBeVisible();
    await drawer.getByLabel('コメントを書く').fill('**至急**です');
    await drawer.getByRole('button', { name: 'コメントする' }).click();
    await expect(drawer.locator('strong', { hasText: '至急' })).toBeVisible();
    await expectAccessible(page, 'CTA');
    await drawer.getByRole('button', { name: 'エスカレーション解除' }).click();
    await expect(drawer.getByRole('button', { name: 'エスカレーション', exact: true })).toBeVisible();
  });

  test('go from column to column of the board by keyboard, and the focus goes with them', async ({ page }) => {
    const title = `鍵盤で動かす${Date.now()}`;
    await add(page, title, '2020-01-04');
    await page.goto('/ctas?tab=board');
    const card = (column: string) =>
      page
        .getByRole('region', { name: column, exact: true })
        .getByRole('button', { name: new RegExp(title) })
        .first();
    await card('未着手').focus();
    await page.keyboard.press('Alt+ArrowRight');
    await expect(card('対応中')).toBeFocused();
    await page.keyboard.press('Alt+ArrowRight');
    await expect(page.getByRole('dialog', { name: '完了にします。結果はどれですか' })).toBeVisible();
    await page.keyboard.press('Enter');
    await expect(card('完了')).toBeFocused();
    await page.keyboard.press('Alt+ArrowLeft');
    await expect(card('対応中')).toBeFocused();
    await expect(card('完了')).toHaveCount(0);
    // Enter opens it.
    await page.keyboard.press('Enter');
    await expect(page.getByRole('dialog', { name: title })).toBeVisible();
  });

  test('mention members while a comment is typed: @ offers names, Enter takes one, never while an input method composes', async ({ page, browser }) => {
    await add(page, '声をかける確認', '2020-01-05');
    await page.goto('/ctas');
    await page.getByRole('button', { name: '声をかける確認' }).first().click();
    const drawer = page.getByRole('dialog', { name: '声をかける確認' });
    const text = drawer.getByLabel('コメントを書く');
    await text.pressSequentially('先方に電話済み @田');
    const offered = drawer.getByRole('option', { name: new RegExp(people.second.name) });
    await expect(offered).toBeVisible();
    await text.dispatchEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true });
    await expect(text).toHaveValue('先方に電話済み @田');
    await page.keyboard.press('Escape');
    await expect(offered).toHaveCount(0);
    await expect(drawer).toBeVisible();
    await text.pressSequentially('中');
    await expect(offered).toBeVisible();
    await expectAccessible(page, 'mention');
    await page.keyboard.press('Enter');
    await expect(text).toHaveValue(`先方に電話済み @${people.second.name} `);
    await text.pressSequentially('見積をお願いします');
    await drawer.getByRole('button', { name: 'コメントする' }).click();
    await expect(drawer.getByText(`宛先: ${people.second.name}`)).toBeVisible();
    const other = await (await browser.newContext({ baseURL: process.env.E2E_URL })).newPage();
    await signedIn(other, 'second');
    const { items } = (await (await other.request.get('/api/notifications')).json()) as { items: { kind: string; title: string }[] };
    expect(JSON.stringify(items[0])).toContain('声をかける確認');
    await other.context().close();
  });

  test('are ticked, and changed many at once', async ({ page }) => {
    await add(page, 'まとめて一', '2020-01-06');
    await add(page, 'まとめて二', '2020-01-06');
    await page.goto('/ctas');
    await expect(page.getByRole('button', { name: 'まとめて二' })).toBeVisible();
    for (const title of ['まとめて一', 'まとめて二']) await page.getByRole('checkbox', { name: new RegExp(title) }).check();
    const bar = page.getByRole('region', { name: /2件/ });
    await bar.getByRole('button', { name: '優先度' }).click();
    await page.getByRole('dialog').getByRole('button', { name: '高' }).click();
    await expect(page.getByText(/2件を変更しました/)).toBeVisible();
    await expect(bar).toHaveCount(0);
  });

  test('are moved from who has too many, on the page of loads, to another member', async ({ page }) => {
    const title = `引き受ける仕事${Date.now()}`;
    await add(page, title, '2020-01-02');
    // To one of the sample's: the other journeys count what the members who sign in have to do.
    const { items } = (await (await page.request.get('/api/members')).json()) as { items: { name: string; email: string }[] };
    const other = items.find(({ email }) => !Object.values(people).some((one) => one.email === email))!;
    const loadOf = (name: string) => page.getByRole('region', { name: '負荷' }).getByRole('row').filter({ hasText: name });
    await page.goto('/settings/slots');
    await loadOf(people.admin.name).getByRole('link', { name: 'CTAを見る' }).click();
    await page.getByRole('checkbox', { name: new RegExp(title) }).check();
    await page.getByRole('region', { name: /1件/ }).getByRole('button', { name: '担当者を変更' }).click();
    await page.getByRole('combobox', { name: '新しい担当者' }).fill(other.name);
    await page.getByRole('option', { name: other.name, description: other.email }).click();
    await page.getByRole('dialog').getByRole('button', { name: '保存' }).click();
    await expect(page.getByText(/担当者を変更しました/)).toBeVisible();
    await expect(page.getByRole('button', { name: title })).toHaveCount(0);
    await page.goto('/settings/slots');
    await loadOf(other.name).getByRole('link', { name: 'CTAを見る' }).click();
    await expect(page.getByRole('button', { name: title })).toBeVisible();
  });

  test('lie on a board and in a calendar, by customer and by load', async ({ page }) => {
    await add(page, 'ボードの確認', '2020-01-03');
    await page.goto('/ctas?tab=board');
    await expect(page.getByRole('region', { name: '未着手' }).getByText('ボードの確認').first()).toBeVisible();
    await page
      .getByRole('button', { name: /ボードの確認/ })
      .first()
      .dragTo(page.getByRole('region', { name: '対応中' }));
    await expect(page.getByRole('region', { name: '対応中' }).getByText('ボードの確認').first()).toBeVisible();
    await expectAccessible(page, 'board');
    await page.goto('/ctas?tab=calendar&month=2020-01');
    await expect(page.getByRole('button', { name: /ボードの確認/ }).first()).toBeVisible();
    await page.goto('/ctas?tab=accounts');
    await expect(page.getByText(/ボードの確認/).first()).toBeVisible();
    await page.goto('/settings/slots');
    await expect(page.getByRole('heading', { name: '負荷', exact: true })).toBeVisible();
  });
});
