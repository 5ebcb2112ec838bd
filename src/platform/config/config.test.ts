import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readConfig } from './config.ts';
import { projectRoot } from './project.ts';
import { secretOf } from './secret.ts';

test('without any variable everything has a default', () => {
  expect(readConfig({})).toMatchObject({
    port: 3000,
    url: 'http://localhost:3000',
    dataDir: join(projectRoot, '.banso'),
    databaseUrl: undefined,
    smtp: undefined,
    oidc: undefined,
  });
});

test.each([
  ['PORT', '80a'],
  ['PORT', '0'],
  ['PORT', '65536'],
  ['DATABASE_URL', 'mysql://localhost/x'],
  ['BANSO_URL', 'banso.example.co.jp'],
  ['BANSO_URL', 'http:banso'],
  ['BANSO_URL', 'https://example.co.jp/banso'],
  ['BANSO_URL', 'https://example.co.jp/?from=mail'],
  ['BANSO_SECRET', 'short'],
  ['LOG_LEVEL', 'loud'],
  ['SMTP_URL', 'https://mail'],
  ['SMTP_URL', 'smtp://'],
  ['SMTP_URL', 'smtp:mail.a.jp'],
  ['SMTP_URL', 'smtp://cs:100%@mail.a.jp'],
  ['SMTP_PORT', '-1'],
  ['MAIL_FROM', 'nobody'],
  ['OIDC_TOKEN_URL', 'token'],
])('%s=%s is refused by name', (name, value) => {
  expect(() => readConfig({ [name]: value })).toThrow(name);
});

test('a wrong secret value is not repeated', () => {
  expect(() => readConfig({ DATABASE_URL: 'my-password' })).toThrow(/^(?!.*my-password)/);
});

test('SMTP by address and by parts', () => {
  expect(readConfig({ SMTP_URL: 'smtps://cs%40a.jp:p%2Fw@mail.a.jp' }).smtp).toEqual({
    host: 'mail.a.jp',
    port: 465,
    secure: true,
    auth: { user: 'cs@a.jp', pass: 'p/w' },
  });
  expect(readConfig({ SMTP_HOST: 'mail.a.jp' }).smtp).toEqual({ host: 'mail.a.jp', port: 587, secure: false, auth: undefined });
  expect(() => readConfig({ SMTP_USER: 'cs' })).toThrow(/SMTP_HOST/);
});

test('single sign-on needs all of its variables', () => {
  expect(() => readConfig({ OIDC_CLIENT_ID: 'banso' })).toThrow(/OIDC_ISSUER/);
  const all = {
    OIDC_ISSUER: 'https://id.a.jp',
    OIDC_CLIENT_ID: 'banso',
    OIDC_CLIENT_SECRET: 's',
    OIDC_AUTHORIZATION_URL: 'https://id.a.jp/a',
    OIDC_TOKEN_URL: 'https://id.a.jp/t',
    OIDC_USERINFO_URL: 'https://id.a.jp/u',
  };
  expect(readConfig(all).oidc).toMatchObject({ name: 'SSO', clientId: 'banso', tokenUrl: 'https://id.a.jp/t' });
});

test('the secret is made once and only its owner can read it', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'banso-secret-'));
  const first = secretOf({ dataDir });
  expect(first.length).toBeGreaterThanOrEqual(32);
  expect(secretOf({ dataDir })).toBe(first);
  expect(secretOf({ dataDir, secret: 'x'.repeat(32) })).toBe('x'.repeat(32));
  expect(statSync(join(dataDir, 'secret')).mode & 0o777).toBe(0o600);
  rmSync(dataDir, { recursive: true });
});
