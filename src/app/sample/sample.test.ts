import { describe, expect, it } from 'vitest';
import { memberId, testApi } from '#platform/testing/api.ts';
import { makeSample } from './jobs.ts';
import { routes } from './routes.ts';

describe('sample data', async () => {
  const api = await testApi({ sample: routes }, { jobs: [makeSample as never] });
  const one = async <T>(query: string): Promise<T> => (await api.database.pool.query(query)).rows[0] as T;

  it('is for admins', async () => {
    expect((await api.as(null).post('/sample', {})).status).toBe(401);
    expect((await api.as('ops').post('/sample', {})).status).toBe(403);
    expect((await api.as('key:write').post('/sample', {})).status).toBe(403);
  });

  it('has limits', async () => {
    expect(await api.as('admin').post('/sample', { accounts: 5_000 })).toMatchObject({ status: 400, body: { errors: [{ path: 'accounts' }] } });
  });

  it('is made in the background, with scores of the past, and found in lists and search', async () => {
    expect(await api.as('admin').post('/sample', { accounts: 80, seed: 4 })).toMatchObject({ status: 202, body: { status: 'queued' } });
    expect((await api.as('admin').post('/sample', { accounts: 80 })).body.status).toBe('queued');
    await api.drain();
    expect((await api.as('viewer').get('/sample')).body).toMatchObject({ status: 'done', accounts: 80 });
    expect(await one('select count(*)::int as n, count(*) filter (where is_sample)::int as sample from account_facts')).toEqual({ n: 80, sample: 80 });
    expect(await one(`select count(distinct day)::int as days from score_days`)).toEqual({ days: 97 });
    const colours = await api.database.pool.query(`select distinct colour from account_facts where churned_on is null`);
    expect(colours.rows.map((r) => r.colour)).toEqual(expect.arrayContaining(['good', 'watch', 'risk']));
    expect(await one(`select count(*)::int as n from search_entries where kind = 'account'`)).toEqual({ n: 80 });
    expect(await one(`select sum(total)::int - (select count(*)::int from usage_events) as difference from account_days`)).toEqual({ difference: 0 });
    expect(await api.audit()).toMatchObject([{ action: 'sample.create', changes: { accounts: [null, 80] } }]);
  }, 240_000);

  it('has a believable working day: rules of the library, CTAs as people left them, playbooks, goals; and nothing of it in the audit log', async () => {
    const rules = await api.database.pool.query(`select template, status, evaluated_on::text as seen from rules where is_sample order by template`);
    expect(rules.rows).toEqual(['champion_left', 'renewal_90', 'usage_fell'].map((template) => ({ template, status: 'live', seen: '2026-11-23' })));
    const ctas = await one<Record<string, number>>(`select count(*)::int as n, count(*) filter (where status in ('open', 'doing'))::int as open,
      count(*) filter (where closed_at is not null and (outcome is null or closed_at < created_at))::int as odd, count(*) filter (where created_at > '2026-11-24T03:00:00Z')::int as later,
      count(*) filter (where not is_sample or facts = '[]')::int as wrong, count(*) filter (where escalated_to = '${memberId('admin')}')::int as escalated from ctas`);
    expect(ctas).toMatchObject({ odd: 0, later: 0, wrong: 0, escalated: 1 });
    expect(ctas.open).toBeGreaterThan(1);
    expect(ctas.n).toBeGreaterThan(ctas.open!);
    expect(
      await one(`select count(*)::int as n from cta_changes h where not exists (select from ctas c where c.cta_id = h.cta_id and h.at >= c.created_at)`),
    ).toEqual({ n: 0 });
    const waiting = await one(`select count(*)::int as n from rule_firings where handled_at is null`);
    expect(waiting).toEqual({ n: 0 });
    expect((await one<{ n: number }>(`select count(*)::int as n from playbook_runs where status = 'running'`)).n).toBeGreaterThan(0);
    expect((await one<{ n: number }>(`select count(distinct status)::int as n from goals where is_sample`)).n).toBe(2);
    const mine = await one<{ n: number }>(`select count(*)::int as n from account_facts where csm_id = '${memberId('admin')}' and churned_on is null`);
    expect(mine.n).toBeGreaterThan(3);
    const late = await one<{
      most: number;
    }>(`select max(date '2026-11-24' - p.onboarding_due_on)::int as most from account_products p join accounts a using (account_id)
      where a.churned_on is null and p.onboarding_done_on is null`);
    expect(late.most).toBeLessThan(60);
    expect((await api.audit()).map((a) => a.action)).toEqual(['sample.create']);
  });

  it('is not made twice, nor beside real customers', async () => {
    expect((await api.as('admin').post('/sample', {})).status).toBe(409);
  });

  it('can be taken away as a whole', async () => {
    await api.database.pool.query(`insert into accounts (account_id, name, created_at, updated_at) values (banso_uuid7(), '本物の会社', now(), now())`);
    expect(await api.as('admin').delete('/sample')).toMatchObject({ status: 200, body: { accounts: 80 } });
    for (const table of [
      'account_facts',
      'contacts',
      'contracts',
      'usage_events',
      'account_days',
      'metric_days',
      'score_days',
      'search_entries',
      'account_keys',
      'contract_versions',
      'ctas',
      'cta_changes',
      'rule_firings',
      'rule_state',
      'rules',
      'playbooks',
      'tasks',
      'goals',
      'goal_versions',
    ])
      expect([table, await one(`select count(*)::int as n from ${table}`)]).toEqual([table, { n: 0 }]);
    expect(await one('select count(*)::int as n from accounts')).toEqual({ n: 1 });
    expect(await one('select count(*)::int as n from members where is_sample')).toEqual({ n: 0 });
    expect(await one('select count(*)::int as n from products')).toEqual({ n: 0 });
  });
});
