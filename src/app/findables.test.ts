import { describe, expect, it } from 'vitest';
import { makeAccount } from '#accounts/accounts/factory.ts';
import { makeProduct } from '#accounts/products/factory.ts';
import { searchRoutes } from '#accounts/search/routes.ts';
import { makeGoal } from '#actions/goals/factory.ts';
import { routes as goals } from '#actions/goals/routes.ts';
import { makePlaybook } from '#actions/playbooks/factory.ts';
import { ensureDefaultScorecard } from '#health/scorecards/index.ts';
import { ensureDefaultMetrics } from '#metrics/definitions/index.ts';
import { transaction } from '#platform/db/db.ts';
import { newId } from '#platform/ids/ids.ts';
import { may, roles, type Permission } from '#platform/auth/permissions.ts';
import { memberId, testApi } from '#platform/testing/api.ts';
import { findables } from './findables.ts';

const api = await testApi({ search: searchRoutes(findables), goals });
const { pool } = api.database;
type Who = Parameters<typeof api.as>[0];
const found = async (q: string, who: Who = 'viewer', more = '') => (await api.as(who).get(`/search?q=${encodeURIComponent(q)}${more}`)).body.items;
const labels = async (q: string, who?: Who) => (await found(q, who)).map((hit: { label: string }) => hit.label);
const kinds = async (q: string, who?: Who) => (await found(q, who)).map((hit: { kind: string }) => hit.kind);
const add = async (table: string, row: Record<string, unknown>) => {
  const columns = Object.keys(row);
  await pool.query(`insert into ${table} (${columns.join()}) values (${columns.map((_, i) => `$${i + 1}`).join()})`, Object.values(row));
};
const at = { created_at: api.clock(), updated_at: api.clock() };
const addSegment = (name: string, more = {}) => add('segments', { segment_id: newId(), name, condition: '{"all":[]}', ...at, ...more });
const addRule = (name: string, more = {}) => add('rules', { rule_id: newId(), name, ...at, ...more });
const addView = (name: string, more = {}) =>
  add('list_views', { view_id: newId(), name, owner_id: memberId('csm'), columns: [], sort: '{"field":"mrr","direction":"desc"}', ...at, ...more });

