import { expect, test, type Page } from '@playwright/test';
import { expectAccessible } from './axe.ts';
import { firstAccountId, origin, sampleDone, signedIn } from './people.ts';

test.describe.configure({ mode: 'serial' });

/** CTAs of one's own, made through the API as any other client would. */
async function makeCtas(page: Page, titles: string[]) {
  const accountId = await firstAccountId(page);
  const { member } = (await (await page.request.get('/api/me')).json()) as { member: { id: string } };
  for (const title of titles) {
    const data = { reason: 'other_risk', title, priority: 1, ownerId: member.id, dueOn: new Date(Date.now() + 9 * 3_600_000).toISOString().slice(0, 10) };
    const made = await page.request.post(`/api/accounts/${accountId}/ctas`, { data, headers: origin() });
    expect(made.status(), await made.text()).toBe(201);
  }
  return accountId;
}

test('the day is worked through by keyboard: moved, put off, done, and a call recorded and closed within ten seconds', async ({ page }) => {
  await signedIn(page, 'second');
  await sampleDone(page.request);
  const accountId = await makeCtas(page, ['最初の仕事', '次の仕事', '最後の仕事']);
  await page.goto('/');
  const list = page.getByRole('list', { name: '優先順' });
  const current = list.locator('[aria-current="true"]');
  await expect(list.getByRole('listitem')).toHaveCount(3);
  await expectAccessible(page, 'today');
  // The list marks its first line, but the keyboard begins at the top of the page.
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: '本文へ移動' })).toBeFocused();
  await page.keyboard.press('j');
  await page.keyboard.press('k');
  await expect(current).toContainText('最初の仕事');

  await page.keyboard.press('s');
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.keyboard.press('5');
  await expect(list.getByRole('listitem')).toHaveCount(2);
  await expect(page.getByText('スヌーズ中 1件')).toBeVisible();

  await page.keyboard.press('e');
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.keyboard.press('2');
  await expect(list.getByRole('listitem')).toHaveCount(1);

  const started = Date.now();
  await page.keyboard.press('n');
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByLabel('件名')).toBeFocused();
  await page.keyboard.type('：電話でご案内');
  await page.keyboard.press('Enter');
  await page.keyboard.press('5');
  await expect(page.getByRole('heading', { level: 1 })).toContainText('今日やることはありません');
  expect(Date.now() - started).toBeLessThan(10_000);
  const { items } = (await (await page.request.get(`/api/accounts/${accountId}/activities?limit=1`)).json()) as { items: { subject: string; kind: string }[] };
  expect(items[0]).toMatchObject({ kind: 'call', subject: expect.stringContaining('電話でご案内') });
});

test('a letter of an input method that is composing opens nothing', async ({ page }) => {
  await signedIn(page, 'second');
  await makeCtas(page, ['変換中の仕事']);
  await page.goto('/');
  await expect(page.getByText('変換中の仕事')).toBeVisible();
  await page.evaluate(() => document.dispatchEvent(new KeyboardEvent('keydown', { key: 'e', isComposing: true, bubbles: true })));
  await expect(page.getByRole('dialog')).toHaveCount(0);
});

test('an escalation is on the manager’s board until it is released', async ({ page }) => {
  await signedIn(page, 'admin');
  const me = (await (await page.request.get('/api/me')).json()) as { member: { id: string } };
  const found = (await (await page.request.get('/api/ctas?limit=200')).json()) as { items: { accountId: string; ctaId: string; title: string }[] };
  const { accountId, ctaId } = found.items.find((one) => one.title === '変換中の仕事')!;
  const at = `/api/accounts/${accountId}/ctas/${ctaId}/escalation`;
  const data = { to: me.member.id, reason: '値引きの判断をお願いします', until: new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 10) };
  expect((await page.request.put(at, { data, headers: origin() })).ok()).toBe(true);
  await page.goto('/team');
  await expect(page.getByRole('heading', { name: /^エスカレーション \d+件/ })).toBeVisible();
  await expect(page.getByText('値引きの判断をお願いします')).toBeVisible();
  await expectAccessible(page, 'team');
  expect((await page.request.delete(at, { headers: origin() })).ok()).toBe(true);
  await page.reload();
  await expect(page.getByRole('heading', { name: /^エスカレーション/ })).toBeVisible();
  await expect(page.getByText('値引きの判断をお願いします')).toHaveCount(0);
});
