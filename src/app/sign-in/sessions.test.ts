import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { testSecret } from '#platform/testing/site.ts';
import { afterSetup, join, password } from './world.ts';

const email = 'hanako@example.co.jp';

describe('sessions', async () => {
  const world = await afterSetup();
  const signIn = (browser = world.browser(), given: object = { email, password }, headers = {}) =>
    browser.send('POST', '/api/auth/sign-in/email', given, headers);

  it('begin with the right password, whatever case the address has', async () => {
    const browser = world.browser();
    expect(await signIn(browser, { email: 'HANAKO@example.co.jp', password })).toMatchObject({ status: 200, body: { twoFactor: false } });
    expect((await browser.send('GET', '/api/me')).body.member).toMatchObject({ name: '佐藤 花子', email });
    const answer = await signIn(world.browser());
    expect(answer.headers.getSetCookie()[0]).toMatch(/^banso\.session_token=.*; HttpOnly; SameSite=Lax/);
  });

  it('answer a wrong password and an unknown address alike, and note both', async () => {
    const wrong = await signIn(world.browser(), { email, password: 'not the password' });
    const unknown = await signIn(world.browser(), { email: 'nobody@example.co.jp', password });
    const { requestId: _a, ...one } = wrong.body;
    const { requestId: _b, ...other } = unknown.body;
    expect(one).toEqual(other);
    expect(one).toMatchObject({ status: 400, detail: 'メールアドレスまたはパスワードが正しくありません。' });
    const refused = (await world.audit()).filter((a) => a.action === 'sessions.refuse');
    expect(refused).toMatchObject([
      { label: email, actor_kind: 'system' },
      { label: null, noun_id: null },
    ]);
  });

  it('are slow to guess: ten attempts in a quarter of an hour from one place, and another place is not locked out', async () => {
    const place = (last: number) => ({ 'x-forwarded-for': `203.0.113.${last}` });
    const wrong = { email, password: 'not the password' };
    const statuses = [];
    for (let i = 0; i < 11; i++) statuses.push((await signIn(world.browser(), wrong, place(1))).status);
    expect(statuses).toEqual([...Array(10).fill(400), 429]);
    expect((await signIn(world.browser(), undefined, place(1))).status).toBe(429);
    expect((await signIn(world.browser(), undefined, place(2))).status).toBe(200);
    world.clock.now = new Date(world.clock.now.getTime() + 16 * 60_000);
    expect((await signIn(world.browser(), undefined, place(1))).status).toBe(200);
  });

  it('are slow to guess all at once too', async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => signIn(world.browser(), { email: 'many@example.co.jp', password: 'x' }, { 'x-forwarded-for': '203.0.113.9' })),
    );
    expect(answers.filter((a) => a.status === 400)).toHaveLength(10);
    expect(answers.filter((a) => a.status === 429)).toHaveLength(10);
  });

  it('need our signature on the cookie', async () => {
    const browser = world.browser();
    await signIn(browser);
    const name = 'banso.session_token';
    const token = decodeURIComponent(browser.cookies.get(name)!).split('.')[0]!;
    const sign = (secret: string) => encodeURIComponent(`${token}.${createHmac('sha256', secret).update(token).digest('base64')}`);
    const me = async (value: string) => (await world.browser().send('GET', '/api/me', undefined, { cookie: `${name}=${value}` })).body.member?.email ?? null;
    expect(await me(sign(testSecret))).toBe(email);
    expect(await me(sign('another secret'))).toBeNull();
    expect(await me(token)).toBeNull();
    expect(await me('%E0%A4%A')).toBeNull();
  });

  it('are listed and end one by one, or all others at once', async () => {
    const [phone, laptop] = [world.browser(), world.browser()];
    await signIn(phone, undefined, { 'user-agent': 'Phone' });
    await signIn(laptop, undefined, { 'user-agent': 'Laptop', 'x-forwarded-for': '::ffff:203.0.113.5' });
    const list = (await laptop.send('GET', '/api/me/sessions')).body as { sessionId: string; current: boolean; browser: string }[];
    expect(list[0]).toMatchObject({ current: true, browser: 'Laptop', address: '203.0.113.5' });
    const onPhone = list.find((s) => s.browser === 'Phone')!;
    expect((await laptop.send('DELETE', `/api/me/sessions/${onPhone.sessionId}`)).body).toEqual({ ended: 1 });
    expect((await phone.send('GET', '/api/me')).body.member).toBeNull();
    expect((await laptop.send('DELETE', `/api/me/sessions/${onPhone.sessionId}`)).status).toBe(404);
    await signIn(phone);
    expect((await laptop.send('DELETE', '/api/me/sessions')).body.ended).toBeGreaterThan(0);
    expect((await phone.send('GET', '/api/me')).body.member).toBeNull();
    expect((await laptop.send('GET', '/api/me/sessions')).body).toHaveLength(1);
    await laptop.send('POST', '/api/auth/sign-out', {});
    expect((await laptop.send('GET', '/api/me')).body.member).toBeNull();
    expect((await world.database.pool.query('select count(*)::int as n from auth_sessions')).rows[0].n).toBe(0);
    expect((await world.audit()).at(-1)).toMatchObject({ action: 'sessions.end', actor_name: '佐藤 花子' });
  });

  it('end by themselves', async () => {
    const browser = world.browser();
    await signIn(browser);
    const before = world.clock.now;
    world.clock.now = new Date(before.getTime() + 31 * 86_400_000);
    expect((await browser.send('GET', '/api/me')).body.member).toBeNull();
    world.clock.now = before;
  });

  it('of somebody else cannot be ended', async () => {
    await signIn(world.admin);
    const other = await join(world, 'ichiro@example.co.jp', 'csm');
    const theirs = (await other.browser.send('GET', '/api/me/sessions')).body[0].sessionId;
    expect((await world.admin.send('DELETE', `/api/me/sessions/${theirs}`)).status).toBe(404);
    expect((await other.browser.send('DELETE', `/api/members/${world.adminId}/sessions`)).status).toBe(403);
    expect((await world.admin.send('DELETE', `/api/members/${other.id}/sessions`)).body).toEqual({ ended: 1 });
    expect((await other.browser.send('GET', '/api/me')).body.member).toBeNull();
  });

  it('do not act for another site', async () => {
    await signIn(world.admin);
    const foreign = { origin: 'https://evil.example' };
    expect((await world.admin.send('PATCH', '/api/me', { language: 'en' }, foreign)).status).toBe(403);
    expect((await world.admin.send('POST', '/api/auth/change-password', { currentPassword: password, newPassword: password }, foreign)).status).toBe(403);
    expect((await world.admin.send('POST', '/api/auth/sign-out', {}, foreign)).status).toBe(403);
  });

  it('carry the member’s own settings', async () => {
    expect((await world.admin.send('PATCH', '/api/me', { language: 'en', theme: 'dark' })).body.member).toMatchObject({ language: 'en', theme: 'dark' });
    expect((await world.admin.send('PATCH', '/api/me', { theme: 'system', language: null })).body.member).toMatchObject({ language: null, theme: null });
    expect((await world.audit()).at(-1)).toMatchObject({ action: 'members.update', changes: { language: ['en', null], theme: ['dark', null] } });
    expect((await world.browser().send('PATCH', '/api/me', { language: 'en' })).status).toBe(401);
  });

  it('change the password: the old one no longer works, other sessions end', async () => {
    const [one, other] = [world.browser(), world.browser()];
    await signIn(one);
    await signIn(other);
    const next = 'another long password';
    expect((await one.send('POST', '/api/auth/change-password', { currentPassword: 'wrong password', newPassword: next })).body.detail).toBe(
      'パスワードが正しくありません。',
    );
    expect((await one.send('POST', '/api/auth/change-password', { currentPassword: password, newPassword: 'short' })).body.errors[0].path).toBe('newPassword');
    expect((await one.send('POST', '/api/auth/change-password', { currentPassword: password, newPassword: next })).status).toBe(200);
    expect((await one.send('GET', '/api/me')).body.member.email).toBe(email);
    expect((await other.send('GET', '/api/me')).body.member).toBeNull();
    expect((await signIn()).status).toBe(400);
    expect((await signIn(world.browser(), { email, password: next })).status).toBe(200);
  });
});