describe('what has a name', async () => {
  await transaction(api.database, async (tx) => {
    await ensureDefaultMetrics(tx, api.clock(), '2026-11-24');
    await ensureDefaultScorecard(tx, api.clock(), '2026-11-24');
  });
  const accountId = await makeAccount(api.db, { name: '青葉商事' });
  const goalId = await makeGoal(api.db, { accountId, title: 'ミナト倉庫の在庫差異を半分にする', measure: '棚卸差異率' });
  await addSegment('ミナト地区のハイタッチ', { description: '首都圏' });
  await addView('みなとの担当', { shared: true });
  await addRule('ミナト更新90日前');
  await makePlaybook(api.db, [{ key: 'task' }], { name: 'みなと立て直し' });
  await makeProduct(api.db, 7, { name: 'ミナトＰＲＯ', key: 'minato' });
  await add('partners', { id: newId(), name: 'ミナト販売' });
  await add('members', { id: newId(), name: '湊 一郎', kana: 'みなと いちろう', email: 'minato@example.jp', role: 'csm' });
  await add('teams', { id: newId(), name: 'みなとチーム' });

  it('is refused to who may not search, and to wrong questions', async () => {
    expect((await api.as(null).get('/search?q=a')).status).toBe(401);
    expect((await api.as('key:ingest').get('/search?q=a')).status).toBe(403);
    expect((await api.as('viewer').get('/search?q=a&kind=planet')).status).toBe(400);
  });

  it('is found by kana, half width, and two characters in the middle, whatever it is', async () => {
    const all = ['segment', 'view', 'rule', 'playbook', 'product', 'partner', 'member', 'team', 'goal'].sort();
    expect((await kinds('みなと')).sort()).toEqual(all);
    expect((await kinds('ﾐﾅﾄ')).sort()).toEqual(all);
    expect(await labels('pro')).toContain('ミナトＰＲＯ');
    expect(await labels('地区')).toEqual(['ミナト地区のハイタッチ']);
    expect(await labels('立て')).toEqual(['みなと立て直し']);
    expect(await labels('90日 ミナト')).toEqual(['ミナト更新90日前']);
    expect(await labels('標準スコア')).toEqual(['標準スコアカード']);
    expect(await found('scorecard')).toMatchObject([{ kind: 'scorecard', labelEn: 'Default scorecard', accountId: null }]);
    expect((await kinds('最終利用'))[0]).toBe('metric');
  });

  it('says whose a goal is, and no longer finds it when it is gone', async () => {
    expect(await found('棚卸')).toEqual([{ kind: 'goal', id: goalId, accountId, label: 'ミナト倉庫の在庫差異を半分にする', labelEn: null, sub: '青葉商事' }]);
    expect((await api.as('csm').patch(`/accounts/${accountId}/goals/${goalId}`, { title: '棚卸の差異をなくす' })).status).toBe(200);
    expect(await labels('在庫差異')).toEqual([]);
    expect((await api.as('csm').delete(`/accounts/${accountId}/goals/${goalId}`)).status).toBe(204);
    expect(await labels('棚卸')).toEqual([]);
  });

  it('is not found once it is out of use', async () => {
    await addSegment('使わない区分', { archived_at: api.clock() });
    await addRule('使わない規則', { status: 'retired' });
    await pool.query(`update playbooks set status = 'retired' where playbook_id = $1`, [
      await makePlaybook(api.db, [{ key: 'task' }], { name: '使わない手順' }),
    ]);
    await makeProduct(api.db, 8, { name: '使わない製品', archivedAt: api.clock() });
    await add('members', { id: newId(), name: '使わない 人', email: 'gone@example.jp', role: 'csm', status: 'disabled' });
    await pool.query(`update metric_definitions set name = '使わない指標', archived_at = now() where slot = 1`);
    expect(await labels('使わない')).toEqual([]);
  });

  it('keeps a view from others until it is shared, and personal things from keys', async () => {
    await addView('内緒の一覧');
    expect(await labels('内緒', 'csm')).toEqual(['内緒の一覧']);
    for (const who of ['admin', 'viewer', 'key:read'] as const) expect(await labels('内緒', who)).toEqual([]);
    expect(await found('みなとの担当', 'viewer')).toMatchObject([{ kind: 'view', sub: 'csm さん' }]);
    expect(await kinds('みなとの担当', 'key:read')).toEqual([]);
  });

  it('has a place beside many customers, and none when only customers are asked for', async () => {
    for (let i = 0; i < 25; i++) await makeAccount(api.db, { name: `港北物産${i}` });
    await addSegment('重点の港北物産');
    const all = await found('港北物産');
    expect(all).toHaveLength(20);
    expect(all.at(-1)).toMatchObject({ kind: 'segment', label: '重点の港北物産' });
    expect(new Set((await found('港北物産', 'viewer', '&kind=account')).map((hit: { kind: string }) => hit.kind))).toEqual(new Set(['account']));
    expect(await found('港北物産', 'viewer', '&kind=segment')).toHaveLength(1);
  });
});

it('offers nobody what they may not read', async () => {
  const [rules] = findables.filter((one) => one.kind === 'rule');
  const closed = await testApi({ search: searchRoutes([{ ...rules!, permission: 'team.read' }]) });
  await closed.database.pool.query(`insert into rules (rule_id, name, created_at, updated_at) values ($1, '管理職の規則', now(), now())`, [newId()]);
  expect((await closed.as('viewer').get('/search?q=管理職')).body.items).toEqual([]);
  expect((await closed.as('manager').get('/search?q=管理職')).body.items).toHaveLength(1);
});

it('finds what customers have for all who may search, for they may read all of it', () => {
  const needed: Permission[] = ['accounts.read', 'contacts.read', 'contracts.read', 'activities.read', 'goals.read'];
  for (const role of roles)
    for (const permission of needed) expect(may({ kind: 'member', id: '', name: '', email: '', language: null, role }, permission)).toBe(true);
});
