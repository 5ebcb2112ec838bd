import { sql, type SQL } from 'drizzle-orm';

/** `now`: the rows as they are. `cut`: what was known before `asof.cut`, from the versions. */
export type Known = 'now' | 'cut';

/**
 * MRR (bigint, minor units) and contracted seats per account, day and product, over a relation of (account_id, day and,
 * when `known` is 'cut', cut). Only pairs with a line that counts have a row. The same as `mrrByProduct` in logic.ts.
 */
export function mrrByProductSql(asof: SQL, known: Known): SQL {
  return sql`
    select m.account_id, m.day, m.product_no, whole_money(sum(m.mrr)) as mrr, sum(m.quantity) filter (where m.is_seats) as seats, min(m.starts_on) as since
    from (${countingLinesSql(asof, known)}) m
    group by m.account_id, m.day, m.product_no`;
}

/** The lines behind it, one row each: what a figure of MRR opens to. */
export function countingLinesSql(asof: SQL, known: Known): SQL {
  const lines = sql.raw(known === 'now' ? 'contract_lines' : 'contract_line_versions');
  const contracts = sql.raw(known === 'now' ? 'contracts' : 'contract_versions');
  const was = (alias: string) =>
    sql.raw(known === 'now' ? '' : `and ${alias}.known_from < a.cut and (${alias}.known_to is null or ${alias}.known_to >= a.cut)`);
  return sql`
    select a.account_id, a.day, l.line_id, l.contract_id, c.name as contract_name, l.product_no, l.quantity, l.unit_price, l.billing_months, l.is_seats, l.starts_on,
      line_mrr(l.unit_price, l.quantity, l.billing_months) as mrr
    from (${asof}) a
    join ${lines} l on l.account_id = a.account_id and l.kind = 'recurring' and l.starts_on <= a.day ${was('l')}
    join ${contracts} c on c.account_id = l.account_id and c.contract_id = l.contract_id ${was('c')}
    where coalesce(line_end(l.ends_on, c.ends_on, c.auto_renew, c.cancelled_on) >= a.day, true)
      and (c.ends_on is null or a.day <= c.ends_on or not exists (
        select 1 from ${lines} l2 join ${contracts} c2 on c2.account_id = l2.account_id and c2.contract_id = l2.contract_id ${was('c2')}
        where l2.account_id = a.account_id and l2.product_no = l.product_no and l2.kind = 'recurring' and l2.starts_on <= a.day and c2.starts_on > c.starts_on ${was('l2')}))`;
}

/**
 * The contracts that run on a day, with the end and the notice deadline of their running term
 * (account_id, day, contract_id, name, renewal_on, notice_on, auto_renew, cancelled_on), over the same relation.
 */
export function runningContractsSql(asof: SQL, known: Known): SQL {
  const contracts = sql.raw(known === 'now' ? 'contracts' : 'contract_versions');
  const lines = sql.raw(known === 'now' ? 'contract_lines' : 'contract_line_versions');
  const was = (alias: string) =>
    sql.raw(known === 'now' ? '' : `and ${alias}.known_from < a.cut and (${alias}.known_to is null or ${alias}.known_to >= a.cut)`);
  return sql`
    select a.account_id, a.day, c.contract_id, c.name, c.auto_renew, c.cancelled_on, c.starts_on,
      renewal_day(c.starts_on, c.ends_on, c.auto_renew, c.cancelled_on, a.day) as renewal_on,
      notice_day(c.notice_deadline_on, c.starts_on, c.ends_on, c.auto_renew, c.cancelled_on, a.day) as notice_on
    from (${asof}) a
    join ${contracts} c on c.account_id = a.account_id and c.starts_on <= a.day ${was('c')}
    where coalesce(line_end(null, c.ends_on, c.auto_renew, c.cancelled_on) >= a.day, true)
      and (c.ends_on is null or a.day <= c.ends_on or not exists (
        select 1 from ${contracts} c2 where c2.account_id = c.account_id and c2.starts_on > c.starts_on and c2.starts_on <= a.day ${was('c2')}
          and (not exists (select 1 from ${lines} l where l.account_id = c.account_id and l.contract_id = c.contract_id ${was('l')})
            or exists (
              select 1 from ${lines} l join ${lines} l2 on l2.account_id = l.account_id and l2.product_no = l.product_no ${was('l2')}
              where l.account_id = c.account_id and l.contract_id = c.contract_id and l2.contract_id = c2.contract_id ${was('l')}))))`;
}
