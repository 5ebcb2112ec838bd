import { beforeEach, describe, expect, it } from 'vitest';
import { makeAccount } from '#accounts/accounts/factory.ts';
import { makeCta } from '#actions/ctas/factory.ts';
import { notify } from '#actions/notifications/index.ts';
import { settingsRoutes } from '#actions/notifications/routes.ts';
import type { Job } from '#platform/jobs/jobs.ts';
import { memberId, testApi } from '#platform/testing/api.ts';
import { mailbox } from '#platform/testing/mailbox.ts';
import { mailsJob } from './index.ts';
import { routes, unsubscribeRoutes } from './routes.ts';

const tuesday = '2026-11-24';
const at = (time: string, day = tuesday) => new Date(`${day}T${time}:00+09:00`);

describe('mails', async () => {
  const box = await mailbox();
  const clock = { now: at('10:00') };
  const api = await testApi(
    { mails: routes, settings: settingsRoutes },
    {
      clock: () => clock.now,
      raw: unsubscribeRoutes,
      jobs: [mailsJob] as Job<never>[],
      site: { url: 'https://banso.example.co.jp', sendMail: box.sendMail },
    },
  );
  const { pool } = api.database;
  const [csm, manager] = [memberId('csm'), memberId('manager')];
  const run = async (now = clock.now) => {
    clock.now = now;
    await api.jobs.enqueue(api.db, mailsJob, {});
    await api.drain();
    return box.mails.splice(0);
  };
  const mention = (key: string, to = csm) =>
    notify(
      api.db,
      [to],
      { kind: 'mentions', title: { ja: `${key}で触れました`, en: `mentioned in ${key}` }, dedupeKey: `mention:${key}`, link: '/ctas' },
      clock.now,
    );
  const states = async () =>
    (await pool.query(`select state from notification_mails where state <> 'empty' order by created_at, mail_id`)).rows.map((r) => r.state as string);

  beforeEach(async () => {
    await pool.query('truncate notifications, notification_deliveries, notification_mails, notification_settings, ctas, account_facts, accounts cascade');
    // Today's digests have been; those tests that are about them begin a day later.
    await pool.query(
      `insert into notification_mails (mail_id, member_id, kind, key, subject, body, html, state, next_at, created_at)
       select gen_random_uuid(), id, 'digest', 'digest:${tuesday}', '', '', '', 'empty', $1, $1 from members`,
      [at('08:00')],
    );
    box.refuse.length = 0;
    clock.now = at('10:00');
  });

  it('carry what came together once, in the language of the member, with a way to stop it', async () => {
    await mention('A社');
    await mention('B社');
    await mention('A社');
    await pool.query(`update members set language = 'en' where id = $1`, [manager]);
    await mention('C社', manager);
    const [english, japanese] = (await run()).sort((a, b) => (a.subject! < b.subject! ? -1 : 1));
    expect([japanese!.subject, english!.subject]).toEqual(['【Banso】メンション 2件', '[Banso] mentioned in C社']);
    expect(japanese!.text).toContain('・A社で触れました');
    expect(japanese!.html).toContain('B社で触れました');
    expect((japanese!.to as { text: string }).text).toBe('csm@example.jp');
    const list = japanese!.headers.get('list') as { unsubscribe: { url: string }; 'unsubscribe-post': { name: string } };
    expect(list.unsubscribe.url).toContain('https://banso.example.co.jp/api/unsubscribe?token=');
    expect(list['unsubscribe-post'].name).toBe('List-Unsubscribe=One-Click');
    expect(await run()).toEqual([]);
    await pool.query('update members set language = null');
  });

  it('wait for the end of quiet hours, weekends and holidays, and leave out what was read meanwhile', async () => {
    clock.now = at('22:00');
    await mention('夜');
    await mention('読んだ');
    expect(await run()).toEqual([]);
    await pool.query(`update notifications set read_at = now() where dedupe_key = 'mention:読んだ'`);
    expect(await run(at('06:59', '2026-11-25'))).toEqual([]);
    const [mail] = await run(at('07:00', '2026-11-25'));
    expect(mail!.subject).toBe('【Banso】夜で触れました');
    clock.now = at('10:00', '2026-11-28');
    await mention('土曜');
    expect(await run()).toEqual([]);
    expect((await run(at('07:00', '2026-11-30'))).map((one) => one.subject)).toContain('【Banso】土曜で触れました');
  });

  it('show HTML that people wrote as text, and keep line breaks out of the subject', async () => {
    await notify(api.db, [csm], { kind: 'mentions', title: { ja: '<img src=x onerror=1>\r\nBcc: a@b.jp', en: '' } }, clock.now);
    const [mail] = await run();
    expect(mail!.html).not.toContain('<img');
    expect(mail!.subject).toBe('【Banso】<img src=x onerror=1> Bcc: a@b.jp');
    expect(mail!.bcc).toBeUndefined();
  });

  it('are sent once by two at the same time, and again when the server would not take them yet', async () => {
    await mention('同時');
    await mention('別', manager);
    const context = { database: api.database, db: api.db, clock: api.clock, log: { info() {}, warn() {} } as never, jobs: api.jobs, site: api.site };
    await Promise.all([mailsJob.run(context, {}), mailsJob.run(context, {}), mailsJob.run(context, {})]);
    expect(box.mails.splice(0).length).toBe(2);
    await mention('あとで');
    box.refuse.push(451);
    expect(await run()).toEqual([]);
    expect(await run(at('10:01'))).toEqual([]);
    expect((await run(at('10:02'))).length).toBe(1);
    box.refuse.push(550);
    await mention('いない');
    await run();
    expect((await states()).sort()).toEqual(['failed', 'sent', 'sent', 'sent']);
  });

  it('that did not arrive are named to operators, who send those again that were refused', async () => {
    for (const role of ['csm', 'manager', 'viewer'] as const) expect((await api.as(role).get('/mails/delivery')).status).toBe(403);
    box.refuse.push(550);
    await mention('いない');
    await run();
    await pool.query(
      `insert into notification_mails (mail_id, member_id, kind, key, subject, body, html, state, next_at, created_at)
      values (gen_random_uuid(), $1, 'mentions', 'x', '途中', '', '', 'unknown', $2, $2)`,
      [manager, at('09:00')],
    );
    const { body } = await api.as('ops').get('/mails/delivery');
    expect(body).toMatchObject({ configured: true, failed: 1, unknown: 1, waiting: 0 });
    const [failed, unknown] = body.mails as { mailId: string }[];
    expect(failed).toMatchObject({ state: 'failed', email: 'csm@example.jp', kind: 'mentions', subject: expect.stringContaining('いない') });
    expect(unknown).toMatchObject({ state: 'unknown', email: 'manager@example.jp' });
    const retry = (role: 'ops' | 'csm', mailId: string) => api.as(role).post(`/mails/${mailId}/retry`, {});
    expect((await retry('csm', failed!.mailId)).status).toBe(403);
    expect((await retry('ops', unknown!.mailId)).status).toBe(409);
    expect((await retry('ops', failed!.mailId)).status).toBe(204);
    expect((await api.audit()).filter((one) => one.action === 'mails.retry')).toMatchObject([{ noun: 'mail', noun_id: failed!.mailId }]);
    expect((await run()).map((one) => one.subject)).toEqual(['【Banso】いないで触れました']);
  });

  it('are handed over after a kill when nobody has claimed them, and never when somebody has', async () => {
    await mention('未送信');
    // Killed between writing and claiming: as if the mail server had been away for a moment.
    box.refuse.push(451);
    await run();
    await pool.query(`update notification_mails set attempts = 0, next_at = created_at where state = 'ready'`);
    expect((await run()).length).toBe(1);
    await mention('送信中');
    box.refuse.push(451);
    await run();
    // Killed between the claim and the answer of the mail server.
    await pool.query(`update notification_mails set state = 'sending', claimed_at = $1 where state = 'ready'`, [clock.now]);
    expect(await run(at('10:10'))).toEqual([]);
    expect(await run(at('10:30'))).toEqual([]);
    expect(await states()).toEqual(['sent', 'unknown']);
  });

  it('give a digest by customer with reasons, sleepers, renewals and what is beyond the slots, each once', async () => {
    const wednesday = '2026-11-25';
    const [aoba, midori] = [await makeAccount(api.db, { name: '青葉工業' }), await makeAccount(api.db, { name: '緑商事' })];
    const made = at('09:00');
    await makeCta(
      api.db,
      { accountId: aoba, ownerId: csm, title: '利用が急減', dueOn: '2026-11-30', facts: [{ event: { name: 'ログイン', count: 3 } }] },
      made,
    );
    await makeCta(api.db, { accountId: aoba, ownerId: csm, title: '眠り明け', snoozedUntil: wednesday }, at('09:00', '2026-10-01'));
    await makeCta(
      api.db,
      { accountId: midori, ownerId: csm, title: '枠を超えた', slot: 'overflow', rank: 61.25, rankParts: { mrr: 40, renewal: 21.25 } },
      made,
    );
    await makeCta(api.db, { accountId: midori, ownerId: manager, title: '他の人のもの' }, made);
    await pool.query(
      `insert into account_facts (account_id, name, csm_id, mrr, renewal_on, facts_on, refreshed_at) values ($1, '緑商事', $2, 480000, '2027-01-20', $3, now())`,
      [midori, csm, wednesday],
    );
    await notify(api.db, [csm], { kind: 'assignments', title: { ja: '新しく1社の担当CSMになりました', en: '' }, dedupeKey: 'assigned' }, made);
    expect(await run(at('07:59', wednesday))).toEqual([]);
    const mails = await run(at('08:00', wednesday));
    expect(mails.map((one) => (one.to as { text: string }).text).sort()).toEqual(['csm@example.jp', 'manager@example.jp']);
    const mail = mails.find((one) => (one.to as { text: string }).text === 'csm@example.jp')!;
    expect(mail.subject).toBe('【Banso】11月25日(水)のまとめ：新しいCTA 1件・スヌーズ明け 1件・更新間近 1社・枠外 1件・お知らせ 1件');
    const text = mail.text!;
    for (const part of [
      '■ 青葉工業',
      '[新しいCTA] 利用が急減',
      '利用の急減／ログイン 3回／期限',
      '[スヌーズ明け] 眠り明け',
      '■ 緑商事',
      '[更新] ',
      'あと56日',
      'MRR 48.0万円',
    ])
      expect(text).toContain(part);
    expect(text).toContain('■ 枠外 1件（今週の対応枠を超えたもの。順位の高い順です）');
    expect(text).toContain('順位点 61.3（MRR 40・更新 21.3）');
    expect(text).toContain('・新しく1社の担当CSMになりました');
    expect(text).not.toContain('他の人のもの');
    expect(text.match(/\/api\/unsubscribe\?token=/g)!.length).toBe(6);
    expect(await run(at('12:00', wednesday))).toEqual([]);
    // Nothing new: no mail. The next week: what is beyond the slots again, and nothing else twice.
    expect(await run(at('08:00', '2026-11-26'))).toEqual([]);
    const [monday] = await run(at('08:30', '2026-11-30'));
    expect(monday!.subject).toBe('【Banso】11月30日(月)のまとめ：枠外 1件');
  });

  it('are stopped by kind with one click and without signing in, by a link that nobody can make up', async () => {
    await mention('停止前');
    const [mail] = await run();
    const { url } = (mail!.headers.get('list') as { unsubscribe: { url: string } }).unsubscribe;
    const { pathname, search } = new URL(url);
    const call = (query: string, method = 'POST') =>
      api.app.request(`${pathname}${query}`, {
        method,
        headers: { 'x-test-actor': 'anonymous', 'content-type': 'application/x-www-form-urlencoded' },
        ...(method === 'POST' ? { body: 'List-Unsubscribe=One-Click' } : {}),
      });
    const token = new URLSearchParams(search).get('token')!;
    expect((await call(`?token=${token.replace('.mentions.', '.ctas.')}`)).status).toBe(404);
    expect((await call('?token=x')).status).toBe(404);
    const looked = await call(search, 'GET');
    expect([looked.status, looked.headers.get('location')]).toEqual([302, `/unsubscribe${search}`]);
    expect((await api.as(null).get(`/unsubscribe/link?token=${token}`)).body).toEqual({
      kind: 'mentions',
      email: 'cs***@example.jp',
      language: 'ja',
      stopped: false,
    });
    expect((await call(search)).status).toBe(200);
    expect((await call(search)).status).toBe(200);
    expect((await api.audit()).filter((one) => one.action === 'notification_settings.unsubscribe')).toMatchObject([
      { actor_name: 'unsubscribe', noun_id: csm, changes: { mentions: [{ mail: 'now' }, { mail: 'off' }] } },
    ]);
    const kinds = (await api.as('csm').get('/notifications/settings')).body.kinds as { kind: string; mail: string; inApp: boolean }[];
    expect(kinds.find((one) => one.kind === 'mentions')).toMatchObject({ inApp: true, mail: 'off' });
    expect(kinds.find((one) => one.kind === 'escalations')).toMatchObject({ mail: 'now' });
    await mention('停止後');
    expect(await run()).toEqual([]);
  });
});
