import { describe, expect, it } from 'vitest';
import { codeOf } from './totp.ts';
import { afterSetup, join, password } from './world.ts';

describe('two-factor sign-in', async () => {
  const world = await afterSetup();
  const { id, browser } = await join(world, 'ichiro@example.co.jp', 'csm');
  const signIn = async () => {
    const fresh = world.browser();
    return { fresh, answer: await fresh.send('POST', '/api/auth/sign-in/email', { email: 'ichiro@example.co.jp', password }) };
  };
  let uri = '';
  let recoveryCodes: string[] = [];

  it('begins with the password and counts from the first right code', async () => {
    expect((await browser.send('POST', '/api/auth/two-factor/enable', { password: 'wrong password' })).body.detail).toBe('パスワードが正しくありません。');
    const begun = await browser.send('POST', '/api/auth/two-factor/enable', { password });
    ({ totpURI: uri, recoveryCodes } = begun.body);
    expect(recoveryCodes).toHaveLength(10);
    expect((await signIn()).answer.body).toEqual({ twoFactor: false });
    expect((await browser.send('POST', '/api/auth/two-factor/verify-totp', { code: '000000' })).body.detail).toBe('コードが正しくありません。');
    expect((await browser.send('POST', '/api/auth/two-factor/verify-totp', { code: codeOf(uri) })).status).toBe(200);
    expect((await browser.send('GET', '/api/me')).body.member).toMatchObject({ twoFactor: true });
    const stored = await world.database.pool.query('select secret, backup_codes from auth_two_factors');
    expect(stored.rows[0].secret).not.toContain(new URL(uri).searchParams.get('secret'));
    expect(stored.rows[0].backup_codes).not.toContain(recoveryCodes[0]);
  });

  it('lets nobody in by the password alone', async () => {
    const { fresh, answer } = await signIn();
    expect(answer).toMatchObject({ status: 200, body: { twoFactor: true } });
    expect((await fresh.send('GET', '/api/me')).body.member).toBeNull();
    expect((await fresh.send('POST', '/api/auth/two-factor/verify-totp', { code: '123456' })).status).toBe(400);
    expect((await fresh.send('POST', '/api/auth/two-factor/verify-totp', { code: codeOf(uri) })).status).toBe(200);
    expect((await fresh.send('GET', '/api/me')).body.member).toMatchObject({ email: 'ichiro@example.co.jp' });
    expect((await world.audit()).at(-1)).toMatchObject({ action: 'sessions.start', actor_name: '鈴木 一郎' });
    expect((await world.browser().send('POST', '/api/auth/two-factor/verify-totp', { code: codeOf(uri) })).status).toBe(400);
  });

  it('takes each recovery code once', async () => {
    const first = await signIn();
    expect((await first.fresh.send('POST', '/api/auth/two-factor/verify-backup-code', { code: recoveryCodes[0] })).status).toBe(200);
    expect((await first.fresh.send('GET', '/api/me')).body.member.twoFactor).toBe(true);
    const second = await signIn();
    expect((await second.fresh.send('POST', '/api/auth/two-factor/verify-backup-code', { code: recoveryCodes[0] })).body.detail).toBe(
      'リカバリーコードが正しくないか、使用済みです。',
    );
    const renewed = await first.fresh.send('POST', '/api/auth/two-factor/generate-backup-codes', { password });
    expect(renewed.body.recoveryCodes).toHaveLength(10);
    expect((await second.fresh.send('POST', '/api/auth/two-factor/verify-backup-code', { code: recoveryCodes[1] })).status).toBe(400);
    expect((await second.fresh.send('POST', '/api/auth/two-factor/verify-backup-code', { code: renewed.body.recoveryCodes[0] })).status).toBe(200);
  });

  it('gives up on a challenge after a few wrong codes', async () => {
    const { fresh } = await signIn();
    for (let i = 0; i < 6; i++) await fresh.send('POST', '/api/auth/two-factor/verify-totp', { code: '000000' });
    expect((await fresh.send('POST', '/api/auth/two-factor/verify-totp', { code: codeOf(uri) })).status).toBe(400);
    expect((await fresh.send('GET', '/api/me')).body.member).toBeNull();
  });

  it('can be taken off by an administrator when device and codes are lost', async () => {
    expect((await browser.send('DELETE', `/api/members/${world.adminId}/two-factor`)).status).toBe(403);
    expect((await world.admin.send('DELETE', `/api/members/${id}/two-factor`)).body).toMatchObject({ twoFactor: false });
    expect((await signIn()).answer.body).toEqual({ twoFactor: false });
    expect((await world.audit()).map((a) => a.action)).toEqual(
      expect.arrayContaining(['two_factor.begin', 'two_factor.confirm', 'two_factor.renew_codes', 'two_factor.disable']),
    );
  });
});
