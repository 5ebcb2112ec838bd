import { sql } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { makeAccount } from '#accounts/accounts/factory.ts';
import { makeProduct } from '#accounts/products/factory.ts';
import { addDays, type Day } from '#platform/clock/days.ts';
import { rows } from '#platform/db/db.ts';
import { testApi } from '#platform/testing/api.ts';
import { makeContract } from '#signals/contracts/factory.ts';
import { everyoneBeside } from './everyone.sql.ts';
import { makePlaybook } from './factory.ts';
import { routes } from './routes.ts';

const api = await testApi({ playbooks: routes }, { clock: () => new Date('2026-11-24T03:00:00Z') });
const { db } = api;
const today = '2026-11-24';

/** Always the same numbers, from 0 to below 1. */
function sequence(seed: number): () => number {
  let state = seed;
  return () => ((state = (Math.imul(state, 1664525) + 1013904223) >>> 0), state / 2 ** 32);
}

type Planted = { accountId: string; churnedOn: Day | null; archived: boolean; lines: { from: Day; to: Day; mrr: number }[] };

it('everybody’s share stands beside that of a playbook’s cases: counted once more by hand', async () => {
  const playbookId = await makePlaybook(db, [{ key: 'call' }]);
  const at = `/playbooks/${playbookId}/outcome/everyone`;
  expect((await api.as(null).get(at)).status).toBe(401);
  expect((await api.as('viewer').get('/playbooks/00000000-0000-7000-8000-0000000000ff/outcome/everyone')).status).toBe(404);
  expect((await api.as('viewer').get(at)).body).toEqual({
    ...{ months: 0, cases: 0, customerMonths: 0, oneIn: 1, churnedShare: null, expandedShare: null },
  });

  const productNo = await makeProduct(db, 1);
  const random = sequence(5);
  const some = (from: number, to: number) => addDays('2026-01-01', from + Math.floor(random() * (to - from)));
  const planted: Planted[] = [];
  for (let i = 0; i < 60; i++) {
    const churnedOn = random() < 0.3 ? some(90, 320) : null;
    const archived = random() < 0.1;
    const firstContractOn = random() < 0.5 ? '2026-01-01' : null;
    const accountId = await makeAccount(db, { churnedOn, firstContractOn, ...(archived ? { archivedAt: new Date() } : {}) });
    const lines = Array.from({ length: Math.floor(random() * 4) }, () => ({ from: some(-60, 260), to: some(260, 600), mrr: 1000 * Math.ceil(random() * 9) }));
    for (const { from, to, mrr } of lines)
      await makeContract(db, { accountId, startsOn: from, endsOn: to, autoRenew: false }, [{ productNo, unitPrice: BigInt(mrr) }]);
    planted.push({ accountId, churnedOn, archived, lines: firstContractOn ? [...lines, { from: firstContractOn, to: '2026-01-01', mrr: 0 }] : lines });
  }
  const started = Array.from({ length: 30 }, () => some(60, 326));
  for (const [i, on] of started.entries())
    await db.execute(sql`insert into playbook_runs (account_id, run_id, playbook_id, version, started_on, started_from, status, ended_at, created_at, updated_at)
      values (${planted[i]!.accountId}::uuid, gen_random_uuid(), ${playbookId}::uuid, 1, ${on}::date, 'hand', 'done', now(), now(), now())`);

  const paid = ({ lines }: Planted, day: Day) => lines.filter((l) => l.mrr > 0 && l.from <= day && day <= l.to).reduce((sum, l) => sum + l.mrr, 0);
  const cases = started.filter((on) => on <= addDays(today, -90)).map((on) => `${on.slice(0, 7)}-01`);
  const monthsOf = (of: readonly Planted[]) =>
    [...new Set(cases)].map((day) => {
      const later = addDays(day, 90);
      const there = of.filter(
        (p) => !p.archived && !(p.churnedOn && p.churnedOn <= day) && (paid(p, day) > 0 || p.lines.some((l) => l.mrr === 0 && l.from <= day)),
      );
      const churned = there.filter((p) => (p.churnedOn && p.churnedOn <= later) || (paid(p, day) > 0 && paid(p, later) === 0));
      const expanded = there.filter((p) => paid(p, later) > paid(p, day));
      return {
        n: cases.filter((c) => c === day).length,
        there: there.length,
        churned: churned.length / there.length,
        expanded: expanded.length / there.length,
      };
    });
  const months = monthsOf(planted);
  const weighted = (of: 'churned' | 'expanded', months: ReturnType<typeof monthsOf>) => months.reduce((sum, m) => sum + m.n * m[of], 0) / cases.length;
  const { body } = await api.as('viewer').get(at);
  expect(body).toEqual({
    months: months.length,
    cases: cases.length,
    customerMonths: months.reduce((sum, m) => sum + m.there, 0),
    oneIn: 1,
    churnedShare: expect.closeTo(weighted('churned', months), 10),
    expandedShare: expect.closeTo(weighted('expanded', months), 10),
  });
  expect(cases.length).toBeLessThan(started.length);
  expect(body.churnedShare).toBeGreaterThan(0);
  expect(body.expandedShare).toBeGreaterThan(0);

  // Of many customers one in so many stands for all, always the same ones.
  const sampled = await everyoneBeside(db, playbookId, today, 30);
  const picked = await rows<{ id: string }>(
    db,
    sql`select account_id as id from accounts where ('x' || left(md5(account_id::text), 8))::bit(32)::bigint % 2 = 0`,
  );
  const part = planted.filter((p) => picked.some(({ id }) => id === p.accountId));
  expect(part.length).toBeGreaterThan(15);
  expect(sampled).toEqual({
    months: months.length,
    cases: cases.length,
    customerMonths: monthsOf(part).reduce((sum, m) => sum + m.there, 0),
    oneIn: 2,
    churnedShare: expect.closeTo(weighted('churned', monthsOf(part)), 10),
    expandedShare: expect.closeTo(weighted('expanded', monthsOf(part)), 10),
  });
}, 60_000);
