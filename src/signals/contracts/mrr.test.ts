import { sql } from 'drizzle-orm';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeAccount, silent } from '#accounts/accounts/factory.ts';
import { makeProduct } from '#accounts/products/factory.ts';
import { addDays } from '#platform/clock/days.ts';
import { row, rows } from '#platform/db/db.ts';
import { testDatabase } from '#platform/testing/database.ts';
import { makeContract } from './factory.ts';
import { lineMrr, mrrByProduct, renewalDay, rollMonths, type ContractTerms, type LineTerms } from './logic.ts';
import { mrrByProductSql, runningContractsSql } from './mrr.sql.ts';
import { deleteContracts } from './written.ts';

const { db } = await testDatabase();
await makeProduct(db, 1);
await makeProduct(db, 2);

const line = (part: Partial<LineTerms>): LineTerms => ({
  contractId: 'c',
  productNo: 1,
  kind: 'recurring',
  quantity: '1',
  unitPrice: 10_000n,
  billingMonths: 1,
  startsOn: '2026-01-01',
  endsOn: null,
  ...part,
});

describe('MRR of a line', () => {
  it('divides by the months of the billing period, half up, once', () => {
    expect(lineMrr(line({ unitPrice: 1_200_000n, billingMonths: 12 }))).toBe(100_000n);
    expect(lineMrr(line({ unitPrice: 1_000n, billingMonths: 3 }))).toBe(333n);
    expect(lineMrr(line({ unitPrice: 1n, billingMonths: 2 }))).toBe(1n);
    expect(lineMrr(line({ unitPrice: -1n, billingMonths: 2 }))).toBe(-1n);
    expect(lineMrr(line({ unitPrice: 800n, quantity: '12.5000' }))).toBe(10_000n);
    expect(lineMrr(line({ unitPrice: 9_007_199_254_740_993n }))).toBe(9_007_199_254_740_993n);
    expect(lineMrr(line({ kind: 'one_off' }))).toBe(0n);
    // What no contract is worth: never more than a sum of many can bear.
    expect(lineMrr(line({ unitPrice: 999_999_999_999_999n, quantity: '9999999999.9999' }))).toBe(10n ** 16n);
  });
});

it('is the same in SQL, also of a line that is worth more than there is', async () => {
  const mrr = async (price: string, quantity: string) =>
    (await row<{ mrr: string }>(db, sql`select line_mrr(${price}::bigint, ${quantity}::numeric, 1::smallint)::text as mrr`))!.mrr;
  expect([await mrr('999999999999999', '9999999999.9999'), await mrr('-999999999999999', '9999999999.9999'), await mrr('1000', '2.5')]).toEqual([
    '10000000000000000',
    '-10000000000000000',
    '2500',
  ]);
});

const day = fc.integer({ min: 0, max: 1500 }).map((n) => addDays('2024-01-01', n));
const quantity = fc.tuple(fc.nat(99_999), fc.nat(9_999)).map(([a, b]) => `${a}.${String(b).padStart(4, '0')}`);
const terms = fc
  .record({ startsOn: day, length: fc.option(fc.nat(900)), autoRenew: fc.boolean(), cancelled: fc.option(day, { freq: 3 }) })
  .map(({ startsOn, length, autoRenew, cancelled }): ContractTerms => ({
    startsOn,
    endsOn: length === null ? null : addDays(startsOn, length),
    autoRenew,
    cancelledOn: cancelled,
  }));
const someLine = fc
  .record({
    startsOn: day,
    length: fc.option(fc.nat(900)),
    productNo: fc.constantFrom(1, 2),
    kind: fc.constantFrom('recurring' as const, 'recurring' as const, 'one_off' as const),
    quantity,
    unitPrice: fc.bigInt({ min: -5_000_000n, max: 90_000_000n }),
    billingMonths: fc.constantFrom(1, 2, 3, 6, 7, 12, 24),
  })
  .map(({ length, ...rest }) => ({ ...rest, endsOn: length === null ? null : addDays(rest.startsOn, length) }));

