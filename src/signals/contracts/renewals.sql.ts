import { sql, type SQL } from 'drizzle-orm';
import { addDays, type Day } from '#platform/clock/days.ts';
import { rows, type Db } from '#platform/db/db.ts';
import { countingLinesSql, runningContractsSql } from './mrr.sql.ts';

export type RenewalFilter = { by: 'notice' | 'end'; within: number; ownerId?: string };
export type Renewal = {
  accountId: string;
  accountName: string;
  contractId: string;
  name: string;
  renewalOn: Day;
  noticeOn: Day | null;
  daysToRenewal: number;
  daysToNotice: number | null;
  autoRenew: boolean;
  cancelledOn: Day | null;
  mrr: string;
  ownerId: string | null;
  ownerName: string | null;
};

/** Running contracts of customers whose deadline (without one, the end: then that is when they decide) falls into the window, as (account_id, contract_id, ..., due). */
function due(filter: RenewalFilter, today: Day): SQL {
  const column = sql.raw(filter.by === 'notice' ? 'coalesce(r.notice_on, r.renewal_on)' : 'r.renewal_on');
  const owned = filter.ownerId ? sql`and s.member_id = ${filter.ownerId}` : sql``;
  const customers = sql`select a.account_id, ${today}::date as day from accounts a where a.archived_at is null and coalesce(a.churned_on > ${today}::date, true)`;
  return sql`
    select r.*, ${column} as due, s.member_id as owner_id from (${runningContractsSql(customers, 'now')}) r
    left join assignments s on s.account_id = r.account_id and s.role = 'csm' and s.to_on is null
    where r.renewal_on is not null and ${column} between ${today}::date and ${addDays(today, filter.within)}::date ${owned}`;
}

/** The nearest first; `after` is [day, contract id] of the last row of the page before. */
export function listRenewals(db: Db, filter: RenewalFilter, today: Day, limit: number, after: readonly unknown[] | null): Promise<(Renewal & { due: Day })[]> {
  const later = after ? sql`where (d.due, d.contract_id) > (${after[0]}::date, ${after[1]}::uuid)` : sql``;
  return rows(
    db,
    sql`with due as materialized (select * from (${due(filter, today)}) d ${later} order by d.due, d.contract_id limit ${limit}),
          worth as (select m.contract_id, sum(m.mrr) as mrr from (${countingLinesSql(sql`select distinct account_id, day from due`, 'now')}) m group by 1)
        select d.account_id as "accountId", a.name as "accountName", d.contract_id as "contractId", d.name, d.due, d.renewal_on as "renewalOn", d.notice_on as "noticeOn",
          d.renewal_on - d.day as "daysToRenewal", d.notice_on - d.day as "daysToNotice", d.auto_renew as "autoRenew", d.cancelled_on as "cancelledOn",
          coalesce(w.mrr, 0)::text as mrr, d.owner_id as "ownerId", m.name as "ownerName"
        from due d join accounts a on a.account_id = d.account_id left join worth w on w.contract_id = d.contract_id left join members m on m.id = d.owner_id
        order by d.due, d.contract_id`,
  );
}

export function countRenewals(
  db: Db,
  filter: Omit<RenewalFilter, 'within'>,
  windows: readonly number[],
  today: Day,
): Promise<{ within: number; contracts: number; mrr: string }[]> {
  return rows(
    db,
    sql`with due as materialized (${due({ ...filter, within: Math.max(...windows) }, today)}),
          worth as (select m.contract_id, sum(m.mrr) as mrr from (${countingLinesSql(sql`select distinct account_id, day from due`, 'now')}) m group by 1)
        select n as within, count(d.contract_id)::int as contracts, coalesce(sum(w.mrr), 0)::text as mrr
        from unnest(${sql.param(windows)}::int[]) n left join due d on d.due <= d.day + n left join worth w on w.contract_id = d.contract_id group by n order by n`,
  );
}
