import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import { afterAll, describe, expect, it } from 'vitest';
import { readConfig } from '#platform/config/config.ts';
import type { Browser } from '#platform/testing/browser.ts';
import { afterSetup } from './world.ts';

type Person = { sub: string; email: string; email_verified: boolean; name?: string };

/** An identity provider on loopback: it speaks the protocol, checks PKCE and the client's secret, and knows one person at a time. */
async function provider() {
  const state = { person: {} as Person, audience: 'banso', issuer: '', challenges: new Map<string, string>() };
  const server = createServer((request, response) => {
    const url = new URL(request.url!, state.issuer);
    let body = '';
    request.on('data', (chunk) => (body += chunk));
    request.on('end', () => {
      const json = (value: object, status = 200) => response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
      if (url.pathname === '/token') return token(new URLSearchParams(body), request.headers.authorization, json);
      if (url.pathname === '/userinfo' && request.headers.authorization === 'Bearer access') return json(state.person);
      return json({ error: 'not here' }, 404);
    });
  });
  function token(given: URLSearchParams, authorization: string | undefined, json: (value: object, status?: number) => void) {
    const verifier = createHash('sha256')
      .update(given.get('code_verifier') ?? '')
      .digest('base64url');
    const secret =
      given.get('client_secret') ??
      Buffer.from(authorization?.split(' ')[1] ?? '', 'base64')
        .toString()
        .split(':')[1];
    if (secret !== 'client secret' || state.challenges.get(given.get('code')!) !== verifier) return json({ error: 'invalid_grant' }, 400);
    const claims = { iss: state.issuer, aud: state.audience, exp: Math.floor(Date.now() / 1000) + 60, ...state.person };
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    json({ access_token: 'access', token_type: 'Bearer', id_token: `${part({ alg: 'RS256' })}.${part(claims)}.signature` });
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  afterAll(() => new Promise((resolve) => server.close(resolve)));
  state.issuer = `http://127.0.0.1:${(server.address() as { port: number }).port}`;
  return state;
}

describe('single sign-on', async () => {
  const idp = await provider();
  const env = {
    OIDC_NAME: '社内SSO',
    OIDC_ISSUER: idp.issuer,
    OIDC_CLIENT_ID: 'banso',
    OIDC_CLIENT_SECRET: 'client secret',
    OIDC_AUTHORIZATION_URL: `${idp.issuer}/authorize`,
    OIDC_TOKEN_URL: `${idp.issuer}/token`,
    OIDC_USERINFO_URL: `${idp.issuer}/userinfo`,
    OIDC_DOMAINS: 'example.co.jp',
  };
  const world = await afterSetup({ oidc: readConfig(env).oidc! });

  /** Goes to the provider and back; the address the browser ends at. */
  async function through(person: Partial<Person>, browser: Browser = world.browser(), next?: string) {
    idp.person = { sub: `sub-${person.email}`, email: '', email_verified: true, ...person };
    const started = await browser.send('POST', '/api/auth/sign-in/social', { next });
    const there = new URL(started.body.url);
    expect(there.origin + there.pathname).toBe(`${idp.issuer}/authorize`);
    expect(there.searchParams.get('redirect_uri')).toBe('http://localhost/api/auth/callback/oidc');
    expect(there.searchParams.get('scope')?.split(' ')).toContain('openid');
    idp.challenges.set('a code', there.searchParams.get('code_challenge')!);
    const back = await browser.send('GET', `/api/auth/callback/oidc?code=${encodeURIComponent('a code')}&state=${there.searchParams.get('state')}`);
    expect(back.status).toBe(302);
    return { to: new URL(back.headers.get('location')!, 'http://localhost'), me: (await browser.send('GET', '/api/me')).body.member };
  }

  it('is offered by name', async () => {
    expect((await world.browser().send('GET', '/api/me')).body.signIn.oidc).toBe('社内SSO');
  });

  it('lets an invited member in, at once active, and keeps name and role', async () => {
    await world.admin.send('POST', '/api/members', { email: 'ichiro@outside.example', name: '鈴木 一郎', role: 'manager' });
    const { to, me } = await through({ email: 'Ichiro@outside.example', name: 'I. Suzuki' }, world.browser(), '/accounts?q=a');
    expect(to.pathname + to.search).toBe('/accounts?q=a');
    expect(me).toMatchObject({ name: '鈴木 一郎', role: 'manager', hasPassword: false });
    expect((await world.audit()).at(-1)).toMatchObject({ action: 'sessions.start', actor_name: '鈴木 一郎' });
    expect((await through({ email: 'ichiro@outside.example' })).me.role).toBe('manager');
    const stored = await world.database.pool.query('select access_token, id_token from auth_accounts where access_token is not null');
    expect(stored.rows[0].access_token).not.toBe('access');
  });

  it('lets nobody in whose address the provider has not verified', async () => {
    await world.admin.send('POST', '/api/members', { email: 'jiro@outside.example', name: '次郎', role: 'admin' });
    const { to, me } = await through({ email: 'jiro@outside.example', email_verified: false });
    expect(me).toBeNull();
    expect(to.pathname).toBe('/sign-in');
    expect(to.searchParams.get('error')).toBeTruthy();
    expect((await through({ email: 'unverified@example.co.jp', email_verified: false })).me).toBeNull();
  });

  it('lets no stranger in, but makes people of the configured domain viewers', async () => {
    expect((await through({ email: 'stranger@outside.example' })).me).toBeNull();
    expect((await through({ email: 'evil@notexample.co.jp' })).me).toBeNull();
    expect((await through({ email: 'new@example.co.jp', name: '新田 新' })).me).toMatchObject({ name: '新田 新', role: 'viewer' });
    const members = await world.database.pool.query('select m.id = u.id as same from members m join auth_users u using (email) where email = $1', [
      'new@example.co.jp',
    ]);
    expect(members.rows).toEqual([{ same: true }]);
    expect((await world.database.pool.query('select count(*)::int as n from auth_users where email like $1', ['%notexample%'])).rows[0].n).toBe(0);
  });

  it('lets no disabled member in', async () => {
    const { me } = await through({ email: 'leaver@example.co.jp' });
    await world.admin.send('PATCH', `/api/members/${me.id}`, { disabled: true });
    const again = await through({ email: 'leaver@example.co.jp' });
    expect(again.me).toBeNull();
    expect(again.to.pathname).toBe('/sign-in');
  });

  it('refuses an ID token that is for somebody else', async () => {
    idp.audience = 'another client';
    expect((await through({ email: 'new@example.co.jp' })).me).toBeNull();
    idp.audience = 'banso';
  });

  it('refuses a callback that did not begin in this browser', async () => {
    const started = await world.browser().send('POST', '/api/auth/sign-in/social', {});
    const state = new URL(started.body.url).searchParams.get('state');
    const other = world.browser();
    await other.send('GET', `/api/auth/callback/oidc?code=x&state=${state}`);
    expect((await other.send('GET', '/api/me')).body.member).toBeNull();
  });

  it('goes on to no other site', async () => {
    for (const next of ['https://evil.example/', '//evil.example', '/\\evil.example', 'javascript:alert(1)'])
      expect((await through({ email: 'new@example.co.jp' }, world.browser(), next)).to.origin).toBe('http://localhost');
  });
});
