import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeAccount } from '#accounts/accounts/factory.ts';
import { makeContact } from '#accounts/contacts/factory.ts';
import { makeCta } from '#actions/ctas/factory.ts';
import { createVault } from '#platform/auth/vault.ts';
import { newId } from '#platform/ids/ids.ts';
import { cert, key } from '#platform/net/test-certificate.ts';
import { memberId, testApi } from '#platform/testing/api.ts';
import { refreshFeed, sealedFor } from './fetch.ts';
import { readCalendar } from './read.ts';
import { calendarFile, routes } from './routes.ts';
import { findFeed, insertFeed } from './store.ts';

const csm = memberId('csm');
const ics = (title: string) =>
  `BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART:20261124T010000Z\r\nDTEND:20261124T020000Z\r\nSUMMARY:${title}\r\nATTENDEE:mailto:Ito@Minato.example\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n`;

describe('calendars', async () => {
  const api = await testApi({ calendars: routes }, { raw: [calendarFile] });
  let answer: { status: number; body: string } = { status: 200, body: ics('四半期レビュー') };
  const server = createServer({ key, cert }, (_request, response) => response.writeHead(answer.status).end(answer.body));
  let url = '';
  const feedId = newId();
  const read = async (vault = api.site.vault) => {
    const reach = {
      ca: cert,
      allow: (a: string) => a === '127.0.0.1',
      resolve: ((_name: string, _how: unknown, done: (e: Error | null, a: unknown) => void) => done(null, [{ address: '127.0.0.1', family: 4 }])) as never,
    };
    const feed = (await findFeed(api.db, csm, feedId))!;
    await refreshFeed({ database: api.database, vault, timeZone: 'Asia/Tokyo', now: api.clock(), reach }, feed);
  };
  const meetings = async () => (await api.as('csm').get('/today/meetings')).body;

  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `https://data.example:${(server.address() as AddressInfo).port}/a.ics`;
    const accountId = await makeAccount(api.db, { name: '株式会社みなと物流' });
    await makeContact(api.db, { accountId, name: '伊藤 花子', email: 'ito@minato.example' });
    await insertFeed(
      api.db,
      { feedId, memberId: csm, name: '仕事', host: 'data.example', sealedUrl: api.site.vault.seal(url, sealedFor(feedId)) },
      api.clock(),
    );
    await makeCta(api.db, { accountId, title: '利用が減少', ownerId: csm, dueOn: '2026-11-26' });
    await api.db.execute(
      sql`insert into account_facts (account_id, name, csm_id, renewal_on, facts_on, refreshed_at) values (${accountId}, '株式会社みなと物流', ${csm}, '2027-01-04', '2026-11-24', '2026-11-24T02:00:00Z')`,
    );
  });
  afterAll(() => void server.close());

  it('are for members, each their own', async () => {
    expect((await api.as(null).get('/calendars')).status).toBe(401);
    expect((await api.as('key:write').get('/calendars')).status).toBe(403);
    expect((await api.as('sales').get('/calendars')).body).toEqual([]);
    expect((await api.as('sales').delete(`/calendars/${feedId}`)).status).toBe(404);
  });

  it('refuse what is no HTTPS address, in words', async () => {
    const wrong = async (address: string) => (await api.as('csm').post('/calendars', { name: 'x', url: address })).body.errors[0];
    expect(await wrong('http://example.jp/a.ics')).toEqual({ path: 'url', message: 'https:// で始まるアドレスを指定してください。' });
    expect(await wrong('???')).toMatchObject({ path: 'url' });
  });

  it('never read our own network', async () => {
    const added = await api.as('csm').post('/calendars', { name: '中', url: 'https://169.254.169.254/latest' });
    expect(added.status).toBe(201);
    expect(added.body).toMatchObject({ host: '169.254.169.254', fetchedAt: null, lastError: '社内や自分自身のネットワークのアドレスは読み込めません。' });
    expect((await api.audit()).at(-1)).toMatchObject({ action: 'calendars.add', noun: 'calendar', label: '中' });
    expect((await api.as('csm').delete(`/calendars/${added.body.feedId}`)).status).toBe(204);
    expect((await api.audit()).at(-1)).toMatchObject({ action: 'calendars.remove' });
  });

  it('give the meetings of the day with the customers who take part', async () => {
    await read();
    expect((await meetings()).items).toMatchObject([
      { title: '四半期レビュー', startsAt: '2026-11-24T01:00:00.000Z', calendar: '仕事', accounts: [{ name: '株式会社みなと物流', people: ['伊藤 花子'] }] },
    ]);
    expect((await api.as('csm').get('/today/meetings?day=2026-11-25')).body.items).toEqual([]);
  });

  it('keep what was read when an address fails, and say so', async () => {
    answer = { status: 404, body: '' };
    await read();
    expect(await meetings()).toMatchObject({ failing: 1, items: [{ title: '四半期レビュー' }] });
    expect((await api.as('csm').get('/calendars')).body[0].lastError).toBe('サーバーがカレンダーを返しませんでした (HTTP 404)');
    answer = { status: 200, body: '<html></html>' };
    await read();
    expect((await api.as('csm').get('/calendars')).body[0].lastError).toContain('iCalendar');
    await read(createVault('another'));
    expect((await api.as('csm').get('/calendars')).body[0].lastError).toContain('登録し直して');
    answer = { status: 200, body: ics('変更後') };
    await read();
    expect(await meetings()).toMatchObject({ failing: 0, items: [{ title: '変更後' }] });
  });

  it('give one’s own work by a secret address, until it is made anew or dropped', async () => {
    const made = (await api.as('csm').post('/calendar-link')).body.url as string;
    expect((await api.audit()).at(-1)).toMatchObject({ action: 'calendars.make_link' });
    const path = (address: string) => new URL(address).pathname.replace(/^\/api/, '');
    const file = await api.as(null).get(path(made));
    expect([file.status, file.contentType]).toEqual([200, 'text/calendar; charset=utf-8']);
    const window = { from: new Date('2026-11-01'), to: new Date('2027-03-01'), timeZone: 'Asia/Tokyo' };
    expect(readCalendar(file.body, window).meetings.map((m) => [m.firstDay, m.title])).toEqual([
      ['2026-11-26', '利用が減少（株式会社みなと物流）'],
      ['2027-01-04', '更新日: 株式会社みなと物流'],
    ]);
    const again = (await api.as('csm').post('/calendar-link')).body.url as string;
    expect((await api.as(null).get(path(made))).status).toBe(404);
    expect((await api.as('csm').delete('/calendar-link')).status).toBe(204);
    expect((await api.as(null).get(path(again))).status).toBe(404);
    const kept = (await api.database.pool.query('select sealed_url as x from calendar_feeds union all select token_hash from calendar_links')).rows;
    expect(JSON.stringify(kept)).not.toContain('data.example');
  });
});
