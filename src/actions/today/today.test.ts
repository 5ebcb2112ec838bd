import { sql } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import { makeAccount } from '#accounts/accounts/factory.ts';
import { makeCta } from '#actions/ctas/factory.ts';
import { makeGoal } from '#actions/goals/factory.ts';
import { makePlaybook } from '#actions/playbooks/factory.ts';
import { newId } from '#platform/ids/ids.ts';
import { memberId, testApi } from '#platform/testing/api.ts';
import { makeActivity } from '#signals/activities/factory.ts';
import { routes as teamRoutes } from '#actions/team/routes.ts';
import { routes } from './routes.ts';

const [csm, sales, manager] = [memberId('csm'), memberId('sales'), memberId('manager')];
type Facts = { colour?: string; mrr?: number; renewal?: string; change?: number; codes?: string[]; touched?: string; owner?: string };

describe('today', async () => {
  const api = await testApi({ today: routes, team: teamRoutes });
  const accounts = new Map<string, string>();
  const customer = async (name: string, f: Facts = {}) => {
    const accountId = await makeAccount(api.db, { name });
    accounts.set(name, accountId);
    const attention = f.codes ? JSON.stringify(f.codes.map((code) => ({ code, limit: 30 }))) : null;
    await api.db.execute(sql`
      insert into account_facts (account_id, name, csm_id, colour, colour_rank, mrr, renewal_on, score_change_28, attention, attention_codes, last_touch_on, facts_on, refreshed_at)
      values (${accountId}, ${name}, ${f.owner ?? csm}, ${f.colour ?? null}, ${f.colour === 'risk' ? 1 : null}, ${f.mrr ?? null}, ${f.renewal ?? null}, ${f.change ?? null}, ${attention}::jsonb,
        ${sql.param(f.codes ?? [])}::text[], ${f.touched ?? null}, '2026-11-24', '2026-11-24T02:00:00Z')`);
    return accountId;
  };

  beforeAll(async () => {
    const minato = await customer('株式会社みなと物流', { colour: 'risk', mrr: 480_000, renewal: '2027-01-04', change: -12 });
    const solaris = await customer('株式会社ソラリス', { colour: 'good', mrr: 900_000, renewal: '2027-03-01', change: 14 });
    await customer('青葉フーズ', { codes: ['no_touch'], touched: '2026-09-01' });
    await customer('他の担当', { owner: sales, colour: 'risk', mrr: 1 });
    const rule = newId();
    await api.db.execute(sql`insert into rules (rule_id, name, status, version, created_at, updated_at) values (${rule}, '利用急減', 'live', 1, now(), now())`);
    await api.db.execute(
      sql`insert into rule_versions (rule_id, version, definition, published_at, first_day) values (${rule}, 1, '{"trigger":{"kind":"unusual","of":"events"}}', now(), '2026-11-01')`,
    );
    const cta = { ownerId: csm, slotWeek: '2026-11-23' };
    const facts = [{ unusual: { of: 'events', value: 56, usual: 148, z: -4.2 } }, { field: 'mrr', value: 480_000 }];
    await makeCta(api.db, { ...cta, accountId: minato, title: '利用が減少', dueOn: '2026-11-24', slot: 'in', rank: 70, ruleId: rule, ruleVersion: 1, facts });
    await makeCta(api.db, {
      ...cta,
      accountId: solaris,
      title: '期限切れ',
      dueOn: '2026-11-20',
      slot: 'in',
      rank: 10,
      type: 'opportunity',
      reason: 'seats_90',
    });
    await makeCta(api.db, { ...cta, accountId: minato, title: '解約の申し出', dueOn: '2026-11-26', slot: 'outside', rank: 90, reason: 'cancellation_notice' });
    await makeCta(api.db, { ...cta, accountId: minato, title: '枠外 低', slot: 'overflow', rank: 20 });
    await makeCta(api.db, { ...cta, accountId: solaris, title: '枠外 高', slot: 'overflow', rank: 40 });
    await makeCta(api.db, { ...cta, accountId: minato, title: 'スヌーズ中', snoozedUntil: '2026-11-25', slot: 'in' });
    await makeCta(api.db, {
      accountId: minato,
      title: '頼まれたもの',
      ownerId: sales,
      dueOn: '2026-11-24',
      escalatedTo: csm,
      escalatedBy: sales,
      escalatedAt: new Date('2026-11-23'),
    });
    await makeCta(api.db, { ...cta, accountId: minato, title: '終わった', status: 'done', outcome: 'saved', closedAt: new Date('2026-11-23T00:00:00Z') });
    await api.db.execute(
      sql`insert into tasks (account_id, task_id, title, owner_id, due_on, created_at, updated_at) values (${solaris}, ${newId()}, '資料を送る', ${csm}, '2026-11-24', now(), now()), (${solaris}, ${newId()}, '来月の準備', ${csm}, '2026-12-24', now(), now())`,
    );
    const touch = (direction: 'proactive' | 'reactive', at: string, more = {}) =>
      makeActivity(api.db, { accountId: minato, direction, happenedAt: new Date(at), ...more }, { memberIds: [csm] });
    for (let i = 0; i < 3; i++) await touch('proactive', `2026-11-1${i}T00:00:00Z`);
    for (let i = 0; i < 4; i++) await touch('reactive', `2026-11-1${i}T01:00:00Z`);
    await touch('proactive', '2026-10-27T14:59:00Z');
    await touch('proactive', '2026-11-20T00:00:00Z', { isAutomatic: true });
    await touch('proactive', '2026-11-20T00:00:00Z', { kind: 'memo', direction: null });
  });

  it('is for members, and the team’s for those who lead', async () => {
    expect((await api.as(null).get('/today')).status).toBe(401);
    expect((await api.as('key:write').get('/today')).status).toBe(403);
    expect((await api.as('csm').get('/team/board')).status).toBe(403);
    expect((await api.as('csm').get(`/team/members/${csm}/sheet`)).status).toBe(403);
  });

  it('refuses what is no member', async () => {
    expect((await api.as('manager').get('/team/members/abc/sheet')).status).toBe(400);
    expect((await api.as('manager').get(`/team/members/${newId()}/sheet`)).status).toBe(404);
  });

  it('puts CTAs and tasks in order: due by today first, escalated before the rest, then by rank', async () => {
    const { body } = await api.as('csm').get('/today');
    expect(body.items.map((i: { title: string }) => i.title)).toEqual(['頼まれたもの', '利用が減少', '期限切れ', '資料を送る', '解約の申し出']);
    expect(body.counts).toEqual({ items: 5, today: 4, overdue: 1, snoozed: 1 });
    expect(body.items[1]).toMatchObject({
      ruleName: '利用急減',
      reasonName: { ja: '利用の急減' },
      facts: ['通常 148回/週 → 56回/週', 'MRR 48.0万円'],
      mrr: '480000',
    });
    expect(body.items[3]).toMatchObject({ kind: 'task', type: null, accountName: '株式会社ソラリス' });
  });

  it('shows a CTA once, whatever runs for it', async () => {
    const { body: before } = await api.as('csm').get('/today');
    const { accountId, ctaId } = before.items[1];
    for (const name of ['更新の準備', 'リスク対応']) {
      const playbookId = await makePlaybook(api.db, [{ key: 'call' }], { name });
      await api.db.execute(sql`
        insert into playbook_runs (account_id, run_id, playbook_id, version, cta_id, started_on, started_from, created_at, updated_at)
        values (${accountId}, ${newId()}, ${playbookId}, 1, ${ctaId}, '2026-11-20', 'cta', ${name === 'リスク対応' ? '2026-11-21' : '2026-11-20'}, now())`);
    }
    const { body } = await api.as('csm').get('/today');
    expect(body.items.map((i: { title: string }) => i.title)).toEqual(before.items.map((i: { title: string }) => i.title));
    expect(body.items[1]).toMatchObject({ playbookName: 'リスク対応' });
    await api.db.execute(sql`delete from playbook_runs`);
  });

  it('keeps what exceeds the slots, ranked, and counts the slots of the week', async () => {
    const { body } = await api.as('csm').get('/today');
    expect(body.overflow.items.map((i: { title: string }) => i.title)).toEqual(['枠外 高', '枠外 低']);
    expect(body.overflow.count).toBe(2);
    expect(body.slots).toEqual({ week: '2026-11-23', perWeek: 15, in: 3, outside: 2, overflow: 2 });
  });

  it('counts the goals that come due for one’s own customers', async () => {
    await makeGoal(api.db, { accountId: accounts.get('株式会社ソラリス')!, dueOn: '2026-12-10' });
    await makeGoal(api.db, { accountId: accounts.get('他の担当')!, dueOn: '2026-12-10' });
    expect((await api.as('csm').get('/today')).body.goals).toMatchObject({
      days: 30,
      count: 1,
      items: [{ accountName: '株式会社ソラリス', dueOn: '2026-12-10' }],
    });
  });

  it('lists the first hundred and says how many there are', async () => {
    const accountId = accounts.get('他の担当')!;
    await api.db.execute(sql`
      insert into ctas (account_id, cta_id, type, reason, title, owner_id, created_at, updated_at)
      select ${accountId}::uuid, banso_uuid7(), 'activity', 'other', 'CTA ' || n, ${memberId('support')}::uuid, now(), now() from generate_series(1, 103) n`);
    const { body } = await api.as('support').get('/today');
    expect([body.items.length, body.counts.items]).toEqual([100, 103]);
    await api.db.execute(sql`delete from ctas where owner_id = ${memberId('support')}::uuid`);
  });

  it('counts the touches of 28 days: memos never, automatic mail apart', async () => {
    const { body } = await api.as('csm').get('/today');
    expect(body.proactive).toEqual({ days: 28, touches: 7, started: 3, automatic: 1, ratio: 3 / 7, state: 'warned' });
    expect((await api.as('sales').get('/today')).body.proactive).toMatchObject({ touches: 0, ratio: null, state: 'too_few' });
  });

  it('shows how one’s own customers stand, and nobody else’s', async () => {
    const { body } = await api.as('csm').get('/today');
    const names = (group: { items: { name: string }[] }) => group.items.map((c) => c.name);
    expect(body.portfolio).toEqual({ accounts: 3, mrr: '1380000', good: 1, watch: 0, risk: 1, unknown: 1 });
    expect([names(body.renewals), names(body.risks), names(body.good), names(body.untouched)]).toEqual([
      ['株式会社みなと物流'],
      ['株式会社みなと物流'],
      ['株式会社ソラリス'],
      ['青葉フーズ'],
    ]);
    expect(body.untouched.items[0]).toMatchObject({ limitDays: 30, lastTouchOn: '2026-09-01' });
  });

  it('gives a member’s sheet: to the member, and to who leads', async () => {
    const own = (await api.as('csm').get('/today/sheet')).body;
    expect((await api.as('manager').get(`/team/members/${csm}/sheet`)).body).toEqual(own);
    expect(own).toMatchObject({
      counts: { open: 5, overdue: 1, overflow: 2, escalated: 0, closed28: 1 },
      wins: [{ title: '終わった', outcome: 'saved', on: '2026-11-23' }],
    });
    expect(own.overdue.map((i: { title: string }) => i.title)).toEqual(['期限切れ']);
    expect(own.weeks.at(-1)).toEqual({ week: '2026-11-23', in: 3, outside: 2, overflow: 2, closed: 1 });
    expect((await api.as('sales').get('/today/sheet')).body.escalations.map((i: { title: string }) => i.title)).toEqual(['頼まれたもの']);
  });

  it('gives the team’s risks, renewals, escalations, and who is owed help', async () => {
    const { body } = await api.as('manager').get('/team/board');
    expect(body.risks).toMatchObject({ count: 2, mrr: '480001', items: [{ name: '株式会社みなと物流', ctaTitle: '解約の申し出' }, { name: '他の担当' }] });
    expect(body.renewals).toMatchObject({ count: 1, months: [{ month: '2027-01-01', count: 1, byColour: { risk: 1 } }] });
    expect(body.escalations).toMatchObject([{ title: '頼まれたもの', toName: 'csm さん', byName: 'sales さん' }]);
    expect(body.people.map((p: { name: string; needs: string[] }) => [p.name, p.needs])).toEqual([
      ['csm さん', ['overflow', 'reactive']],
      ['sales さん', ['escalated']],
    ]);
  });

  it('narrows the board to a team', async () => {
    const teamId = newId();
    await api.db.execute(sql`insert into teams (id, name) values (${teamId}, '第一')`);
    await api.db.execute(sql`insert into team_members (team_id, member_id) values (${teamId}, ${sales}), (${teamId}, ${manager})`);
    const { body } = await api.as('manager').get(`/team/board?teamId=${teamId}`);
    expect([body.risks.count, body.renewals.count, body.people.length]).toEqual([1, 0, 1]);
  });
});
