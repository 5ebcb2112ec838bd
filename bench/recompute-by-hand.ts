import type { Database } from '#platform/db/db.ts';
import { today } from './recompute-data.ts';

/** What somebody who knows these 26 metrics and this scorecard would write for one night, into tables of the same shape. */
export async function byHand({ pool }: Database, cut: string): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    await client.query(`set local work_mem = '64MB'`);
    await client.query(values.replaceAll(':today', `date '${today}'`).replaceAll(':cut', `timestamptz '${cut}'`));
    await client.query(scores);
    await client.query('commit');
  } finally {
    client.release();
  }
}

const known = (alias: string) => `${alias}.known_from < :cut and (${alias}.known_to is null or ${alias}.known_to >= :cut)`;
const sum = (from: number, to: number, only = '') => `coalesce(sum(e.n) filter (where e.age >= ${from} and e.age < ${to}${only}), 0)`;

const values = `
insert into hand_metric_days (account_id, product_no, day, v, computed_at)
with a as materialized (
  select v.account_id, v.first_contract_on, (v.created_at at time zone 'Asia/Tokyo')::date as created_on from account_versions v
  where ${known('v')} and (v.churned_on is null or v.churned_on >= :today) and (v.archived_at is null or v.archived_at >= :cut)
), u as (
  select d.account_id, min(e.age) filter (where e.n > 0) as newest,
    ${sum(0, 28)} as e28, ${sum(28, 56)} as e56, ${sum(56, 84)} as e84, ${sum(84, 112)} as e112,
    ${sum(0, 7, ' and e.event_id = 1')} as a7, ${sum(0, 28, ' and e.event_id = 1')} as a28, ${sum(0, 90, ' and e.event_id in (1, 2, 3)')} as a90,
    bit_count(bit_or(1::bigint << e.age) filter (where e.n > 0 and e.age < 28)::bit(64)) as days28,
    bit_count(bit_or(case e.event_id when 1 then 1 when 2 then 2 when 5 then 4 when 6 then 8 when 7 then 16 else 0 end::bigint) filter (where e.n > 0 and e.age < 28)::bit(64)) as seen28
  from account_days d cross join lateral (select :today - d.day as age, x.event_id, x.n from unnest(d.events, d.counts) as x(event_id, n)) e
  where d.day > :today - 112 and d.day <= :today and d.known_on <= :today group by d.account_id
), p as (
  select account_id, count(*) filter (where last < 7) as u7, count(*) filter (where last < 28) as u28, count(*) filter (where last < 90) as u90
  from (select d.account_id, x.no, min(:today - d.day) as last from account_days d cross join lateral unnest(d.users) as x(no)
    where d.day > :today - 90 and d.day <= :today and d.known_on <= :today group by 1, 2) t group by 1
), k as (
  select c.account_id, min(c.starts_on) as first_start,
    min(renewal_day(c.starts_on, c.ends_on, c.auto_renew, c.cancelled_on, :today)) filter (where r) as next_end, count(*) filter (where r) as running,
    min(notice_day(c.notice_deadline_on, c.starts_on, c.ends_on, c.auto_renew, c.cancelled_on, :today))
      filter (where r and notice_day(c.notice_deadline_on, c.starts_on, c.ends_on, c.auto_renew, c.cancelled_on, :today) >= :today and (c.cancelled_on is null or c.cancelled_on > :today)) as next_notice
  from contract_versions c cross join lateral (select c.starts_on <= :today and coalesce(line_end(null, c.ends_on, c.auto_renew, c.cancelled_on) >= :today, true) as r) x
  where ${known('c')} group by 1
), l as (
  select l.account_id, sum(line_mrr(l.unit_price, l.quantity, l.billing_months)) as mrr, sum(l.quantity) filter (where l.is_seats) as seats
  from contract_line_versions l join contract_versions c on c.account_id = l.account_id and c.contract_id = l.contract_id and ${known('c')}
  where l.kind = 'recurring' and l.starts_on <= :today and coalesce(line_end(l.ends_on, c.ends_on, c.auto_renew, c.cancelled_on) >= :today, true) and ${known('l')} group by 1
), c as (
  select account_id, count(*) filter (where here) as n, count(*) filter (where here and 'champion' = any(roles)) as champions,
    bool_or(coalesce(not here and 'champion' = any(roles) and status_on > :today - 90, false)) as gone
  from (select c.*, not (c.status <> 'active' and (c.status_on is null or c.status_on <= :today)) as here from contact_versions c where ${known('c')}) c group by 1
), t as (
  select t.account_id, max((t.happened_at at time zone 'Asia/Tokyo')::date) as last_on from activities t
  where t.known_at < :cut and t.happened_at < :cut and (t.deleted_at is null or t.deleted_at >= :cut) and not t.is_automatic and t.kind <> 'memo' group by 1
), dm as (
  select t.account_id, max((t.happened_at at time zone 'Asia/Tokyo')::date) as last_on from activities t
  join activity_contacts ac on ac.account_id = t.account_id and ac.activity_id = t.activity_id
  join contact_versions c on c.account_id = ac.account_id and c.contact_id = ac.contact_id and 'decision_maker' = any(c.roles) and ${known('c')}
  where t.known_at < :cut and t.happened_at < :cut and (t.deleted_at is null or t.deleted_at >= :cut) and not t.is_automatic and t.kind <> 'memo' group by 1
), o as (
  select account_id, sum(seats) as seats,
    max(case when onboarding_done_on <= :today then 0 else greatest(:today - onboarding_due_on, case when onboarding_due_on is not null then 0 end) end) as late,
    min(case when onboarding_due_on is null then null when onboarding_done_on <= :today then (onboarding_done_on <= onboarding_due_on)::int when onboarding_due_on < :today then 0 end) as in_time
  from account_product_versions p where (ended_on is null or ended_on >= :today) and ${known('p')} group by 1
), joined as (
  select a.account_id, a.first_contract_on, k.first_start, l.mrr, coalesce(l.seats, o.seats) as seats, o.late, o.in_time, c.n as contacts, c.champions, c.gone, t.last_on, dm.last_on as dm_on,
    k.next_end, k.next_notice, k.running, coalesce(u.e28, 0) as e28, u.e56, u.e84, u.e112, coalesce(u.days28, 0) as days28, coalesce(u.seen28, 0) as seen28, coalesce(u.a7, 0) as a7, coalesce(u.a28, 0) as a28, coalesce(u.a90, 0) as a90,
    coalesce(p.u7, 0) as u7, coalesce(p.u28, 0) as u28, coalesce(p.u90, 0) as u90, :today - least(coalesce(a.first_contract_on, a.created_on), k.first_start, :today) as since,
    coalesce(u.newest, :today - (select d.day from account_days d where d.account_id = a.account_id and d.day <= :today and d.known_on <= :today and d.total > 0 order by d.day desc limit 1)) as unused
  from a left join u using (account_id) left join p using (account_id) left join k using (account_id) left join l using (account_id) left join c using (account_id)
  left join t using (account_id) left join dm using (account_id) left join o using (account_id)
)
select account_id, 0, :today, array[
  mrr, e28, u28, days28, coalesce(unused, since), e28::float8 / nullif(greatest(e56, 0), 0) - 1,
  coalesce(e28 / nullif(greatest(case when e112 <> 0 then (e56 + e84 + e112)::float8 / 3 when e84 <> 0 then (e56 + e84)::float8 / 2 else e56 end, 0), 0), case when e28 = 0 and unused is not null then 0 end),
  u28::float8 / nullif(seats, 0), coalesce(:today - last_on, since), coalesce(:today - dm_on, since), coalesce(contacts, 0), case when coalesce(champions, 0) > 0 then 1 else 0 end, coalesce(gone::int, 0), late, in_time,
  case when running > 0 then case when least(next_notice, next_end) is null or least(next_notice, next_end) - :today > 90 then 1 when :today - last_on <= 90 then 1 else 0 end end,
  next_end - :today, next_notice - :today, :today - least(first_contract_on, first_start),
  case when days28 >= 12 and u28::float8 / nullif(seats, 0) >= 0.6 then 4 when days28 >= 8 and u28 >= 2 then 3 when days28 >= 4 then 2 when e28 >= 1 then 1 else 0 end,
  u7, u90, a7, a28, a90, seen28]::float8[], now() from joined`;

