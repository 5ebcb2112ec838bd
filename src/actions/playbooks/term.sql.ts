import { sql, type SQL } from 'drizzle-orm';
import type { Day } from '#platform/clock/days.ts';
import { runningContractsSql } from '#signals/contracts/index.ts';

/**
 * The contract whose dates a run goes by: one row (contract_id, starts_on, renewal_on, notice_on) at most. `wanted` if it runs; else
 * that which renews next, of the run's product before others. To be joined laterally.
 */
export const termOf = (account: SQL, productNo: SQL, wanted: SQL, today: Day): SQL => sql`
  select c.contract_id, c.starts_on, c.renewal_on, c.notice_on from (${runningContractsSql(sql`select ${account} as account_id, ${today}::date as day`, 'now')}) c
  order by (c.contract_id = ${wanted}) desc nulls last,
    (${productNo} > 0 and exists (select from contract_lines l where l.account_id = c.account_id and l.contract_id = c.contract_id and l.product_no = ${productNo})) desc,
    c.renewal_on nulls last, c.contract_id limit 1`;
