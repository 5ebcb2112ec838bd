import { sql } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { makeAccount } from '#accounts/accounts/factory.ts';
import { makeAssignment } from '#accounts/assignments/factory.ts';
import { makeContact } from '#accounts/contacts/factory.ts';
import { rows } from '#platform/db/db.ts';
import { memberId, testApi } from '#platform/testing/api.ts';
import { makeCta } from './factory.ts';
import { timelineRoutes } from '#signals/timeline/routes.ts';
import { ctaMoments } from './index.ts';
import { fileTransfers, routes } from './routes.ts';

let now = new Date('2026-11-24T03:00:00Z');
const api = await testApi(
  { ctas: routes, timeline: timelineRoutes([{ kind: 'cta', moments: ctaMoments }]) },
  { raw: fileTransfers, clock: () => (now = new Date(now.getTime() + 1000)) },
);
const accountId = await makeAccount(api.db);
const other = await makeAccount(api.db, { name: 'はるかぜ商事株式会社' });
await makeAssignment(api.db, { accountId, role: 'csm', memberId: memberId('csm') });
const path = `/accounts/${accountId}/ctas`;
const csm = api.as('csm');
const risk = { reason: 'usage_fell', title: '利用が2週間で62%減少' };
const nobody = '00000000-0000-7000-8000-0000000000ff';
const wrongFields = (answer: { body: { errors?: { path: string }[] } }) => answer.body.errors?.map((e) => e.path);
const words = (member: 'csm' | 'manager' | 'admin') =>
  rows<{ title: { ja: string }; link: string }>(api.db, sql`select title, link from notifications where member_id = ${memberId(member)} order by created_at`);
const make = async (given: object = {}) => (await csm.post(path, { ...risk, ...given })).body;

