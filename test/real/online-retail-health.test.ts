import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { daysBetween, startOfDay, type Day } from '#platform/clock/days.ts';
import { defaultScorecard } from '#health/scorecards/index.ts';
import { scoresAsOf } from '#health/scores/index.ts';
import { testDatabase } from '#platform/testing/database.ts';
import { hasData, realFile } from './data.ts';
import { loadHistory, type PastEvent } from './history.ts';

const present = hasData('online-retail');
if (!present) console.log('test/real/online-retail-health: shared/data/online-retail is not there, skipped');
const asOf: Day = '2010-09-01';

type Line = Record<'Invoice' | 'Quantity' | 'InvoiceDate' | 'Price' | 'CustomerID', string>;

describe.skipIf(!present)('online-retail: a health list as of 2010-09-01', async () => {
  it('is made only from what was known then, customer by customer', { timeout: 600_000 }, async () => {
    const database = await testDatabase();
    await database.pool.query(`insert into organisation (id, name, time_zone, currency, created_at) values (1, 'Retail', 'Europe/London', 'GBP', now())`);
    const now = new Date('2026-11-24T03:00:00Z');
    const lines = (parse(await realFile('online-retail/online_retail_II_2009-12_2010-12.csv.gz'), { columns: true }) as Line[]).filter((l) => l.CustomerID);
    const events = lines.map((l): PastEvent => {
      const day = l.InvoiceDate.slice(0, 10);
      const at = new Date(startOfDay(day, 'Europe/London').getTime() + Date.parse(`1970-01-01T${l.InvoiceDate.slice(11)}Z`));
      return {
        account: l.CustomerID,
        event: l.Invoice.startsWith('C') ? 'return' : 'purchase',
        at,
        day,
        amount: Number((Number(l.Quantity) * Number(l.Price)).toFixed(3)),
      };
    });
    const customers = [...new Set(lines.map((l) => l.CustomerID))];
    await loadHistory(
      database,
      now,
      customers.map((id) => ({ id })),
      events,
    );

    const made = await scoresAsOf(database, asOf, () => now);
    const known = new Map<string, Map<Day, number>>();
    for (const e of events) {
      if (e.day > asOf) continue;
      const days = known.get(e.account) ?? new Map<Day, number>();
      known.set(e.account, days.set(e.day, (days.get(e.day) ?? 0) + 1));
    }
    // Customers who came later are not on the list of that day.
    expect(made).toHaveLength(known.size);
    expect(known.size).toBeLessThan(customers.length);

    const expected = new Map([...known].map(([id, days]) => [id, scoreByHand(days)]));
    const wrong = made.filter((m) => {
      const want = expected.get(m.external_id!)!;
      return Math.abs(m.score! - want.score) > 1e-4 || Math.abs(m.coverage - want.coverage) > 1e-6 || m.colour !== want.colour;
    });
    expect(wrong.slice(0, 5)).toEqual([]);

    const colours = (['good', 'watch', 'risk', 'unknown'] as const).map((colour) => `${colour} ${made.filter((m) => m.colour === colour).length}`);
    console.log(`online-retail as of ${asOf}: ${made.length} customers, ${colours.join(', ')}`);
  });
});

/** The default scorecard's measures of usage, counted from the days on which a customer bought. */
function scoreByHand(days: Map<Day, number>): { score: number; coverage: number; colour: string } {
  const between = (from: number, to: number) => [...days].filter(([day]) => daysBetween(day, asOf) >= from && daysBetween(day, asOf) < to);
  const count = (from: number, to: number) => between(from, to).reduce((sum, [, n]) => sum + n, 0);
  const windows = [count(28, 56), count(56, 84), count(84, 112)];
  const used = windows.slice(0, windows.findLastIndex((n) => n !== 0) + 1);
  const usual = used.length ? count(0, 28) / (used.reduce((a, b) => a + b, 0) / used.length) : count(0, 28) === 0 ? 0 : null;
  const values: Record<string, number | null> = {
    days_since_event: Math.min(...[...days.keys()].map((day) => daysBetween(day, asOf))),
    active_days_28: between(0, 28).length,
    usage_usual_28: usual,
  };
  const usage = defaultScorecard.measures.filter((m) => m.metric in values);
  const parts = usage.map(({ metric, weight, mapping }) => {
    if (mapping.type !== 'linear') throw new Error(`${metric} is counted by hand as a line`);
    const [zero, full, value] = [mapping.from.value, mapping.to.value, values[metric]!];
    return { weight, points: value === null ? null : Math.min(100, Math.max(0, ((value - zero) / (full - zero)) * 100)) };
  });
  const weighed = parts.filter((p) => p.points !== null);
  const weight = weighed.reduce((sum, p) => sum + p.weight, 0);
  const score = weighed.reduce((sum, p) => sum + p.weight * p.points!, 0) / weight;
  const coverage = weight / parts.reduce((sum, p) => sum + p.weight, 0);
  return { score, coverage, colour: coverage < 0.6 ? 'unknown' : score >= 70 ? 'good' : score >= 40 ? 'watch' : 'risk' };
}
