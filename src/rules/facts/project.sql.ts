import { sql, type SQL } from 'drizzle-orm';
import type { Day } from '#platform/clock/days.ts';
import { attributeSql } from '#rules/conditions/index.ts';
import { attentionSql } from './attention.sql.ts';
import { factParts } from './parts.sql.ts';
import type { SlotSource } from './slots.ts';

const frozen = (name: string, value: string) => `case when s.account_id is null and a.churned_on is not null then old.${name} else ${value} end`;
const rank = `case s.colour when 'risk' then 1 when 'watch' then 2 when 'good' then 3 when 'unknown' then 4 end`;

/** Column of account_facts and the expression that fills it, over the parts. */
const base: Record<string, string> = {
  account_id: 'a.account_id',
  name: 'a.name',
  kana: `coalesce(nullif(a.kana, ''), a.name)`,
  external_id: 'a.external_id',
  industry: 'a.industry',
  employees: 'a.employees',
  region: 'a.region',
  touch_model: 'a.touch_model',
  payment_status: 'a.payment_status',
  partner_id: 'a.partner_id',
  parent_account_id: 'a.parent_account_id',
  tags: 'a.tags',
  churned_on: 'a.churned_on',
  is_sample: 'a.is_sample',
  is_archived: 'a.archived_at is not null',
  created_on: '(a.created_at at time zone zone.name)::date',
  first_contract_on: 'coalesce(a.first_contract_on, (select min(c.starts_on) from contracts c where c.account_id = a.account_id))',
  csm_id: 'o.csm_id',
  onboarding_id: 'o.onboarding_id',
  sales_id: 'o.sales_id',
  support_id: 'o.support_id',
  mrr: 'case when e.account_id is not null then coalesce(m.mrr, 0) end',
  seats: 'coalesce(u.seats, m.seats)',
  active_contracts: 'coalesce(t.active_contracts, 0)',
  renewal_on: 't.renewal_on',
  notice_on: 't.notice_on',
  auto_renew: 't.auto_renew',
  product_nos: `coalesce((select array_agg(distinct x order by x) from unnest(u.product_nos || m.product_nos) x), '{}')`,
  contacts_count: 'coalesce(c.contacts_count, 0)',
  decision_makers: 'coalesce(c.decision_makers, 0)',
  champion_left: 'coalesce(c.champion_left, false)',
  last_touch_on: 'l.last_touch_on',
  last_decision_touch_on: 'ld.last_decision_touch_on',
  last_event_on: '(select max(d.day) from account_days d where d.account_id = a.account_id and d.total > 0)',
  week_usage: 'w.week_usage',
  phase: 'ph.phase',
  phase_since: 'ph.phase_since',
  onboarding_started_on: 'ob.onboarding_started_on',
  onboarding_due_on: 'ob.onboarding_due_on',
  onboarding_done_on: 'ob.onboarding_done_on',
  score: frozen('score', 's.total'),
  co: frozen('co', 's.co'),
  cx: frozen('cx', 's.cx'),
  coverage: frozen('coverage', 's.coverage'),
  colour: frozen('colour', 's.colour'),
  colour_rank: frozen('colour_rank', rank),
  score_change_28: 's.total - sb.total',
};

const joins = `
  from picked p join accounts a using (account_id)
  left join account_facts old using (account_id) left join money m using (account_id) left join terms t using (account_id) left join ever e using (account_id)
  left join owners o using (account_id) left join people c using (account_id) left join touches l using (account_id)
  left join decision_touches ld using (account_id) left join phases ph using (account_id) left join used u using (account_id)
  left join onboardings ob using (account_id) left join weeks w using (account_id) left join scored s using (account_id)
  left join scored_before sb using (account_id) left join measured v using (account_id)
  left join lateral (select d.definition->'measures'->(s.reason::int) as definition from scorecard_versions d where d.version_id = s.version_id) sm on true
  left join lateral (select d.slot, d.unit from metric_definitions d where d.key = sm.definition->>'metric' order by d.version desc limit 1) sv on true`;

// A scorecard's measure: its metric's name is what people read; its points are how bad it is.
const measure = `case when s.reason is not null then jsonb_build_object('position', s.reason, 'points', s.points[s.reason + 1], 'metric', sm.definition->>'metric', 'value', v.v[sv.slot], 'unit', sv.unit, 'name', sm.definition->>'name', 'nameEn', sm.definition->>'nameEn') end`;

/**
 * One statement that makes the rows of account_facts for the accounts in `ids` (null: all) as of `today`, writing only
 * rows that differ. Everything in lists comes through here, so a list and a condition cannot disagree.
 */
export function projectFacts(slots: SlotSource[], asked: { ids: string[] | null; today: Day; zone: string; now: Date }): SQL {
  const today = sql`${asked.today}::date`;
  const columns = { ...base };
  for (const slot of slots) columns[slot.column] = slot.metricSlot ? `v.v[${Number(slot.metricSlot)}]` : attributeSql(slot.kind, 'a', slot.key);
  const own = Object.keys(columns);
  const late = ['attention', 'attention_codes', 'attention_rank', 'reason'];
  const all = [...own, ...late].map((c) => sql.raw(c));
  const list = sql.join(all, sql`, `);
  const of = (alias: string) =>
    sql.join(
      [...own, ...late].map((c) => sql.raw(`${alias}.${c}`)),
      sql`, `,
    );
  return sql`
  with zone as (select ${asked.zone}::text as name),
  picked as materialized (select account_id from accounts ${asked.ids ? sql`where account_id = any(${sql.param(asked.ids)}::uuid[])` : sql``}),
  ${factParts({ today, zone: asked.zone })},
  base as materialized (select ${sql.raw(own.map((c) => `${columns[c]} as ${c}`).join(', '))}, ${sql.raw(measure)} as measure ${sql.raw(joins)} cross join zone),
  fresh as (
    select ${sql.raw(own.map((c) => `b.${c}`).join(', '))}, n.attention, n.attention_codes, n.attention_rank,
      coalesce(n.attention->0, case when b.colour = 'watch' and b.measure is not null then jsonb_build_object('code', 'measure', 'measure', b.measure) end) as reason
    from base b cross join ${attentionSql(today)})
  insert into account_facts (${list}, facts_on, refreshed_at)
  select ${of('n')}, ${today}, ${asked.now.toISOString()}::timestamptz from fresh n left join account_facts o on o.account_id = n.account_id
  where o.account_id is null or (${of('n')}) is distinct from (${of('o')})
  order by n.account_id
  on conflict (account_id) do update set (${list}, facts_on, refreshed_at) = row(${of('excluded')}, excluded.facts_on, excluded.refreshed_at)`;
}
