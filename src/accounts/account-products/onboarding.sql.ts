import { sql, type SQL } from 'drizzle-orm';
import { addDays, type Day } from '#platform/clock/days.ts';
import { row, rows, type Db } from '#platform/db/db.ts';

export type OnboardingFilter = { state: 'running' | 'overdue' | 'done'; productNo?: number; ownerId?: string };
export type Onboarding = {
  accountId: string;
  accountName: string;
  productNo: number;
  productName: string;
  startedOn: Day | null;
  dueOn: Day | null;
  doneOn: Day | null;
  daysLeft: number | null;
  ownerId: string | null;
  ownerName: string | null;
};

// Who has no deadline comes last.
const never = '9999-12-31';
const open = sql`p.onboarding_done_on is null and p.ended_on is null and (p.phase = 'onboarding' or (p.onboarding_started_on is not null and p.phase not in ('churned', 'considering', 'purchasing')))`;

/** Onboardings of customers we have, with who looks after them: the onboarding role, else the CSM. */
function among(filter: Omit<OnboardingFilter, 'state'>, which: SQL): SQL {
  const product = filter.productNo ? sql`and p.product_no = ${filter.productNo}` : sql``;
  const mine = filter.ownerId ? sql`and coalesce(o.member_id, c.member_id) = ${filter.ownerId}` : sql``;
  return sql`from account_products p
    join accounts a on a.account_id = p.account_id and a.archived_at is null and a.churned_on is null
    left join assignments o on o.account_id = p.account_id and o.role = 'onboarding' and o.to_on is null
    left join assignments c on c.account_id = p.account_id and c.role = 'csm' and c.to_on is null
    where ${which} ${product} ${mine}`;
}

/** Running ones by deadline, done ones by the day, the last first; `after` is [day, account, product] of the row before. */
export function listOnboardings(db: Db, filter: OnboardingFilter, today: Day, limit: number, after: readonly unknown[] | null) {
  const done = filter.state === 'done';
  const place = done ? sql`p.onboarding_done_on` : sql`coalesce(p.onboarding_due_on, ${never}::date)`;
  const which = done ? sql`p.onboarding_done_on is not null` : filter.state === 'overdue' ? sql`${open} and p.onboarding_due_on < ${today}::date` : open;
  const [day, accountId, productNo] = after ?? [];
  const later = sql`(p.account_id, p.product_no) > (${accountId}::uuid, ${productNo}::smallint)`;
  const rest = after ? sql`and (${place} ${done ? sql`<` : sql`>`} ${day}::date or (${place} = ${day}::date and ${later}))` : sql``;
  return rows<Onboarding & { place: Day }>(
    db,
    sql`select p.account_id as "accountId", a.name as "accountName", p.product_no as "productNo", n.name as "productName",
        p.onboarding_started_on as "startedOn", p.onboarding_due_on as "dueOn", p.onboarding_done_on as "doneOn",
        p.onboarding_due_on - ${today}::date as "daysLeft", m.id as "ownerId", m.name as "ownerName", ${place} as place
      from (select p.*, coalesce(o.member_id, c.member_id) as owner_id ${among(filter, which)} ${rest}
        order by ${place} ${done ? sql`desc` : sql`asc`}, p.account_id, p.product_no limit ${limit}) p
      join accounts a using (account_id) join products n using (product_no) left join members m on m.id = p.owner_id
      order by ${place} ${done ? sql`desc` : sql`asc`}, p.account_id, p.product_no`,
  );
}

/** How many run, how many of those are late, and how many were done within the last `days`. */
export async function countOnboardings(db: Db, filter: Omit<OnboardingFilter, 'state'>, today: Day, days: number) {
  const since = addDays(today, -days);
  const found = await row<{ running: number; overdue: number; done: number }>(
    db,
    sql`select count(*) filter (where p.onboarding_done_on is null)::int as running,
        count(*) filter (where p.onboarding_done_on is null and p.onboarding_due_on < ${today}::date)::int as overdue,
        count(*) filter (where p.onboarding_done_on is not null)::int as done
      ${among(filter, sql`((${open}) or p.onboarding_done_on > ${since}::date)`)}`,
  );
  return found!;
}
