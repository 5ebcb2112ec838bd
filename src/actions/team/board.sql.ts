import { sql, type SQL } from 'drizzle-orm';
import { weekOf } from '#actions/ctas/index.ts';
import { addDays, type Day } from '#platform/clock/days.ts';
import { row, rows, type Db } from '#platform/db/db.ts';
import { RENEWAL_DAYS, type Card } from '#actions/today/index.ts';

export type OwnedCard = Card & { csmId: string | null; csmName: string | null; ctas: number; ctaTitle: string | null };

/** The members a manager asks for: those of a team, or everybody. */
export const inTeam = (column: SQL, teamId: string | null): SQL =>
  teamId ? sql`${column} in (select member_id from team_members where team_id = ${teamId}::uuid)` : sql`true`;

const running = (today: Day) => sql`not f.is_archived and (f.churned_on is null or f.churned_on > ${today}::date)`;
const columns = sql`f.account_id as "accountId", f.name, f.colour, f.score, f.score_change_28 as "change28", f.mrr::text as mrr, f.renewal_on as "renewalOn", f.notice_on as "noticeOn",
  f.last_touch_on as "lastTouchOn", f.csm_id as "csmId", m.name as "csmName", coalesce(k.n, 0) as ctas, k.title as "ctaTitle"`;
const openCtas = sql`lateral (select count(*)::int as n, (array_agg(c.title order by c.type = 'risk' desc, c.priority, c.rank desc))[1] as title
  from ctas c where c.account_id = f.account_id and c.status in ('open', 'doing')) k on true`;

/** Customers at risk: by health, or because somebody has an open risk of the highest priority with them. */
export async function risksOf(db: Db, teamId: string | null, today: Day): Promise<{ count: number; mrr: string; items: OwnedCard[] }> {
  const risky = sql`${running(today)} and ${inTeam(sql`f.csm_id`, teamId)} and (f.colour_rank = 1 or f.account_id in (
    select c.account_id from ctas c where c.status in ('open', 'doing') and c.type = 'risk' and (c.priority = 1 or c.escalated_to is not null)))`;
  const [sum, items] = await Promise.all([
    row<{ count: number; mrr: string }>(db, sql`select count(*)::int as count, coalesce(sum(f.mrr), 0)::text as mrr from account_facts f where ${risky}`),
    rows<OwnedCard>(
      db,
      sql`with f as materialized (select * from account_facts f where ${risky} order by coalesce(f.mrr, 0) desc, f.account_id limit 50)
          select ${columns} from f left join members m on m.id = f.csm_id left join ${openCtas} order by coalesce(f.mrr, 0) desc, f.account_id`,
    ),
  ]);
  return { ...sum!, items };
}

type Month = { month: Day; count: number; mrr: string; byColour: Record<'good' | 'watch' | 'risk' | 'unknown', number> };

export async function renewalsOf(db: Db, teamId: string | null, today: Day) {
  const due = sql`${running(today)} and ${inTeam(sql`f.csm_id`, teamId)} and f.renewal_on between ${today}::date and ${addDays(today, RENEWAL_DAYS)}::date`;
  const [months, items] = await Promise.all([
    rows<Month>(
      db,
      sql`select date_trunc('month', f.renewal_on)::date as month, count(*)::int as count, coalesce(sum(f.mrr), 0)::text as mrr,
            jsonb_build_object('good', count(*) filter (where f.colour = 'good'), 'watch', count(*) filter (where f.colour = 'watch'), 'risk', count(*) filter (where f.colour = 'risk'),
              'unknown', count(*) filter (where coalesce(f.colour, 'unknown') = 'unknown')) as "byColour"
          from account_facts f where ${due} group by 1 order by 1`,
    ),
    rows<OwnedCard>(
      db,
      sql`with f as materialized (select * from account_facts f where ${due} order by f.renewal_on, f.account_id limit 50)
          select ${columns} from f left join members m on m.id = f.csm_id left join ${openCtas} order by f.renewal_on, f.account_id`,
    ),
  ]);
  const count = months.reduce((sum, m) => sum + m.count, 0);
  const mrr = String(months.reduce((sum, m) => sum + BigInt(m.mrr), 0n));
  return { days: RENEWAL_DAYS, count, mrr, months, items };
}

export type PersonRow = {
  memberId: string;
  name: string;
  accounts: number;
  mrr: string;
  risks: number;
  open: number;
  overdue: number;
  overflow: number;
  escalated: number;
  thisWeek: number;
};

/** Everybody who looks after customers or has open CTAs. */
export function peopleOf(db: Db, teamId: string | null, today: Day): Promise<PersonRow[]> {
  return rows(
    db,
    sql`
    with book as (select f.csm_id, count(*)::int as accounts, coalesce(sum(f.mrr), 0)::text as mrr, count(*) filter (where f.colour_rank = 1)::int as risks
      from account_facts f where ${running(today)} and f.csm_id is not null group by 1),
    work as (select c.owner_id, count(*) filter (where awake)::int as open, count(*) filter (where awake and c.due_on < ${today}::date)::int as overdue,
        count(*) filter (where awake and c.slot = 'overflow')::int as overflow, count(*) filter (where c.escalated_to is not null)::int as escalated
      from (select *, (snoozed_until is null or snoozed_until <= ${today}::date) as awake from ctas where status in ('open', 'doing')) c where c.owner_id is not null group by 1),
    week as (select c.owner_id, count(*)::int as n from ctas c where c.slot_week = ${weekOf(today)}::date and c.slot = 'in' group by 1)
    select m.id as "memberId", m.name, coalesce(b.accounts, 0) as accounts, coalesce(b.mrr, '0') as mrr, coalesce(b.risks, 0) as risks, coalesce(w.open, 0) as open,
      coalesce(w.overdue, 0) as overdue, coalesce(w.overflow, 0) as overflow, coalesce(w.escalated, 0) as escalated, coalesce(k.n, 0) as "thisWeek"
    from members m left join book b on b.csm_id = m.id left join work w on w.owner_id = m.id left join week k on k.owner_id = m.id
    where m.status <> 'disabled' and ${inTeam(sql`m.id`, teamId)} and (b.csm_id is not null or w.owner_id is not null)
    order by m.name limit 200`,
  );
}

export type Said = { id: string; toName: string | null; byName: string | null; reason: string | null; until: Day | null };

/** To whom, by whom, why and until when: of CTAs by id. */
export function escalationsSaid(db: Db, ctaIds: readonly string[]): Promise<Said[]> {
  return rows(
    db,
    sql`select c.cta_id as id, t.name as "toName", b.name as "byName", c.escalation_reason as reason, c.escalated_until as until
        from ctas c left join members t on t.id = c.escalated_to left join members b on b.id = c.escalated_by
        where c.escalated_to is not null and c.cta_id = any(${sql.param(ctaIds)}::uuid[])`,
  );
}