// Points to the thirteenth place, as the product settles them: `real` refuses what is next to nothing.
const line = (slot: number, zero: number, full: number) =>
  `case when v[${slot}] is not null then least(100, greatest(0, (v[${slot}] - ${zero}) * 100 / ${full - zero}::float8)) + 128 - 128 end`;
const yes = (slot: number) => `case when v[${slot}] >= 1 then 100 when v[${slot}] is not null then 0 end`;

/** The default scorecard: its measures by slot, in its order. Filled in from the scorecard itself by the benchmark. */
export type HandMeasure = { slot: number; weight: number; zero: number; full: number } | { slot: number; weight: number; yes: true };
let scores = '';
export function writeScores(measures: HandMeasure[]): void {
  const n = measures.map((_, i) => i);
  const points = measures.map((m, i) => `${'yes' in m ? yes(m.slot) : line(m.slot, m.zero, m.full)} as p${i}`);
  const weight = measures.reduce((total, m) => total + m.weight, 0);
  const has = n.map((i) => `case when p${i} is null then 0 else ${measures[i]!.weight} end`).join(' + ');
  const costs = n.map((i) => `coalesce(${measures[i]!.weight} * (100 - p${i}), 0)`);
  scores = `
    insert into hand_score_days (account_id, product_no, day, version_id, total, co, coverage, colour, points, reason, computed_at)
    select account_id, 0, day, 1, total, total, covered / ${weight}::float8, case when total is null or covered / ${weight}::float8 < 0.6 then 'unknown' when total >= 70 then 'good' when total >= 40 then 'watch' else 'risk' end,
      array[${n.map((i) => `p${i}`).join(', ')}]::real[], case when worst <= 0 then null ${costs.map((c, i) => `when ${c} = worst then ${i}`).join(' ')} end, now()
    from (select *, (${n.map((i) => `coalesce(${measures[i]!.weight} * p${i}, 0)`).join(' + ')}) / nullif(${has}, 0)::float8 as total, (${has})::float8 as covered, greatest(${costs.join(', ')}) as worst
      from (select account_id, day, ${points.join(', ')} from hand_metric_days offset 0) x offset 0) y`;
}
