import { sql, type SQL } from 'drizzle-orm';

/** Closed CTAs of an account as moments of its timeline: what was done, and what came of it. Merged ones are told by the other. */
export const ctaMoments = (accountId: string): SQL => sql`
  select 't:' || c.cta_id, c.closed_at, 'cta', c.status, c.title,
    jsonb_strip_nulls(jsonb_build_object('ctaId', c.cta_id, 'type', c.type, 'outcome', c.outcome, 'note', c.outcome_note, 'by', coalesce(m.name, r.name)))
  from ctas c left join members m on m.id = c.closed_by left join rules r on r.rule_id = c.rule_id and c.closed_by_rule
  where c.account_id = ${accountId} and c.closed_at is not null and c.status in ('done', 'wont_do') and c.merged_into is null`;
