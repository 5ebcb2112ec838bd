import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeAccount } from '#accounts/accounts/factory.ts';
import { makeAccountProduct } from '#accounts/account-products/factory.ts';
import { makeContact } from '#accounts/contacts/factory.ts';
import { markChanged } from '#accounts/accounts/index.ts';
import { makeActivity } from '#signals/activities/factory.ts';
import { addDays, startOfDay } from '#platform/clock/days.ts';
import { transaction } from '#platform/db/db.ts';
import { collectingJobs } from '#platform/jobs/jobs.ts';
import { testDatabase } from '#platform/testing/database.ts';
import { base, knownBefore, life, writeWorld } from '#metrics/values/factory.ts';
import { closeDays, refreshAll, refreshDirty } from './close-days.ts';
import { storeDay } from './day.ts';
import { ensureDefaults } from './ensure-defaults.ts';

const zone = 'Asia/Tokyo';
const twoAtNight = (day: string) => new Date(startOfDay(addDays(day, 1), zone).getTime() + 2 * 3_600_000);

describe('a day that closes', async () => {
  const database = await testDatabase();
  const { pool, db } = database;
  await pool.query(`insert into organisation (id, name, created_at) values (1, '試験', now())`);
  await transaction(database, (tx) => ensureDefaults(tx, () => new Date('2026-01-01T00:00:00Z')));

  const stored = async (day: string) => ({
    values: (await pool.query('select account_id, product_no, v, is_final from metric_days where day = $1 order by 1, 2', [day])).rows,
    scores: (
      await pool.query('select account_id, product_no, total, colour, coverage, points, reason, is_final from score_days where day = $1 order by 1, 2', [day])
    ).rows,
  });

  it('gives the same whether it is made at midnight, at two, or weeks later with everything that came in between', async () => {
    let rowsSeen = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(life, { minLength: 1, maxLength: 5, selector: (l) => l.id }),
        fc.integer({ min: 60, max: 200 }),
        fc.constantFrom(1, 2),
        async (lives, n, products) => {
          const day = addDays(base, n);
          const cut = startOfDay(addDays(day, 1), zone);
          // An account of which nothing was known has no row at the time; that an old one has left is taken from today (values/asof.ts).
          const known = lives.filter((l) => !l.account.length || l.account[0]!.from < cut);
          await writeWorld(
            database,
            known.map((l) => knownBefore(l, cut, day)),
            products,
          );
          await closeDays(database, () => cut);
          const then = await stored(day);
          for (const when of [twoAtNight(day), new Date(cut.getTime() + 40 * 86_400_000)]) {
            await writeWorld(database, known, products);
            await transaction(database, (tx) => storeDay(tx, day, { accounts: 'all', final: true, now: when }));
            expect(await stored(day)).toEqual(then);
          }
          rowsSeen += then.scores.length;
        },
      ),
      { numRuns: 15, endOnFailure: true },
    );
    expect(rowsSeen).toBeGreaterThan(15);
  }, 240_000);

  it('refuses what became known after its end, and is never written again', async () => {
    const day = '2026-03-10';
    await writeWorld(database, [], 1);
    const accountId = await makeAccount(db, { firstContractOn: '2025-03-10' });
    await closeDays(database, () => twoAtNight(day));
    const before = await stored(day);
    expect(before.values).toMatchObject([{ account_id: accountId, is_final: true }]);
    // Planted: happened before the end of the day, known a second after it.
    const late = new Date(startOfDay('2026-03-11', zone).getTime() + 1000);
    await makeActivity(db, { accountId, happenedAt: new Date('2026-03-10T03:00:00Z'), knownAt: late });
    await makeContact(db, { accountId, roles: ['champion'] }, late);
    await pool.query(`insert into account_days values ($1, $2, '2026-03-11', 5, '{1}', '{5}', '{0}', '{1}', false)`, [accountId, day]);
    expect(await closeDays(database, () => twoAtNight(day))).toEqual([]);
    expect(await stored(day)).toEqual(before);
    await pool.query('delete from metric_days where day = $1', [day]);
    await pool.query('delete from score_days where day = $1', [day]);
    await transaction(database, (tx) => storeDay(tx, day, { accounts: 'all', final: true, now: new Date('2026-05-01T00:00:00Z') }));
    expect(await stored(day)).toEqual(before);
    // The next day knows all of it.
    await closeDays(database, () => twoAtNight('2026-03-11'));
    expect((await stored('2026-03-11')).scores[0].total).toBeGreaterThan(before.scores[0].total);
  });

  it('catches up day by day after a standstill, and goes on where it was killed', async () => {
    await writeWorld(database, [], 1);
    await makeAccount(db);
    const clock = () => twoAtNight('2026-06-01');
    expect(await closeDays(database, clock)).toEqual(['2026-06-01']);
    const later = () => twoAtNight('2026-06-05');
    await pool.query(
      `create function stop() returns trigger language plpgsql as $$ begin if new.day = '2026-06-04' then raise 'killed'; end if; return new; end $$`,
    );
    await pool.query('create trigger stop before insert on days_closed for each row execute function stop()');
    await expect(closeDays(database, later)).rejects.toThrow();
    await pool.query('drop trigger stop on days_closed; drop function stop');
    expect((await pool.query('select day from days_closed order by 1')).rows.map((r) => r.day)).toEqual(['2026-06-01', '2026-06-02', '2026-06-03']);
    expect((await stored('2026-06-04')).values).toEqual([]);
    expect(await closeDays(database, later)).toEqual(['2026-06-04', '2026-06-05']);
    expect(await closeDays(database, later)).toEqual([]);
  });

  it('keeps the products of a day after whose end one was taken out of sale', async () => {
    await writeWorld(database, [], 2);
    const accountId = await makeAccount(db);
    for (const productNo of [1, 2]) await makeAccountProduct(db, { accountId, productNo });
    // At half past midnight, before the day is closed.
    await pool.query('update products set archived_at = $1 where product_no = 2', [new Date(startOfDay('2026-03-11', zone).getTime() + 1_800_000)]);
    const made = async (day: string) => {
      await closeDays(database, () => twoAtNight(day));
      return (await stored(day)).values.map((r) => r.product_no);
    };
    expect(await made('2026-03-10')).toEqual([0, 1, 2]);
    expect(await made('2026-03-11')).toEqual([0]);
  });

  it('leaves a customer frozen from the day after its churn', async () => {
    await writeWorld(database, [], 1);
    const accountId = await makeAccount(db, { churnedOn: '2026-07-02' });
    for (const day of ['2026-07-01', '2026-07-02', '2026-07-03'])
      await transaction(database, (tx) => storeDay(tx, day, { accounts: 'all', final: true, now: twoAtNight(day) }));
    expect((await pool.query('select day from score_days where account_id = $1 order by 1', [accountId])).rows.map((r) => r.day)).toEqual([
      '2026-07-01',
      '2026-07-02',
    ]);
  });

  it('makes today for the accounts that changed and tells the lists', async () => {
    await writeWorld(database, [], 1);
    const clock = () => new Date('2026-08-01T03:00:00Z');
    const changed = await makeAccount(db);
    const other = await makeAccount(db);
    const jobs = collectingJobs();
    await refreshAll(database, jobs, clock);
    await pool.query('truncate account_dirty, facts_dirty');
    await makeContact(db, { accountId: changed, roles: ['champion'] }, new Date('2026-08-01T01:00:00Z'));
    await makeContact(db, { accountId: other, roles: ['champion'] }, new Date('2026-08-01T01:00:00Z'));
    await pool.query('truncate account_dirty');
    await transaction(database, (tx) => markChanged(tx, jobs, [changed], clock()));
    expect(await refreshDirty(database, jobs, clock)).toBe(1);
    const champion = (await pool.query(`select slot from metric_definitions where key = 'has_champion'`)).rows[0].slot;
    const now = new Map((await stored('2026-08-01')).values.map((r) => [r.account_id, r.v[champion - 1]]));
    expect([now.get(changed), now.get(other)]).toEqual([1, 0]);
    expect((await pool.query('select account_id from facts_dirty')).rows).toEqual([{ account_id: changed }]);
    expect(await refreshDirty(database, jobs, clock)).toBe(0);
  });
});
