import { sql } from 'drizzle-orm';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { makeAccount } from '#accounts/accounts/factory.ts';
import { makeAssignment } from '#accounts/assignments/factory.ts';
import { makeProduct } from '#accounts/products/factory.ts';
import { rows } from '#platform/db/db.ts';
import { memberId, testApi } from '#platform/testing/api.ts';
import { versionFaults } from '#platform/testing/versions.ts';
import { makeContract } from './factory.ts';
import { routes } from './routes.ts';

let now = new Date('2026-11-24T03:00:00Z');
const api = await testApi({ contracts: routes }, { clock: () => (now = new Date(now.getTime() + 10)) });
await makeProduct(api.db, 1, { name: 'コア' });
await makeProduct(api.db, 2, { name: '分析' });
const accountId = await makeAccount(api.db);
const path = `/accounts/${accountId}/contracts`;
const paths = (answer: { body: { errors: { path: string }[] } }) => answer.body.errors.map((e) => e.path);
const yearly = { name: '年間契約', startsOn: '2026-04-01', endsOn: '2027-03-31', noticeDeadlineOn: '2026-12-31', autoRenew: true };
const line = { productNo: 1, quantity: 40, unitPrice: '120000', billingMonths: 12, isSeats: true };

describe('contracts', () => {
  it('refuses who may not', async () => {
    expect((await api.as(null).get(path)).status).toBe(401);
    expect((await api.as('support').post(path, yearly)).status).toBe(403);
  });

  it('refuses what is wrong, naming the field and the line', async () => {
    expect(paths(await api.as('csm').post(path, { name: '', startsOn: '2026-13-01', lines: [{ productNo: 1, unitPrice: 1.5, quantity: '1.23456' }] }))).toEqual(
      ['name', 'startsOn', 'lines.0.quantity', 'lines.0.unitPrice'],
    );
    const crossed = { ...yearly, endsOn: '2026-01-01', lines: [{ ...line, productNo: 9, startsOn: '2026-01-01', endsOn: '2025-01-01', lineId: accountId }] };
    expect(paths(await api.as('csm').post(path, crossed))).toEqual([
      'endsOn',
      'noticeDeadlineOn',
      'lines.0.productNo',
      'lines.0.startsOn',
      'lines.0.endsOn',
      'lines.0.lineId',
    ]);
    expect(paths(await api.as('csm').post(path, { name: 'A', startsOn: '2026-01-01', cancelledOn: '2026-02-01' }))).toEqual(['endsOn']);
    expect((await api.as('csm').get(`${path}/${accountId}`)).status).toBe(404);
  });

  it('adds one with lines, works out MRR, and knows what is used', async () => {
    const made = await api.as('csm').post(path, { ...yearly, lines: [line, { productNo: 2, unitPrice: 300_000, kind: 'one_off' }] });
    expect(made).toMatchObject({
      status: 201,
      body: {
        running: true,
        renewalOn: '2027-03-31',
        mrr: '400000',
        lines: [
          { quantity: 40, unitPrice: '120000', mrr: '400000', counts: true, startsOn: '2026-04-01' },
          { mrr: '0', counts: false },
        ],
      },
    });
    expect((await api.as('viewer').get(`/accounts/${accountId}/mrr`)).body).toMatchObject({
      mrr: '400000',
      arr: '4800000',
      products: 1,
      seats: 40,
      customerSince: '2026-04-01',
      next: { renewalOn: '2027-03-31', daysLeft: 127, autoRenew: true },
      lines: [{ contractName: '年間契約', productName: 'コア', mrr: '400000' }],
    });
    expect(await rows(api.db, sql`select product_no, phase, started_on from account_products`)).toEqual([
      { product_no: 1, phase: 'adoption', started_on: '2026-04-01' },
    ]);
    expect((await api.audit()).at(-1)).toMatchObject({
      action: 'contracts.create',
      account_id: accountId,
      changes: { lines: [null, [{ product: 'コア' }, { product: '分析' }]] },
    });
  });

  it('changes a line as a new version and leaves the others alone', async () => {
    const [before] = (await api.as('csm').get(path)).body.items;
    const [core, once] = before.lines;
    const lines = [{ ...core, quantity: 50 }, once].map(({ lineId, productNo, kind, quantity, unitPrice, billingMonths, startsOn, endsOn, isSeats }) => ({
      lineId,
      productNo,
      kind,
      quantity,
      unitPrice,
      billingMonths,
      startsOn,
      endsOn,
      isSeats,
    }));
    const after = await api.as('csm').patch(`${path}/${before.contractId}`, { lines });
    expect(after.body).toMatchObject({ mrr: '500000', lines: [{ lineId: core.lineId, quantity: 50 }, { lineId: once.lineId }] });
    const versions = await rows<{ n: number }>(
      api.db,
      sql`select count(*)::int as n from contract_line_versions where account_id = ${accountId} group by line_id order by 1`,
    );
    expect(versions.map((v) => v.n)).toEqual([1, 2]);
    const count = (await api.audit()).length;
    await api.as('csm').patch(`${path}/${before.contractId}`, { lines, name: before.name });
    expect(await api.audit()).toHaveLength(count);
    expect((await api.as('csm').delete(`${path}/${before.contractId}`)).status).toBe(204);
    expect((await api.as('csm').get(`/accounts/${accountId}/mrr`)).body).toMatchObject({ mrr: '0', next: null });
  });

  it('takes the same save sent twice at once as one', async () => {
    const { body: made } = await api.as('csm').post(path, { ...yearly, name: '二度押し', lines: [line] });
    const lines = [...made.lines.map(({ lineId }: { lineId: string }) => ({ ...line, lineId })), { ...line, productNo: 2 }];
    const both = await Promise.all([1, 2].map(() => api.as('csm').patch(`${path}/${made.contractId}`, { lines })));
    expect(both.map((answer) => answer.status)).toEqual([200, 200]);
    expect((await api.as('csm').get(`${path}/${made.contractId}`)).body.lines).toHaveLength(2);
    await api.as('csm').delete(`${path}/${made.contractId}`);
  });
});

