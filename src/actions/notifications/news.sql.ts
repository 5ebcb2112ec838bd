import { sql } from 'drizzle-orm';
import { addDays, type Day } from '#platform/clock/days.ts';
import { rows, type Db } from '#platform/db/db.ts';

export type ImportNews = {
  importId: string;
  memberId: string;
  fileName: string;
  status: 'done' | 'failed' | 'refused';
  added: number;
  changed: number;
  rejected: number;
};

/** Imports that ended in the last two days and whose starter has not been told. */
export function endedImports(db: Db, now: Date): Promise<ImportNews[]> {
  return rows<ImportNews>(
    db,
    sql`
    select i.import_id as "importId", m.id as "memberId", i.file_name as "fileName", i.status, i.added, i.changed, i.rejected
    from imports i join members m on m.id = i.created_by
    where i.status in ('done', 'failed', 'refused') and i.finished_at > ${now.toISOString()}::timestamptz - interval '2 days'
      and not exists (select from notifications n where n.member_id = m.id and n.dedupe_key = 'import:' || i.import_id)`,
  );
}

export type StaleNews = { source: string; name: string; since: Day; memberIds: string[] };

/** Sources that should have brought data by now, with who looks after data. One word for each silence. */
export function staleSources(db: Db, now: Date): Promise<StaleNews[]> {
  return rows<StaleNews>(
    db,
    sql`
    select s.source, s.name, (s.last_data_at at time zone o.time_zone)::date as since,
      array(select m.id from members m where m.status = 'active' and m.role in ('admin', 'ops') order by m.id) as "memberIds"
    from sources s cross join organisation o
    where s.stale_after_days is not null and s.last_data_at < ${now.toISOString()}::timestamptz - make_interval(days => s.stale_after_days)`,
  );
}

export type MorningNews = { memberId: string; turnedRisk: number; newCustomers: number };

/** For each CSM: customers whose health turned to risk yesterday, and customers that became theirs since the morning before. */
export function morningNews(db: Db, today: Day, now: Date): Promise<MorningNews[]> {
  const yesterday = addDays(today, -1);
  return rows<MorningNews>(
    db,
    sql`
    with turned as (
      select f.csm_id as member_id, count(*)::int as n
      from score_days s
      join score_days b on b.account_id = s.account_id and b.product_no = 0 and b.version_id = s.version_id and b.day = ${addDays(yesterday, -1)}::date
      join account_facts f on f.account_id = s.account_id and not f.is_archived and f.churned_on is null
      where s.day = ${yesterday}::date and s.product_no = 0 and not s.restated and s.colour = 'risk' and b.colour <> 'risk'
      group by f.csm_id
    ), given as (
      select a.member_id, count(*)::int as n from assignments a
      where a.role = 'csm' and a.to_on is null and a.created_at > ${now.toISOString()}::timestamptz - interval '1 day'
      group by a.member_id
    )
    select m.id as "memberId", coalesce(t.n, 0) as "turnedRisk", coalesce(g.n, 0) as "newCustomers"
    from members m left join turned t on t.member_id = m.id left join given g on g.member_id = m.id
    where m.status = 'active' and (t.n > 0 or g.n > 0) order by m.id`,
  );
}

export type DueEscalation = { accountId: string; accountName: string; ctaId: string; title: string; until: Day; memberIds: string[] };

/** Open CTAs whose escalation was to be over by today, with who escalated, to whom, and who owns them; a week back, should a morning have been missed. */
export function dueEscalations(db: Db, today: Day): Promise<DueEscalation[]> {
  return rows<DueEscalation>(
    db,
    sql`
    select c.account_id as "accountId", a.name as "accountName", c.cta_id as "ctaId", c.title, c.escalated_until as until,
      array(select m.id from members m where m.id in (c.escalated_to, c.escalated_by, c.owner_id) and m.status = 'active' order by m.id) as "memberIds"
    from ctas c join accounts a on a.account_id = c.account_id
    where c.escalated_to is not null and c.escalated_until between ${addDays(today, -7)}::date and ${today}::date and c.closed_at is null`,
  );
}
