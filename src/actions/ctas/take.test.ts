import { sql } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { makeAccount } from '#accounts/accounts/factory.ts';
import { makeAccountProduct } from '#accounts/account-products/factory.ts';
import { makeAttribute } from '#accounts/attributes/factory.ts';
import { makeProduct } from '#accounts/products/factory.ts';
import { openDatabase, rows } from '#platform/db/db.ts';
import { newId } from '#platform/ids/ids.ts';
import { memberId } from '#platform/testing/api.ts';
import { proposeRetirementJob, takeFiringsJob } from './index.ts';
import { makeCta } from './factory.ts';
import { takingWorld } from './testing/taking.ts';

const { api, moment, heard, context, take, cta, makeRule, fire, customer, ctasOf, firingsOf } = await takingWorld();
const [csm, sales, support] = [memberId('csm'), memberId('sales'), memberId('support')];

describe('a firing', () => {
  it('becomes a CTA of whoever has the role, with the facts frozen, due in business days, and an audit row', async () => {
    const accountId = await customer();
    const ruleId = await makeRule([{ ...cta, dueInBusinessDays: 2, playbookId: sales }]);
    await fire(ruleId, accountId);
    await take();
    const [one] = await ctasOf(ruleId);
    expect(one).toMatchObject({
      account_id: accountId,
      owner_id: csm,
      owner_role: 'csm',
      due_on: '2026-11-26',
      facts: { score: 28 },
      slot: 'in',
      slot_week: '2026-11-23',
    });
    expect(one!.rank).toBe(Object.values(one!.rank_parts as Record<string, number>).reduce((a, b) => a + b));
    expect(await firingsOf(ruleId)).toEqual([{ account_id: accountId, result: 'created', cta_id: one!.cta_id }]);
    expect((await api.audit()).at(-1)).toMatchObject({ action: 'ctas.fire', actor_name: 'ルール', account_id: accountId, label: '利用が急減' });
    await api.drain();
    expect(heard).toEqual([{ signal: 'made', data: { ctas: [{ accountId, ctaId: one!.cta_id, playbookId: sales }] } }]);
    const audits = (await api.audit()).length;
    await take();
    expect((await api.audit()).length).toBe(audits);
  });

  it('makes no second CTA while one is open or asleep, but does after it was closed', async () => {
    const accountId = await customer();
    const ruleId = await makeRule([cta]);
    for (const day of ['2026-11-20', '2026-11-22']) await fire(ruleId, accountId, day);
    await take();
    const [first] = await ctasOf(ruleId);
    expect((await firingsOf(ruleId)).map((f) => [f.result, f.cta_id])).toEqual([
      ['created', first!.cta_id],
      ['open_already', first!.cta_id],
    ]);
    await api.db.execute(sql`update ctas set snoozed_until = '2026-12-24' where cta_id = ${first!.cta_id as string}`);
    await fire(ruleId, accountId, '2026-11-23');
    await take();
    expect((await firingsOf(ruleId)).at(-1)).toMatchObject({ result: 'open_already' });
    await api.as('csm').post(`/accounts/${accountId}/ctas/${first!.cta_id as string}/status`, { status: 'done', outcome: 'improved' });
    await fire(ruleId, accountId, '2026-11-24');
    await take();
    expect(await ctasOf(ruleId)).toHaveLength(2);
    expect((await firingsOf(ruleId)).at(-1)).toMatchObject({ result: 'created' });
  });

  it('goes around a team, and to the CSM where nobody has the role or the member has left', async () => {
    const teamId = newId();
    await api.database.pool.query(`insert into teams (id, name) values ($1, '更新チーム')`, [teamId]);
    await api.database.pool.query('insert into team_members (team_id, member_id) values ($1, $2), ($1, $3)', [teamId, sales, support]);
    await makeCta(api.db, { accountId: await customer(), ownerId: sales, ruleId: newId() }, new Date('2026-11-23T00:00:00Z'));
    const ruleId = await makeRule([{ ...cta, owner: { kind: 'team', teamId } }]);
    for (let i = 0; i < 3; i++) await fire(ruleId, await customer(), '2026-11-24', new Date(moment.getTime() + i).toISOString());
    await take();
    expect((await ctasOf(ruleId)).map((c) => c.owner_id).toSorted()).toEqual([sales, support, support].toSorted());
    await api.db.execute(sql`update members set status = 'disabled' where id = ${sales}`);
    const gone = await makeRule([{ ...cta, owner: { kind: 'member', memberId: sales } }]);
    const unfilled = await makeRule([{ ...cta, owner: { kind: 'role', role: 'onboarding' } }]);
    for (const rule of [gone, unfilled]) await fire(rule, await customer());
    await take();
    await api.db.execute(sql`update members set status = 'active' where id = ${sales}`);
    for (const rule of [gone, unfilled]) expect(await ctasOf(rule)).toMatchObject([{ owner_id: csm, owner_role: 'csm' }]);
  });

  it('also tags, sets attribute and phase, tells people and asks for webhooks; once each', async () => {
    const accountId = await customer({ name: '株式会社ソラリス', tags: ['重要'] });
    await makeProduct(api.db, 1, { name: 'コア' });
    await makeAccountProduct(api.db, { accountId, productNo: 1, phase: 'onboarding' });
    await makeAttribute(api.db, { key: 'plan', kind: 'choice', choices: ['A', 'B'] });
    const ruleId = await makeRule([
      { kind: 'add_tag', tag: '要注意' },
      { kind: 'set_attribute', key: 'plan', value: 'B' },
      { kind: 'set_attribute', key: 'plan', value: 'Z' },
      { kind: 'set_phase', phase: 'adoption' },
      { kind: 'notify', to: { kind: 'role', role: 'csm' }, text: '席数が足りません' },
      { kind: 'webhook', webhookId: sales },
    ]);
    await api.drain();
    heard.length = 0;
    await fire(ruleId, accountId);
    await take();
    await take();
    const [account] = await rows<object>(api.db, sql`select tags, attributes from accounts where account_id = ${accountId}`);
    expect(account).toEqual({ tags: ['重要', '要注意'], attributes: { plan: 'B' } });
    expect(await rows(api.db, sql`select phase, phase_since from account_products where account_id = ${accountId}`)).toEqual([
      { phase: 'adoption', phase_since: '2026-11-24' },
    ]);
    expect(await rows(api.db, sql`select title->>'ja' as title from notifications where member_id = ${csm} and kind = 'rules'`)).toEqual([
      { title: '株式会社ソラリス: 席数が足りません' },
    ]);
    await api.drain();
    expect(heard).toMatchObject([{ signal: 'hook', data: { webhookId: sales, ruleId, accountId, facts: { score: 28 } } }]);
    expect(await firingsOf(ruleId)).toMatchObject([{ result: 'no_cta', cta_id: null }]);
    const audits = (await api.audit()).filter((a) => a.account_id === accountId).map((a) => Object.keys(a.changes)[0]);
    expect(audits.toSorted()).toEqual(['attributes.plan', 'phase', 'tags']);
  });

  it('of a customer who is gone or archived, or of a rule that cannot be read, is handled without a CTA', async () => {
    const ruleId = await makeRule([cta]);
    await fire(ruleId, newId());
    await fire(ruleId, await makeAccount(api.db, { archivedAt: moment }));
    const odd = await makeRule([{ kind: 'dance' }]);
    await fire(odd, await customer());
    await take();
    expect([...(await firingsOf(ruleId)), ...(await firingsOf(odd))].map((f) => f.result)).toEqual(['no_cta', 'no_cta', 'no_cta']);
  });
});

