import { expect, request, test, type APIRequestContext } from '@playwright/test';
import { simpleParser, type ParsedMail } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import { expectAccessible } from './axe.ts';
import { password } from './people.ts';
import { startProduct } from './product.ts';

const admin = { name: '佐藤 花子', email: 'sato@example.jp' };
const csm = { name: '高橋 健', email: 'takahashi@example.jp' };

/** A mail server on loopback that keeps what it gets. */
async function mailServer() {
  const mails: ParsedMail[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, _session, done) {
      void simpleParser(stream).then((mail) => (mails.push(mail), done()), done);
    },
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.server.address() as { port: number };
  return { mails, port, stop: () => new Promise<void>((resolve) => server.close(() => resolve())) };
}

async function ok<T>(answer: Awaited<ReturnType<APIRequestContext['get']>>): Promise<T> {
  expect(answer.ok(), await answer.text()).toBe(true);
  return (await answer.json()) as T;
}

test('a digest reaches the right person, a mention the open page at once, and one click stops the mails', async ({ browser }) => {
  test.setTimeout(300_000);
  const smtp = await mailServer();
  const product = await startProduct({ SMTP_URL: `smtp://127.0.0.1:${smtp.port}` });
  const headers = { origin: product.url };
  const boss = await request.newContext({ baseURL: product.url, extraHTTPHeaders: headers });
  try {
    await ok(
      await boss.post('/api/setup', {
        data: {
          organisation: { name: '青葉ソフトウェア', timeZone: 'Asia/Tokyo', fiscalMonth: 4, currency: 'JPY', language: 'ja' },
          admin: { ...admin, password },
        },
      }),
    );
    // Before they have signed in nothing is sent to them, so that the first digest finds everything.
    const { member, link } = await ok<{ member: { id: string }; link: { url: string } }>(await boss.post('/api/members', { data: { ...csm, role: 'csm' } }));
    const account = await ok<{ accountId: string }>(await boss.post('/api/accounts', { data: { name: '緑商事株式会社' } }));
    const at = `/api/accounts/${account.accountId}/ctas`;
    const cta = await ok<{ ctaId: string }>(await boss.post(at, { data: { reason: 'usage_fell', title: '利用が急に減っています', ownerId: member.id } }));
    await ok(await boss.post(at, { data: { reason: 'follow_up', title: '別の人の仕事' } }));

    const context = await browser.newContext({ baseURL: product.url, extraHTTPHeaders: headers, locale: 'ja-JP', timezoneId: 'Asia/Tokyo' });
    const page = await context.newPage();
    page.setDefaultTimeout(20_000);
    await ok(await context.request.post('/api/member-links/accept', { data: { token: new URL(link.url).hash.slice(1), password } }));
    await page.goto('/settings/notifications');
    await expect(page.getByRole('heading', { level: 1, name: '通知設定' })).toBeVisible();
    await page.getByRole('switch', { name: /夜間などはメールを控える/ }).setChecked(false);
    await page.getByRole('switch', { name: '土日にもメールを受け取る' }).setChecked(true);
    await page.getByRole('switch', { name: '祝日にもメールを受け取る' }).setChecked(true);
    await page.getByLabel('届く時刻').selectOption('0');
    await expectAccessible(page, 'notification settings');
    await page.getByRole('button', { name: '保存' }).click();
    await expect(page.getByText('通知設定を保存しました')).toBeVisible();

    const bell = page.getByRole('button', { name: /^お知らせ/ });
    const before = await bell.getAttribute('aria-label');
    await ok(await boss.post(`${at}/${cta.ctaId}/comments`, { data: { text: '先方に電話しました。', mentions: [member.id] } }));
    await expect(bell).not.toHaveAttribute('aria-label', before!, { timeout: 5_000 });

    const digests = () => smtp.mails.filter((mail) => mail.subject?.includes('のまとめ'));
    await expect.poll(() => digests().length, { timeout: 150_000, intervals: [500] }).toBe(1);
    const [digest] = digests();
    expect((digest!.to as { text: string }).text).toBe(csm.email);
    expect(digest!.text).toContain('■ 緑商事株式会社');
    expect(digest!.text).toContain('利用が急に減っています');
    expect(digest!.text).not.toContain('別の人の仕事');
    await expect.poll(() => smtp.mails.filter((mail) => mail.subject?.includes('あなたに触れました')).length, { timeout: 90_000, intervals: [500] }).toBe(1);

    // Somebody else's browser: nobody is signed in.
    const stranger = await (await browser.newContext({ locale: 'ja-JP' })).newPage();
    const { url } = (digest!.headers.get('list') as { unsubscribe: { url: string } }).unsubscribe;
    await stranger.goto(url);
    await expect(stranger.getByText('ta***@example.jp 宛ての「1日1回のまとめ」のメールを停止しますか。')).toBeVisible();
    await expectAccessible(stranger, 'unsubscribe');
    await stranger.getByRole('button', { name: '停止する' }).click();
    await expect(stranger.getByText('「1日1回のまとめ」のメールを停止しました。')).toBeVisible();
    await page.reload();
    await expect(page.getByRole('switch', { name: /まとめのメールを受け取る/ })).not.toBeChecked();
    expect(digests().length).toBe(1);
    await context.close();
  } finally {
    await boss.dispose();
    await product.stop();
    await smtp.stop();
  }
});