describe('in SQL and in TypeScript', () => {
  it('gives the same MRR for any contracts on any day, from rows and from versions', { timeout: 120_000 }, async () => {
    const accountId = await makeAccount(db);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(terms, fc.array(someLine, { maxLength: 3 })), { maxLength: 4 }),
        fc.array(day, { minLength: 1, maxLength: 5 }),
        async (given, days) => {
          const contracts = new Map<string, ContractTerms>();
          const lines: LineTerms[] = [];
          for (const [contract, own] of given) {
            const id = await makeContract(
              db,
              { accountId, ...contract },
              own.map((l) => ({ ...l })),
            );
            contracts.set(id, contract);
            lines.push(...own.map((l) => ({ ...l, contractId: id })));
          }
          const expected = days.flatMap((d) => [...mrrByProduct(d, contracts, lines)].map(([no, mrr]) => `${d} ${no} ${mrr}`));
          const asof = sql`select distinct ${accountId}::uuid as account_id, d::date as day, '2026-02-01'::timestamptz as cut from unnest(${sql.param(days)}::text[]) d`;
          for (const known of ['now', 'cut'] as const) {
            const found = await rows<{ day: string; product_no: number; mrr: string }>(db, mrrByProductSql(asof, known));
            expect(found.map((f) => `${f.day} ${f.product_no} ${f.mrr}`).sort()).toEqual([...new Set(expected)].sort());
            const before = mrrByProductSql(sql`select account_id, day, '2025-12-31'::timestamptz as cut from (${asof}) a`, known);
            if (known === 'cut') expect(await rows(db, before)).toEqual([]);
          }
          await deleteContracts(
            db,
            silent,
            [...contracts.keys()].map((id) => ({ accountId, id })),
            new Date('2026-01-06T00:00:00Z'),
          );
          await db.execute(sql`delete from contract_versions where account_id = ${accountId}`);
          await db.execute(sql`delete from contract_line_versions where account_id = ${accountId}`);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('gives the same end of the running term', async () => {
    await fc.assert(
      fc.asyncProperty(terms, day, async (contract, asOf) => {
        const { startsOn, endsOn, autoRenew, cancelledOn } = contract;
        const found = await row<{ on: string | null }>(
          db,
          sql`select renewal_day(${startsOn}::date, ${endsOn}::date, ${autoRenew}, ${cancelledOn}::date, ${asOf}::date) as on`,
        );
        const expected = renewalDay(contract, asOf);
        expect(found!.on).toBe(expected);
        if (expected && endsOn && endsOn < asOf) {
          expect(expected >= asOf).toBe(true);
          expect(rollMonths(startsOn, endsOn, asOf)).toBeGreaterThan(0);
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('a contract that renews by itself', async () => {
  const yearly = { startsOn: '2023-04-01', endsOn: '2024-03-31', autoRenew: true, cancelledOn: null };
  it('goes on with its term', () => {
    expect(renewalDay(yearly, '2024-03-31')).toBe('2024-03-31');
    expect(renewalDay(yearly, '2024-04-01')).toBe('2025-03-31');
    expect(renewalDay(yearly, '2026-11-24')).toBe('2027-03-31');
    expect(renewalDay({ ...yearly, startsOn: '2024-03-01' }, '2026-02-10')).toBe('2026-02-28');
    expect(renewalDay({ ...yearly, cancelledOn: '2024-01-01' }, '2024-04-01')).toBeNull();
  });

  it('is not counted twice when the file has a contract for each term', async () => {
    const accountId = await makeAccount(db);
    await makeContract(db, { accountId, ...yearly }, [{ productNo: 1, startsOn: '2023-04-01' }]);
    await makeContract(db, { accountId, ...yearly, startsOn: '2024-04-01', endsOn: '2025-03-31' }, [
      { productNo: 1, startsOn: '2024-04-01', unitPrice: 12_000n },
    ]);
    const on = (d: string) => sql`select ${accountId}::uuid as account_id, ${d}::date as day`;
    const mrr = async (d: string) => (await rows<{ mrr: string }>(db, mrrByProductSql(on(d), 'now'))).map((r) => r.mrr);
    expect(await mrr('2024-03-31')).toEqual(['10000']);
    expect(await mrr('2024-04-01')).toEqual(['12000']);
    expect(await mrr('2026-01-01')).toEqual(['12000']);
    const running = await rows<{ renewal_on: string }>(db, runningContractsSql(on('2026-01-01'), 'now'));
    expect(running.map((r) => r.renewal_on)).toEqual(['2026-03-31']);
  });
});
