import { sql } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { makeAccount } from '#accounts/accounts/factory.ts';
import { makeAttribute } from '#accounts/attributes/factory.ts';
import { makeContact } from '#accounts/contacts/factory.ts';
import { makeGoal } from '#actions/goals/factory.ts';
import { makeCta } from '#actions/ctas/factory.ts';
import { newId } from '#platform/ids/ids.ts';
import { memberId, testApi } from '#platform/testing/api.ts';
import { makeActivity } from '#signals/activities/factory.ts';
import { routes } from './routes.ts';

describe('the brief before a meeting', async () => {
  const api = await testApi({ briefs: routes });
  const csm = memberId('csm');
  const accountId = await makeAccount(api.db, { name: '株式会社みなと物流', industry: '物流', attributes: { ipo_plan: '2027年に上場予定', plan: 'A' } });
  const bare = await makeAccount(api.db, { name: '何も分からない会社' });
  for (const [key, name] of [
    ['ipo_plan', '上場の計画'],
    ['plan', 'プラン'],
  ])
    await api.db.execute(sql`insert into attribute_definitions (id, key, name, kind) values (${newId()}, ${key}, ${name}, 'text')`);
  const ito = await makeContact(api.db, { accountId, name: '伊藤 花子', roles: ['champion'], email: 'ito@minato.example' });
  await makeContact(api.db, { accountId, name: '山田 太郎', roles: ['decision_maker'] });
  await makeContact(api.db, { accountId, name: '高橋', roles: ['operator'], status: 'left', statusOn: '2026-10-01', successorContactId: ito });
  await makeCta(api.db, { accountId, title: '利用が減少', ownerId: csm, dueOn: '2026-11-26' });
  await makeCta(api.db, { accountId, title: '終わった', status: 'done', outcome: 'saved' });
  for (const day of ['01', '05', '10', '20'])
    await makeActivity(api.db, { accountId, subject: `面談${day}`, happenedAt: new Date(`2026-11-${day}T01:00:00Z`) }, { contactIds: [ito], memberIds: [csm] });
  await makeActivity(api.db, { accountId, subject: '自動', isAutomatic: true, happenedAt: new Date('2026-11-23T01:00:00Z') });
  await api.db.execute(
    sql`insert into account_facts (account_id, name, csm_id, colour, score, first_contract_on, renewal_on, facts_on, refreshed_at) values (${accountId}, 'x', ${csm}, 'good', 80, '2025-06-15', '2027-01-04', '2026-11-24', now())`,
  );
  const feedId = newId();
  await api.db.execute(
    sql`insert into calendar_feeds (feed_id, member_id, name, host, sealed_url, created_at) values (${feedId}, ${csm}, 'c', 'h', 's', now())`,
  );
  await api.db.execute(
    sql`insert into calendar_events (feed_id, event_no, uid, starts_at, ends_at, first_day, last_day, title, organizer, attendees)
        values (${feedId}, 1, 'u', '2026-11-25T01:00:00Z', '2026-11-25T02:00:00Z', '2026-11-25', '2026-11-25', '四半期レビュー', 'csm@example.jp', '{ito@minato.example}')`,
  );
  const brief = async (who: 'csm' | 'sales', of = accountId) => (await api.as(who).get(`/accounts/${of}/brief`)).body;

  it('is for those who may see customers', async () => {
    expect((await api.as(null).get(`/accounts/${accountId}/brief`)).status).toBe(401);
    expect((await api.as('key:ingest').get(`/accounts/${accountId}/brief`)).status).toBe(403);
  });

  it('refuses what is no customer', async () => {
    expect((await api.as('csm').get('/accounts/abc/brief')).status).toBe(400);
    expect((await api.as('csm').get(`/accounts/${newId()}/brief`)).status).toBe(404);
  });

  it('says what is known, with one’s own meeting', async () => {
    const body = await brief('csm');
    expect(body).toMatchObject({
      name: '株式会社みなと物流',
      news: [{ name: '上場の計画', value: '2027年に上場予定' }],
      who: { industry: '物流', facts: [{ name: 'プラン', value: 'A' }] },
      meetings: [{ title: '四半期レビュー', host: 'csm さん', people: ['伊藤 花子'] }],
      journey: { tenureMonths: 17, renewalOn: '2027-01-04' },
      relationship: { touches90: 4, started90: 4 },
      open: [{ title: '利用が減少' }],
      left: [{ name: '高橋', successor: '伊藤 花子' }],
    });
    expect(body.touches.map((one: { subject: string }) => one.subject)).toEqual(['面談20', '面談10', '面談05']);
    expect(Object.fromEntries(body.people.map((p: { name: string; quiet: boolean }) => [p.name, p.quiet]))).toEqual({ '伊藤 花子': false, '山田 太郎': true });
    expect(body.ask).toEqual(['business', 'reputation', 'satisfaction', 'fit', 'seminars', 'goals']);
    expect(body.goals).toEqual([]);
  });

  it('shows the goals, and asks for them only while none is open', async () => {
    await makeGoal(api.db, { accountId, title: '昔の達成', status: 'reached', closedOn: '2025-10-01' });
    await makeGoal(api.db, { accountId, title: '達成', status: 'reached', closedOn: '2026-10-01', target: 3, result: 2, unit: '日' });
    await makeGoal(api.db, { accountId, title: 'やめた', status: 'given_up', closedOn: '2026-10-01' });
    expect(await brief('csm')).toMatchObject({ goals: [{ title: '達成', reachedOn: '2026-10-01', result: 2 }], ask: expect.arrayContaining(['goals']) });
    await makeGoal(api.db, { accountId, title: 'いつか' });
    await makeGoal(api.db, { accountId, title: '締めを3日に', dueOn: '2026-12-20', agreedContactId: ito, agreedOn: '2026-11-05' });
    const body = await brief('csm');
    expect(body.goals.map((one: { title: string }) => one.title)).toEqual(['締めを3日に', 'いつか', '達成']);
    expect(body.goals[0]).toMatchObject({ dueOn: '2026-12-20', agreedWith: '伊藤 花子', agreedOn: '2026-11-05', reachedOn: null });
    expect(body.ask).not.toContain('goals');
  });

  it('takes an attribute for what it was said to tell, whatever its name', async () => {
    const said = [
      ['voice', '利用部門の声', 'satisfaction', 'おおむね満足'],
      ['sessions', '参加履歴', 'seminars', '活用セミナー（9月）'],
      ['aim', '狙い', 'fit', '複数拠点の標準化'],
      ['press_room', 'ニュースルームの住所', 'reputation', '業界紙で好評'],
    ] as const;
    for (const [key, name, topic] of said) await makeAttribute(api.db, { key, name, topic });
    const attributes = Object.fromEntries(said.map(([key, , , value]) => [key, value]));
    await makeAttribute(api.db, { key: 'sales', name: '売上高', kind: 'money' });
    const known = await makeAccount(api.db, { name: '分かっている会社', attributes: { ...attributes, sales: 48000000 } });
    const body = await brief('csm', known);
    expect(body).toMatchObject({
      news: [],
      reputation: [{ name: 'ニュースルームの住所', value: '業界紙で好評' }],
      satisfaction: [{ name: '利用部門の声', value: 'おおむね満足' }],
      seminars: [{ name: '参加履歴', value: '活用セミナー（9月）' }],
      fit: [{ name: '狙い', value: '複数拠点の標準化' }],
    });
    expect(body.who.facts).toEqual([{ name: '売上高', kind: 'money', value: '48000000' }]);
    for (const question of ['reputation', 'satisfaction', 'seminars', 'fit']) expect(body.ask).not.toContain(question);
    expect(body.ask).toContain('news');
  });

  it('shows nobody the meetings of others', async () => expect((await brief('sales')).meetings).toEqual([]));

  it('makes a question of all that is not known', async () => {
    const body = await brief('csm', bare);
    expect(body.ask).toEqual([
      'business',
      'news',
      'reputation',
      'meeting',
      'renewal',
      'satisfaction',
      'health',
      'fit',
      'seminars',
      'goals',
      'people',
      'touches',
    ]);
    expect(body.people).toEqual([]);
  });
});
