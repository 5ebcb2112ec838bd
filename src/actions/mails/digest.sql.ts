import { sql, type SQL } from 'drizzle-orm';
import type { Kind } from '#actions/notifications/contract.ts';
import { addDays, type Day } from '#platform/clock/days.ts';
import { row, rows, type Db } from '#platform/db/db.ts';

type Said = { ja: string; en: string };
type Owned = { accountId: string; accountName: string };
export type DigestCta = Owned & {
  ctaId: string;
  title: string;
  reason: Said | null;
  facts: unknown;
  dueOn: Day | null;
  rank: number;
};
export type DigestRenewal = Owned & { what: 'renewal' | 'notice'; on: Day; mrr: string | null };
export type Ranked = Owned & { ctaId: string; title: string; rank: number; parts: Record<string, number> | null };
export type Told = { memberId: string; mailId: string; at: Date };

export const renewalDays = 60;
export const noticeDays = 30;
// What is older than this has been seen, or the mail server was away for longer than a digest makes good.
const backDays = 7;

/** Writes that each thing is told in this digest; gives the ids of those that were not told before. */
function telling({ memberId, mailId, at }: Told, kind: Kind, things: SQL): SQL {
  return sql`
    insert into notification_deliveries (member_id, thing, way, kind, mail_id, created_at)
    select ${memberId}::uuid, t.thing, 'digest', ${kind}, ${mailId}::uuid, ${at.toISOString()}::timestamptz from (${things}) t
    on conflict (member_id, thing, way) do nothing returning thing`;
}

const ctaColumns = sql`c.account_id as "accountId", a.name as "accountName", c.cta_id as "ctaId", c.title, c.facts, c.due_on as "dueOn", c.rank,
  case when r.reason is not null then jsonb_build_object('ja', r.name_ja, 'en', r.name_en) end as reason`;
const ctaJoins = sql`join accounts a on a.account_id = c.account_id left join cta_reasons r on r.reason = c.reason`;
const open = (memberId: string) => sql`c.owner_id = ${memberId}::uuid and c.status in ('open', 'doing')`;

/** CTAs that became theirs and that nobody has told them of in a digest; not those beyond the slots, asleep, or made by themselves. */
export function newCtas(tx: Db, told: Told, today: Day): Promise<DigestCta[]> {
  const since = sql`${addDays(today, -backDays)}::date`;
  const found = sql`select 'cta:' || c.cta_id as thing from ctas c where ${open(told.memberId)} and c.slot <> 'overflow'
    and (c.snoozed_until is null or c.snoozed_until <= ${today}::date) and (c.created_by is distinct from ${told.memberId}::uuid)
    and (c.created_at >= ${since} or exists (
      select from cta_changes h where h.account_id = c.account_id and h.cta_id = c.cta_id and h.kind = 'reassigned' and h.at >= ${since}))`;
  return rows(
    tx,
    sql`with told as (${telling(told, 'ctas', found)})
    select ${ctaColumns} from told t join ctas c on c.owner_id = ${told.memberId}::uuid and 'cta:' || c.cta_id = t.thing ${ctaJoins}
    order by c.rank desc, c.cta_id`,
  );
}

/** CTAs whose sleep has ended since the day before the last weekend. */
export function wokenCtas(tx: Db, told: Told, today: Day): Promise<DigestCta[]> {
  const thing = sql`'snooze:' || c.cta_id || ':' || c.snoozed_until`;
  const found = sql`select ${thing} as thing from ctas c where ${open(told.memberId)} and c.snoozed_until > ${addDays(today, -backDays)}::date and c.snoozed_until <= ${today}::date`;
  return rows(
    tx,
    sql`with told as (${telling(told, 'snoozes', found)})
    select ${ctaColumns} from told t join ctas c on c.owner_id = ${told.memberId}::uuid and ${thing} = t.thing ${ctaJoins} order by c.rank desc, c.cta_id`,
  );
}

/** Their customers whose renewal or notice deadline has come near; each date once. */
export function nearRenewals(tx: Db, told: Told, today: Day): Promise<DigestRenewal[]> {
  const near = sql`
    select f.account_id, f.name, f.mrr, x.what, x.on_day from account_facts f
    cross join lateral (values ('renewal', f.renewal_on, ${renewalDays}::int), ('notice', f.notice_on, ${noticeDays}::int)) x(what, on_day, days)
    where f.csm_id = ${told.memberId}::uuid and not f.is_archived and f.churned_on is null and x.on_day >= ${today}::date and x.on_day <= ${today}::date + x.days`;
  const thing = sql`n.what || ':' || n.account_id || ':' || n.on_day`;
  return rows(
    tx,
    sql`with near as materialized (${near}), told as (${telling(told, 'renewals', sql`select ${thing} as thing from near n`)})
    select n.account_id as "accountId", n.name as "accountName", n.what, n.on_day::text as "on", n.mrr::text as mrr from told t join near n on ${thing} = t.thing
    order by n.on_day, n.account_id`,
  );
}

/** What exceeds their slots, with its ranking; once a week, by the Monday it begins with. */
export async function overflowOf(tx: Db, told: Told, monday: Day, limit: number): Promise<{ count: number; items: Ranked[] } | null> {
  const beyond = sql`from ctas c where ${open(told.memberId)} and c.slot = 'overflow'`;
  const due = await row(tx, telling(told, 'overflow', sql`select 'overflow:' || ${monday}::text as thing where exists (select ${beyond})`));
  if (!due) return null;
  const count = await row<{ n: number }>(tx, sql`select count(*)::int as n ${beyond}`);
  const items = await rows<Ranked>(
    tx,
    sql`select c.account_id as "accountId", a.name as "accountName", c.cta_id as "ctaId", c.title, c.rank, c.rank_parts as parts
      from ctas c join accounts a on a.account_id = c.account_id where ${open(told.memberId)} and c.slot = 'overflow' order by c.rank desc, c.cta_id limit ${limit}`,
  );
  return { count: count!.n, items };
}
