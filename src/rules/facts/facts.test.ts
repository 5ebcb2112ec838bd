import { describe, expect, it } from 'vitest';
import { makeAccount } from '#accounts/accounts/factory.ts';
import { makeProduct } from '#accounts/products/factory.ts';
import { newId } from '#platform/ids/ids.ts';
import { testDatabase } from '#platform/testing/database.ts';
import { makeActivity } from '#signals/activities/factory.ts';
import { makeContract } from '#signals/contracts/factory.ts';
import { refreshFacts } from './refresh.ts';

const today = '2026-11-24';
const options = { zone: 'Asia/Tokyo', now: new Date('2026-11-24T03:00:00Z') };

describe('the facts of an account', async () => {
  const { db, pool } = await testDatabase();
  await makeProduct(db, 1);
  await makeProduct(db, 2);
  const member = newId();
  await pool.query(`insert into members (id, email, name, role) values ($1, 'sato@example.jp', '佐藤', 'csm')`, [member]);
  const facts = async (id: string) => (await pool.query('select * from account_facts where account_id = $1', [id])).rows[0];
  const refresh = (ids: string[] | 'all', on = today) => refreshFacts(db, ids, on, options);

  it('come with a customer list alone', async () => {
    const id = await makeAccount(db, { name: '株式会社みなと物流', kana: null, touchModel: 'high', firstContractOn: '2025-01-01' });
    expect(await refresh([id])).toMatchObject({ written: 1, removed: 0 });
    expect(await facts(id)).toMatchObject({
      name: '株式会社みなと物流',
      kana: '株式会社みなと物流',
      mrr: null,
      active_contracts: 0,
      contacts_count: 0,
      score: null,
      week_usage: null,
      created_on: '2026-01-05',
      first_contract_on: '2025-01-01',
      attention_codes: ['no_touch', 'unassigned'],
      attention_rank: 41,
      reason: { code: 'no_touch', limit: 30 },
      product_nos: [],
    });
  });

  it('are made of everybody, whatever sums and days are said of one', async () => {
    await pool.query(`insert into attribute_definitions (id, key, name, kind) values (gen_random_uuid(), 'founded', '設立日', 'date')`);
    await pool.query(`insert into fact_slots (column_name, field) values ('d1', 'attribute.founded')`);
    const odd = await makeAccount(db, { attributes: { founded: '0000-01-01' } });
    const line = { isSeats: true, quantity: '9999999999', unitPrice: 999_999_999_999_999n };
    await makeContract(db, { accountId: odd }, [
      { productNo: 1, ...line },
      { productNo: 2, ...line },
    ]);
    for (const productNo of [1, 2])
      await pool.query(
        `insert into account_products (account_id, product_no, phase, seats, created_at, updated_at) values ($1, $2, 'adoption', 2147483647, now(), now())`,
        [odd, productNo],
      );
    const plain = await makeAccount(db, { attributes: { founded: '1999-04-01' } });
    expect(await refresh([odd, plain])).toMatchObject({ written: 2 });
    expect(await facts(odd)).toMatchObject({ mrr: '20000000000000000', seats: 2_147_483_647, d1: null });
    expect(await facts(plain)).toMatchObject({ d1: '1999-04-01' });
    await pool.query(`delete from fact_slots; delete from attribute_definitions`);
  });

  it('sum contracts, owners, people and touches as of the day', async () => {
    const id = await makeAccount(db, { name: 'A' });
    await makeContract(db, { accountId: id, startsOn: '2026-01-01', endsOn: '2026-12-31', autoRenew: true, noticeDeadlineOn: '2026-11-30' }, [
      { productNo: 1, unitPrice: 1_200_000n, billingMonths: 12, startsOn: '2026-01-01' },
      { productNo: 2, unitPrice: 50_000n, billingMonths: 1, startsOn: '2026-01-01', isSeats: true, quantity: '3' },
      { productNo: 2, unitPrice: 900_000n, kind: 'one_off', startsOn: '2026-01-01' },
    ]);
    await pool.query(
      `insert into assignments (account_id, assignment_id, role, member_id, from_on, created_at, updated_at) values ($1, $2, 'csm', $3, '2026-01-01', now(), now())`,
      [id, newId(), member],
    );
    await pool.query(
      `insert into contacts (account_id, contact_id, name, roles, status, status_on, created_at, updated_at) values ($1, $2, 'x', '{champion}', 'left', '2026-11-01', now(), now()), ($1, $3, 'y', '{decision_maker}', 'active', null, now(), now())`,
      [id, newId(), newId()],
    );
    await makeActivity(db, { accountId: id, happenedAt: new Date('2026-11-20T16:00:00Z') });
    await makeActivity(db, { accountId: id, happenedAt: new Date('2026-11-22T16:00:00Z'), kind: 'memo' });
    await pool.query(
      `insert into account_days (account_id, day, known_on, total, events, counts, amounts, users) values ($1, '2026-11-24', '2026-11-24', 5, '{1}', '{5}', '{null}', '{1}'), ($1, '2026-09-05', '2026-09-05', 7, '{1}', '{7}', '{null}', '{1}'), ($1, '2026-09-01', '2026-09-01', 9, '{1}', '{9}', '{null}', '{1}')`,
      [id],
    );
    await refresh([id]);
    const row = await facts(id);
    expect(row).toMatchObject({
      mrr: '250000',
      seats: 3,
      active_contracts: 1,
      renewal_on: '2026-12-31',
      notice_on: '2026-11-30',
      auto_renew: true,
      csm_id: member,
      contacts_count: 1,
      decision_makers: 1,
      champion_left: true,
      last_touch_on: '2026-11-21',
      last_event_on: '2026-11-24',
      product_nos: [1, 2],
    });
    expect(row.week_usage).toEqual([7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 5]);
    expect(row.attention).toEqual([
      { code: 'notice_near', on: '2026-11-30', days: 6 },
      { code: 'champion_left' },
      { code: 'renewal_near', on: '2026-12-31', days: 37 },
    ]);
    expect(row.attention_rank).toBe(82);
  });

  it('are written only where they differ, and again when only the day has moved them', async () => {
    expect(await refresh('all')).toMatchObject({ written: 0 });
    expect((await refresh('all', '2026-12-02')).written).toBeGreaterThan(0);
    expect((await refresh('all')).written).toBeGreaterThan(0);
    expect(await refresh('all')).toMatchObject({ written: 0 });
  });

  it('hold metrics and attributes in columns that are never given away', async () => {
    await pool.query(
      `insert into attribute_definitions (id, key, name, kind) values (gen_random_uuid(), 'plan', 'プラン', 'choice'), (gen_random_uuid(), 'kickoff', 'キックオフ', 'date'), (gen_random_uuid(), 'vip', 'VIP', 'boolean')`,
    );
    await pool.query(
      `insert into metric_definitions (metric_id, version, slot, key, name, definition, unit, direction, from_day, created_at) values (gen_random_uuid(), 1, 2, 'logins', 'ログイン', '{}', 'count', 'higher', '2026-01-01', now())`,
    );
    const id = await makeAccount(db, { name: 'B', attributes: { plan: '法人', kickoff: '2026-02-30', vip: true } });
    await pool.query(`insert into metric_days (account_id, product_no, day, v, computed_at) values ($1, 0, '2026-11-23', '{1,42.5}', now())`, [id]);
    await refresh([id]);
    const slots = Object.fromEntries((await pool.query('select field, column_name from fact_slots')).rows.map((r) => [r.field, r.column_name]));
    expect(slots).toMatchObject({ 'attribute.plan': 'k1', 'attribute.kickoff': 'd1', 'attribute.vip': 'b1', 'metric.logins': 'n1' });
    expect(await facts(id)).toMatchObject({ k1: '法人', d1: '2026-03-02', b1: true, n1: 42.5 });
    await pool.query(`update attribute_definitions set archived_at = now() where key = 'plan'`);
    await pool.query(`insert into attribute_definitions (id, key, name, kind) values (gen_random_uuid(), 'size', '規模', 'choice')`);
    await refresh([id]);
    expect((await pool.query(`select column_name from fact_slots where field = 'attribute.size'`)).rows[0].column_name).toBe('k2');
  });

  it('take the score of the day, and keep the last one of a customer who has left', async () => {
    const id = await makeAccount(db, { name: 'C' });
    const score = (day: string, total: number, colour: string) =>
      pool.query(
        `insert into score_days (account_id, product_no, day, version_id, total, coverage, colour, points, computed_at) values ($1, 0, $2, 1, $3, 1, $4, '{}', now())`,
        [id, day, total, colour],
      );
    await score('2026-10-27', 60, 'watch');
    await score(today, 30, 'risk');
    await refresh([id]);
    expect(await facts(id)).toMatchObject({
      score: 30,
      colour: 'risk',
      colour_rank: 1,
      score_change_28: -30,
      attention_codes: ['health_risk', 'no_touch', 'unassigned'],
    });
    // By another version: no change is said until the day before is scored by it too; that score is no day's own.
    await pool.query(`update score_days set version_id = 2 where account_id = $1 and day = $2`, [id, today]);
    await refresh([id]);
    expect(await facts(id)).toMatchObject({ score: 30, score_change_28: null });
    await pool.query(
      `insert into score_days (account_id, product_no, day, version_id, total, coverage, colour, points, computed_at, restated)
       values ($1, 0, '2026-10-27', 2, 35, 1, 'risk', '{}', now(), true), ($1, 0, $2, 3, 90, 1, 'good', '{}', now(), true)`,
      [id, today],
    );
    await refresh([id]);
    expect(await facts(id)).toMatchObject({ score: 30, colour: 'risk', score_change_28: -5 });
    await pool.query(`update accounts set churned_on = '2026-11-24' where account_id = $1`, [id]);
    await pool.query(`delete from score_days where account_id = $1`, [id]);
    await refresh([id], '2026-12-20');
    expect(await facts(id)).toMatchObject({ score: 30, colour: 'risk', attention_codes: [], reason: null });
    await pool.query(`delete from accounts where account_id = $1`, [id]);
    expect(await refresh([id])).toMatchObject({ removed: 1 });
  });
});
