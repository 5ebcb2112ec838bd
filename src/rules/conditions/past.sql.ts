import { sql, type SQL } from 'drizzle-orm';
import { mrrByProductSql, runningContractsSql } from '#signals/contracts/index.ts';
import type { BoundField, PastSource } from './fields.ts';

/** A moment before which everything of the day `a.day` was known: midnight after it, in the organisation's zone. */
const cut = (zone: string): SQL => sql`((a.day + 1)::timestamp at time zone ${zone})`;

const known = (zone: string): SQL => sql`select a.account_id, a.day, ${cut(zone)} as cut`;

/**
 * What was known at the close of a day, joined to a relation a(account_id, day). Only what was known by then:
 * versions, not current rows. Each source gives at most one row per account and day.
 */
export function joinPast(source: PastSource, zone: string, productNo: number): SQL {
  const open = (alias: string) =>
    sql`${sql.raw(alias)}.known_from < ${cut(zone)} and (${sql.raw(alias)}.known_to is null or ${sql.raw(alias)}.known_to >= ${cut(zone)})`;
  switch (source) {
    case 'metric':
      return joinMetrics('m', sql`a.day`, productNo);
    case 'score':
      return sql`left join lateral (
        select s.total, s.co, s.cx, s.coverage, s.colour, s.version_id from score_days s
        where s.account_id = a.account_id and s.product_no = ${productNo}::smallint and s.day = a.day and not s.restated order by s.version_id desc limit 1) s on true`;
    case 'account':
      return sql`left join account_versions v on v.account_id = a.account_id and ${open('v')}`;
    case 'contract':
      return sql`left join lateral (
        select case when exists (select from contract_versions cv where cv.account_id = a.account_id and ${open('cv')} and cv.starts_on <= a.day)
          then whole_money(coalesce((select sum(x.mrr) from (${mrrByProductSql(known(zone), 'cut')}) x), 0)) end as mrr) c on true`;
    case 'term':
      return sql`left join lateral (
        select count(*)::int as active, min(r.renewal_on) as renewal_on, coalesce(min(r.notice_on) filter (where r.notice_on >= r.day), max(r.notice_on)) as notice_on
        from (${runningContractsSql(known(zone), 'cut')}) r) r on true`;
    case 'owner':
      return sql`left join lateral (
        select (array_agg(o.member_id) filter (where o.role = 'csm'))[1] as csm_id,
          (array_agg(o.member_id) filter (where o.role = 'onboarding'))[1] as onboarding_id,
          (array_agg(o.member_id) filter (where o.role = 'sales'))[1] as sales_id,
          (array_agg(o.member_id) filter (where o.role = 'support'))[1] as support_id
        from assignment_versions o where o.account_id = a.account_id and ${open('o')}
          and o.from_on <= a.day and (o.to_on is null or o.to_on >= a.day)) o on true`;
    case 'phase':
      return sql`left join lateral (
        select p.phase, p.phase_since from account_product_versions p where p.account_id = a.account_id and ${open('p')} and ${inUse('p')}
          ${productNo ? sql`and p.product_no = ${productNo}::smallint` : sql`order by ${weight(zone)} desc nulls last, p.product_no limit 1`}) p on true`;
    case 'onboarding':
      return sql`left join lateral (
        select q.onboarding_started_on, q.onboarding_due_on, q.onboarding_done_on from account_product_versions q where q.account_id = a.account_id and ${open('q')} and ${inUse('q')}
          and coalesce(q.onboarding_started_on, q.onboarding_due_on, q.onboarding_done_on) is not null ${productNo ? sql`and q.product_no = ${productNo}::smallint` : sql``}
        order by (q.onboarding_done_on is null) desc, q.onboarding_due_on nulls last, q.onboarding_done_on desc, q.product_no limit 1) q on true`;
    case 'touch':
      return sql`left join lateral (
        select (max(t.happened_at) at time zone ${zone})::date as last_touch_on from activities t
        where t.account_id = a.account_id and t.known_at < ${cut(zone)} and t.happened_at < ${cut(zone)}
          and t.deleted_at is null and not t.is_automatic and t.kind <> 'memo') t on true`;
  }
}

// What has ended says nothing of the account any more.
const inUse = (alias: string): SQL => sql.raw(`(${alias}.ended_on is null or ${alias}.ended_on >= a.day)`);

/** The MRR of the product of `p`, where the account has several: the one that weighs most speaks for it, as in its facts. */
const weight = (zone: string): SQL => sql`case when count(*) over () > 1 then (
  select x.mrr from (${mrrByProductSql(known(zone), 'cut')}) x where x.product_no = p.product_no) end`;

// A plain join, so that Postgres may hash it: looking values up one by one takes ten times as long for all accounts.
function joinMetrics(alias: string, day: SQL, productNo: number): SQL {
  const m = sql.raw(alias);
  return sql`left join metric_days ${m} on ${m}.account_id = a.account_id and ${m}.product_no = ${productNo}::smallint and ${m}.day = ${day}`;
}

/** A score of an earlier day by the version of a later one: a new scorecard must not look as if everybody had moved. */
export function scoreBefore(past: string, of: { account: SQL; day: SQL; productNo: number; version: SQL }): SQL {
  return sql`(select ${sql.raw(past.replace(/\bs\./g, 'b.'))} from score_days b
    where b.account_id = ${of.account} and b.product_no = ${of.productNo}::smallint and b.day = ${of.day} and b.version_id = ${of.version})`;
}

/** The field's value on a.day or so many days before it, and the joins that bring all values asked for, each source once. */
export type PastValues = { value(field: BoundField, daysBefore?: number): SQL; joins(): SQL };

export function pastValues(zone: string, productNo: number): PastValues {
  const sources = new Set<PastSource>();
  const before = new Set<number>();
  return {
    value(field, daysBefore = 0) {
      const past = pastOf(field);
      if (daysBefore === 0) {
        sources.add(past.source);
        return sql.raw(past.sql);
      }
      if (past.source === 'metric') {
        before.add(daysBefore);
        return sql.raw(past.sql.replace(/\bm\./g, `m_${daysBefore}.`));
      }
      if (past.source === 'score') {
        sources.add('score');
        return scoreBefore(past.sql, { account: sql`a.account_id`, day: sql`a.day - ${daysBefore}::int`, productNo, version: sql`s.version_id` });
      }
      return sql`(select ${sql.raw(past.sql)} from (select a.account_id, a.day - ${daysBefore}::int as day) a ${joinPast(past.source, zone, productNo)})`;
    },
    joins() {
      const own = [...sources].sort().map((source) => joinPast(source, zone, productNo));
      const earlier = [...before].sort().map((days) => joinMetrics(`m_${days}`, sql`a.day - ${days}::int`, productNo));
      return sql.join([...own, ...earlier], sql` `);
    },
  };
}

/** Where a field's past is found; a condition is checked before it is compiled. */
export function pastOf(field: BoundField): NonNullable<BoundField['past']> {
  if (!field.past) throw new Error(`${field.key} has no history: check a condition before it is compiled`);
  return field.past;
}
