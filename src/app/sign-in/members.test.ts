import { describe, expect, it } from 'vitest';
import { afterSetup, join, mailbox, password, tokenOf } from './world.ts';

describe('members', async () => {
  const box = await mailbox();
  const world = await afterSetup({ sendMail: box.sendMail, url: 'https://banso.example.co.jp' });
  const { admin } = world;
  const accept = (token: string, more: object = {}) => world.browser().send('POST', '/api/member-links/accept', { token, password, ...more });

  it('are invited by mail, choose a name and a password, and are in', async () => {
    const invited = await admin.send('POST', '/api/members', { email: 'Ichiro@Example.co.jp', name: '鈴木', role: 'csm' });
    expect(invited).toMatchObject({ status: 201, body: { member: { email: 'ichiro@example.co.jp', status: 'invited', role: 'csm' }, link: { mailed: true } } });
    const mail = box.mails.at(-1)!;
    expect(mail.subject).toBe('【Banso】青葉ソフトウェア株式会社への招待');
    expect(mail.text).toContain('佐藤 花子さんから');
    const url = mail.text!.match(/https:\S+/)![0];
    expect(url).toBe(invited.body.link.url);
    expect(url).toMatch(/^https:\/\/banso\.example\.co\.jp\/welcome#[\w-]{43}$/);

    const read = await world.browser().send('POST', '/api/member-links/read', { token: tokenOf(url) });
    expect(read.body).toEqual({ purpose: 'invite', name: '鈴木', email: 'ichiro@example.co.jp', organisation: '青葉ソフトウェア株式会社', language: null });
    expect((await accept(tokenOf(url), { password: 'short' })).body.errors[0].path).toBe('password');
    const browser = world.browser();
    expect(await browser.send('POST', '/api/member-links/accept', { token: tokenOf(url), name: '鈴木 一郎', password })).toMatchObject({
      status: 200,
      body: { twoFactor: false },
    });
    expect((await browser.send('GET', '/api/me')).body.member).toMatchObject({ name: '鈴木 一郎', role: 'csm' });
    expect([...browser.cookies.keys()]).toEqual(['__Secure-banso.session_token']);
    expect((await accept(tokenOf(url))).status).toBe(410);
    const stored = await world.database.pool.query(
      'select row_to_json(l)::text as text from member_links l union all select row_to_json(a)::text from audit_log a',
    );
    expect(stored.rows.some((r) => r.text.includes(tokenOf(url)))).toBe(false);
  });

  it('cannot be invited twice, nor by who may not', async () => {
    const again = await admin.send('POST', '/api/members', { email: 'ichiro@example.co.jp', name: 'x', role: 'csm' });
    expect(again).toMatchObject({ status: 409, body: { errors: [{ path: 'email' }] } });
    const { browser } = await join(world, 'mana@example.co.jp', 'manager', '真中 学');
    expect((await browser.send('POST', '/api/members', { email: 'y@example.co.jp', name: 'y', role: 'admin' })).status).toBe(403);
    expect((await browser.send('GET', '/api/members')).status).toBe(200);
  });

  it('links hold for seven days, and a new one ends the old', async () => {
    const invited = await admin.send('POST', '/api/members', { email: 'late@example.co.jp', name: '遅井', role: 'viewer' });
    const first = tokenOf(invited.body.link.url);
    const renewed = await admin.send('POST', `/api/members/${invited.body.member.id}/link`, {});
    const second = tokenOf(renewed.body.url);
    expect((await accept(first)).status).toBe(410);
    world.clock.now = new Date(world.clock.now.getTime() + 7 * 86_400_000 + 1000);
    expect((await accept(second)).status).toBe(410);
    world.clock.now = new Date(world.clock.now.getTime() - 2000);
    const both = await Promise.all([accept(second), accept(second)]);
    expect(both.map((a) => a.status).sort()).toEqual([200, 410]);
  });

  it('ask for another password by mail; the answer does not tell who exists', async () => {
    const before = box.mails.length;
    const ask = (email: string) => world.browser().send('POST', '/api/password-resets', { email });
    const [known, unknown] = [await ask('ichiro@example.co.jp'), await ask('nobody@example.co.jp')];
    expect(known).toMatchObject({ status: 202, body: { accepted: true } });
    expect(unknown.body).toEqual(known.body);
    const job = { ...world.jobs.queued[0]! };
    box.refuse.push(451);
    await expect(world.drain(), 'a mail server that is busy is asked again').rejects.toThrow();
    world.jobs.queued.push(job);
    await world.drain();
    expect(box.mails.length).toBe(before + 1);
    world.jobs.queued.push(job);
    await world.drain();
    expect(box.mails.length, 'a job that runs twice sends one mail').toBe(before + 1);
    const mail = box.mails.at(-1)!;
    expect(mail.subject).toBe('【Banso】パスワードの再設定');
    const token = tokenOf(mail.text!.match(/https:\S+/)![0]);
    const signedIn = world.browser();
    await signedIn.send('POST', '/api/auth/sign-in/email', { email: 'ichiro@example.co.jp', password });
    const browser = world.browser();
    expect((await browser.send('POST', '/api/member-links/accept', { token, name: 'ほかの名前', password: 'a completely new one' })).status).toBe(200);
    expect((await browser.send('GET', '/api/me')).body.member.name).toBe('鈴木 一郎');
    expect((await signedIn.send('GET', '/api/me')).body.member).toBeNull();
    for (let i = 0; i < 5; i++) await ask('ichiro@example.co.jp');
    expect(world.jobs.queued).toHaveLength(2);
    world.jobs.queued.length = 0;
  });

  it('that are disabled cannot sign in, and lose their sessions at once', async () => {
    const { id, browser } = await join(world, 'leaver@example.co.jp', 'csm', '去川 直');
    expect((await admin.send('PATCH', `/api/members/${id}`, { disabled: true })).body.status).toBe('disabled');
    expect((await browser.send('GET', '/api/me')).body.member).toBeNull();
    const refused = await browser.send('POST', '/api/auth/sign-in/email', { email: 'leaver@example.co.jp', password });
    expect(refused).toMatchObject({ status: 400, body: { detail: 'メールアドレスまたはパスワードが正しくありません。' } });
    expect((await admin.send('POST', `/api/members/${id}/link`, {})).status).toBe(404);
    expect((await admin.send('PATCH', `/api/members/${id}`, { disabled: false })).body.status).toBe('active');
    expect((await browser.send('POST', '/api/auth/sign-in/email', { email: 'leaver@example.co.jp', password })).status).toBe(200);
    const changed = (await world.audit()).filter((a) => a.action === 'members.update' && a.noun_id === id);
    expect(changed.map((a) => a.changes)).toEqual([{ status: ['active', 'disabled'] }, { status: ['disabled', 'active'] }]);
  });

  it('keep one administrator, also when two leave at once', async () => {
    expect((await admin.send('PATCH', `/api/members/${world.adminId}`, { role: 'ops' })).status).toBe(409);
    expect((await admin.send('PATCH', `/api/members/${world.adminId}`, { disabled: true })).status).toBe(409);
    const second = await join(world, 'second@example.co.jp', 'admin', '副島 二');
    const both = await Promise.all([
      admin.send('PATCH', `/api/members/${world.adminId}`, { role: 'ops' }),
      second.browser.send('PATCH', `/api/members/${second.id}`, { role: 'ops' }),
    ]);
    expect(both.map((a) => a.status).sort()).toEqual([200, 409]);
    expect((await world.database.pool.query(`select count(*)::int as n from members where role = 'admin' and status = 'active'`)).rows[0].n).toBe(1);
    await world.database.pool.query(`update members set role = 'admin' where id = $1`, [world.adminId]);
  });

  it('are listed by reading in pages, filtered and searched', async () => {
    const all: string[] = [];
    for (let cursor = ''; ;) {
      const page = (await admin.send('GET', `/api/members?limit=2${cursor}`)).body;
      all.push(...page.items.map((m: { email: string }) => m.email));
      if (!page.nextCursor) break;
      cursor = `&cursor=${encodeURIComponent(page.nextCursor)}`;
    }
    expect(all.sort()).toEqual(['hanako', 'ichiro', 'late', 'leaver', 'mana', 'second'].map((n) => `${n}@example.co.jp`));
    expect((await admin.send('GET', `/api/members?q=${encodeURIComponent('ｈａｎａ')}`)).body.items).toHaveLength(1);
    expect((await admin.send('GET', '/api/members?role=manager')).body.items).toMatchObject([{ name: '真中 学' }]);
    expect((await admin.send('GET', '/api/members?cursor=x')).status).toBe(400);
  });

  it('form teams', async () => {
    const [one, two] = (await admin.send('GET', '/api/members')).body.items as { id: string; name: string }[];
    const made = await admin.send('POST', '/api/teams', { name: '東日本', memberIds: [one!.id, two!.id, '00000000-0000-7000-8000-0000000000ff'] });
    expect(made.status).toBe(201);
    expect(made.body.members).toHaveLength(2);
    expect((await admin.send('POST', '/api/teams', { name: '東日本' })).status).toBe(409);
    const changed = await admin.send('PATCH', `/api/teams/${made.body.id}`, { name: '東日本チーム', memberIds: [two!.id] });
    expect(changed.body).toMatchObject({ name: '東日本チーム', members: [{ id: two!.id }] });
    expect((await admin.send('GET', `/api/members?teamId=${made.body.id}`)).body.items).toMatchObject([{ id: two!.id, teams: [{ name: '東日本チーム' }] }]);
    const invited = await admin.send('POST', '/api/members', { email: 'new@example.co.jp', name: '新田', role: 'csm', teamIds: [made.body.id] });
    expect(invited.body.member.teams).toMatchObject([{ name: '東日本チーム' }]);
    expect((await admin.send('DELETE', `/api/teams/${made.body.id}`)).body).toEqual({ deleted: true });
    expect((await admin.send('GET', '/api/teams')).body).toEqual([]);
    expect((await admin.send('DELETE', `/api/teams/${made.body.id}`)).status).toBe(404);
    expect((await world.audit()).filter((a) => a.noun === 'team').map((a) => a.action)).toEqual(['teams.create', 'teams.update', 'teams.delete']);
  });

  it('get the link by hand when the mail server refuses', async () => {
    const broken = await afterSetup({
      sendMail: async () => {
        throw new Error('550 no');
      },
    });
    const invited = await broken.admin.send('POST', '/api/members', { email: 'a@example.co.jp', name: 'a', role: 'csm' });
    expect(invited).toMatchObject({ status: 201, body: { link: { mailed: false } } });
  });
});
