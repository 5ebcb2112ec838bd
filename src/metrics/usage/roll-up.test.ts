import fc from 'fast-check';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { addDays } from '#platform/clock/days.ts';
import { newId } from '#platform/ids/ids.ts';
import { collectingJobs } from '#platform/jobs/jobs.ts';
import { testDatabase } from '#platform/testing/database.ts';
import { rollUpUsage } from './roll-up.ts';

type Event = { account: number; day: number; hour: number; late: number; event: number; user: number | null; amount: number | null };
const first = '2026-10-20';
const dayOf = (n: number) => addDays(first, n);

describe('the roll-up', async () => {
  const database = await testDatabase();
  const { pool } = database;
  const clock = () => new Date('2026-11-24T03:00:00Z');
  const accounts = [newId(), newId(), newId()];
  const jobs = collectingJobs();
  const rollUp = (perTransaction?: number) => rollUpUsage({ database, clock, jobs }, { perTransaction });

  beforeAll(async () => {
    for (const id of accounts) await pool.query(`insert into accounts (account_id, name, created_at, updated_at) values ($1, 'A', now(), now())`, [id]);
    for (let n = 1; n <= 4; n++) await pool.query('insert into event_names (name) values ($1)', [`e${n}`]);
  });
  beforeEach(() => pool.query('truncate usage_events, usage_users, account_days, usage_dirty, account_dirty'));

  async function store(events: Event[]): Promise<void> {
    for (const e of events) {
      const day = dayOf(e.day);
      const user = e.user === null ? null : 1_000_000 + e.user;
      if (user)
        await pool.query('insert into usage_users (account_id, user_no, user_key) values ($1, $2, $3) on conflict do nothing', [
          accounts[e.account],
          user,
          `u${e.user}`,
        ]);
      await pool.query(
        `with e as (insert into usage_events (account_id, ts, message_key, source_no, user_no, event_id, received_at, known_on, day, amount)
           values ($1, ($2::date::timestamp at time zone 'Asia/Tokyo') + make_interval(hours => $3), $4, 1, $5, $6, now(), $7, $2, $8) returning account_id, day, known_on)
         insert into usage_dirty select account_id, day, known_on from e`,
        [accounts[e.account], day, e.hour, Buffer.from(newId().replaceAll('-', ''), 'hex'), user, e.event, addDays(day, e.late), e.amount],
      );
    }
  }

  /** Any window as of a day: what was known by then. */
  async function asOf(account: number, from: number, to: number, cut: number) {
    const { rows } = await pool.query(
      `select coalesce(sum(total), 0)::int as total,
         (select coalesce(jsonb_object_agg(event, jsonb_build_array(n, amount)), '{}') from (
           select x.event, sum(x.n) as n, sum(x.amount) as amount from account_days d, unnest(d.events, d.counts, d.amounts) as x(event, n, amount)
           where d.account_id = $1 and d.day between $2 and $3 and d.known_on <= $4 group by 1) s) as events,
         (select count(distinct u)::int from account_days d, unnest(d.users) u where d.account_id = $1 and d.day between $2 and $3 and d.known_on <= $4) as users
       from account_days where account_id = $1 and day between $2 and $3 and known_on <= $4`,
      [accounts[account], dayOf(from), dayOf(to), dayOf(cut)],
    );
    return rows[0];
  }

  function bruteForce(events: Event[], account: number, from: number, to: number, cut: number) {
    const picked = events.filter((e) => e.account === account && e.day >= from && e.day <= to && e.day + e.late <= cut);
    const sums: Record<string, [number, number]> = {};
    for (const e of picked) {
      const sum = (sums[e.event] ??= [0, 0]);
      sum[0] += 1;
      sum[1] += e.amount ?? 0;
    }
    return { total: picked.length, events: sums, users: new Set(picked.flatMap((e) => (e.user === null ? [] : [e.user]))).size };
  }

  const event = fc.record<Event>({
    account: fc.nat(2),
    day: fc.nat(20),
    hour: fc.nat(23),
    late: fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, fc.nat(9)),
    event: fc.integer({ min: 1, max: 4 }),
    user: fc.option(fc.nat(5)),
    amount: fc.option(fc.integer({ min: -500, max: 5000 })),
  });

  it('equals counting the events themselves, for any window as of any day, however the arrivals are cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(event, { maxLength: 25 }), { minLength: 1, maxLength: 3 }),
        fc.array(fc.tuple(fc.nat(2), fc.nat(20), fc.nat(20), fc.nat(29)), { minLength: 5, maxLength: 5 }),
        fc.constantFrom(1, 7, undefined),
        async (arrivals, questions, perTransaction) => {
          await pool.query('truncate usage_events, usage_users, account_days, usage_dirty');
          for (const some of arrivals) {
            await store(some);
            await rollUp(perTransaction);
          }
          for (const [account, a, b, cut] of questions) {
            const [from, to] = [Math.min(a, b), Math.max(a, b)];
            expect(await asOf(account, from, to, cut)).toEqual(bruteForce(arrivals.flat(), account, from, to, cut));
          }
          expect((await pool.query('select count(*)::int as n from usage_dirty')).rows[0].n).toBe(0);
        },
      ),
      { numRuns: 25 },
    );
  }, 60_000);

  const plain = { account: 0, day: 3, hour: 10, late: 0, event: 1, user: 1, amount: null };

  it('leaves a day as it was known when a late event comes', async () => {
    await store([plain]);
    await rollUp();
    const before = (await pool.query('select * from account_days')).rows;
    await store([{ ...plain, late: 4, user: 2 }]);
    expect(await rollUp()).toBe(1);
    expect((await pool.query('select * from account_days where known_on = day')).rows).toEqual(before);
  });

  it('can be killed and run again, and two at once do not disturb each other', async () => {
    await store([plain, { ...plain, user: 2 }, { ...plain, day: 5 }]);
    const failing = { publish: () => Promise.reject(new Error('killed')) };
    await expect(rollUpUsage({ database, clock, jobs: failing })).rejects.toThrow('killed');
    expect((await pool.query('select * from account_days')).rows).toEqual([]);
    await Promise.all([rollUp(1), rollUp(1), rollUp(2)]);
    expect(await asOf(0, 0, 20, 20)).toEqual({ total: 3, events: { 1: [3, 0] }, users: 2 });
    expect((await pool.query('select account_id from account_dirty')).rows).toEqual([{ account_id: accounts[0] }]);
  });

  it('takes a day away when its events are gone, and sees every hour of the day', async () => {
    await store([plain, { ...plain, hour: 0 }, { ...plain, hour: 23 }]);
    await rollUp();
    expect(await asOf(0, 3, 3, 3)).toMatchObject({ total: 3 });
    await pool.query('delete from usage_events');
    await pool.query('insert into usage_dirty select account_id, day, known_on from account_days');
    await rollUp();
    expect((await pool.query('select * from account_days')).rows).toEqual([]);
  });

  it('counts merged users as one, notes when users were seen, and finds them among the contacts', async () => {
    await store([plain, { ...plain, user: 2, hour: 12 }, { ...plain, user: 3, day: 9 }]);
    await pool.query(`update usage_users set canonical_no = 1000002 where user_no = 1000001`);
    const contact = newId();
    await pool.query(`insert into contacts (account_id, contact_id, name, email, created_at, updated_at) values ($1, $2, '佐藤', 'U3', now(), now())`, [
      accounts[0],
      contact,
    ]);
    await rollUp();
    expect(await asOf(0, 3, 3, 3)).toMatchObject({ total: 2, users: 1 });
    const users = (await pool.query('select user_no, first_seen_at, last_seen_at, contact_id from usage_users order by user_no')).rows;
    expect(users.slice(1)).toEqual([
      { user_no: 1000002, first_seen_at: new Date('2026-10-23T01:00:00Z'), last_seen_at: new Date('2026-10-23T03:00:00Z'), contact_id: null },
      { user_no: 1000003, first_seen_at: new Date('2026-10-29T01:00:00Z'), last_seen_at: new Date('2026-10-29T01:00:00Z'), contact_id: contact },
    ]);
  });
});
