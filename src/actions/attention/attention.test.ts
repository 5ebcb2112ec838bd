import { sql } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import { newId } from '#platform/ids/ids.ts';
import { memberId, testApi } from '#platform/testing/api.ts';
import { routes } from './routes.ts';

type Facts = {
  name: string;
  rank?: number;
  codes?: string[];
  colour?: string | null;
  mrr?: number | null;
  renewal?: string;
  touched?: string;
  csm?: string | null;
  churned?: string;
  archived?: boolean;
};

describe('attention', async () => {
  const api = await testApi({ attention: routes });
  const put = (f: Facts) =>
    api.db.execute(sql`
      insert into account_facts (account_id, name, attention_rank, attention_codes, colour, mrr, renewal_on, last_touch_on, csm_id, churned_on, is_archived, facts_on, refreshed_at)
      values (${newId()}, ${f.name}, ${f.rank ?? 0}, ${sql.param(f.codes ?? [])}::text[], ${f.colour ?? null}, ${f.mrr ?? null}, ${f.renewal ?? null}, ${f.touched ?? null},
        ${f.csm ?? null}, ${f.churned ?? null}, ${f.archived ?? false}, '2026-11-24', '2026-11-24T02:00:00Z')`);

  beforeAll(async () => {
    const csm = memberId('csm');
    await put({ name: '良い', colour: 'good', mrr: 100, touched: '2026-11-01', csm });
    await put({ name: '危ない', rank: 90, codes: ['health_risk', 'no_touch'], colour: 'risk', mrr: 300, csm });
    await put({ name: '危ない大口', rank: 90, codes: ['health_risk'], colour: 'risk', mrr: 5000, renewal: '2027-02-22', touched: '2026-11-23' });
    await put({ name: '担当なし', rank: 30, codes: ['unassigned'], mrr: null, renewal: '2027-02-23', touched: '2026-09-25' });
    await put({ name: '解約済み', colour: 'risk', mrr: 0, churned: '2026-10-01' });
    await put({ name: '退避済み', rank: 90, codes: ['health_risk'], colour: 'risk', mrr: 9, archived: true });
  });

  it('is for those who may see customers', async () => {
    expect((await api.as(null).get('/attention/customers')).status).toBe(401);
    expect((await api.as('key:ingest').get('/attention/summary')).status).toBe(403);
    expect((await api.as('viewer').get('/attention/customers')).status).toBe(200);
  });

  it('refuses a cursor that is none, and "mine" of a key', async () => {
    expect((await api.as('csm').get('/attention/customers?cursor=abc')).status).toBe(400);
    expect((await api.as('key:read').get('/attention/customers?mine=true')).status).toBe(400);
  });

  const names = (answer: { body: { items: { name: string }[] } }) => answer.body.items.map((one) => one.name);

  it('lists by urgency, then by money, page by page', async () => {
    const first = await api.as('manager').get('/attention/customers?limit=2');
    expect(names(first)).toEqual(['危ない大口', '危ない']);
    const second = await api.as('manager').get(`/attention/customers?limit=2&cursor=${first.body.nextCursor}`);
    expect(names(second)).toEqual(['担当なし']);
    expect(second.body.nextCursor).toBeNull();
    expect(first.body.items[0]).toMatchObject({ codes: ['health_risk'], mrr: '5000', renewalOn: '2027-02-22', csm: null });
  });

  it('asks for one reason, or for one’s own customers', async () => {
    expect(names(await api.as('csm').get('/attention/customers?code=no_touch'))).toEqual(['危ない']);
    expect(names(await api.as('csm').get('/attention/customers?mine=true'))).toEqual(['危ない']);
    expect((await api.as('csm').get('/attention/customers?mine=true')).body.items[0].csm).toBe('csm さん');
  });

  it('says when data last came in', async () => {
    expect((await api.as('csm').get('/attention/freshness')).body).toEqual({ lastDataAt: null, closedAt: null });
    await api.database.pool.query(
      `insert into sources (source, name, last_data_at, created_at) values ('crm', 'CRM', '2026-11-23T21:12:00Z', now()), ('app', '製品', '2026-11-22T00:00:00Z', now())`,
    );
    expect((await api.as('csm').get('/attention/freshness')).body.lastDataAt).toBe('2026-11-23T21:12:00.000Z');
  });

  it('counts the customers of today, without the churned and the archived', async () => {
    expect((await api.as('manager').get('/attention/summary')).body).toEqual({
      accounts: 4,
      needingAttention: 3,
      byCode: [
        { code: 'health_risk', accounts: 2 },
        { code: 'no_touch', accounts: 1 },
        { code: 'unassigned', accounts: 1 },
      ],
      byColour: { good: 1, watch: 0, risk: 2, unknown: 1 },
      mrr: '5400',
      renewals: { days: 90, accounts: 1, mrr: '5000' },
      unassigned: 2,
      untouched: { days: 60, accounts: 1 },
      refreshedAt: '2026-11-24T02:00:00.000Z',
    });
    expect((await api.as('csm').get('/attention/summary?mine=true')).body).toMatchObject({ accounts: 2, needingAttention: 1, unassigned: 0 });
  });
});
