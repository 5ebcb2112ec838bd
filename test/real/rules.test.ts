import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { addDays, startOfDay, type Day } from '#platform/clock/days.ts';
import { testDatabase, type TestDatabase } from '#platform/testing/database.ts';
import { daysWithValues, fillDays } from '#review/replay/fill.ts';
import { runReplay } from '#review/replay/run.ts';
import { hasData, realFile } from './data.ts';
import { loadHistory, type PastEvent } from './history.ts';
import { courseStart, lines, readVisits } from './oulad.ts';
import { columnsForMetrics, firstFall, firstSilence, leftWithin, monday, silent, usageFell } from './rules-past.ts';

const now = new Date('2026-11-24T03:00:00Z');
const clock = () => now;
for (const name of ['oulad', 'online-retail']) if (!hasData(name)) console.log(`test/real/rules: shared/data/${name} is not there, skipped`);

describe.skipIf(!hasData('oulad'))('oulad: rules over a course', () => {
  it('fire when usage fell or stopped, and the share that left afterwards is that of the data', { timeout: 600_000 }, async () => {
    const database = await testDatabase();
    await organisation(database, 'Europe/London', 'GBP');
    const start = courseStart['AAA 2013J']!;
    const gone = new Map<string, Day | null>();
    for await (const [module, presentation, student, , unregistered] of lines('oulad/studentRegistration.csv'))
      if (`${module} ${presentation}` === 'AAA 2013J')
        gone.set(`${module}-${presentation}-${student}`, unregistered ? addDays(start, Number(unregistered)) : null);
    const visits = (await readVisits()).filter((v) => gone.has(v.account));
    const events = visits.map((v): PastEvent => ({ account: v.account, event: v.feature, at: new Date(`${v.day}T03:00:00Z`), day: v.day, amount: v.clicks }));
    await loadHistory(
      database,
      now,
      [...gone].map(([id, churnedOn]) => ({ id, churnedOn })),
      events,
    );
    // Values of the days that matter: from four weeks before the first day of firing to the last.
    const span = { from: addDays(start, 60), to: addDays(start, 110) };
    const made = await fillDays(database, clock, { today: addDays(span.to, 1), days: 55 }, async () => {});
    expect(made).toBe(83);
    expect(await daysWithValues(database.db, { from: addDays(start, 28), to: span.to })).toHaveLength(83);
    await columnsForMetrics(database);
    const today = addDays(span.to, 95);
    const days = 145;
    const perDay = countByDay(events);
    const firsts = new Map([...perDay].map(([account, byDay]) => [account, [...byDay.keys()].sort()[0]!]));
    const goneOn = (account: string) => gone.get(account) ?? null;

    for (const [name, definition, expected] of [
      ['usage fell', usageFell, firstFall(perDay, firsts, goneOn, span)],
      ['silent', silent, firstSilence(perDay, goneOn, span)],
    ] as const) {
      const asking = { definition, ruleId: null, live: false, days, today, closedAfterDays: null };
      const { result, ctas } = await runReplay(database.db, asking);
      const ids = await externalIds(database);
      const firedOn = new Map<string, Day>();
      for (const cta of ctas) if (!firedOn.has(ids.get(cta.accountId)!)) firedOn.set(ids.get(cta.accountId)!, cta.firedOn);
      expect([...firedOn].sort()).toEqual([...expected].sort());
      expect(firedOn.size).toBeGreaterThan(20);

      const left = [...expected].filter(([account, day]) => leftWithin(goneOn(account), day)).length;
      // Everyone: those with values on the Monday of each week, weighed by how many fired in it.
      let weighed = 0;
      let weights = 0;
      for (const week of new Set([...expected.values()].map(monday))) {
        // The Monday after the last day that was made has nobody's values.
        if (week > span.to) continue;
        const there = [...gone.keys()].filter((a) => firsts.has(a) && firsts.get(a)! <= week && (goneOn(a) === null || goneOn(a)! > week));
        const n = [...expected.values()].filter((day) => monday(day) === week).length;
        weighed += (n * there.filter((a) => leftWithin(goneOn(a), week)).length) / there.length;
        weights += n;
      }
      expect(result.later.enough).toBe(true);
      expect(result.later.fired).toMatchObject({ customers: expected.size, churned: left });
      expect(result.later.everyone.churnedShare).toBeCloseTo(weighed / weights, 10);
      const percent = (share: number | null) => `${((share ?? 0) * 100).toFixed(1)} %`;
      console.log(
        `oulad, ${name}: ${result.firings} firings, ${expected.size} learners, ${percent(result.later.fired.churnedShare)} left within 90 days against ${percent(result.later.everyone.churnedShare)} of everyone`,
      );
    }
  });
});

