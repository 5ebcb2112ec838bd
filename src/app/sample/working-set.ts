import { sql } from 'drizzle-orm';
import type { Day } from '#platform/clock/days.ts';
import { rows, type Db } from '#platform/db/db.ts';

/** A customer that somebody of the sample works with; `contactId`: the champion, or else another active contact. */
export type Worked = { accountId: string; externalId: string; csmId: string; csmName: string; contactId: string | null; since: Day };

/** How many of a CSM's customers get work: all of a small company's; a large one stays fast and its people have no thousand lines. */
const perCsm = 60;

export function workingSet(db: Db): Promise<Worked[]> {
  return rows(
    db,
    sql`
    select w.account_id as "accountId", w.external_id as "externalId", w.member_id as "csmId", w.name as "csmName", w.since,
      (select c.contact_id from contacts c where c.account_id = w.account_id and c.status = 'active'
       order by 'champion' = any (c.roles) desc, c.email limit 1) as "contactId"
    from (
      select a.account_id, a.external_id, s.member_id, m.name, coalesce(a.first_contract_on, a.created_at::date) as since,
        row_number() over (partition by s.member_id order by a.external_id) as n
      from accounts a join assignments s on s.account_id = a.account_id and s.role = 'csm' and s.to_on is null join members m on m.id = s.member_id
      where a.is_sample and a.churned_on is null) w
    where w.n <= ${perCsm} order by w.external_id`,
  );
}
