import { sql, type SQL } from 'drizzle-orm';
import { addDays, startOfDay, type Day } from '#platform/clock/days.ts';
import { row, rows, type Db } from '#platform/db/db.ts';
import { PROACTIVE_DAYS, type Touches } from './logic.ts';

export const RENEWAL_DAYS = 90;
/** Points of health within 28 days that are news. */
export const MOVED = 10;

export type Card = {
  accountId: string;
  name: string;
  colour: 'good' | 'watch' | 'risk' | 'unknown' | null;
  score: number | null;
  change28: number | null;
  mrr: string | null;
  renewalOn: Day | null;
  noticeOn: Day | null;
  lastTouchOn: Day | null;
};
export type UntouchedCard = Card & { touchModel: 'high' | 'hybrid' | 'low' | 'tech' | 'community' | null; limitDays: number | null };
export type Portfolio = { accounts: number; mrr: string; good: number; watch: number; risk: number; unknown: number };
type Group<T = Card> = { count: number; mrr: string; items: T[] };
export type Book = { portfolio: Portfolio; renewals: Group; risks: Group; good: Group; untouched: Group<UntouchedCard> };

const cardOf = sql`jsonb_build_object('accountId', x.account_id, 'name', x.name, 'colour', x.colour, 'score', x.score, 'change28', x.score_change_28, 'mrr', x.mrr::text,
  'renewalOn', x.renewal_on, 'noticeOn', x.notice_on, 'lastTouchOn', x.last_touch_on, 'touchModel', x.touch_model,
  'limitDays', (select (r->>'limit')::int from jsonb_array_elements(x.attention) r where r->>'code' = 'no_touch' limit 1))`;

function group(where: SQL, order: SQL, limit: number): SQL {
  return sql`(select jsonb_build_object('count', count(*)::int, 'mrr', coalesce(sum(mrr), 0)::text,
    'items', coalesce((select jsonb_agg(${cardOf} order by ${order}) from (select * from mine x where ${where} order by ${order} limit ${limit}) x), '[]')) from mine x where ${where})`;
}

/** How the customers of one CSM stand: one pass over their facts, then what is worth a look among them. */
export async function bookOf(db: Db, csmId: string, today: Day, limit: number): Promise<Book> {
  const found = await row<Book>(
    db,
    sql`
    with mine as materialized (
      select f.account_id, f.name, f.colour, f.score, f.score_change_28, f.mrr, f.renewal_on, f.notice_on, f.last_touch_on, f.touch_model, f.attention, f.attention_codes
      from account_facts f where f.csm_id = ${csmId}::uuid and not f.is_archived and (f.churned_on is null or f.churned_on > ${today}::date))
    select (select jsonb_build_object('accounts', count(*)::int, 'mrr', coalesce(sum(mrr), 0)::text, 'good', count(*) filter (where colour = 'good')::int,
        'watch', count(*) filter (where colour = 'watch')::int, 'risk', count(*) filter (where colour = 'risk')::int,
        'unknown', count(*) filter (where coalesce(colour, 'unknown') = 'unknown')::int) from mine) as portfolio,
      ${group(sql`x.renewal_on between ${today}::date and ${addDays(today, RENEWAL_DAYS)}::date`, sql`x.renewal_on, x.account_id`, limit)} as renewals,
      ${group(sql`(x.colour = 'risk' or x.score_change_28 <= ${-MOVED})`, sql`coalesce(x.mrr, 0) desc, x.account_id`, limit)} as risks,
      ${group(sql`x.score_change_28 >= ${MOVED}`, sql`x.score_change_28 desc, x.account_id`, limit)} as good,
      ${group(sql`'no_touch' = any (x.attention_codes)`, sql`x.last_touch_on nulls first, x.account_id`, limit)} as untouched`,
  );
  return found!;
}

/** Touches of members within the last 28 days, today included: those they took part in, and automatic mail to their customers. */
export function touchesOf(db: Db, members: SQL, today: Day, timeZone: string): Promise<(Touches & { memberId: string })[]> {
  const from = startOfDay(addDays(today, 1 - PROACTIVE_DAYS), timeZone).toISOString();
  return rows(
    db,
    sql`
    select m.id as "memberId",
      (select jsonb_build_array(count(*), count(*) filter (where t.direction = 'proactive')) from activity_members am join activities t on t.account_id = am.account_id and t.activity_id = am.activity_id
       where am.member_id = m.id and t.happened_at >= ${from}::timestamptz and t.deleted_at is null and t.kind <> 'memo' and not t.is_automatic) as counted,
      (select count(*)::int from account_facts f join activities t on t.account_id = f.account_id
       where f.csm_id = m.id and t.happened_at >= ${from}::timestamptz and t.deleted_at is null and t.is_automatic) as automatic
    from members m where ${members}`,
  ).then((found) =>
    (found as { memberId: string; counted: [number, number]; automatic: number }[]).map(({ memberId, counted: [touches, started], automatic }) => ({
      memberId,
      touches,
      started,
      automatic,
    })),
  );
}