describe('a CTA', () => {
  it('refuses who may not', async () => {
    expect((await api.as(null).get('/ctas')).status).toBe(401);
    expect((await api.as('viewer').post(path, risk)).status).toBe(403);
    expect((await api.as('key:read').post('/ctas/bulk', {})).status).toBe(403);
    expect((await api.as('viewer').get('/ctas')).status).toBe(200);
  });

  it('refuses what is wrong, naming the field', async () => {
    expect(wrongFields(await csm.post(path, { reason: 'x'.repeat(61), title: ' ', priority: 4 }))).toEqual(['reason', 'title', 'priority']);
    expect(wrongFields(await csm.post(path, { ...risk, reason: 'no_such_reason' }))).toEqual(['reason']);
    expect(wrongFields(await csm.post(path, { ...risk, reason: 'ebr', riskCategory: 'product' }))).toEqual(['riskCategory']);
    const strange = { contactId: await makeContact(api.db, { accountId: other }), contractId: nobody, ownerId: nobody, productNo: 9 };
    expect(wrongFields(await csm.post(path, { ...risk, ...strange }))).toEqual(['contractId', 'contactId', 'ownerId', 'productNo']);
    expect((await csm.post(`/accounts/${nobody}/ctas`, risk)).status).toBe(404);
  });

  it('is made by hand with what the reason says, for the CSM of the customer, due in three business days', async () => {
    const made = await api.as('manager').post(path, risk);
    expect(made).toMatchObject({
      status: 201,
      body: {
        type: 'risk',
        riskCategory: 'product',
        status: 'open',
        ownerId: memberId('csm'),
        dueOn: '2026-11-27',
        slot: 'outside',
        reasonName: { ja: '利用の急減' },
      },
    });
    expect((await api.audit()).at(-1)).toMatchObject({ action: 'ctas.create', account_id: accountId, label: risk.title });
    expect(await words('csm')).toMatchObject([
      { title: { ja: `manager さんから「${risk.title}」の担当になりました` }, link: `/ctas?cta=${accountId}.${made.body.ctaId}` },
    ]);
    expect((await csm.get(`${path}/${made.body.ctaId}/history`)).body).toMatchObject([{ kind: 'created', byName: 'manager さん' }]);
  });

  it('changes with the reason it is given, and tells its history', async () => {
    const { ctaId } = await make();
    const changed = await csm.patch(`${path}/${ctaId}`, { reason: 'expansion', priority: 1 });
    expect(changed.body).toMatchObject({ type: 'opportunity', riskCategory: null, priority: 1 });
    expect((await api.audit()).at(-1)).toMatchObject({ action: 'ctas.update', changes: { priority: [2, 1], type: ['risk', 'opportunity'] } });
    expect((await csm.get(`${path}/${ctaId}/history`)).body[0]).toMatchObject({ kind: 'changed', before: { priority: 2 }, after: { priority: 1 } });
    const audits = (await api.audit()).length;
    await csm.patch(`${path}/${ctaId}`, { priority: 1 });
    expect((await api.audit()).length).toBe(audits);
  });

  it('is closed with an outcome, or a reason why not, and can be opened again', async () => {
    const { ctaId } = await make();
    const at = `${path}/${ctaId}/status`;
    expect(wrongFields(await csm.post(at, { status: 'done' }))).toEqual(['outcome']);
    expect(wrongFields(await csm.post(at, { status: 'wont_do', outcome: 'saved' }))).toEqual(['outcome']);
    expect((await csm.post(at, { status: 'doing' })).body).toMatchObject({ status: 'doing', closedAt: null });
    expect((await csm.post(at, { status: 'done', outcome: 'saved', note: '新担当者への教育を実施' })).body).toMatchObject({
      status: 'done',
      outcome: 'saved',
      outcomeNote: '新担当者への教育を実施',
      closedByName: 'csm さん',
    });
    expect((await csm.post(`${path}/${ctaId}/snooze`, { until: '2026-12-01', reason: 'later' })).status).toBe(409);
    expect((await csm.post(at, { status: 'open' })).body).toMatchObject({ status: 'open', outcome: null, closedAt: null });
    expect((await api.audit()).at(-1)).toMatchObject({ action: 'ctas.status', changes: { status: ['done', 'open'] } });
  });

  it('opened again by hand never stands beside the same rule’s new one', async () => {
    const rule = { accountId, ruleId: nobody, ruleVersion: 1 };
    const old = await makeCta(api.db, { ...rule, status: 'done', outcome: 'improved' });
    await makeCta(api.db, rule);
    expect((await csm.post(`${path}/${old}/status`, { status: 'open' })).status).toBe(409);
    expect((await csm.post('/ctas/bulk', { items: [{ accountId, ctaId: old }], action: { kind: 'status', status: 'open' } })).body).toEqual({
      changed: 0,
      unchanged: 1,
      overflow: 0,
    });
  });

  it('sleeps until its day', async () => {
    const { ctaId } = await make({ title: '眠る' });
    const at = `${path}/${ctaId}/snooze`;
    expect(wrongFields(await csm.post(at, { until: '2026-11-24', reason: 'later' }))).toEqual(['until']);
    expect(wrongFields(await csm.post(at, { until: '2026-11-25' }))).toEqual(['reason']);
    expect((await csm.post(at, { until: '2026-11-25', reason: 'waiting_customer' })).body).toMatchObject({ snoozedUntil: '2026-11-25', status: 'open' });
    const listed = async (query: string) => (await csm.get(`/ctas?limit=200&${query}`)).body.items.some((c: { ctaId: string }) => c.ctaId === ctaId);
    expect([await listed(''), await listed('asleep=only'), await listed('asleep=show')]).toEqual([false, true, true]);
    now = new Date(now.getTime() + 24 * 3_600_000);
    expect([await listed(''), await listed('asleep=only')]).toEqual([true, false]);
    now = new Date(now.getTime() - 24 * 3_600_000);
    expect((await csm.post(at, { until: null })).body.snoozedUntil).toBeNull();
    expect((await api.audit()).at(-1)).toMatchObject({ action: 'ctas.snooze' });
  });

  it('is escalated to somebody who is told, shows to managers until released, and takes no slot', async () => {
    const ctaId = await makeCta(api.db, { accountId, slot: 'overflow', slotWeek: '2026-11-23' });
    const at = `${path}/${ctaId}/escalation`;
    expect(wrongFields(await csm.put(at, { to: nobody, reason: '決裁者が不在', until: '2026-12-01' }))).toEqual(['to']);
    expect(wrongFields(await csm.put(at, { to: memberId('manager'), reason: '決裁者が不在', until: '2026-11-01' }))).toEqual(['until']);
    const made = await csm.put(at, { to: memberId('manager'), reason: '決裁者が不在', until: '2026-12-01' });
    expect(made.body).toMatchObject({ escalatedToName: 'manager さん', escalationReason: '決裁者が不在', slot: 'outside' });
    expect((await words('manager')).at(-1)).toMatchObject({ title: { ja: 'csm さんから「利用が急減しています」がエスカレーションされました' } });
    expect((await api.as('manager').get('/ctas?escalated=true')).body.items).toMatchObject([{ ctaId }]);
    expect((await csm.delete(at)).body).toMatchObject({ escalatedTo: null });
    expect((await api.as('manager').get('/ctas?escalated=true')).body.items).toEqual([]);
    expect((await api.audit()).at(-1)).toMatchObject({ action: 'ctas.release' });
  });

  it('is handed on with its place in the week: what is in hand stays so, what is beyond the slots comes in where there is room', async () => {
    const product = memberId('product');
    await api.database.pool.query('insert into member_slots values ($1, 3)', [product]);
    const rule = { ruleId: nobody, ownerId: memberId('csm') };
    const inHand = await makeCta(api.db, { ...rule, accountId, slot: 'in', slotWeek: '2026-11-09', reason: 'a' });
    const beyond: string[] = [];
    for (const rank of [10, 40, 30])
      beyond.push(await makeCta(api.db, { ...rule, accountId, slot: 'overflow', slotWeek: '2026-11-23', rank, reason: `b${rank}` }));
    const items = [...beyond, inHand].map((ctaId) => ({ accountId, ctaId }));
    const moved = await api.as('manager').post('/ctas/bulk', { items, action: { kind: 'reassign', ownerId: product } });
    expect(moved.body).toEqual({ changed: 4, unchanged: 0, overflow: 1 });
    const places = await api.database.pool.query('select cta_id, slot, slot_week::text from ctas where owner_id = $1', [product]);
    const of = new Map(places.rows.map((row) => [row.cta_id, [row.slot, row.slot_week]]));
    expect([inHand, ...beyond].map((ctaId) => of.get(ctaId))).toEqual([
      ['in', '2026-11-23'],
      ['overflow', '2026-11-23'],
      ['in', '2026-11-23'],
      ['in', '2026-11-23'],
    ]);
    const full = await makeCta(api.db, { ...rule, accountId, slot: 'overflow', slotWeek: '2026-11-23', reason: 'c' });
    expect((await csm.post(`${path}/${full}/owner`, { ownerId: product })).body).toMatchObject({ ownerId: product, slot: 'overflow' });
    await api.database.pool.query('delete from ctas where owner_id = $1', [product]);
  });

  it('merges into another: comments and files move, the sooner day and the higher priority stay', async () => {
    const from = await make({ title: '先', priority: 1, dueOn: '2026-12-01' });
    const into = await make({ title: '後', dueOn: '2026-12-10' });
    await csm.post(`${path}/${from.ctaId}/comments`, { text: '経緯' });
    expect((await csm.post(`${path}/${from.ctaId}/merge`, { into: from.ctaId })).status).toBe(400);
    expect((await csm.post(`${path}/${from.ctaId}/merge`, { into: into.ctaId })).body).toMatchObject({
      ctaId: into.ctaId,
      priority: 1,
      dueOn: '2026-12-01',
      comments: 1,
    });
    expect((await csm.get(`${path}/${from.ctaId}`)).body).toMatchObject({ status: 'wont_do', mergedInto: into.ctaId });
    expect((await csm.post(`${path}/${from.ctaId}/status`, { status: 'open' })).status).toBe(409);
    expect((await api.audit()).at(-1)).toMatchObject({ action: 'ctas.merge' });
  });

  it('is of no use with one tap, and that can be taken back', async () => {
    const { ctaId } = await make();
    expect((await csm.post(`${path}/${ctaId}/useless`, { useless: true })).body.useless).toBe(true);
    expect((await api.audit()).at(-1)).toMatchObject({ action: 'ctas.useless' });
    expect((await csm.post(`${path}/${ctaId}/useless`, { useless: false })).body.useless).toBe(false);
  });
});