describe('renewals', () => {
  const names = ['来週期限', '来月終了', '半年後', '終了済み', '解約済みの会社', '自動更新済み'];
  const contracts: [object, object][] = [
    [{ endsOn: '2027-01-31', noticeDeadlineOn: '2026-11-30' }, {}],
    [{ endsOn: '2026-12-20' }, {}],
    [{ endsOn: '2027-05-20', noticeDeadlineOn: '2027-02-20' }, {}],
    [{ endsOn: '2026-11-01' }, {}],
    [{ endsOn: '2026-12-20' }, { churnedOn: '2026-11-01' }],
    [{ startsOn: '2024-12-01', endsOn: '2025-11-30', noticeDeadlineOn: '2025-10-31', autoRenew: true }, {}],
  ];
  beforeAll(async () => {
    for (const [i, [contract, account]] of contracts.entries()) {
      const id = await makeAccount(api.db, { name: names[i]!, ...account });
      await makeContract(api.db, { accountId: id, startsOn: '2026-01-01', ...contract }, [{ productNo: 1, unitPrice: 1000n, startsOn: '2024-12-01' }]);
      if (i === 1) await makeAssignment(api.db, { accountId: id, memberId: memberId('csm') });
    }
  });
  const list = async (query: string) => (await api.as('viewer').get(`/renewals?${query}`)).body.items.map((r: { accountName: string }) => r.accountName);

  it('lists by end and by notice deadline (the end where there is none), the nearest first, with its owner and MRR', async () => {
    expect(await list('by=end&within=90')).toEqual(['自動更新済み', '来月終了', '来週期限']);
    expect(await list('by=notice&within=90')).toEqual(['来週期限', '来月終了', '半年後']);
    expect((await api.as('viewer').get('/renewals/counts?by=notice')).body.map((c: { contracts: number }) => c.contracts)).toEqual([2, 2, 3, 3]);
    expect(await list(`by=end&within=180&ownerId=${memberId('csm')}`)).toEqual(['来月終了']);
    const { items } = (await api.as('viewer').get('/renewals?by=end&within=30')).body;
    expect(items).toMatchObject([
      { renewalOn: '2026-11-30', noticeOn: '2026-10-31', daysToRenewal: 6, daysToNotice: -24, mrr: '1000', ownerName: null },
      { daysToRenewal: 26, ownerName: 'csm さん' },
    ]);
    expect((await api.as('viewer').get('/renewals/counts?by=end')).body).toEqual([
      { within: 30, contracts: 2, mrr: '2000' },
      { within: 60, contracts: 2, mrr: '2000' },
      { within: 90, contracts: 3, mrr: '3000' },
      { within: 180, contracts: 4, mrr: '4000' },
    ]);
  });

  it('pages with a cursor', async () => {
    const first = (await api.as('viewer').get('/renewals?by=end&within=180&limit=2')).body;
    expect(await list(`by=end&within=180&limit=2&cursor=${first.nextCursor}`)).toEqual(['来週期限', '半年後']);
  });
});

it('versions equal the current rows of contracts and lines after any edits', { timeout: 60_000 }, async () => {
  const aLine = fc.record({ productNo: fc.constantFrom(1, 2), quantity: fc.nat(50), unitPrice: fc.nat(9999).map(String), keep: fc.boolean() });
  const step = fc.oneof(
    fc.record({ kind: fc.constant('lines' as const), lines: fc.array(aLine, { maxLength: 3 }) }),
    fc.record({ kind: fc.constant('fields' as const), name: fc.constantFrom('甲', '乙'), autoRenew: fc.boolean() }),
    fc.record({ kind: fc.constant('delete' as const) }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 6 }), async (steps) => {
      const made = (await api.as('csm').post(path, { ...yearly, lines: [line] })).body;
      for (const { kind, ...body } of steps) {
        const at = `${path}/${made.contractId}`;
        const known = ((await api.as('csm').get(at)).body.lines ?? []) as { lineId: string }[];
        if (kind === 'delete') await api.as('csm').delete(at);
        else if ('lines' in body)
          await api.as('csm').patch(at, { lines: body.lines.map(({ keep, ...l }, i) => (keep && known[i] ? { ...l, lineId: known[i].lineId } : l)) });
        else await api.as('csm').patch(at, body);
      }
      expect(await versionFaults(api.db, 'contracts', 'contract_versions', ['account_id', 'contract_id'])).toEqual([]);
      expect(await versionFaults(api.db, 'contract_lines', 'contract_line_versions', ['account_id', 'line_id'])).toEqual([]);
    }),
    { numRuns: 15 },
  );
});
