import { beforeAll, describe, expect, it } from 'vitest';
import { makeAccount } from '#accounts/accounts/factory.ts';
import { makeAssignment } from '#accounts/assignments/factory.ts';
import { makeProduct } from '#accounts/products/factory.ts';
import { memberId, testApi } from '#platform/testing/api.ts';
import { routes as conditions } from '#rules/conditions/routes.ts';
import { refreshFacts } from '#rules/facts/index.ts';
import { makeContract } from '#signals/contracts/factory.ts';
import { exportRoute } from './export.ts';
import { routes } from './routes.ts';

const today = '2026-11-24';

describe('the list of customers', async () => {
  const api = await testApi({ lists: routes, conditions }, { raw: [exportRoute] });
  const { db } = api;
  const ids: string[] = [];
  const refresh = () => refreshFacts(db, 'all', today, { zone: 'Asia/Tokyo', now: api.clock() });
  const names = (body: { items: { name: string }[] }) => body.items.map((i) => i.name);
  const query = async (body: object, who: 'csm' | 'viewer' = 'viewer') => api.as(who).post('/accounts/query', body);

  beforeAll(async () => {
    await makeProduct(db, 1);
    for (let i = 0; i < 25; i++) {
      const id = await makeAccount(db, {
        name: `顧客${String(i).padStart(2, '0')}`,
        kana: `こきゃく${String(i).padStart(2, '0')}`,
        employees: i % 3 ? i * 10 : null,
        industry: i % 2 ? '製造業' : '=cmd()',
        tags: i < 3 ? ['A'] : [],
        touchModel: i % 5 ? 'low' : 'high',
      });
      ids.push(id);
      if (i < 20)
        await makeContract(db, { accountId: id, startsOn: '2026-01-01', endsOn: i % 4 ? '2027-06-30' : '2026-12-31' }, [
          { productNo: 1, unitPrice: BigInt((i % 7) * 10_000), startsOn: '2026-01-01' },
        ]);
      if (i % 3 === 0) await makeAssignment(db, { accountId: id, memberId: memberId(i % 2 ? 'csm' : 'manager') });
    }
    await refresh();
  });

  it('refuses who may not', async () => {
    expect((await api.as(null).post('/accounts/query', {})).status).toBe(401);
    expect((await api.as('key:ingest').post('/accounts/query', {})).status).toBe(403);
    expect((await api.as('viewer').post('/accounts/bulk/tags', { target: { accountIds: ids.slice(0, 1) }, add: ['x'] })).status).toBe(403);
    expect((await api.as('csm').post('/accounts/bulk/assign', { target: { accountIds: ids.slice(0, 1) }, memberId: memberId('csm') })).status).toBe(403);
    expect((await api.as('support').post('/accounts/export', {})).status).toBe(403);
    expect((await api.as('ops').post('/accounts/export', { language: 'x'.repeat(600_000) })).status).toBe(413);
    expect((await api.as('key:read').get('/views')).status).toBe(403);
  });

  it('says where a question is wrong', async () => {
    const answer = await query({
      condition: {
        all: [
          { field: 'mrr', operator: 'gte', value: '10' },
          { field: 'nothing', operator: 'eq', value: 1 },
        ],
      },
    });
    expect(answer.status).toBe(400);
    expect(answer.body.errors.map((e: { path: string }) => e.path)).toEqual(['condition.all.0.value', 'condition.all.1.field']);
    expect((await query({ sort: { field: 'tags' } })).body.errors[0].path).toBe('sort.field');
    expect((await query({ columns: ['mrr', 'password'] })).body.errors[0].path).toBe('columns.1');
    expect((await query({ cursor: 'bm9wZQ' })).body.errors[0].path).toBe('cursor');
    const first = await query({ limit: 5, sort: { field: 'mrr', direction: 'desc' } });
    expect((await query({ limit: 5, sort: { field: 'name', direction: 'asc' }, cursor: first.body.nextCursor })).status).toBe(400);
    expect((await query({ condition: { all: [{ nonsense: true }] } })).status).toBe(400);
  });

  it.each([
    ['mrr', 'desc'],
    ['mrr', 'asc'],
    ['name', 'asc'],
    ['name', 'desc'],
    ['employees', 'asc'],
    ['employees', 'desc'],
    ['renewal_on', 'asc'],
    ['csm', 'desc'],
    ['touch_model', 'asc'],
    ['industry', 'desc'],
    ['auto_renew', 'asc'],
    ['score', 'desc'],
  ] as const)('pages through everything once, in order: %s %s', async (field, direction) => {
    const seen: Record<string, unknown>[] = [];
    let cursor: string | null | undefined;
    do {
      const { status, body } = await query({ limit: 4, sort: { field, direction }, columns: [field], ...(cursor ? { cursor } : {}) });
      expect(status).toBe(200);
      expect(body.count).toEqual(cursor ? null : { value: 25, more: false });
      seen.push(...body.items);
      cursor = body.nextCursor;
    } while (cursor);
    expect(new Set(seen.map((s) => s.accountId)).size).toBe(25);
    const values = seen.map((s) => s[field]);
    const known = values.filter((v) => v !== null);
    expect(values.slice(known.length).every((v) => v === null)).toBe(true);
    const asNumber = field === 'mrr' || field === 'employees';
    const sorted = [...known].sort((a, b) =>
      asNumber ? Number(a) - Number(b) : field === 'industry' ? String(a).localeCompare(String(b), 'ja') : String(a) < String(b) ? -1 : 1,
    );
    expect(known.map(String)).toEqual((direction === 'asc' ? sorted : sorted.reverse()).map(String));
  });

  it('filters, counts exactly and sums up', async () => {
    const condition = {
      all: [
        { field: 'renewal_on', operator: 'nextDays', value: 90 },
        { field: 'mrr', operator: 'gte', value: 40_000 },
      ],
    };
    const found = await query({ condition, sort: { field: 'name', direction: 'asc' } });
    expect(names(found.body)).toEqual(['顧客04', '顧客12']);
    const counted = await api.as('viewer').post('/accounts/count', { condition });
    expect(counted.body).toEqual({ count: 2, mrr: '90000', meanScore: null, good: 0, watch: 0, risk: 0, unknown: 2, scored: 0 });
    expect(names((await query({ condition: { field: 'csm', operator: 'in', value: ['@me'] }, sort: { field: 'name' } }, 'csm')).body)).toEqual([
      '顧客03',
      '顧客09',
      '顧客15',
      '顧客21',
    ]);
  });

  it('reads conditions back, and offers fields and values', async () => {
    const read = await api.as('viewer').post('/conditions/read', {
      condition: {
        all: [
          { field: 'mrr', operator: 'gte', value: 100_000 },
          { field: 'renewal_on', operator: 'nextDays', value: 90 },
        ],
      },
    });
    expect(read.body).toMatchObject({ ja: 'MRRが10万円以上 かつ 更新日が90日以内', slow: false, issues: [] });
    const fields = (await api.as('viewer').get('/conditions/fields')).body as { key: string; operators: string[] }[];
    expect(fields.find((f) => f.key === 'score')!.operators).toContain('fell');
    expect((await api.as('viewer').get('/conditions/fields/industry/values?q=製造')).body).toEqual([{ value: '製造業', accounts: 12 }]);
  });

  it('counts also when nobody has a value to sort by, and when nobody is found', async () => {
    const sort = { field: 'churned_on', direction: 'desc' };
    const high = { all: [{ field: 'touch_model', operator: 'in', value: ['high'] }] };
    const found = (await query({ sort, condition: high, limit: 2 })).body;
    expect(found).toMatchObject({ count: { value: 5, more: false }, items: [{}, {}] });
    expect(Object.keys(found.items[0])).not.toContain('n');
    const nobody = { all: [{ field: 'touch_model', operator: 'in', value: ['tech'] }] };
    expect((await query({ sort, condition: nobody })).body).toEqual({ items: [], nextCursor: null, count: { value: 0, more: false } });
  });

  it('asks a script, who is nobody, for “me” like everybody else: an unassigned customer is neither', async () => {
    const count = async (condition: object) => (await api.as('key:read').post('/accounts/count', { condition })).body.count;
    const mine = { field: 'csm', operator: 'in', value: ['@me'] };
    expect(await count(mine)).toBe(0);
    expect(await count({ not: mine })).toBe(9);
    expect(await count({ ...mine, operator: 'notIn' })).toBe(9);
  });

  it('keeps views: own ones, shared ones, not those of others', async () => {
    const view = {
      name: '更新間近',
      shared: false,
      condition: { field: 'renewal_on', operator: 'nextDays', value: 90 },
      columns: ['mrr', 'usage'],
      sort: { field: 'renewal_on', direction: 'asc' },
    };
    expect((await api.as('csm').post('/views', { ...view, columns: ['nope'] })).status).toBe(400);
    const made = await api.as('csm').post('/views', view);
    expect(made).toMatchObject({ status: 201, body: { ...view, mine: true } });
    const path = `/views/${made.body.viewId}`;
    expect((await api.as('manager').get('/views')).body).toEqual([]);
    expect((await api.as('manager').patch(path, { name: 'x' })).status).toBe(404);
    expect((await api.as('csm').patch(path, { shared: true })).body).toMatchObject({ shared: true });
    expect((await api.as('manager').get('/views')).body).toMatchObject([{ name: '更新間近', mine: false }]);
    expect((await api.as('manager').delete(path)).status).toBe(403);
    expect((await api.as('csm').post('/views/counts', { conditions: { a: view.condition, b: { all: [] } } })).body).toEqual({
      a: { value: 5, more: false },
      b: { value: 25, more: false },
    });
    expect((await api.as('csm').delete(path)).status).toBe(204);
    const audit = await api.audit();
    expect(audit.map((a) => a.action)).toEqual(['views.create', 'views.update', 'views.remove']);
    expect(audit[0].changes).toMatchObject({ columns: [null, ['MRR', '利用 12週']], sort: [null, '更新日の昇順'], condition: [null, '更新日が90日以内'] });
    expect(audit[1].changes).toEqual({ shared: [false, true] });
  });

  it('changes many at once, after saying how many', async () => {
    const target = { condition: { field: 'employees', operator: 'gte', value: 200 } };
    const change = { target, add: ['重要', 'A'], remove: [] };
    expect((await api.as('csm').post('/accounts/bulk/tags', { ...change, preview: true })).body).toEqual({ accounts: 3, changed: 3 });
    expect((await api.as('csm').post('/accounts/bulk/tags', change)).body).toEqual({ accounts: 3, changed: 3 });
    expect((await api.as('csm').post('/accounts/bulk/tags', change)).body).toEqual({ accounts: 3, changed: 0 });
    await refresh();
    expect((await query({ condition: { field: 'tags', operator: 'hasAll', value: ['重要', 'A'] } })).body.count.value).toBe(3);
    expect((await api.as('csm').post('/accounts/bulk/touch-model', { target: { accountIds: ids.slice(0, 5) }, touchModel: 'high' })).body).toEqual({
      accounts: 5,
      changed: 4,
    });
    const versions = await db.execute(`select count(*)::int as n from account_versions where known_to is null and touch_model = 'high'`);
    expect(versions.rows[0]).toEqual({ n: 9 });
    const assign = { target: { accountIds: ids }, role: 'csm', memberId: memberId('csm'), handoverNote: '異動のため' };
    expect((await api.as('manager').post('/accounts/bulk/assign', { ...assign, preview: true })).body).toEqual({ accounts: 25, changed: 21 });
    expect((await api.as('manager').post('/accounts/bulk/assign', assign)).body).toEqual({ accounts: 25, changed: 21 });
    await refresh();
    expect((await query({ condition: { field: 'csm', operator: 'in', value: [memberId('csm')] } })).body.count.value).toBe(25);
    const audit = (await api.audit()).map((a) => a.action).filter((a) => !a.startsWith('views'));
    expect(audit.slice(0, 2)).toEqual(['accounts.tag', 'accounts.set_touch_model']);
    expect(audit.filter((a) => a === 'assignments.reassign')).toHaveLength(21);
  });

  it('finds who needs attention, and says why', async () => {
    const { body } = await query({
      condition: { field: 'attention', operator: 'hasAny', value: ['renewal_near'] },
      columns: ['reason', 'attention'],
      sort: { field: 'mrr', direction: 'desc' },
    });
    expect(body.count.value).toBe(5);
    expect(body.items[0]).toMatchObject({ name: '顧客12', reason: { code: 'renewal_near', days: 37, on: '2026-12-31' } });
    expect(body.items[0].attention.map((r: { code: string }) => r.code)).toEqual(['renewal_near', 'no_touch']);
  });

  it.each(['csv', 'csv-cp932', 'xlsx'] as const)('goes into a file that reads back: %s', async (format) => {
    const response = await api.app.request('/api/accounts/export', {
      method: 'POST',
      headers: { 'x-test-actor': 'csm', 'content-type': 'application/json' },
      body: JSON.stringify({ format, columns: ['mrr', 'renewal_on', 'industry', 'csm', 'reason'], sort: { field: 'name', direction: 'asc' } }),
    });
    expect(response.status).toBe(200);
    const bytes = Buffer.from(await response.arrayBuffer());
    const table = await readBack(bytes, format);
    expect(table[0]).toEqual(['顧客名', 'ヘルススコア', 'ヘルス', 'MRR', '更新日', '業種', '担当CSM', 'いちばん大きな理由']);
    expect(table).toHaveLength(26);
    expect(table[5]!.slice(0, 5)).toEqual(['顧客04', '', '', '40000', format === 'xlsx' ? table[5]![4] : '2026-12-31']);
    expect(table[1]![5]).toBe(format === 'xlsx' ? '=cmd()' : "'=cmd()");
    expect((await api.audit()).at(-1)).toMatchObject({
      action: 'accounts.export',
      changes: { condition: 'すべての顧客', columns: table[0]!, sort: '顧客名の昇順' },
    });
  });
});

async function readBack(bytes: Buffer, format: string): Promise<string[][]> {
  if (format === 'xlsx') {
    const { default: excel } = await import('exceljs');
    const book = new excel.Workbook();
    await book.xlsx.load(bytes as never);
    return book.worksheets[0]!.getSheetValues()
      .slice(1)
      .map((row) => Array.from({ length: 8 }, (_, i) => String((row as unknown[])[i + 1] ?? '')));
  }
  const text = new TextDecoder(format === 'csv' ? 'utf-8' : 'shift_jis').decode(bytes);
  return text
    .trimEnd()
    .split('\r\n')
    .map((line) => line.split(','));
}
