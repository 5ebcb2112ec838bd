import { sql } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import { makeAccount } from '#accounts/accounts/factory.ts';
import { makeAccountProduct } from '#accounts/account-products/factory.ts';
import { routes as productRoutes } from '#accounts/account-products/routes.ts';
import { makeContact } from '#accounts/contacts/factory.ts';
import { routes as contactRoutes } from '#accounts/contacts/routes.ts';
import { makeProduct } from '#accounts/products/factory.ts';
import { addDays, type Day } from '#platform/clock/days.ts';
import { rows } from '#platform/db/db.ts';
import { collectingJobs } from '#platform/jobs/jobs.ts';
import { testApi } from '#platform/testing/api.ts';
import { refreshFacts } from '#rules/facts/index.ts';
import { makeContract } from '#signals/contracts/factory.ts';
import { routes as contractRoutes } from '#signals/contracts/routes.ts';
import { fireChanged } from './changed.ts';
import { ruleDefinition } from './definition.ts';
import { evaluateClosedDays } from './evaluate.ts';
import { ruleFrame } from './frame.ts';
import { firingsOver } from './islands.sql.ts';
import { fireHourlyJob } from './jobs.ts';
import { routes } from './routes.ts';

const first: Day = '2026-09-05';
const last: Day = '2026-09-20';
const cta = { kind: 'cta', type: 'risk', reason: 'other_risk', title: '確認', owner: { kind: 'role', role: 'csm' } };
const everybody = { all: [] };