it('what was done is on the timeline of the customer, with its outcome', async () => {
  const done = await make({ title: '定着の確認' });
  await make({ title: 'まだ開いている' });
  await csm.post(`${path}/${done.ctaId}/status`, { status: 'done', outcome: 'agreed', note: '来週もう一度' });
  const moments = (await api.as('viewer').get(`/accounts/${accountId}/timeline?kind=cta`)).body.items;
  expect(moments[0]).toMatchObject({ kind: 'cta', event: 'done', title: '定着の確認', detail: { outcome: 'agreed', note: '来週もう一度', by: 'csm さん' } });
  expect(moments.map((m: { title: string }) => m.title)).not.toContain('まだ開いている');
  const all = (await api.as('viewer').get(`/accounts/${accountId}/timeline`)).body.items;
  expect(all.map((m: { kind: string }) => m.kind)).toEqual(expect.arrayContaining(['cta', 'assignment']));
});

describe('comments and files', () => {
  it('are Markdown made safe, tell who is mentioned, and are changed by who wrote them', async () => {
    const { ctaId } = await make();
    const at = `${path}/${ctaId}/comments`;
    expect((await api.as('viewer').post(at, { text: 'x' })).status).toBe(403);
    expect(wrongFields(await csm.post(at, { text: ' ' }))).toEqual(['text']);
    expect(wrongFields(await csm.post(at, { text: 'x', mentions: [nobody] }))).toEqual(['mentions']);
    const made = await csm.post(at, { text: '**至急** <script>alert(1)</script>', mentions: [memberId('admin'), memberId('csm')] });
    expect(made).toMatchObject({ status: 201, body: { byName: 'csm さん', html: '<p><strong>至急</strong> &lt;script&gt;alert(1)&lt;/script&gt;</p>\n' } });
    expect(await words('admin')).toMatchObject([{ link: `/ctas?cta=${accountId}.${ctaId}` }]);
    expect((await api.audit()).at(-1)).toMatchObject({ action: 'ctas.comment' });
    const long = `${'あ'.repeat(119)}👍`;
    expect((await csm.post(at, { text: long, mentions: [memberId('admin')] })).status).toBe(201);
    await csm.delete(`${at}/${(await csm.get(at)).body.find((c: { text: string }) => c.text === long).commentId}`);
    const one = `${at}/${made.body.commentId}`;
    expect((await api.as('manager').patch(one, { text: '書き換え' })).status).toBe(409);
    expect((await csm.patch(one, { text: '対応済み' })).body).toMatchObject({ text: '対応済み', editedAt: expect.any(String) });
    expect((await csm.delete(one)).status).toBe(204);
    expect((await csm.get(at)).body).toEqual([]);
  });

  it('go up and come down again byte for byte, and never open in place', async () => {
    const { ctaId } = await make();
    const at = `${path}/${ctaId}/files`;
    const bytes = new Uint8Array(1000).map((_, i) => i % 256);
    expect((await api.as('viewer').post(`${at}?name=a.png`, bytes)).status).toBe(403);
    expect((await csm.post(at, bytes)).status).toBe(400);
    expect((await csm.post(`${at}?name=a.png`, new Uint8Array(10 * 1024 * 1024 + 1))).status).toBe(413);
    const made = await csm.post(`${at}?name=${encodeURIComponent('../見積書.html')}`, bytes);
    expect(made).toMatchObject({ status: 201, body: { name: '.._見積書.html', size: 1000, byName: 'csm さん' } });
    const down = await api.app.request(`/api${at}/${made.body.fileId}`, { headers: { 'x-test-actor': 'viewer' } });
    expect(new Uint8Array(await down.arrayBuffer())).toEqual(bytes);
    expect(down.headers.get('content-disposition')).toMatch(/^attachment/);
    expect((await api.audit()).at(-1)).toMatchObject({ action: 'ctas.add_file' });
    expect((await csm.delete(`${at}/${made.body.fileId}`)).status).toBe(204);
    expect((await csm.get(at)).body).toEqual([]);
  });
});

