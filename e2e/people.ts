import { expect, request, type APIRequestContext, type BrowserContext, type Page } from '@playwright/test';

export const password = 'correct horse battery staple';
export const people = {
  admin: { name: '佐藤 花子', email: 'sato@example.jp' },
  second: { name: '田中 一郎', email: 'tanaka@example.jp' },
  viewer: { name: '鈴木 次郎', email: 'suzuki@example.jp' },
} as const;

export const origin = () => ({ origin: process.env.E2E_URL ?? '' });

const sessions = new Map<string, Awaited<ReturnType<BrowserContext['cookies']>>>();

/**
 * A signed-in page, for journeys that are not about signing in. The session is kept for the next one: signing in anew for
 * each would meet the limit against guessing.
 */
export async function signedIn(page: Page, who: keyof typeof people) {
  await page.context().addCookies(sessions.get(who) ?? []);
  const me = (await (await page.request.get('/api/me')).json()) as { member: { email: string } | null };
  if (me.member?.email === people[who].email) return;
  const answer = await page.request.post('/api/auth/sign-in/email', { data: { email: people[who].email, password }, headers: origin() });
  expect(answer.ok(), await answer.text()).toBe(true);
  sessions.set(who, await page.context().cookies());
}

/** Makes a member as the signed-in administrator; the member sets a password with the one-time link. */
export async function join(admin: APIRequestContext, who: keyof typeof people, role: string) {
  const invited = await admin.post('/api/members', { data: { ...people[who], role }, headers: origin() });
  expect(invited.ok(), await invited.text()).toBe(true);
  const { link } = (await invited.json()) as { link: { url: string } };
  const own = await request.newContext({ baseURL: process.env.E2E_URL });
  const accepted = await own.post('/api/member-links/accept', { data: { token: new URL(link.url).hash.slice(1), password }, headers: origin() });
  expect(accepted.ok(), await accepted.text()).toBe(true);
  await own.dispose();
}

/** The customer at the top of those needing attention. */
export async function firstAccountId(page: Page): Promise<string> {
  const answer = await page.request.get('/api/attention/customers?limit=1');
  const { items } = (await answer.json()) as { items: { accountId: string }[] };
  expect(items.length).toBe(1);
  return items[0]!.accountId;
}

/** Waits for the sample to be made; it is started by a button. */
export async function sampleDone(member: APIRequestContext) {
  await expect
    .poll(async () => ((await (await member.get('/api/sample')).json()) as { status: string }).status, { timeout: 120_000, intervals: [500] })
    .toBe('done');
}
