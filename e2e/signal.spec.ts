import { expect, test } from '@playwright/test';
import { origin, signedIn } from './people.ts';

test('an event arrives and the CTA appears on the open page, without a reload', async ({ page, playwright }) => {
  test.setTimeout(120_000);
  await signedIn(page, 'admin');
  const post = async (path: string, data: object) => {
    const answer = await page.request.post(`/api${path}`, { data, headers: origin() });
    expect(answer.ok(), await answer.text()).toBe(true);
    return (await answer.json()) as Record<string, string>;
  };
  const me = (await (await page.request.get('/api/me')).json()) as { member: { id: string } };
  await post('/accounts', { name: '株式会社信号テスト', externalId: 'signal-1' });
  await post('/accounts', { name: '株式会社下見', externalId: 'signal-0' });
  const { secret } = await post('/keys', { name: 'signal', scope: 'ingest' });
  const product = await playwright.request.newContext({ baseURL: process.env.E2E_URL });
  const send = async (messageId: string, groupId: string) => {
    const sent = await product.post('/v1/track', {
      headers: { authorization: `Basic ${btoa(`${secret}:`)}` },
      data: { userId: 'u-signal', event: 'cancel_page_opened', context: { groupId }, messageId },
    });
    expect(sent.status()).toBe(200);
  };
  // The name of an event is known once it has come in; only then can a rule wait for it.
  await send('signal-before', 'signal-0');
  const { ruleId } = await post('/rules', {
    name: '解約ページを開いた',
    definition: {
      condition: { all: [] },
      trigger: { kind: 'event', event: 'cancel_page_opened' },
      schedule: { kind: 'on_change' },
      actions: [{ kind: 'cta', type: 'risk', reason: 'cancellation_notice', title: '解約ページを開いた', owner: { kind: 'member', memberId: me.member.id } }],
    },
  });
  await post(`/rules/${ruleId}/publish`, { note: '試す', overSlotsReason: '動作を確かめるため' });
  await page.goto('/ctas');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(page.getByText('株式会社信号テスト')).toHaveCount(0);
  await send('signal-now', 'signal-1');
  await expect(page.getByText('株式会社信号テスト').first()).toBeVisible({ timeout: 60_000 });
  await page.request.post(`/api/rules/${ruleId}/pause`, { data: {}, headers: origin() });
  await product.dispose();
});
