import { sql } from 'drizzle-orm';
import type { Db } from '#platform/db/db.ts';
import { weekOf } from './logic.ts';
import { noteChanges } from './store.ts';
import { ctas } from './tables.ts';
import type { Places, Wish } from './take.ts';
import type { Waiting } from './waiting.sql.ts';

export type Handled = { result: 'created' | 'overflow' | 'open_already' | 'no_cta'; ctaId: string | null };

// A statement takes 65,535 parameters.
const rowsAtOnce = 500;

export async function insertFromRules(tx: Db, wishes: readonly Wish[], places: Places, now: Date): Promise<void> {
  for (let from = 0; from < wishes.length; from += rowsAtOnce) {
    const some = wishes.slice(from, from + rowsAtOnce);
    await tx.insert(ctas).values(
      some.map(({ firing: f, action: a, ...w }) => ({
        accountId: f.accountId,
        ctaId: w.ctaId,
        productNo: f.productNo,
        type: a.type,
        reason: a.reason,
        riskCategory: a.type === 'risk' ? a.riskCategory : null,
        title: a.title,
        priority: a.priority,
        ownerId: w.ownerId,
        ownerRole: w.ownerRole,
        dueOn: w.dueOn,
        ruleId: f.ruleId,
        ruleVersion: f.version,
        firedOn: f.firedOn,
        facts: f.facts,
        slot: places.of(w.ctaId),
        slotWeek: weekOf(f.firedOn),
        rank: w.rank,
        rankParts: w.parts,
        isSample: f.isSample,
        createdAt: now,
        updatedAt: now,
      })),
    );
    await noteChanges(
      tx,
      some.map((w) => ({
        accountId: w.firing.accountId,
        ctaId: w.ctaId,
        kind: 'created',
        at: now,
        by: { id: null, name: w.ruleName },
        after: { slot: places.of(w.ctaId) },
      })),
    );
  }
}

/** Those that a higher ranked one of the same day has displaced. */
export async function overflowDisplaced(tx: Db, displaced: readonly { accountId: string; ctaId: string }[], now: Date): Promise<void> {
  if (!displaced.length) return;
  const pairs = sql`select * from unnest(${sql.param(displaced.map((d) => d.accountId))}::uuid[], ${sql.param(displaced.map((d) => d.ctaId))}::uuid[])`;
  await tx.execute(sql`update ctas set slot = 'overflow', updated_at = ${now.toISOString()}::timestamptz where (account_id, cta_id) in (${pairs})`);
  // The firing's result is what became of it in the end, so that a week adds up.
  await tx.execute(sql`
    update rule_firings f set result = 'overflow' from ctas c where (c.account_id, c.cta_id) in (${pairs})
      and f.account_id = c.account_id and f.product_no = c.product_no and f.rule_id = c.rule_id and f.fired_on = c.fired_on and f.cta_id = c.cta_id`);
  await noteChanges(
    tx,
    displaced.map((d) => ({ ...d, kind: 'displaced', at: now, by: { id: null, name: null }, before: { slot: 'in' }, after: { slot: 'overflow' } })),
  );
}

export async function finishFirings(tx: Db, firings: readonly Waiting[], handled: (f: Waiting) => Handled, now: Date): Promise<void> {
  const done = firings.map((f) => ({ a: f.accountId, p: f.productNo, r: f.ruleId, d: f.firedOn, ...handled(f) }));
  await tx.execute(sql`
    update rule_firings f set handled_at = ${now.toISOString()}::timestamptz, result = d.result, cta_id = d."ctaId"
    from jsonb_to_recordset(${JSON.stringify(done)}::jsonb) as d(a uuid, p smallint, r uuid, d date, result text, "ctaId" uuid)
    where f.account_id = d.a and f.product_no = d.p and f.rule_id = d.r and f.fired_on = d.d and f.handled_at is null`);
}
