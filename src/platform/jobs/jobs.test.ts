import { sql } from 'drizzle-orm';
import { pino } from 'pino';
import { afterAll, describe, expect, it } from 'vitest';
import { transaction } from '../db/db.ts';
import { testDatabase } from '../testing/database.ts';
import { signal, startJobs, type Job, type Subscriptions } from './jobs.ts';

describe('jobs', async () => {
  const database = await testDatabase({ max: 6 });
  const seen: string[] = [];
  const slow: Job = { name: 'slow', once: true, run: async () => void (await new Promise((r) => setTimeout(r, 150)), seen.push('slow')) };
  const note: Job<{ text: string }> = { name: 'note', run: async (_c, data) => void seen.push(data.text) };
  const nightly: Job = { name: 'nightly', cron: '0 2 * * *', run: async () => {} };
  let zone = 'Asia/Tokyo';
  let failures = 0;
  const shaky: Job = {
    name: 'shaky',
    run: async () => {
      if (failures++ < 1) throw new Error('first time');
      seen.push('shaky');
    },
  };
  const happened = signal('something.happened');
  const options = {
    url: database.url,
    database,
    clock: () => new Date(),
    log: pino({ level: 'silent' }),
    jobs: [slow, note, shaky, nightly] as Job<never>[],
    subscriptions: [[happened, note as Job<never>]] satisfies Subscriptions,
    timeZone: async () => zone,
    zoneEveryMs: 50,
  };
  const jobs = await startJobs(options);
  await jobs.work();
  afterAll(() => jobs.stop());
  const until = async (done: () => boolean) => {
    for (let i = 0; i < 200 && !done(); i++) await new Promise((r) => setTimeout(r, 50));
    expect(done()).toBe(true);
  };

  it('runs what was enqueued in a transaction that committed, and nothing of one that did not', async () => {
    await expect(
      transaction(database, async (tx) => {
        await jobs.enqueue(tx, note, { text: 'rolled back' });
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    await transaction(database, (tx) => jobs.enqueue(tx, note, { text: 'committed' }));
    await until(() => seen.includes('committed'));
    expect(seen).not.toContain('rolled back');
  });

  it('tells those who listen to a signal', async () => {
    await transaction(database, (tx) => jobs.publish(tx, happened, { text: 'told' }));
    await until(() => seen.includes('told'));
  });

  it('keeps at most one waiting of a job that brings everything up to date', async () => {
    for (let i = 0; i < 10; i++) await jobs.enqueue(database.db, slow, {});
    await until(() => seen.includes('slow'));
    await new Promise((r) => setTimeout(r, 1_500));
    const count = seen.filter((s) => s === 'slow').length;
    expect(count).toBeGreaterThanOrEqual(1);
    expect(count).toBeLessThanOrEqual(3);
  });

  it('keeps one waiting for each key', async () => {
    const wait = async (text: string, key: string) => jobs.enqueue(database.db, note, { text }, { key, after: 600 });
    for (const [text, key] of [
      ['a1', 'a'],
      ['a2', 'a'],
      ['b1', 'b'],
    ] as const)
      await wait(text, key);
    const { rows } = await database.pool.query(`select data->>'text' as text from pgboss.job where name = 'note' and state = 'created' order by 1`);
    expect(rows).toEqual([{ text: 'a2' }, { text: 'b1' }]);
    await transaction(database, (tx) => jobs.enqueue(tx, note, { text: 'now' }, { key: 'c' }));
    await until(() => seen.includes('now'));
  });

  it('keep the clock of the organisation, also when that changes', async () => {
    const zones = async () => (await database.pool.query(`select timezone from pgboss.schedule where name = 'nightly'`)).rows;
    expect(await zones()).toEqual([{ timezone: 'Asia/Tokyo' }]);
    zone = 'Europe/Berlin';
    for (let i = 0; i < 100 && (await zones())[0].timezone !== zone; i++) await new Promise((r) => setTimeout(r, 50));
    expect(await zones()).toEqual([{ timezone: 'Europe/Berlin' }]);
  });

  it('tries again after a failure', async () => {
    await jobs.enqueue(database.db, shaky, {});
    await until(() => seen.includes('shaky'));
    expect(failures).toBe(2);
    expect((await database.db.execute(sql`select count(*)::int as n from pgboss.job where name = 'shaky' and state = 'failed'`)).rows[0]).toEqual({ n: 0 });
  });

  it('gives a queue of an earlier version the settings of this one', async () => {
    const settings = async () =>
      (await database.pool.query(`select name, retry_limit, expire_seconds, updated_on from pgboss.queue where name in ('note', 'slow') order by 1`)).rows;
    const before = await settings();
    expect(before).toMatchObject([
      { name: 'note', retry_limit: 3, expire_seconds: 900 },
      { name: 'slow', retry_limit: 3, expire_seconds: 900 },
    ]);
    const upgraded = await startJobs({ ...options, jobs: [slow, { ...note, retries: 0, minutes: 120 }] as Job<never>[] });
    expect(await settings()).toMatchObject([{ name: 'note', retry_limit: 0, expire_seconds: 7200 }, before[1]]);
    await jobs.enqueue(database.db, note, { text: 'later' }, { after: 600 });
    const { rows } = await database.pool.query(`select retry_limit, expire_seconds from pgboss.job where data->>'text' = 'later'`);
    expect(rows).toEqual([{ retry_limit: 0, expire_seconds: 7200 }]);
    await upgraded.stop();
  });
});
