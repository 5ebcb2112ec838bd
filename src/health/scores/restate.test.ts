import { describe, expect, it } from 'vitest';
import { makeAccount } from '#accounts/accounts/factory.ts';
import { makeProduct } from '#accounts/products/factory.ts';
import { addDays } from '#platform/clock/days.ts';
import { transaction } from '#platform/db/db.ts';
import { collectingJobs } from '#platform/jobs/jobs.ts';
import { testDatabase } from '#platform/testing/database.ts';
import { ensureMonth } from '#metrics/values/index.ts';
import { makeActivity } from '#signals/activities/factory.ts';
import { defaultScorecard, versionOn, type Scorecard } from '#health/scorecards/index.ts';
import { publish } from '../scorecards/store.ts';
import { scoresAsOf } from './backfill.ts';
import { storeDay } from './day.ts';
import { ensureDefaults } from './ensure-defaults.ts';
import { restateDays } from './restate.ts';

const today = '2026-11-24';
const before = addDays(today, -28);
const clock = () => new Date(`${today}T03:00:00Z`);

describe('a new version of the scorecard', async () => {
  const database = await testDatabase();
  const { db, pool } = database;
  const jobs = collectingJobs();
  await transaction(database, (tx) => ensureDefaults(tx, () => new Date('2026-01-01T00:00:00Z')));
  await makeProduct(db, 1);
  const accountId = await makeAccount(db, { externalId: 'C1', firstContractOn: '2024-12-01' });
  const at = new Date('2026-10-07T02:00:00Z');
  await makeActivity(db, { accountId, happenedAt: at, knownAt: at });
  for (const day of [before, addDays(today, -1)]) {
    await ensureMonth(pool, day);
    await transaction(database, (tx) => storeDay(tx, day, { accounts: 'all', final: true, now: clock() }));
    await pool.query(
      `insert into days_closed (day, closed_at, time_zone, cut) values ($1, now(), 'Asia/Tokyo', ($1::date + 1)::timestamp at time zone 'Asia/Tokyo')`,
      [day],
    );
  }
  const stored = async () =>
    (
      await pool.query<{ day: string; version: number; total: number | null; restated: boolean; is_final: boolean }>(
        'select day, version_id::int as version, total, restated, is_final from score_days where product_no = 0 order by day, version_id',
      )
    ).rows;
  const onlyTouches: Scorecard = {
    ...defaultScorecard,
    measures: [{ ...defaultScorecard.measures.find((m) => m.metric === 'days_since_contact')!, weight: 100 }],
  };
  const publishOne = async (definition: Scorecard) =>
    transaction(database, async (tx) => {
      const { scorecardId } = (await versionOn(tx, today))!;
      return publish(tx, scorecardId, definition, 'だめし', { now: clock(), day: today, by: null });
    });

  it('scores nothing again as long as there is no other', async () => {
    expect(await restateDays(database, jobs, clock)).toEqual([]);
  });

  it('scores the days of the four weeks before that are there, beside the scores of their time', async () => {
    const own = await stored();
    const { versionId } = await publishOne(onlyTouches);
    expect(await restateDays(database, jobs, clock)).toEqual([before, addDays(today, -1)]);
    const all = await stored();
    expect(all.filter((s) => !s.restated)).toEqual(own);
    // Between 14 days (100 points) and 90 days (0 points): 20 and 47 days after the last contact.
    expect(all.filter((s) => s.restated)).toEqual([
      { day: before, version: versionId, total: expect.closeTo(((90 - 20) / 76) * 100, 3), restated: true, is_final: true },
      { day: addDays(today, -1), version: versionId, total: expect.closeTo(((90 - 47) / 76) * 100, 3), restated: true, is_final: true },
    ]);
    expect(jobs.queued).toEqual([]);
    expect((await pool.query('select account_id from facts_dirty')).rows).toEqual([{ account_id: accountId }]);
  });

  it('does it once, also when a day was left out by a kill', async () => {
    expect(await restateDays(database, jobs, clock)).toEqual([]);
    await pool.query('delete from score_days where restated and day = $1', [before]);
    expect(await restateDays(database, jobs, clock)).toEqual([before]);
  });

  it('leaves what was known then as it was', async () => {
    const [own] = (await stored()).filter((s) => s.day === before && !s.restated);
    expect(await scoresAsOf(database, before, clock)).toMatchObject([{ external_id: 'C1', score: own!.total }]);
  });

  it('is not compared with days on which one of its metrics did not exist', async () => {
    await pool.query(
      `insert into metric_definitions (metric_id, version, slot, key, name, definition, unit, direction, from_day, created_at)
       select gen_random_uuid(), 1, max(slot) + 1, 'fresh', '新しい指標', '{"kind":"mrr"}', 'money', 'higher', $1, now() from metric_definitions`,
      [today],
    );
    await publishOne({ ...onlyTouches, measures: [{ ...onlyTouches.measures[0]!, metric: 'fresh' }] });
    expect(await restateDays(database, jobs, clock)).toEqual([]);
  });
});
