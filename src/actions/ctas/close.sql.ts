import { sql } from 'drizzle-orm';
import { rows, type Db } from '#platform/db/db.ts';
import { noteChanges } from './store.ts';

export type Cleared = { accountId: string; ctaId: string; title: string; ruleName: string; status: string };

/**
 * Closes CTAs whose rule says so (`closeWhenCleared`) once its condition no longer holds at a close: the close of the day it
 * fired on, or a later one. Set-based. The caller holds `lockTaking`.
 */
export async function closeCleared(tx: Db, now: Date): Promise<Cleared[]> {
  const at = sql`${now.toISOString()}::timestamptz`;
  const closed = await rows<Cleared>(
    tx,
    sql`
    with gone as (
      select c.account_id, c.cta_id, c.status, r.name as rule_name from ctas c
      join rules r on r.rule_id = c.rule_id and r.status = 'live' and r.evaluated_on >= c.fired_on
      join rule_versions v on v.rule_id = c.rule_id and v.version = c.rule_version and v.definition @> '{"closeWhenCleared": true}'
      where c.status in ('open', 'doing')
        and not exists (select from rule_state s where s.account_id = c.account_id and s.product_no = c.product_no and s.rule_id = c.rule_id)
      order by c.account_id, c.cta_id for update of c)
    update ctas c set status = 'done', outcome = 'cleared', closed_at = ${at}, closed_by_rule = true, snoozed_until = null, snooze_reason = null,
      escalated_to = null, escalated_at = null, escalated_by = null, escalation_reason = null, escalated_until = null, updated_at = ${at}
    from gone where c.account_id = gone.account_id and c.cta_id = gone.cta_id
    returning c.account_id as "accountId", c.cta_id as "ctaId", c.title, gone.rule_name as "ruleName", gone.status`,
  );
  for (let from = 0; from < closed.length; from += 2000)
    await noteChanges(
      tx,
      closed.slice(from, from + 2000).map((c) => ({
        accountId: c.accountId,
        ctaId: c.ctaId,

        kind: 'cleared',
        at: now,
        by: { id: null, name: c.ruleName },
        before: { status: c.status },
        after: { status: 'done', outcome: 'cleared' },
      })),
    );
  return closed;
}
