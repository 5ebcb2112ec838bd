import { sql } from 'drizzle-orm';
import { rows, type Db } from '#platform/db/db.ts';

export type AttentionRow = {
  accountId: string;
  name: string;
  isSample: boolean;
  colour: 'good' | 'watch' | 'risk' | 'unknown' | null;
  score: number | null;
  scoreChange28: number | null;
  codes: string[];
  worst: { name: string; nameEn: string | null; points: number | null; value?: number | null; unit?: string | null } | null;
  mrr: string | null;
  renewalOn: string | null;
  noticeOn: string | null;
  lastTouchOn: string | null;
  onboardingDueOn: string | null;
  csm: string | null;
};

/** Customers with a reason for attention: the most urgent reason first, among equals the largest MRR. */
export function whoNeedsAttention(db: Db, ask: { csmId: string | null; code: string | null; limit: number; offset: number }): Promise<AttentionRow[]> {
  return rows<AttentionRow>(
    db,
    sql`
    select f.account_id as "accountId", f.name, f.is_sample as "isSample", f.colour, f.score, f.score_change_28 as "scoreChange28",
      f.attention_codes as codes,
      case when f.reason->'measure'->>'name' is not null then f.reason->'measure' end as worst, f.mrr::text as mrr, f.renewal_on as "renewalOn", f.notice_on as "noticeOn",
      f.last_touch_on as "lastTouchOn", f.onboarding_due_on as "onboardingDueOn", m.name as csm
    from account_facts f left join members m on m.id = f.csm_id
    where f.attention_rank > 0 and not f.is_archived
      and (${ask.csmId}::uuid is null or f.csm_id = ${ask.csmId}::uuid)
      and (${ask.code}::text is null or ${ask.code}::text = any (f.attention_codes))
    order by f.attention_rank desc, coalesce(f.mrr, 0) desc, f.account_id
    limit ${ask.limit} offset ${ask.offset}`,
  );
}
