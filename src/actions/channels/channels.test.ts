import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { makeAccount } from '#accounts/accounts/factory.ts';
import { notify } from '#actions/notifications/index.ts';
import { newId } from '#platform/ids/ids.ts';
import type { Job } from '#platform/jobs/jobs.ts';
import { cert, key } from '#platform/net/test-certificate.ts';
import { memberId, testApi } from '#platform/testing/api.ts';
import { deliver } from './deliver.ts';
import { channelJobs } from './jobs.ts';
import { outgoing } from './payload.ts';
import { channelRoutes } from './routes.ts';

type Got = { url: string; headers: IncomingHttpHeaders; body: string };

/** An outside server of ours, over HTTPS: keeps what it gets, and answers with what is next in `answers`, else 200. */
async function outside() {
  const got: Got[] = [];
  const answers: (number | 'cut')[] = [];
  const server = createServer({ key, cert }, (request, response) => {
    let body = '';
    request.on('data', (piece: Buffer) => (body += piece.toString()));
    request.on('end', () => {
      got.push({ url: request.url!, headers: request.headers, body });
      const answer = answers.shift() ?? 200;
      if (answer === 'cut') return void request.socket.destroy();
      response.writeHead(answer, answer === 302 ? { location: 'https://data.example/elsewhere' } : {}).end(answer === 200 ? 'ok' : 'no_service');
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  afterAll(() => (server.closeAllConnections(), void server.close()));
  const fetching = {
    ca: cert,
    allow: (address: string) => address === '127.0.0.1',
    resolve: ((name: string, _how: unknown, callback: (e: Error | null, a: unknown) => void) =>
      callback(null, [{ address: name === 'inside.example' ? '10.0.0.5' : '127.0.0.1', family: 4 }])) as never,
  };
  return { got, answers, fetching, base: `https://data.example:${(server.address() as AddressInfo).port}` };
}

/** After the Standard Webhooks spec, written apart from what signs. */
function verified(secret: string, { headers, body }: Got): boolean {
  const signed = [headers['webhook-id'], headers['webhook-timestamp'], body].join('.');
  const expected = createHmac('sha256', Buffer.from(secret.slice('whsec_'.length), 'base64'))
    .update(signed)
    .digest();
  return String(headers['webhook-signature'])
    .split(' ')
    .some((one) => {
      const [version, given] = [one.slice(0, 3), one.slice(3)];
      const bytes = Buffer.from(given, 'base64');
      return version === 'v1,' && bytes.length === expected.length && timingSafeEqual(bytes, expected);
    });
}

describe('channels', async () => {
  const { got, answers, fetching, base } = await outside();
  const clock = { now: new Date('2026-11-24T03:00:00Z') };
  const { tellChannels, deliverMessage, callForRule } = channelJobs(fetching);
  const api = await testApi(
    { channels: channelRoutes(fetching) },
    { clock: () => clock.now, jobs: [tellChannels, deliverMessage, callForRule] as Job<never>[], site: { url: 'https://banso.example.co.jp' } },
  );
  const { pool } = api.database;
  const ops = api.as('ops');
  const wish = (more: object = {}) => ({
    name: 'CSの部屋',
    kind: 'slack',
    url: `${base}/hook/T0/secret`,
    kinds: ['ctas', 'rules'],
    teamId: null,
    language: 'ja',
    ...more,
  });
  const add = async (more: object = {}) => (await ops.post('/channels', wish(more))).body as { channel: { channelId: string }; secret: string | null };
  const tell = async (title: string, to: ('csm' | 'sales')[] = ['csm'], kind: 'ctas' | 'assignments' = 'ctas') => {
    clock.now = new Date(clock.now.getTime() + 1000);
    await notify(
      api.db,
      to.map(memberId),
      { kind, title: { ja: title, en: `${title} (en)` }, dedupeKey: title, link: '/ctas', body: { ja: '青葉 & 緑', en: 'Aoba' } },
      clock.now,
    );
  };
  const run = async () => {
    await api.jobs.enqueue(api.db, tellChannels, {});
    await api.drain();
    return got.splice(0);
  };

  beforeEach(async () => {
    await pool.query('truncate channels, channel_messages, channel_things, notifications cascade');
    answers.length = 0;
    got.length = 0;
    api.jobs.queued.length = 0;
  });

  it('are for operators, and by name for those who write rules', async () => {
    expect((await api.as(null).get('/channels')).status).toBe(401);
    expect((await api.as('manager').get('/channels')).status).toBe(403);
    expect((await api.as('csm').post('/channels', wish())).status).toBe(403);
    await add({ kind: 'webhook', name: '社内連携' });
    expect((await api.as('manager').get('/channels/webhooks')).body).toMatchObject([{ name: '社内連携', enabled: true }]);
  });

  it('refuse what is missing, plain HTTP and a team that is not there', async () => {
    expect((await ops.post('/channels', wish({ url: undefined }))).body.errors).toMatchObject([{ path: 'url' }]);
    expect((await ops.post('/channels', wish({ url: 'http://data.example/' }))).body.errors).toMatchObject([{ path: 'url' }]);
    expect((await ops.post('/channels', wish({ kind: 'chatwork', roomId: '12' }))).body.errors).toMatchObject([{ path: 'token' }]);
    expect((await ops.post('/channels', wish({ teamId: newId() }))).body.errors).toMatchObject([{ path: 'teamId' }]);
    expect((await ops.post('/channels', wish({ kinds: ['mentions'] }))).status).toBe(400);
  });

  it('keep their addresses and tokens secret, in the table, in answers and in the audit log', async () => {
    const { channel, secret } = await add();
    expect(secret).toBeNull();
    await add({ kind: 'chatwork', url: undefined, roomId: '1234', token: 'chatwork-token-1' });
    await ops.patch(`/channels/${channel.channelId}`, { url: `${base}/hook/T0/another` });
    const everything = JSON.stringify([
      (await pool.query('select * from channels')).rows,
      (await ops.get('/channels')).body,
      (await api.audit()).filter((one) => one.noun === 'channel'),
    ]);
    for (const hidden of ['/hook/T0', 'chatwork-token-1']) expect(everything).not.toContain(hidden);
    expect((await ops.get('/channels')).body.map((one: { target: string }) => one.target).sort()).toEqual([
      expect.stringMatching(/^data\.example:\d+\/…ther$/),
      'rid1234',
    ]);
    expect((await api.audit()).slice(-3).map((one) => one.action)).toEqual(['channels.create', 'channels.create', 'channels.update']);
  });

  it('say what members are told, once, together, with their names, of the kinds and the team they are for', async () => {
    const team = newId();
    await pool.query(`insert into teams (id, name) values ($1, '東日本')`, [team]);
    await pool.query('insert into team_members (team_id, member_id) values ($1, $2)', [team, memberId('sales')]);
    await tell('前からのもの');
    await add();
    await add({ name: '東', url: `${base}/east`, teamId: team, language: 'en' });
    await tell('<A社>の利用が急減', ['csm', 'sales']);
    await tell('B社の更新が近い');
    await tell('担当になりました', ['csm'], 'assignments');
    const sent = await run();
    const all = JSON.parse(sent.find((one) => one.url === '/hook/T0/secret')!.body) as { text: string };
    expect(all.text.split('\n')).toEqual([
      '• <https://banso.example.co.jp/ctas|&lt;A社&gt;の利用が急減>　青葉 &amp; 緑／csm さん、sales さんさん',
      '• <https://banso.example.co.jp/ctas|B社の更新が近い>　青葉 &amp; 緑／csm さんさん',
    ]);
    const east = JSON.parse(sent.find((one) => one.url === '/east')!.body) as { text: string };
    expect(east.text).toBe('• <https://banso.example.co.jp/ctas|&lt;A社&gt;の利用が急減 (en)> – Aoba · sales さん');
    expect(sent.length).toBe(2);
    expect(await run()).toEqual([]);
  });

  it('sign webhooks after Standard Webhooks, and make another secret', async () => {
    const { channel, secret } = await add({ kind: 'webhook', url: `${base}/in` });
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    await tell('署名');
    const [first] = await run();
    expect(verified(secret!, first!)).toBe(true);
    expect(verified(secret!, { ...first!, body: `${first!.body} ` })).toBe(false);
    expect(JSON.parse(first!.body)).toMatchObject({
      type: 'notifications',
      data: { items: [{ kind: 'ctas', title: { ja: '署名' }, link: 'https://banso.example.co.jp/ctas' }] },
    });
    const again = (await ops.post(`/channels/${channel.channelId}/secret`)).body.secret as string;
    await tell('新しい署名');
    const [second] = await run();
    expect([verified(again, second!), verified(secret!, second!)]).toEqual([true, false]);
    expect(second!.headers['webhook-id']).not.toBe(first!.headers['webhook-id']);
  });

  it('call a webhook for a rule once a firing, with rule, customer and facts', async () => {
    const { channel, secret } = await add({ kind: 'webhook', url: `${base}/rule`, kinds: [] });
    const [accountId, ruleId] = [await makeAccount(api.db, { name: '青葉工業' }), newId()];
    await pool.query(`insert into rules (rule_id, name, created_at, updated_at) values ($1, '利用急減', now(), now())`, [ruleId]);
    const call = { webhookId: channel.channelId, ruleId, accountId, productNo: 0, firedOn: '2026-11-24', facts: [{ field: 'mrr', value: 5 }] };
    for (const one of [call, call, { ...call, webhookId: newId() }]) await api.jobs.enqueue(api.db, callForRule, one);
    await api.drain();
    expect(got.length).toBe(1);
    expect(verified(secret!, got[0]!)).toBe(true);
    expect(JSON.parse(got[0]!.body)).toMatchObject({
      type: 'rule.fired',
      data: {
        rule: { id: ruleId, name: '利用急減' },
        account: { id: accountId, name: '青葉工業' },
        firedOn: '2026-11-24',
        facts: [{ field: 'mrr', value: 5 }],
      },
    });
  });

  it('are tried again when not taken, with the same id, and show what went wrong; a chat message that may have arrived is not', async () => {
    const { channel } = await add({ kind: 'webhook', url: `${base}/in` });
    const history = async (id = channel.channelId) =>
      (await ops.get(`/channels/${id}/messages`)).body as { messageId: string; state: string; attempts: number; error: string | null }[];
    await tell('再送');
    answers.push(503, 'cut');
    await expect(run()).rejects.toThrow('HTTP 503 no_service');
    const [waiting] = await history();
    expect(waiting).toMatchObject({ state: 'ready', attempts: 1, error: 'HTTP 503 no_service' });
    expect((await ops.get('/channels')).body[0]).toMatchObject({ lastError: 'HTTP 503 no_service' });
    const again = async (messageId: string) => {
      await api.jobs.enqueue(api.db, deliverMessage, { messageId });
      await api.drain();
    };
    await expect(again(waiting!.messageId)).rejects.toThrow('fetch.unreachable');
    await again(waiting!.messageId);
    await again(waiting!.messageId);
    expect(got.map((one) => one.headers['webhook-id'])).toEqual([1, 2, 3].map(() => waiting!.messageId));
    expect(await history()).toMatchObject([{ state: 'sent', attempts: 3, error: null }]);
    expect((await ops.get('/channels')).body[0]).toMatchObject({ lastError: null, lastOkAt: expect.any(String) });

    await pool.query('truncate channels, notifications cascade');
    got.length = 0;
    const room = (await add()).channel.channelId;
    await tell('切れた');
    answers.push('cut');
    await run();
    await tell('宛先なし');
    answers.push(404);
    await run();
    await tell('転送');
    answers.push(302);
    await run();
    expect(await run()).toEqual([]);
    expect((await history(room)).map((one) => [one.state, one.error])).toEqual([
      ['failed', 'HTTP 302 no_service'],
      ['failed', 'HTTP 404 no_service'],
      ['unknown', 'fetch.unreachable'],
    ]);
  });

  it('do not reach our own network', async () => {
    const { channel } = await add({ url: 'https://inside.example/hook' });
    const tested = await ops.post(`/channels/${channel.channelId}/test`);
    expect(tested.body).toEqual({ ok: false, status: null, error: 'fetch.privateAddress' });
  });

  it('are tested with a button, switched off, and removed', async () => {
    const { channel } = await add({ kind: 'teams', url: `${base}/teams` });
    const at = `/channels/${channel.channelId}`;
    answers.push(202);
    expect((await ops.post(`${at}/test`)).body).toEqual({ ok: true, status: 202, error: null });
    const card = JSON.parse(got[0]!.body) as { type: string; attachments: { contentType: string; content: { type: string; body: { text: string }[] } }[] };
    expect(card).toMatchObject({
      type: 'message',
      attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content: { type: 'AdaptiveCard' } }],
    });
    expect(card.attachments[0]!.content.body[1]!.text).toContain('テスト送信です');
    expect((await ops.patch(at, { enabled: false })).body).toMatchObject({ enabled: false });
    expect((await ops.post(`${at}/test`)).status).toBe(409);
    await tell('停止中');
    got.length = 0;
    expect(await run()).toEqual([]);
    expect((await ops.delete(at)).status).toBe(204);
    expect((await ops.delete(at)).status).toBe(404);
    expect((await ops.get('/channels')).body).toEqual([]);
  });

  it('speak to Chatwork as its API asks, and let no tag in a name act', async () => {
    const items = [{ kind: 'ctas', title: { ja: '[To:1]A社', en: '' }, body: null, link: '/ctas', to: [], at: clock.now.toISOString() }];
    const about = { messageId: newId(), type: 'notifications', at: clock.now, language: 'ja' as const, siteUrl: 'https://banso.example.co.jp' };
    const made = outgoing('chatwork', { roomId: '1234', token: 'token-of-chatwork' }, { items }, about);
    expect(made.url).toBe('https://api.chatwork.com/v2/rooms/1234/messages');
    expect(await deliver({ ...made, url: made.url.replace('https://api.chatwork.com', base) }, fetching)).toEqual({ ok: true, status: 200 });
    expect(got[0]).toMatchObject({
      url: '/v2/rooms/1234/messages',
      headers: { 'x-chatworktoken': 'token-of-chatwork', 'content-type': 'application/x-www-form-urlencoded' },
    });
    expect(new URLSearchParams(got[0]!.body).get('body')).toBe('[info][title]Banso[/title]・［To:1］A社\nhttps://banso.example.co.jp/ctas[/info]');
  });
});
