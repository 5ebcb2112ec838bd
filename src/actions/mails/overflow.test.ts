import { sql } from 'drizzle-orm';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { makeAccount } from '#accounts/accounts/factory.ts';
import { takeFiringsJob } from '#actions/ctas/index.ts';
import { addDays, type Day } from '#platform/clock/days.ts';
import { row } from '#platform/db/db.ts';
import { newId } from '#platform/ids/ids.ts';
import type { Job } from '#platform/jobs/jobs.ts';
import { memberId, testApi } from '#platform/testing/api.ts';
import { mailbox } from '#platform/testing/mailbox.ts';
import { mailsJob } from './index.ts';

const monday: Day = '2026-11-30';
const owners = { 'csm@example.jp': memberId('csm'), 'sales@example.jp': memberId('sales') };
const box = await mailbox();
const clock = { now: new Date(`${monday}T00:00:00Z`) };
const jobs = [takeFiringsJob, mailsJob] as Job<never>[];
const api = await testApi({}, { clock: () => clock.now, jobs, site: { url: 'https://banso.example.co.jp', sendMail: box.sendMail } });
const { pool } = api.database;
const mostFirings = 40;
const accounts: string[] = [];
for (let i = 0; i < mostFirings; i++) accounts.push(await makeAccount(api.db));

const run = async (job: Job<never>, day: Day, time: string) => {
  clock.now = new Date(`${day}T${time}:00+09:00`);
  await api.jobs.enqueue(api.db, job, {} as never);
  await api.drain();
  return box.mails.splice(0);
};

async function makeRule(ownerId: string): Promise<string> {
  const ruleId = newId();
  const action = { kind: 'cta', type: 'activity', reason: 'follow_up', title: '確認', owner: { kind: 'member', memberId: ownerId } };
  const definition = { condition: { all: [] }, trigger: { kind: 'becomes' }, actions: [action] };
  await pool.query(`insert into rules (rule_id, name, status, version, created_at, updated_at) values ($1, 'R', 'live', 1, now(), now())`, [ruleId]);
  await pool.query(`insert into rule_versions (rule_id, version, definition, published_at, first_day) values ($1, 1, $2, now(), $3)`, [
    ruleId,
    definition,
    monday,
  ]);
  return ruleId;
}

it('what exceeds the slots is never lost: in every week of a random run, fired = created + what the digest of the Monday after says', async () => {
  const firing = fc.record({ day: fc.nat(18), owner: fc.constantFrom(...(Object.keys(owners) as (keyof typeof owners)[])) });
  await fc.assert(
    fc.asyncProperty(fc.array(firing, { minLength: 15, maxLength: mostFirings }), fc.integer({ min: 0, max: 4 }), async (drawn, perWeek) => {
      await pool.query('truncate notifications, notification_deliveries, notification_mails, ctas, rule_firings cascade; delete from rules');
      const rules = new Map<string, string>();
      for (const [email, id] of Object.entries(owners)) {
        rules.set(email, await makeRule(id));
        await pool.query('insert into member_slots values ($1, $2) on conflict (member_id) do update set per_week = excluded.per_week', [id, perWeek]);
      }
      const told = new Map<string, number>();
      for (let n = 0; n <= 21; n++) {
        const day = addDays(monday, n);
        const mails = n % 7 === 0 || n % 7 === 2 ? await run(mailsJob as Job<never>, day, '08:00') : [];
        for (const mail of mails) {
          const to = (mail.to as { text: string }).text;
          told.set(`${to} ${day}`, Number(/■ 枠外 (\d+)件/.exec(mail.text ?? '')?.[1] ?? 0));
        }
        const today = drawn.flatMap(({ day: on, owner }, i) => (on === n ? [[accounts[i], rules.get(owner)]] : []));
        if (!today.length) continue;
        await pool.query(
          `insert into rule_firings (account_id, product_no, rule_id, fired_on, version, for_day, at, facts)
           select a, 0, r, $3, 1, $3::date - 1, $4, '[]' from unnest($1::uuid[], $2::uuid[]) x(a, r)`,
          [today.map((one) => one[0]), today.map((one) => one[1]), day, clock.now],
        );
        await run(takeFiringsJob as Job<never>, day, '09:00');
      }
      let before = new Map<string, number>();
      for (const week of [0, 7, 14].map((n) => addDays(monday, n))) {
        const next = new Map<string, number>();
        for (const email of Object.keys(owners)) {
          const fired = drawn.filter((one) => one.owner === email && addDays(monday, one.day) >= week && addDays(monday, one.day) < addDays(week, 7)).length;
          const created = await row<{ n: number }>(
            api.db,
            sql`select count(*)::int as n from rule_firings where rule_id = ${rules.get(email)!} and result = 'created' and fired_on >= ${week}::date and fired_on < ${addDays(week, 7)}::date`,
          );
          // Nothing is closed in this run, so a digest counts all there has been so far.
          const inDigest = told.get(`${email} ${addDays(week, 7)}`) ?? 0;
          next.set(email, inDigest);
          expect(created!.n + inDigest - (before.get(email) ?? 0)).toBe(fired);
          expect(created!.n).toBe(Math.min(fired, perWeek));
        }
        before = next;
      }
    }),
    { numRuns: 3, endOnFailure: true },
  );
}, 120_000);
