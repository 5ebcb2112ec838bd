import { sql, type SQL } from 'drizzle-orm';
import { mrrByProductSql, runningContractsSql } from '#signals/contracts/index.ts';

/** What the parts of a fact row are asked with. `picked` is a relation of account_id. */
export type Asof = { today: SQL; zone: string };

const asof = ({ today }: Asof) => sql`select account_id, ${today} as day from picked`;

/** Common table expressions, one a subject, each with at most one row an account. */
export function factParts(at: Asof): SQL {
  const { today, zone } = at;
  const onDay = (moment: SQL) => sql`(${moment} at time zone ${zone})::date`;
  return sql`
  product_mrr as materialized (${mrrByProductSql(asof(at), 'now')}),
  money as (
    select account_id, whole_money(sum(mrr)) as mrr, whole_count(sum(seats)) as seats, array_agg(product_no::smallint) as product_nos from product_mrr group by 1),
  terms as (
    select r.account_id, count(*)::int as active_contracts, min(r.renewal_on) as renewal_on,
      coalesce(min(r.notice_on) filter (where r.notice_on >= ${today}), max(r.notice_on)) as notice_on,
      (array_agg(r.auto_renew and r.cancelled_on is null order by r.renewal_on nulls last, r.contract_id))[1] as auto_renew
    from (${runningContractsSql(asof(at), 'now')}) r group by 1),
  ever as (select distinct c.account_id from contracts c join picked p using (account_id) where c.starts_on <= ${today}),
  owners as (
    select o.account_id, (array_agg(o.member_id) filter (where o.role = 'csm'))[1] as csm_id, (array_agg(o.member_id) filter (where o.role = 'onboarding'))[1] as onboarding_id,
      (array_agg(o.member_id) filter (where o.role = 'sales'))[1] as sales_id, (array_agg(o.member_id) filter (where o.role = 'support'))[1] as support_id
    from assignments o join picked p using (account_id) where o.from_on <= ${today} and (o.to_on is null or o.to_on >= ${today}) group by 1),
  people as (
    select c.account_id, count(*) filter (where c.status = 'active')::int as contacts_count,
      count(*) filter (where c.status = 'active' and 'decision_maker' = any(c.roles))::int as decision_makers,
      bool_or(c.status <> 'active' and 'champion' = any(c.roles) and coalesce(c.status_on, ${today}) > ${today} - 180)
        and not bool_or(c.status = 'active' and 'champion' = any(c.roles)) as champion_left
    from contacts c join picked p using (account_id) group by 1),
  touches as (
    select t.account_id, ${onDay(sql`max(t.happened_at)`)} as last_touch_on from activities t join picked p using (account_id)
    where t.deleted_at is null and not t.is_automatic and t.kind <> 'memo' and ${onDay(sql`t.happened_at`)} <= ${today} group by 1),
  decision_touches as (
    select t.account_id, ${onDay(sql`max(t.happened_at)`)} as last_decision_touch_on
    from contacts c join picked p using (account_id)
    join activity_contacts ac on ac.account_id = c.account_id and ac.contact_id = c.contact_id
    join activities t on t.account_id = ac.account_id and t.activity_id = ac.activity_id
    where 'decision_maker' = any(c.roles) and t.deleted_at is null and not t.is_automatic and t.kind <> 'memo' and ${onDay(sql`t.happened_at`)} <= ${today} group by 1),
  in_use as materialized (
    select ap.*, m.mrr from account_products ap join picked p using (account_id) left join product_mrr m on m.account_id = ap.account_id and m.product_no = ap.product_no
    where ap.ended_on is null or ap.ended_on >= ${today}),
  phases as (
    select distinct on (account_id) account_id, phase, phase_since from in_use order by account_id, mrr desc nulls last, product_no),
  used as (select account_id, array_agg(product_no order by product_no) as product_nos, whole_count(sum(seats)) as seats from in_use group by 1),
  onboardings as (
    select distinct on (account_id) account_id, onboarding_started_on, onboarding_due_on, onboarding_done_on from in_use
    where coalesce(onboarding_started_on, onboarding_due_on, onboarding_done_on) is not null
    order by account_id, (onboarding_done_on is null) desc, onboarding_due_on nulls last, onboarding_done_on desc, product_no),
  weeks as (
    select d.account_id, array[${sql.join(
      Array.from({ length: 12 }, (_, i) => sql`coalesce(sum(d.total) filter (where (${today} - d.day) / 7 = ${sql.raw(String(11 - i))}), 0)::int`),
      sql`, `,
    )}] as week_usage
    from account_days d join picked p using (account_id) where d.day > ${today} - 84 and d.day <= ${today} group by 1),
  scored as (
    select distinct on (s.account_id) s.* from score_days s join picked p using (account_id)
    where s.product_no = 0 and s.day between ${today} - 3 and ${today} and not s.restated order by s.account_id, s.day desc, s.version_id desc),
  scored_before as (select s.account_id, b.total from scored s join score_days b on b.account_id = s.account_id and b.product_no = 0 and b.day = s.day - 28 and b.version_id = s.version_id),
  measured as (
    select distinct on (m.account_id) m.account_id, m.v from metric_days m join picked p using (account_id)
    where m.product_no = 0 and m.day between ${today} - 3 and ${today} order by m.account_id, m.day desc)`;
}