describe('what makes a rule fire', async () => {
  let at = new Date('2026-09-05T10:00:00+09:00');
  const api = await testApi({ rules: routes, contacts: contactRoutes, contracts: contractRoutes, products: productRoutes }, { clock: () => at });
  const { db } = api;
  const { pool } = api.database;
  const noon = (day: Day) => new Date(`${day}T12:00:00+09:00`);
  const acts = new Map<Day, (() => Promise<unknown>)[]>();
  const on = (day: Day, act: () => Promise<unknown>) => acts.set(day, [...(acts.get(day) ?? []), act]);
  const rules = new Map<string, { ruleId: string; definition: object }>();
  const names = new Map<string, string>();
  const made = async (name: string) => {
    const accountId = await makeAccount(db, { name });
    names.set(accountId, name);
    return accountId;
  };
  const publish = async (name: string, rest: object) => {
    const definition = { condition: everybody, actions: [cta], ...rest };
    const { body } = await api.as('ops').post('/rules', { name, definition });
    expect((await api.as('ops').post(`/rules/${body.ruleId}/publish`, { note: '試す', overSlotsReason: '試す' })).body.status).toBe('live');
    rules.set(name, { ruleId: body.ruleId, definition });
  };
  const left = async (accountId: string, contactId: string, status: string) =>
    expect((await api.as('csm').post(`/accounts/${accountId}/contacts/${contactId}/status`, { status })).status).toBe(200);
  const phase = async (accountId: string, productNo: number, to: string) =>
    expect((await api.as('csm').put(`/accounts/${accountId}/products/${productNo}`, { phase: to })).status).toBe(200);
  const firedOf = async (name: string) =>
    (
      await rows<{ id: string; day: Day; on: Day }>(
        db,
        sql`select account_id as id, for_day as day, fired_on as on from rule_firings where rule_id = ${rules.get(name)!.ruleId}`,
      )
    )
      .map((f) => `${names.get(f.id)} ${f.day} ${f.on}`)
      .sort();

  beforeAll(async () => {
    await makeProduct(db, 1);
    await makeProduct(db, 2);
    await pool.query(`insert into days_closed (day, closed_at, time_zone, cut) values ($1, now(), 'Asia/Tokyo', now())`, [addDays(first, -1)]);

    const renewing = await made('更新');
    const contractId = await makeContract(db, { accountId: renewing, startsOn: '2025-09-19', endsOn: '2026-09-18' });
    const ends = (endsOn: Day) => async () => expect((await api.as('csm').patch(`/accounts/${renewing}/contracts/${contractId}`, { endsOn })).status).toBe(200);
    // Ten days ahead on the 8th; prolonged on the 11th, it comes near again on the 15th.
    on('2026-09-11', ends('2026-09-25'));

    const leaving = await made('離任');
    const champion = await makeContact(db, { accountId: leaving, roles: ['champion', 'operator'] });
    const operator = await makeContact(db, { accountId: leaving, roles: ['operator'] });
    on('2026-09-08', () => left(leaving, operator, 'left'));
    on('2026-09-10', () => left(leaving, champion, 'transferred'));
    on('2026-09-12', () => left(leaving, champion, 'left'));
    // He is back, and goes again.
    on('2026-09-14', () => left(leaving, champion, 'active'));
    on('2026-09-16', () => left(leaving, champion, 'left'));
    const known = await made('以前の離任');
    on('2026-09-09', () => makeContact(db, { accountId: known, roles: ['champion'], status: 'left', statusOn: '2024-03-31' }, noon('2026-09-09')));

    const one = await made('一つの製品');
    await makeAccountProduct(db, { accountId: one, productNo: 1, phase: 'onboarding' });
    on('2026-09-10', () => phase(one, 1, 'adoption'));
    const two = await made('二つの製品');
    await makeContract(db, { accountId: two }, [{ productNo: 1 }, { productNo: 2, unitPrice: 90_000n }]);
    for (const productNo of [1, 2]) await makeAccountProduct(db, { accountId: two, productNo, phase: 'onboarding' });
    // The product that weighs most speaks for the account.
    on('2026-09-09', () => phase(two, 1, 'adoption'));
    on('2026-09-13', () => phase(two, 2, 'adoption'));
    const over = await made('終えた製品');
    await makeAccountProduct(db, { accountId: over, productNo: 1, phase: 'adoption', endedOn: '2026-06-30' });
    await makeAccountProduct(db, { accountId: over, productNo: 2, phase: 'onboarding' });

    await publish('更新の10日前', { trigger: { kind: 'approaches', field: 'renewal_on', days: 10 } });
    await publish('離任', { trigger: { kind: 'contact_leaves', roles: ['champion'] } });
    await publish('離任・すぐに', { trigger: { kind: 'contact_leaves', roles: ['champion'] }, schedule: { kind: 'on_change' } });
    await publish('活用に入る', { trigger: { kind: 'phase_entered', phase: 'adoption' } });
    await publish('活用に入る・すぐに', { trigger: { kind: 'phase_entered', phase: 'adoption' }, schedule: { kind: 'on_change' } });
    await publish('活用に入る・毎時', { trigger: { kind: 'phase_entered', phase: 'adoption' }, schedule: { kind: 'hourly' } });
    await publish('製品1が活用に入る', { trigger: { kind: 'phase_entered', phase: 'adoption' }, productNo: 1 });

    for (let day = first; day <= last; day = addDays(day, 1)) {
      at = noon(day);
      for (const act of acts.get(day) ?? []) await act();
      await refreshFacts(db, 'all', day, { zone: 'Asia/Tokyo', now: at });
      await fireChanged(api.database, collectingJobs(), () => at, null, ['on_change']);
      await fireHourlyJob.run({ database: api.database, db, jobs: collectingJobs(), clock: () => at, log: { info() {} } as never }, {});
      await pool.query(`insert into days_closed (day, closed_at, time_zone, cut) values ($1, now(), 'Asia/Tokyo', now())`, [day]);
      at = new Date(`${addDays(day, 1)}T07:30:00+09:00`);
      await evaluateClosedDays(api.database, collectingJobs(), () => at);
    }
  }, 120_000);

  it('a date that approaches: once, and again when it has moved away and comes near anew', async () => {
    expect(await firedOf('更新の10日前')).toEqual(['更新 2026-09-08 2026-09-09', '更新 2026-09-15 2026-09-16']);
  });

  it('a contact who leaves: whom we knew as being there, once each time, the same day where it is asked on change', async () => {
    expect(await firedOf('離任')).toEqual(['離任 2026-09-10 2026-09-11', '離任 2026-09-16 2026-09-17']);
    expect(await firedOf('離任・すぐに')).toEqual(['離任 2026-09-10 2026-09-10', '離任 2026-09-16 2026-09-16']);
  });

  it('a phase that is entered: of the product that weighs most, or of the product that was asked for', async () => {
    expect(await firedOf('活用に入る')).toEqual(['一つの製品 2026-09-10 2026-09-11', '二つの製品 2026-09-13 2026-09-14']);
    for (const name of ['活用に入る・すぐに', '活用に入る・毎時'])
      expect(await firedOf(name)).toEqual(['一つの製品 2026-09-10 2026-09-10', '二つの製品 2026-09-13 2026-09-13']);
    expect(await firedOf('製品1が活用に入る')).toEqual(['一つの製品 2026-09-10 2026-09-11', '二つの製品 2026-09-09 2026-09-10']);
  });

  it('all of them for the days that replay says', async () => {
    const frame = await ruleFrame(db);
    for (const [name, { definition }] of rules) {
      const replayed = await rows<{ id: string; day: Day }>(
        db,
        sql`select account_id as id, for_day as day from (${firingsOver(ruleDefinition.parse(definition), { from: first, to: last }, frame)}) f`,
      );
      const days = (await firedOf(name)).map((line) => line.slice(0, line.lastIndexOf(' ')));
      expect(replayed.map((f) => `${names.get(f.id)} ${f.day}`).sort(), name).toEqual(days);
    }
  });

  it('a daily rule waits for its time of the day, a day that is older is caught up at once', async () => {
    await publish('朝9時', { trigger: { kind: 'approaches', field: 'renewal_on', days: 10 }, schedule: { kind: 'daily', at: '09:00' } });
    const evaluatedOn = async () => (await api.as('ops').get(`/rules/${rules.get('朝9時')!.ruleId}`)).body.evaluatedOn;
    await pool.query(`insert into days_closed (day, closed_at, time_zone, cut) values ('2026-09-21', now(), 'Asia/Tokyo', now())`);
    const at = (time: string, day = '2026-09-22') => evaluateClosedDays(api.database, collectingJobs(), () => new Date(`${day}T${time}:00+09:00`));
    await at('08:59');
    expect(await evaluatedOn()).toBe('2026-09-20');
    await at('09:00');
    expect(await evaluatedOn()).toBe('2026-09-21');
    await pool.query(
      `insert into days_closed (day, closed_at, time_zone, cut) values ('2026-09-22', now(), 'Asia/Tokyo', now()), ('2026-09-23', now(), 'Asia/Tokyo', now())`,
    );
    await at('02:00', '2026-09-24');
    expect(await evaluatedOn()).toBe('2026-09-22');
  });
});
