import { sql } from 'drizzle-orm';
import { rows, type Db } from '#platform/db/db.ts';

/** Marks rules as worth retiring, or takes the mark away; gives those for which that is news. */
export function proposeRetirement(
  tx: Db,
  verdicts: readonly { ruleId: string; propose: boolean }[],
  at: Date,
): Promise<{ ruleId: string; name: string; propose: boolean }[]> {
  return rows(
    tx,
    sql`
    update rules r set retirement_proposed_at = case when v.propose then ${at.toISOString()}::timestamptz end
    from jsonb_to_recordset(${JSON.stringify(verdicts)}::jsonb) as v("ruleId" uuid, propose boolean)
    where r.rule_id = v."ruleId" and v.propose = (r.retirement_proposed_at is null) returning r.rule_id as "ruleId", r.name, v.propose`,
  );
}
