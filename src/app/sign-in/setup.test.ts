import { describe, expect, it } from 'vitest';
import { firstVisit, password, setupBody } from './world.ts';

describe('the first visit', async () => {
  const world = await firstVisit();

  it('says that everything is still to be made', async () => {
    const me = await world.browser().send('GET', '/api/me');
    expect(me).toMatchObject({ status: 200, body: { setup: true, member: null, organisation: null, permissions: [], signIn: { oidc: null, mail: false } } });
  });

  it('refuses what is wrong, naming the fields', async () => {
    const answer = await world.browser().send('POST', '/api/setup', {
      organisation: { ...setupBody.organisation, timeZone: 'Asia/Edo', currency: 'ZZZ', fiscalMonth: 13 },
      admin: { ...setupBody.admin, password: 'short' },
    });
    expect(answer.status).toBe(400);
    expect(answer.body.errors.map((e: { path: string }) => e.path).sort()).toEqual([
      'admin.password',
      'organisation.currency',
      'organisation.fiscalMonth',
      'organisation.timeZone',
    ]);
  });

  it('makes one organisation and one administrator, whoever is first', async () => {
    const browsers = Array.from({ length: 5 }, () => world.browser());
    const answers = await Promise.all(
      browsers.map((browser, i) => browser.send('POST', '/api/setup', { ...setupBody, admin: { ...setupBody.admin, email: `first${i}@example.co.jp` } })),
    );
    expect(answers.map((a) => a.status).sort()).toEqual([201, 409, 409, 409, 409]);
    const rows = await world.database.pool.query('select m.role, m.status, m.id = u.id as same from members m join auth_users u using (email)');
    expect(rows.rows).toEqual([{ role: 'admin', status: 'active', same: true }]);
    const winner = browsers[answers.findIndex((a) => a.status === 201)]!;
    const me = await winner.send('GET', '/api/me');
    expect(me.body).toMatchObject({
      setup: false,
      member: { role: 'admin', name: '佐藤 花子', twoFactor: false, hasPassword: true },
      organisation: { name: '青葉ソフトウェア株式会社', timeZone: 'Asia/Tokyo', fiscalMonth: 4 },
    });
    expect(me.body.permissions).toContain('organisation.write');
    expect((await world.audit()).map((a) => a.action)).toEqual(['organisation.create', 'organisation.create', 'sessions.start']);
  });

  it('cannot be repeated', async () => {
    expect((await world.browser().send('POST', '/api/setup', setupBody)).status).toBe(409);
    expect((await world.browser().send('POST', '/api/auth/sign-in/email', { email: 'hanako@example.co.jp', password })).status).toBe(400);
  });

  it('has no other door: better-auth answers under none of its own addresses', async () => {
    for (const path of ['/sign-up/email', '/update-user', '/delete-user', '/request-password-reset', '/link-social'])
      expect((await world.browser().send('POST', `/api/auth${path}`, { email: 'x@example.jp', password, name: 'X' })).status).toBe(404);
  });
});
