import { sql, type SQL } from 'drizzle-orm';
import type { Day } from '#platform/clock/days.ts';
import { row, rows, type Db } from '#platform/db/db.ts';
import { countingLinesSql, runningContractsSql } from './mrr.sql.ts';

export type LineRow = {
  lineId: string;
  productNo: number;
  productName: string;
  kind: 'recurring' | 'one_off';
  quantity: number;
  unitPrice: string;
  billingMonths: number;
  startsOn: Day;
  endsOn: Day | null;
  isSeats: boolean;
  mrr: string;
  counts: boolean;
};
export type ContractRow = {
  accountId: string;
  contractId: string;
  externalId: string | null;
  name: string;
  signedOn: Day | null;
  startsOn: Day;
  endsOn: Day | null;
  autoRenew: boolean;
  noticeDeadlineOn: Day | null;
  cancelledOn: Day | null;
  currency: string;
  note: string | null;
  isSample: boolean;
  isHistory: boolean;
  running: boolean;
  renewalOn: Day | null;
  noticeOn: Day | null;
  lines: LineRow[];
};

const accountOn = (accountId: string, today: Day) => sql`select ${accountId}::uuid as account_id, ${today}::date as day`;

/** Contracts of an account with what they are worth today; the newest first. `where` is over alias c. */
export function findContracts(db: Db, accountId: string, today: Day, where: SQL, limit: number): Promise<ContractRow[]> {
  const asof = accountOn(accountId, today);
  return rows(
    db,
    sql`with counting as (${countingLinesSql(asof, 'now')}), running as (${runningContractsSql(asof, 'now')})
        select c.account_id as "accountId", c.contract_id as "contractId", c.external_id as "externalId", c.name, c.signed_on as "signedOn", c.starts_on as "startsOn", c.ends_on as "endsOn",
          c.auto_renew as "autoRenew", c.notice_deadline_on as "noticeDeadlineOn", c.cancelled_on as "cancelledOn", c.currency, c.note, c.is_sample as "isSample",
          exists (select from contract_versions v where v.account_id = c.account_id and v.contract_id = c.contract_id and v.known_from < c.created_at) as "isHistory",
          r.contract_id is not null as running, r.renewal_on as "renewalOn", r.notice_on as "noticeOn",
          coalesce((select jsonb_agg(jsonb_build_object(
              'lineId', l.line_id, 'productNo', l.product_no, 'productName', p.name, 'kind', l.kind, 'quantity', l.quantity, 'unitPrice', l.unit_price::text, 'billingMonths', l.billing_months,
              'startsOn', l.starts_on, 'endsOn', l.ends_on, 'isSeats', l.is_seats,
              'mrr', (case when l.kind = 'recurring' then line_mrr(l.unit_price, l.quantity, l.billing_months) else 0 end)::text,
              'counts', exists (select 1 from counting k where k.line_id = l.line_id)) order by l.starts_on, l.line_id)
            from contract_lines l join products p on p.product_no = l.product_no where l.account_id = c.account_id and l.contract_id = c.contract_id), '[]') as lines
        from contracts c left join running r on r.contract_id = c.contract_id
        where c.account_id = ${accountId} and ${where} order by c.starts_on desc, c.contract_id desc limit ${limit}`,
  );
}

export type MrrLine = {
  lineId: string;
  contractName: string;
  productNo: number;
  productName: string;
  quantity: number;
  unitPrice: string;
  billingMonths: number;
  isSeats: boolean;
  mrr: string;
};
export type Next = { contractId: string; name: string; renewalOn: Day; noticeOn: Day | null; autoRenew: boolean; cancelledOn: Day | null; daysLeft: number };

export function mrrLines(db: Db, accountId: string, today: Day): Promise<MrrLine[]> {
  return rows(
    db,
    sql`select m.line_id as "lineId", m.contract_name as "contractName", m.product_no as "productNo", p.name as "productName", m.quantity::float8 as quantity, m.unit_price::text as "unitPrice",
          m.billing_months as "billingMonths", m.is_seats as "isSeats", m.mrr::text as mrr
        from (${countingLinesSql(accountOn(accountId, today), 'now')}) m join products p on p.product_no = m.product_no order by m.mrr desc, m.line_id`,
  );
}

export function nextRenewal(db: Db, accountId: string, today: Day): Promise<Next | undefined> {
  return row(
    db,
    sql`select r.contract_id as "contractId", r.name, r.renewal_on as "renewalOn", r.notice_on as "noticeOn", r.auto_renew as "autoRenew", r.cancelled_on as "cancelledOn", r.renewal_on - r.day as "daysLeft"
        from (${runningContractsSql(accountOn(accountId, today), 'now')}) r where r.renewal_on is not null order by r.renewal_on, r.contract_id limit 1`,
  );
}

/** The day the customer became one: as entered, or the start of the first contract, whichever is earlier. */
export async function customerSince(db: Db, accountId: string): Promise<{ since: Day | null } | undefined> {
  return row(
    db,
    sql`select least(a.first_contract_on, (select min(c.starts_on) from contracts c where c.account_id = a.account_id)) as since from accounts a where a.account_id = ${accountId}`,
  );
}
