import { sql } from 'drizzle-orm';
import { rows, type Db } from '#platform/db/db.ts';
import type { Row } from './store.ts';

/** Holds off whoever else makes CTAs from rules until this transaction ends: identity and slots are decided one at a time. */
export async function lockTaking(tx: Db): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtext('ctas.take'))`);
}

/** Ids among `asked` that cannot be opened, since another CTA of the same account, product, rule and reason is. */
export async function doubles(tx: Db, asked: readonly Pick<Row, 'accountId' | 'ctaId' | 'productNo' | 'ruleId' | 'reason'>[]): Promise<Set<string>> {
  const fromRules = asked.filter((row) => row.ruleId);
  if (!fromRules.length) return new Set();
  await lockTaking(tx);
  const given = JSON.stringify(fromRules.map((r) => ({ a: r.accountId, c: r.ctaId, p: r.productNo, r: r.ruleId, w: r.reason })));
  const found = await rows<{ id: string }>(
    tx,
    sql`
    with g as (select g.*, row_number() over (partition by a, p, r, w order by c desc) as n from jsonb_to_recordset(${given}::jsonb) as g(a uuid, c uuid, p smallint, r uuid, w text))
    select g.c as id from g where g.n > 1 or exists (
      select from ctas o where o.account_id = g.a and o.product_no = g.p and o.rule_id = g.r and o.reason = g.w and o.status in ('open', 'doing') and o.cta_id <> g.c)`,
  );
  return new Set(found.map((f) => f.id));
}
