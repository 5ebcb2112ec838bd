import { sql } from 'drizzle-orm';
import { row, rows, type Db } from '#platform/db/db.ts';
import { addDays, type Day } from '#platform/clock/days.ts';

export const RENEWAL_DAYS = 90;
export const UNTOUCHED_DAYS = 60;

type Totals = {
  accounts: number;
  needing: number;
  good: number;
  watch: number;
  risk: number;
  unknown: number;
  mrr: string;
  renewals: number;
  renewalMrr: string;
  unassigned: number;
  untouched: number;
  refreshedAt: Date | null;
};

/** How the customers stand today, in two passes over account_facts. `csmId` null: everybody's. */
export async function attentionSummary(db: Db, csmId: string | null, today: Day) {
  const mine = sql`not f.is_archived and f.churned_on is null and (${csmId}::uuid is null or f.csm_id = ${csmId}::uuid)`;
  const [totals, byCode] = await Promise.all([
    row<Totals>(
      db,
      sql`
      select count(*)::int as accounts,
        count(*) filter (where f.attention_rank > 0)::int as needing,
        count(*) filter (where f.colour = 'good')::int as good,
        count(*) filter (where f.colour = 'watch')::int as watch,
        count(*) filter (where f.colour = 'risk')::int as risk,
        count(*) filter (where coalesce(f.colour, 'unknown') = 'unknown')::int as unknown,
        coalesce(sum(f.mrr), 0)::text as mrr,
        count(*) filter (where f.renewal_on between ${today}::date and ${addDays(today, RENEWAL_DAYS)}::date)::int as renewals,
        coalesce(sum(f.mrr) filter (where f.renewal_on between ${today}::date and ${addDays(today, RENEWAL_DAYS)}::date), 0)::text as "renewalMrr",
        count(*) filter (where f.csm_id is null)::int as unassigned,
        count(*) filter (where f.last_touch_on is null or f.last_touch_on < ${addDays(today, -UNTOUCHED_DAYS)}::date)::int as untouched,
        max(f.refreshed_at) as "refreshedAt"
      from account_facts f where ${mine}`,
    ),
    rows<{ code: string; accounts: number }>(
      db,
      sql`
      select c.code, count(*)::int as accounts
      from account_facts f cross join lateral unnest(f.attention_codes) c(code)
      where f.attention_rank > 0 and ${mine}
      group by c.code order by c.code`,
    ),
  ]);
  return { ...totals!, byCode };
}

/** When any source last brought data, and when the last day was closed. */
export async function freshness(db: Db): Promise<{ lastDataAt: Date | null; closedAt: Date | null }> {
  const found = await row<{ lastDataAt: Date | null; closedAt: Date | null }>(
    db,
    sql`select (select max(last_data_at) from sources) as "lastDataAt", (select closed_at from days_closed order by day desc limit 1) as "closedAt"`,
  );
  return found!;
}
