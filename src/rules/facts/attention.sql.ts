import { sql, type SQL } from 'drizzle-orm';
import { attentionCodes, type AttentionCode } from '#rules/conditions/index.ts';

/**
 * Why a customer needs attention, as a lateral over one row of `b` (base): reasons as jsonb, the most urgent first, their
 * codes, and a rank. Customers who are gone need none. Days a customer may be left alone depend on its touch model.
 */
export function attentionSql(today: SQL): SQL {
  const days = (column: string) => sql`b.${sql.raw(column)} - ${today}`;
  const reason = (code: AttentionCode, applies: SQL, params: SQL) =>
    sql`(${attentionCodes[code].weight}::int, ${code}::text, ${applies}, jsonb_build_object('code', ${code}::text) || jsonb_strip_nulls(jsonb_build_object(${params})))`;
  const notGood = sql`b.colour is distinct from 'good'`;
  const cadence = sql`case b.touch_model when 'high' then 30 when 'hybrid' then 60 when 'low' then 90 when 'tech' then null when 'community' then null else 90 end`;
  const reasons = [
    reason('health_risk', sql`b.colour = 'risk'`, sql`'score', round(b.score::numeric), 'measure', b.measure`),
    reason('notice_near', sql`b.notice_on between ${today} and ${today} + 30 and ${notGood}`, sql`'on', b.notice_on, 'days', ${days('notice_on')}`),
    reason('payment_late', sql`b.payment_status in ('late', 'stopped')`, sql`'status', b.payment_status`),
    reason('champion_left', sql`b.champion_left`, sql`'since', null::date`),
    reason('renewal_near', sql`b.renewal_on between ${today} and ${today} + 90 and ${notGood}`, sql`'on', b.renewal_on, 'days', ${days('renewal_on')}`),
    reason(
      'onboarding_overdue',
      sql`b.onboarding_done_on is null and b.onboarding_due_on < ${today}`,
      sql`'on', b.onboarding_due_on, 'days', ${today} - b.onboarding_due_on`,
    ),
    reason(
      'no_touch',
      sql`coalesce(b.last_touch_on, b.first_contract_on, b.created_on) < ${today} - (${cadence})`,
      sql`'last', b.last_touch_on, 'days', ${today} - b.last_touch_on, 'limit', ${cadence}`,
    ),
    reason('unassigned', sql`b.csm_id is null`, sql`'since', b.created_on`),
  ];
  return sql`lateral (
    select jsonb_agg(r.reason order by r.weight desc) as attention, coalesce(array_agg(r.code order by r.weight desc), '{}') as attention_codes,
      coalesce(max(r.weight) + least(count(*) - 1, 9), 0)::smallint as attention_rank
    from (values ${sql.join(reasons, sql`, `)}) r(weight, code, applies, reason)
    where r.applies and not b.is_archived and (b.churned_on is null or b.churned_on > ${today})) n`;
}