describe('exactly once', () => {
  it('with three takers over the same firings', async () => {
    const ruleId = await makeRule([cta, { ...cta, reason: 'silent', title: '利用の停止' }]);
    const accounts = await Promise.all(Array.from({ length: 60 }, () => customer()));
    for (const accountId of accounts) for (const day of ['2026-11-23', '2026-11-24']) await fire(ruleId, accountId, day);
    const takers = [1, 2, 3].map(() => openDatabase(api.database.url, { max: 2 }));
    await Promise.all(takers.map((database) => takeFiringsJob.run({ ...context, database, db: database.db }, {})));
    await Promise.all(takers.map((t) => t.close()));
    const made = await ctasOf(ruleId);
    expect(made).toHaveLength(120);
    expect(new Set(made.map((c) => `${c.account_id} ${c.reason}`)).size).toBe(120);
    const results = (await firingsOf(ruleId)).map((f) => f.result);
    expect(results.filter((r) => r === 'created' || r === 'overflow')).toHaveLength(60);
    expect(results.filter((r) => r === 'open_already')).toHaveLength(60);
    const created = await rows(
      api.db,
      sql`select 1 from cta_changes h join ctas c using (account_id, cta_id) where c.rule_id = ${ruleId} and h.kind = 'created'`,
    );
    expect(created).toHaveLength(120);
  });

  it('when the taker is killed half-way', async () => {
    const ruleId = await makeRule([cta, { kind: 'add_tag', tag: 'T' }]);
    const accountId = await customer();
    await fire(ruleId, accountId);
    const doomed = openDatabase(api.database.url, { max: 1, name: 'doomed' });
    const blocker = await api.database.pool.connect();
    await blocker.query('begin; lock table cta_changes in exclusive mode');
    const running = takeFiringsJob.run({ ...context, database: doomed, db: doomed.db }, {}).then(
      () => 'done',
      () => 'killed',
    );
    for (let n = 0; n === 0;) {
      await new Promise((r) => setTimeout(r, 20));
      // The CTA is inserted; its history waits for the lock.
      n = (await api.database.pool.query(`select from pg_stat_activity where application_name = 'doomed' and wait_event_type = 'Lock'`)).rowCount ?? 0;
    }
    await api.database.pool.query(`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'doomed'`);
    expect(await running).toBe('killed');
    await blocker.query('rollback');
    blocker.release();
    await doomed.close();
    expect([await ctasOf(ruleId), (await firingsOf(ruleId))[0]!.result]).toEqual([[], null]);
    await take();
    await take();
    expect(await ctasOf(ruleId)).toHaveLength(1);
    expect(await rows(api.db, sql`select tags from accounts where account_id = ${accountId}`)).toEqual([{ tags: ['T'] }]);
  });
});