type Line = Record<'Invoice' | 'InvoiceDate' | 'CustomerID', string>;

describe.skipIf(!hasData('online-retail'))('online-retail: rules over an autumn', () => {
  it('fire when customers buy less or stop, on the days that can be counted by hand', { timeout: 600_000 }, async () => {
    const database = await testDatabase();
    await organisation(database, 'Europe/London', 'GBP');
    const all = (parse(await realFile('online-retail/online_retail_II_2009-12_2010-12.csv.gz'), { columns: true }) as Line[]).filter((l) => l.CustomerID);
    const some = new Set([...new Set(all.map((l) => l.CustomerID))].sort().slice(0, 500));
    const events = all
      .filter((l) => some.has(l.CustomerID))
      .map((l): PastEvent => {
        const day = l.InvoiceDate.slice(0, 10);
        const at = new Date(startOfDay(day, 'Europe/London').getTime() + Date.parse(`1970-01-01T${l.InvoiceDate.slice(11)}Z`));
        return { account: l.CustomerID, event: l.Invoice.startsWith('C') ? 'return' : 'purchase', at, day, amount: 1 };
      });
    await loadHistory(
      database,
      now,
      [...some].map((id) => ({ id })),
      events,
    );
    const span = { from: '2010-09-01', to: '2010-09-30' };
    await fillDays(database, clock, { today: '2010-10-01', days: 33 }, async () => {});
    await columnsForMetrics(database);
    const perDay = countByDay(events);
    const firsts = new Map([...perDay].map(([account, byDay]) => [account, [...byDay.keys()].sort()[0]!]));
    const never = () => null;
    for (const [name, definition, expected] of [
      ['usage fell', usageFell, firstFall(perDay, firsts, never, span)],
      ['silent', silent, firstSilence(perDay, never, span)],
    ] as const) {
      const { ctas } = await runReplay(database.db, { definition, ruleId: null, live: false, days: 30, today: '2010-10-01', closedAfterDays: null });
      const ids = await externalIds(database);
      const firedOn = new Map<string, Day>();
      for (const cta of ctas) if (!firedOn.has(ids.get(cta.accountId)!)) firedOn.set(ids.get(cta.accountId)!, cta.firedOn);
      expect([...firedOn].sort()).toEqual([...expected].sort());
      expect(firedOn.size).toBeGreaterThan(20);
      console.log(`online-retail, ${name}: ${firedOn.size} of ${some.size} customers in September 2010`);
    }
  });
});

async function organisation({ pool }: TestDatabase, zone: string, currency: string): Promise<void> {
  await pool.query(`insert into organisation (id, name, time_zone, currency, created_at) values (1, 'Real', $1, $2, now())`, [zone, currency]);
}

async function externalIds({ pool }: TestDatabase): Promise<Map<string, string>> {
  return new Map((await pool.query('select account_id, external_id from accounts')).rows.map((r) => [r.account_id, r.external_id]));
}

function countByDay(events: readonly PastEvent[]): Map<string, Map<Day, number>> {
  const found = new Map<string, Map<Day, number>>();
  for (const e of events) {
    const days = found.get(e.account) ?? new Map<Day, number>();
    found.set(e.account, days.set(e.day, (days.get(e.day) ?? 0) + 1));
  }
  return found;
}
