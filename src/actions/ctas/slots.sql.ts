import { sql, type SQL } from 'drizzle-orm';
import type { Day } from '#platform/clock/days.ts';
import { row, rows, type Db } from '#platform/db/db.ts';

export type TouchModel = 'high' | 'hybrid' | 'low' | 'tech' | 'community';
export type MemberSlots = { memberId: string; name: string; accounts: number; touchModel: TouchModel | null; own: number | null; perWeek: number };

/** Weekly slots of members: their own, else the default of the touch model of most of their book (hybrid where there is none). */
export function slotsOf(db: Db, members: SQL): Promise<MemberSlots[]> {
  return rows(
    db,
    sql`
    select m.id as "memberId", m.name, coalesce(b.accounts, 0)::int as accounts, b.touch_model as "touchModel", s.per_week as own,
      coalesce(s.per_week, d.per_week, 15)::int as "perWeek"
    from members m left join member_slots s on s.member_id = m.id
    left join lateral (
      select count(*) as accounts, mode() within group (order by a.touch_model) as touch_model from assignments x join accounts a on a.account_id = x.account_id
      where x.member_id = m.id and x.role = 'csm' and x.to_on is null and a.archived_at is null and a.churned_on is null) b on true
    left join slot_defaults d on d.touch_model = coalesce(b.touch_model, 'hybrid')
    where ${members} order by coalesce(b.accounts, 0) desc, m.name`,
  );
}

/** How many slots of a member are free in a week; negative when a person handed over more than they hold. */
export async function roomOf(tx: Db, memberId: string, week: Day): Promise<number> {
  const [slots] = await slotsOf(tx, sql`m.id = ${memberId}::uuid`);
  const used = await row<{ n: number }>(
    tx,
    sql`select count(*)::int as n from ctas where owner_id = ${memberId}::uuid and slot_week = ${week}::date and slot = 'in'`,
  );
  return (slots?.perWeek ?? 0) - used!.n;
}

export function slotDefaultsOf(db: Db): Promise<{ touchModel: TouchModel; perWeek: number }[]> {
  return rows(
    db,
    sql`select touch_model as "touchModel", per_week as "perWeek" from slot_defaults order by array_position(array['high', 'hybrid', 'low', 'tech', 'community'], touch_model)`,
  );
}

/** MRR of customers at each twentieth, ascending, and the smallest among the tenth who pay most; in minor units. */
export async function mrrScale(db: Db): Promise<{ steps: bigint[]; largest: bigint | null }> {
  const found = await row<{ steps: string[] | null; largest: string | null }>(
    db,
    sql`
    select (percentile_disc(array[0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 1.0]::float8[])
        within group (order by coalesce(mrr, 0)))::text[] as steps, (percentile_disc(0.1) within group (order by coalesce(mrr, 0) desc))::text as largest
    from account_facts where not is_archived and churned_on is null`,
  );
  return { steps: (found?.steps ?? []).map(BigInt), largest: found?.largest ? BigInt(found.largest) : null };
}