describe('a condition that has cleared', () => {
  it('closes the CTA after the close of the day it fired on, with history; others stay', async () => {
    const accounts = await Promise.all([1, 2].map(() => customer()));
    const closing = await makeRule([cta], { closeWhenCleared: true });
    const staying = await makeRule([cta]);
    for (const rule of [closing, staying]) for (const accountId of accounts) await fire(rule, accountId);
    await api.db.execute(sql`insert into rule_state (account_id, rule_id, version, since) values (${accounts[1]}, ${closing}, 1, '2026-11-23')`);
    const evaluated = (day: string) => api.db.execute(sql`update rules set evaluated_on = ${day} where rule_id in (${closing}, ${staying})`);
    const statuses = async (rule: string) => new Map((await ctasOf(rule)).map((c) => [c.account_id, c.status]));
    await evaluated('2026-11-23');
    await take();
    expect([...(await statuses(closing)).values()]).toEqual(['open', 'open']);
    await evaluated('2026-11-24');
    await take();
    const after = await statuses(closing);
    expect(accounts.map((a) => after.get(a))).toEqual(['done', 'open']);
    expect([...(await statuses(staying)).values()]).toEqual(['open', 'open']);
    const cleared = (await ctasOf(closing)).find((c) => c.account_id === accounts[0])!;
    expect(cleared).toMatchObject({ outcome: 'cleared', closed_by_rule: true });
    const history = (await api.as('csm').get(`/accounts/${accounts[0]}/ctas/${cleared.cta_id as string}/history`)).body;
    expect(history[0]).toMatchObject({ kind: 'cleared', byName: '利用急減' });
    expect((await api.audit()).at(-1)).toMatchObject({ action: 'ctas.clear', changes: { status: ['open', 'done'] } });
  });
});

describe('a rule nobody cares for', () => {
  it('is proposed for retirement after ten in a row, and not any more once one is acted on', async () => {
    const ruleId = await makeRule([cta]);
    const accountId = await customer();
    const at = (i: number) => new Date(Date.UTC(2026, 9, 1 + i));
    const proposed = async () =>
      (await rows<{ p: boolean }>(api.db, sql`select retirement_proposed_at is not null as p from rules where rule_id = ${ruleId}`))[0]!.p;
    await makeCta(api.db, { accountId, ruleId, status: 'done', closedAt: at(0), firstActedAt: at(0) }, at(0));
    for (let i = 1; i <= 9; i++) await makeCta(api.db, { accountId, ruleId, status: 'wont_do', closedAt: at(i) }, at(i));
    await makeCta(api.db, { accountId, ruleId, status: 'done', closedByRule: true, closedAt: at(10), dueOn: '2026-12-01' }, at(10));
    await proposeRetirementJob.run(context, {});
    expect(await proposed()).toBe(false);
    await makeCta(api.db, { accountId, ruleId, uselessAt: at(11), status: 'wont_do', closedAt: at(11) }, at(11));
    await proposeRetirementJob.run(context, {});
    expect(await proposed()).toBe(true);
    expect((await api.audit()).at(-1)).toMatchObject({ action: 'rules.propose_retirement', noun_id: ruleId });
    await makeCta(api.db, { accountId, ruleId, status: 'doing', firstActedAt: at(12) }, at(12));
    await proposeRetirementJob.run(context, {});
    expect(await proposed()).toBe(false);
  });
});
