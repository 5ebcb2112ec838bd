import { stringify } from 'csv-stringify/sync';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { accountsTarget, listRejects } from '#accounts/imports/index.ts';
import { makeImport } from '#accounts/imports/factory.ts';
import { rollUpUsage } from '#metrics/usage/index.ts';
import { testDatabase } from '#platform/testing/database.ts';
import { eventsTarget } from '#signals/events/index.ts';
import { hasData, realFile } from './data.ts';

const present = hasData('online-retail');
if (!present) console.log('test/real/online-retail: shared/data/online-retail is not there, skipped');
type Line = Record<'Invoice' | 'StockCode' | 'Description' | 'Quantity' | 'InvoiceDate' | 'Price' | 'CustomerID' | 'Country', string>;

describe.skipIf(!present)('online-retail: invoice lines as events with amounts', () => {
  it('come to the net revenue of the identified customers, returns subtracted; lines without one are in the report', { timeout: 600_000 }, async () => {
    const database = await testDatabase();
    await database.pool.query(`insert into organisation (id, name, time_zone, currency, created_at) values (1, 'Retail', 'Europe/London', 'GBP', now())`);
    const clock = () => new Date('2026-11-24T03:00:00Z');
    const runner = { database, clock, jobs: { publish: async () => {} }, targets: [accountsTarget, eventsTarget] };
    const lines = parse(await realFile('online-retail/online_retail_II_2009-12_2010-12.csv.gz'), { columns: true }) as Line[];
    expect(lines).toHaveLength(525_461);
    const identified = lines.filter((l) => l.CustomerID);

    const customers = [...new Map(identified.map((l) => [l.CustomerID, l.Country]))].map(([id, country]) => ({ id, name: `Customer ${id}`, country }));
    const accounts = await makeImport(runner, {
      noun: 'accounts',
      file: stringify(customers, { header: true }),
      mapping: { source: 'retail', columns: { id: 'externalId', name: 'name', country: 'region' } },
    });
    expect(accounts.outcome).toMatchObject({ added: 4383, rejected: 0 });

    // Pence are whole: quantity × price in a thousandth of a pound, so that nothing is lost before it is summed.
    const milli = (l: Line) => Number(l.Quantity) * Math.round(Number(l.Price) * 1000);
    const events = lines.map((l) => ({
      customer: l.CustomerID,
      event: l.Invoice.startsWith('C') ? 'return' : 'purchase',
      at: l.InvoiceDate,
      amount: (milli(l) / 1000).toFixed(3),
      invoice: l.Invoice,
      stock: l.StockCode,
    }));
    const mapping = {
      source: 'retail',
      columns: { customer: 'accountExternalId', event: 'event', at: 'timestamp', amount: 'amount', invoice: 'properties.invoice', stock: 'properties.stock' },
    };
    const started = performance.now();
    const { outcome, importId } = await makeImport(runner, { noun: 'events', history: true, file: stringify(events, { header: true }), mapping });
    console.log(`online-retail: 525,461 lines imported in ${((performance.now() - started) / 1000).toFixed(1)} s`);
    expect(outcome).toMatchObject({ rows: 525_461, added: identified.length, rejected: 107_927, unchanged: 0 });
    expect(await listRejects(database.db, importId, 0, 1)).toMatchObject([{ column: 'customer', code: 'required' }]);
    await rollUpUsage({ database, clock, jobs: runner.jobs });

    const q = async (text: string) => (await database.pool.query(text)).rows;
    const [sums] =
      await q(`select sum(d.total)::int as lines, round(sum(x.amount), 2)::text as revenue, round(sum(x.amount) filter (where n.name = 'return'), 2)::float8 as returned
      from account_days d, lateral (select 1) one, unnest(d.events, d.counts, d.amounts) as x(event, n, amount) join event_names n on n.event_id = x.event`);
    expect(sums.revenue).toBe('8348208.57');
    const returned = identified.filter((l) => l.Invoice.startsWith('C')).reduce((sum, l) => sum + milli(l), 0) / 1000;
    expect(sums.returned).toBeCloseTo(returned, 2);
    expect(sums.returned).toBeLessThan(0);
    expect(await q('select count(*)::int as n from usage_events')).toEqual([{ n: identified.length }]);
    expect(await q('select count(*)::int as n from account_days where known_on <> day or not history')).toEqual([{ n: 0 }]);

    const perCustomer = new Map<string, number>();
    for (const l of identified) perCustomer.set(l.CustomerID, (perCustomer.get(l.CustomerID) ?? 0) + milli(l));
    const stored = await q(
      'select a.external_id as id, (sum(x.amount) * 1000)::int as milli from account_days d join accounts a using (account_id), unnest(d.amounts) as x(amount) group by 1',
    );
    expect(stored).toHaveLength(4383);
    expect(stored.filter((r) => r.milli !== perCustomer.get(r.id))).toEqual([]);
  });
});
