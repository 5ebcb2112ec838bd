import { describe, expect, it } from 'vitest';
import { addDays } from '#platform/clock/days.ts';
import { scoresAsOf, backfillDay } from '#health/scores/index.ts';
import { testDatabase } from '#platform/testing/database.ts';
import { hasData } from './data.ts';
import { loadHistory } from './history.ts';
import { courseStart, readLearners, readVisits } from './oulad.ts';

const present = hasData('oulad');
if (!present) console.log('test/real/oulad-scores: shared/data/oulad is not there, skipped');

describe.skipIf(!present)('oulad: scores of a course day', async () => {
  it('are the same however often and late the day is made', { timeout: 600_000 }, async () => {
    const database = await testDatabase();
    const at = new Date('2026-11-24T03:00:00Z');
    const learners = (await readLearners()).filter((l) => l.run === 'AAA 2013J').slice(0, 120);
    const own = new Set(learners.map((l) => l.account));
    const visits = (await readVisits()).filter((v) => own.has(v.account));
    const day = addDays(courseStart['AAA 2013J']!, 30);
    const load = (upTo: string) =>
      visits
        .filter((v) => v.day <= upTo)
        .map((v) => ({ account: v.account, event: v.feature, at: new Date(`${v.day}T03:00:00Z`), day: v.day, amount: v.clicks }));
    await loadHistory(
      database,
      at,
      learners.map((l) => ({ id: l.account })),
      load('2099-01-01'),
    );
    const withFuture = await scoresAsOf(database, day, () => at);
    expect(await backfillDay(database, day, () => at)).toBe(true);
    const stored = (
      await database.pool.query(
        'select a.external_id, a.account_id, s.total as score, s.colour, s.coverage from score_days s join accounts a using (account_id) order by 1',
      )
    ).rows;
    const rounded = (all: typeof withFuture) => all.map((m) => [m.external_id, m.score?.toFixed(3), m.colour, m.coverage.toFixed(4)]);
    expect(rounded(stored)).toEqual(rounded(withFuture));
    const then = await testDatabase();
    await loadHistory(
      then,
      at,
      learners.map((l) => ({ id: l.account })),
      load(day),
    );
    expect(rounded(await scoresAsOf(then, day, () => at))).toEqual(rounded(withFuture));
    expect(withFuture.length).toBeGreaterThan(100);
  });
});
