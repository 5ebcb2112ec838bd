import { describe, expect, it } from 'vitest';
import { addDays, daysBetween } from '#platform/clock/days.ts';
import { scoresAsOf } from '#health/scores/index.ts';
import { rollUpUsage } from '#metrics/usage/index.ts';
import { testDatabase } from '#platform/testing/database.ts';
import { hasData } from './data.ts';
import { aucOfLow } from './history.ts';
import { courseStart, loadLearners, readLearners, readVisits, sendVisits } from './oulad.ts';

const present = hasData('oulad');
if (!present) console.log('test/real/oulad: shared/data/oulad is not there, skipped');

const clock = () => new Date('2026-11-24T03:00:00Z');

/** All learners and their past, sent once for both tests. */
async function load() {
  const database = await testDatabase();
  await database.pool.query(`insert into organisation (id, name, time_zone, created_at) values (1, 'Open University', 'Europe/London', now())`);
  expect(await loadLearners(database, clock)).toBe(383 + 365 + 1767);
  const visits = await readVisits();
  return { database, visits, perSecond: await sendVisits(database, clock, visits) };
}
let loading: ReturnType<typeof load> | undefined;
const loaded = () => (loading ??= load());

describe.skipIf(!present)('oulad: a past of 753,564 events over the tracking API', () => {
  it('arrives complete, each once, known at its own date, and is rolled up', { timeout: 600_000 }, async () => {
    const { database, visits, perSecond } = await loaded();
    expect(visits).toHaveLength(753_564);
    const started = performance.now();
    const rebuilt = await rollUpUsage({ database, clock, jobs: { publish: async () => {} } });
    const seconds = (performance.now() - started) / 1000;
    console.log(`oulad: ${perSecond} events/s over HTTP, ${rebuilt} days rolled up in ${seconds.toFixed(1)} s`);

    const q = async (text: string) => (await database.pool.query(text)).rows;
    expect(await q('select count(*)::int as events, count(distinct message_key)::int as messages from usage_events')).toEqual([
      { events: 753_564, messages: 753_564 },
    ]);
    expect(await q('select count(*)::int as n from pending_events')).toEqual([{ n: 0 }]);
    expect(await q('select count(*)::int as n from usage_events_default')).toEqual([{ n: 0 }]);
    expect(await q('select count(*)::int as n from usage_events where known_on <> day or history_import_id is null')).toEqual([{ n: 0 }]);

    // Counted from the file by itself: per learner and day, and per learner and feature.
    const days = new Map<string, number>();
    const features = new Map<string, [number, number]>();
    for (const v of visits) {
      days.set(`${v.account} ${v.day}`, (days.get(`${v.account} ${v.day}`) ?? 0) + 1);
      const sum = features.get(`${v.account} ${v.feature}`) ?? [0, 0];
      features.set(`${v.account} ${v.feature}`, [sum[0] + 1, sum[1] + v.clicks]);
    }
    expect(rebuilt).toBe(days.size);
    const stored = await q(
      `select a.external_id || ' ' || d.day as key, d.total, d.history, cardinality(d.users) as users from account_days d join accounts a using (account_id)`,
    );
    expect(stored).toHaveLength(days.size);
    expect(stored.filter((r) => r.total !== days.get(r.key) || !r.history || r.users !== 1)).toEqual([]);
    const sums = await q(`select a.external_id || ' ' || n.name as key, sum(x.n)::int as n, sum(x.amount)::int as clicks
      from account_days d join accounts a using (account_id), unnest(d.events, d.counts, d.amounts) as x(event, n, amount) join event_names n on n.event_id = x.event group by 1`);
    expect(sums).toHaveLength(features.size);
    expect(sums.filter((r) => r.n !== features.get(r.key)?.[0] || r.clicks !== features.get(r.key)?.[1])).toEqual([]);
  });

  it('cover who is still registered, from clicks until that day, and foretell who will not pass', { timeout: 600_000 }, async () => {
    const { database, visits } = await loaded();
    const learners = await readLearners();
    const left = learners.filter((l) => l.unregisteredOn !== null);
    for (const table of ['accounts', 'account_versions'])
      await database.pool.query(`update ${table} a set churned_on = x.day from unnest($1::text[], $2::date[]) x(id, day) where a.external_id = x.id`, [
        left.map((l) => l.account),
        left.map((l) => addDays(courseStart[l.run]!, l.unregisteredOn!)),
      ]);
    const daysOf = new Map<string, Set<string>>();
    for (const v of visits) daysOf.set(v.account, (daysOf.get(v.account) ?? new Set()).add(v.day));

    for (const courseDay of [30, 60, 90, 120]) {
      const cases: { score: number; recency: number; bad: boolean }[] = [];
      for (const [run, start] of Object.entries(courseStart)) {
        const day = addDays(start, courseDay);
        const own = new Map(learners.filter((l) => l.run === run).map((l) => [l.account, l]));
        const made = (await scoresAsOf(database, day, clock)).filter((m) => own.has(m.external_id!));
        const active = [...own.values()].filter(
          (l) => (l.unregisteredOn === null || l.unregisteredOn >= courseDay) && [...(daysOf.get(l.account) ?? [])].some((d) => d <= day),
        );
        expect(made.map((m) => m.external_id).sort()).toEqual(active.map((l) => l.account).sort());
        for (const m of made) {
          const since = Math.min(...[...daysOf.get(m.external_id!)!].filter((d) => d <= day).map((d) => daysBetween(d, day)));
          cases.push({ score: m.score!, recency: -since, bad: ['Withdrawn', 'Fail'].includes(own.get(m.external_id!)!.result) });
        }
      }
      const auc = aucOfLow(cases);
      const recency = aucOfLow(cases.map((c) => ({ score: c.recency, bad: c.bad })));
      console.log(`oulad day ${courseDay}: ${cases.length} learners, AUC of the default scorecard ${auc.toFixed(3)}, of recency alone ${recency.toFixed(3)}`);
      expect(auc).toBeGreaterThan(courseDay < 90 ? recency : recency - 0.02);
    }
  });
});