describe('lists', async () => {
  const quiet = await makeAccount(api.db, { name: '北陸精機株式会社' });
  const days = ['2026-12-03', null, '2026-12-01', '2026-12-01', null, '2026-12-02'];
  for (const [i, dueOn] of days.entries())
    await makeCta(api.db, { accountId: quiet, dueOn, rank: i * 10, title: `${i}`, ownerId: memberId('sales'), type: i % 2 ? 'risk' : 'lifecycle' });
  const walk = async (query: string) => {
    const seen: string[] = [];
    for (let cursor = '', n = 0; n < 20; n++) {
      const { body } = await api.as('sales').get(`/ctas?scope=mine&limit=2&${query}${cursor && `&cursor=${cursor}`}`);
      seen.push(...body.items.map((c: { title: string }) => c.title));
      if (!body.nextCursor) break;
      cursor = body.nextCursor;
    }
    return seen;
  };

  it('page by due day and by rank, each once, those without a day last', async () => {
    const byDue = await walk('');
    expect(byDue.map((t) => days[Number(t)])).toEqual(['2026-12-01', '2026-12-01', '2026-12-02', '2026-12-03', null, null]);
    expect(new Set(byDue).size).toBe(6);
    expect(await walk('sort=rank')).toEqual(['5', '4', '3', '2', '1', '0']);
    expect((await api.as('sales').get('/ctas?cursor=x')).status).toBe(400);
    expect((await api.as('key:read').get('/ctas?scope=mine')).status).toBe(400);
  });

  it('count, lie in a calendar, and gather by customer', async () => {
    expect((await api.as('sales').get('/ctas/counts?scope=mine')).body).toMatchObject({ open: 6, doing: 0, overdue: 0, types: { risk: 3, lifecycle: 3 } });
    const calendar = (await api.as('sales').get('/ctas/calendar?scope=mine&from=2026-12-01&to=2026-12-02')).body;
    expect(calendar.days).toEqual([
      { day: '2026-12-01', count: 2 },
      { day: '2026-12-02', count: 1 },
    ]);
    expect(calendar.items).toHaveLength(3);
    expect((await api.as('sales').get('/ctas/calendar?from=2026-12-01&to=2027-12-02')).status).toBe(400);
    expect((await api.as('sales').get('/ctas/accounts?scope=mine')).body.items).toMatchObject([
      { accountName: '北陸精機株式会社', count: 6, risks: 3, nextDueOn: '2026-12-01', rank: 50 },
    ]);
  });

  it('show the work of the teams somebody is in', async () => {
    const open = async (query: string) => (await api.as('manager').get(`/ctas/counts?${query}`)).body.open;
    // Nobody made teams, or put the manager into one: the whole company is the team.
    expect(await open('scope=team')).toBe(await open('scope=all'));
    await api.database.pool.query(`insert into teams (id, name) values ($1, '東日本')`, [nobody]);
    await api.database.pool.query('insert into team_members (team_id, member_id) values ($1, $2), ($1, $3)', [nobody, memberId('sales'), memberId('support')]);
    expect((await api.as('support').get('/ctas/counts?scope=mine')).body.open).toBe(0);
    expect((await api.as('support').get('/ctas/counts?scope=team')).body.open).toBe(6);
    expect((await api.as('csm').get(`/ctas/counts?teamId=${nobody}`)).body.open).toBe(6);
  });

  it('change many at once, and say how many were left', async () => {
    const { items } = (await api.as('sales').get('/ctas?scope=mine&limit=3')).body;
    const bulk = (action: object) =>
      api.as('manager').post('/ctas/bulk', { items: items.map(({ accountId: a, ctaId }: Record<string, string>) => ({ accountId: a, ctaId })), action });
    expect(wrongFields(await bulk({ kind: 'reassign', ownerId: nobody }))).toEqual(['action.ownerId']);
    expect((await bulk({ kind: 'status', status: 'done' })).status).toBe(400);
    expect((await bulk({ kind: 'reassign', ownerId: memberId('csm') })).body).toEqual({ changed: 3, unchanged: 0, overflow: 0 });
    expect((await words('csm')).at(-1)).toMatchObject({ title: { ja: 'manager さんから3件のCTAの担当になりました' } });
    expect((await bulk({ kind: 'reassign', ownerId: memberId('csm') })).body).toEqual({ changed: 0, unchanged: 3, overflow: 0 });
    expect((await bulk({ kind: 'status', status: 'wont_do', outcome: 'not_needed' })).body).toEqual({ changed: 3, unchanged: 0, overflow: 0 });
    expect((await bulk({ kind: 'snooze', until: '2026-12-24', reason: 'later' })).body).toEqual({ changed: 0, unchanged: 3, overflow: 0 });
    const audits = (await api.audit()).filter((a) => a.action === 'ctas.bulk' && a.account_id === quiet);
    expect(audits).toHaveLength(6);
    expect((await api.as('sales').get(`/ctas/counts?accountId=${quiet}&ownerId=${memberId('csm')}`)).body.wontDo).toBe(3);
  });
});
