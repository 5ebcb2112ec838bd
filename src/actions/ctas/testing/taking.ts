import { pino } from 'pino';
import { sql } from 'drizzle-orm';
import { makeAccount } from '#accounts/accounts/factory.ts';
import { makeAssignment } from '#accounts/assignments/factory.ts';
import { rows } from '#platform/db/db.ts';
import { newId } from '#platform/ids/ids.ts';
import type { Job } from '#platform/jobs/jobs.ts';
import { memberId, testApi } from '#platform/testing/api.ts';
import { ctasCreated, ruleWebhooks, takeFiringsJob } from '../index.ts';
import { routes } from '../routes.ts';

/** For tests of taking firings: who listens to what comes of them, and rules, firings and customers made in a line. */
export async function takingWorld() {
  const moment = new Date('2026-11-24T03:00:00Z');
  const heard: { signal: string; data: object }[] = [];
  const ear = (signal: string): Job => ({ name: `ear-${signal}`, run: async (_context, data) => void heard.push({ signal, data }) });
  const [made, hooks] = [ear('made'), ear('hook')];
  const api = await testApi(
    { ctas: routes },
    {
      clock: () => moment,
      jobs: [made as Job<never>, hooks as Job<never>],
      subscriptions: [
        [ctasCreated, made as Job<never>],
        [ruleWebhooks, hooks as Job<never>],
      ],
    },
  );
  const log = pino({ level: process.env.TEST_LOG ?? 'silent' });
  const context = { database: api.database, db: api.db, clock: () => moment, log, jobs: api.jobs };
  const take = () => takeFiringsJob.run(context, {});
  const cta = { kind: 'cta', type: 'risk', reason: 'usage_fell', riskCategory: 'product', title: '利用が急減', owner: { kind: 'role', role: 'csm' } };

  async function makeRule(actions: object[], more: { closeWhenCleared?: boolean } = {}): Promise<string> {
    const ruleId = newId();
    const definition = { condition: { field: 'score', operator: 'lt', value: 40 }, trigger: { kind: 'becomes' }, actions, ...more };
    await api.db.execute(
      sql`insert into rules (rule_id, name, status, version, created_at, updated_at) values (${ruleId}, '利用急減', 'live', 1, now(), now())`,
    );
    await api.db.execute(
      sql`insert into rule_versions (rule_id, version, definition, published_at, first_day) values (${ruleId}, 1, ${JSON.stringify(definition)}::jsonb, now(), '2026-11-01')`,
    );
    return ruleId;
  }
  async function fire(ruleId: string, accountId: string, firedOn = '2026-11-24', at = moment.toISOString()): Promise<void> {
    await api.db.execute(sql`insert into rule_firings (account_id, product_no, rule_id, fired_on, version, for_day, at, facts)
      values (${accountId}, 0, ${ruleId}, ${firedOn}, 1, ${firedOn}::date - 1, ${at}, '{"score": 28}')`);
  }
  const customer = async (row: object = {}) => {
    const accountId = await makeAccount(api.db, row);
    await makeAssignment(api.db, { accountId, memberId: memberId('csm') });
    return accountId;
  };
  const ctasOf = (ruleId: string) => rows<Record<string, unknown>>(api.db, sql`select * from ctas where rule_id = ${ruleId} order by created_at, cta_id`);
  const firingsOf = (ruleId: string) =>
    rows<{ account_id: string; result: string | null; cta_id: string | null }>(
      api.db,
      sql`select account_id, result, cta_id from rule_firings where rule_id = ${ruleId} order by fired_on, at`,
    );
  const slotsPerWeek = (n: number, member: string) =>
    api.db.execute(sql`insert into member_slots (member_id, per_week) values (${member}, ${n}) on conflict (member_id) do update set per_week = ${n}`);
  return { api, moment, heard, context, take, cta, makeRule, fire, customer, ctasOf, firingsOf, slotsPerWeek };
}
