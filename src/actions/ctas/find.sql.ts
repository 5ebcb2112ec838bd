import { sql, type SQL } from 'drizzle-orm';
import { addDays, type Day } from '#platform/clock/days.ts';
import { row, rows, type Db } from '#platform/db/db.ts';
import type { z } from 'zod';
import type { cta } from './shapes.ts';

export type Cta = z.infer<typeof cta>;
export type Filter = {
  scope?: 'mine' | 'team' | 'all';
  ownerId?: string;
  teamId?: string;
  accountId?: string;
  type?: string;
  reason?: string;
  priority?: number;
  status?: 'active' | 'open' | 'doing' | 'done' | 'wont_do' | 'closed';
  asleep?: 'hide' | 'show' | 'only';
  ruleId?: string;
  due?: 'overdue' | 'today' | 'week' | 'none';
  slot?: string;
  escalated?: boolean;
};
export type Sort = 'due' | 'rank' | 'closed';
type Asked = { me: string | null; today: Day };

const teamsOf = (me: string | null) =>
  sql`select o.member_id from team_members o where o.team_id in (select w.team_id from team_members w where w.member_id = ${me}::uuid)`;
const statuses = { active: ['open', 'doing'], open: ['open'], doing: ['doing'], done: ['done'], wont_do: ['wont_do'], closed: ['done', 'wont_do'] };

/** The filter as SQL over `ctas c`; `whole` leaves status and sleep out (counts say them by themselves). */
export function whereOf(filter: Filter, { me, today }: Asked, whole = false): SQL {
  const all: SQL[] = [sql`true`];
  const status = filter.status ?? 'active';
  if (!whole) {
    all.push(sql`c.status in (${sql.raw(statuses[status].map((s) => `'${s}'`).join(', '))})`);
    if (filter.asleep === 'only') all.push(sql`c.snoozed_until > ${today}::date`);
    else if (filter.asleep !== 'show') all.push(sql`(c.snoozed_until is null or c.snoozed_until <= ${today}::date)`);
  }
  if (filter.scope === 'mine') all.push(sql`c.owner_id = ${me}::uuid`);
  if (filter.scope === 'team')
    all.push(sql`(c.owner_id in (${teamsOf(me)} union all select ${me}::uuid) or not exists (select from team_members w where w.member_id = ${me}::uuid))`);
  if (filter.ownerId) all.push(filter.ownerId === 'none' ? sql`c.owner_id is null` : sql`c.owner_id = ${filter.ownerId}::uuid`);
  if (filter.teamId) all.push(sql`c.owner_id in (select member_id from team_members where team_id = ${filter.teamId}::uuid)`);
  if (filter.accountId) all.push(sql`c.account_id = ${filter.accountId}::uuid`);
  if (filter.type) all.push(sql`c.type = ${filter.type}`);
  if (filter.reason) all.push(sql`c.reason = ${filter.reason}`);
  if (filter.priority) all.push(sql`c.priority = ${filter.priority}`);
  if (filter.ruleId) all.push(sql`c.rule_id = ${filter.ruleId}::uuid`);
  if (filter.due === 'overdue') all.push(sql`c.due_on < ${today}::date`);
  if (filter.due === 'today') all.push(sql`c.due_on <= ${today}::date`);
  if (filter.due === 'week') all.push(sql`c.due_on <= ${addDays(today, 7)}::date`);
  if (filter.due === 'none') all.push(sql`c.due_on is null`);
  if (filter.slot) all.push(sql`c.slot = ${filter.slot}`);
  if (filter.escalated !== undefined) all.push(filter.escalated ? sql`c.escalated_to is not null` : sql`c.escalated_to is null`);
  return sql.join(all, sql` and `);
}

const order: Record<Sort, SQL> = {
  due: sql`c.due_on asc nulls last, c.cta_id`,
  rank: sql`c.rank desc, c.cta_id`,
  closed: sql`c.closed_at desc nulls last, c.cta_id`,
};

function later(sort: Sort, after: readonly unknown[] | null): SQL {
  if (!after) return sql`true`;
  const [value, id] = after;
  const beyond = sql`c.cta_id > ${id}::uuid`;
  if (sort === 'rank') return sql`(c.rank < ${value}::float8 or (c.rank = ${value}::float8 and ${beyond}))`;
  const [column, type, past] =
    sort === 'due'
      ? [sql`c.due_on`, sql`::date`, sql`c.due_on > ${value}::date`]
      : [sql`c.closed_at`, sql`::timestamptz`, sql`c.closed_at < ${value}::timestamptz`];
  if (value === null) return sql`(${column} is null and ${beyond})`;
  return sql`(${past} or (${column} = ${value}${type} and ${beyond}) or ${column} is null)`;
}

/** Where the page after this row starts. */
export const placeOf = (sort: Sort, c: Cta & { place?: string }): (string | number | null)[] =>
  sort === 'rank' ? [c.rank, c.ctaId] : sort === 'due' ? [c.dueOn, c.ctaId] : [c.closedAt?.toISOString() ?? null, c.ctaId];

const moments = ['escalatedAt', 'closedAt', 'createdAt', 'updatedAt'] as const;

/** CTAs by a condition over `ctas c`, with the names people read. Names are joined to the page's rows only. */
export async function findCtas(
  db: Db,
  where: SQL,
  limit: number,
  sort: Sort = 'due',
  after: readonly unknown[] | null = null,
  today: Day | null = null,
): Promise<Cta[]> {
  const found = await rows<Record<string, unknown>>(
    db,
    sql`
    with c as materialized (select * from ctas c where ${where} and ${later(sort, after)} order by ${order[sort]} limit ${limit})
    select c.account_id as "accountId", c.cta_id as "ctaId", a.name as "accountName", c.product_no as "productNo", p.name as "productName", c.type, c.reason,
      jsonb_build_object('ja', coalesce(r.name_ja, c.reason), 'en', coalesce(r.name_en, c.reason)) as "reasonName", c.risk_category as "riskCategory", c.title, c.note, c.priority,
      c.owner_id as "ownerId", o.name as "ownerName", c.owner_role as "ownerRole", c.due_on as "dueOn", c.status,
      case when ${today}::date is null or c.snoozed_until > ${today}::date then c.snoozed_until end as "snoozedUntil",
      case when ${today}::date is null or c.snoozed_until > ${today}::date then c.snooze_reason end as "snoozeReason",
      c.contract_id as "contractId", k.name as "contractName", c.contact_id as "contactId", n.name as "contactName",
      c.rule_id as "ruleId", u.name as "ruleName", c.fired_on as "firedOn", c.facts, c.slot, c.slot_week as "slotWeek", c.rank, c.rank_parts as "rankParts",
      c.escalated_to as "escalatedTo", e.name as "escalatedToName", c.escalated_at as "escalatedAt", c.escalation_reason as "escalationReason", c.escalated_until as "escalatedUntil",
      c.merged_into as "mergedInto", c.outcome, c.outcome_note as "outcomeNote", c.closed_at as "closedAt", b.name as "closedByName", c.closed_by_rule as "closedByRule",
      c.useless_at is not null as useless,
      (select count(*)::int from cta_comments x where x.account_id = c.account_id and x.cta_id = c.cta_id and x.deleted_at is null) as comments,
      f.mrr::text as mrr, f.renewal_on as "renewalOn", f.colour, f.score, c.created_at as "createdAt", c.updated_at as "updatedAt"
    from c join accounts a on a.account_id = c.account_id
    left join products p on p.product_no = c.product_no left join cta_reasons r on r.reason = c.reason left join members o on o.id = c.owner_id
    left join members e on e.id = c.escalated_to left join members b on b.id = c.closed_by left join rules u on u.rule_id = c.rule_id
    left join contracts k on k.account_id = c.account_id and k.contract_id = c.contract_id
    left join contacts n on n.account_id = c.account_id and n.contact_id = c.contact_id
    left join account_facts f on f.account_id = c.account_id
    order by ${order[sort]}`,
  );
  return found.map((c) => {
    const made = { ...c } as Record<string, unknown>;
    for (const key of moments) made[key] = c[key] ? new Date(c[key] as string) : null;
    return made as unknown as Cta;
  });
}

export async function findCta(db: Db, accountId: string, ctaId: string, today: Day | null = null): Promise<Cta | undefined> {
  return (await findCtas(db, sql`c.account_id = ${accountId}::uuid and c.cta_id = ${ctaId}::uuid`, 1, 'due', null, today))[0];
}

export type Counts = Record<'open' | 'doing' | 'done' | 'wontDo' | 'snoozed' | 'overdue' | 'today' | 'overflow' | 'escalated', number> & {
  types: Record<string, number>;
};

export async function countCtas(db: Db, filter: Filter, asked: Asked, now: Date): Promise<Counts> {
  const { today } = asked;
  const awake = sql`(c.snoozed_until is null or c.snoozed_until <= ${today}::date)`;
  const active = sql`c.status in ('open', 'doing')`;
  const narrowed = whereOf(filter, asked, true);
  const found = await row<Counts>(
    db,
    sql`
    with mine as materialized (select c.status, c.type, c.due_on, c.slot, c.escalated_to, c.snoozed_until from ctas c
      where ${narrowed} and (${active} or c.closed_at > ${now.toISOString()}::timestamptz - interval '28 days'))
    select count(*) filter (where c.status = 'open' and ${awake})::int as open, count(*) filter (where c.status = 'doing' and ${awake})::int as doing,
      count(*) filter (where c.status = 'done')::int as done, count(*) filter (where c.status = 'wont_do')::int as "wontDo",
      count(*) filter (where ${active} and not ${awake})::int as snoozed, count(*) filter (where ${active} and ${awake} and c.due_on < ${today}::date)::int as overdue,
      count(*) filter (where ${active} and ${awake} and c.due_on = ${today}::date)::int as today,
      count(*) filter (where ${active} and ${awake} and c.slot = 'overflow')::int as overflow,
      count(*) filter (where ${active} and c.escalated_to is not null)::int as escalated,
      (select coalesce(jsonb_object_agg(t.type, t.n), '{}') from (select c.type, count(*)::int as n from mine c where ${active} and ${awake} group by 1) t) as types
    from mine c`,
  );
  return found!;
}

export function calendarOf(db: Db, where: SQL, from: Day, to: Day) {
  return rows<{
    accountId: string;
    ctaId: string;
    accountName: string;
    title: string;
    type: Cta['type'];
    priority: number;
    dueOn: Day;
    ownerName: string | null;
  }>(
    db,
    sql`select c.account_id as "accountId", c.cta_id as "ctaId", a.name as "accountName", c.title, c.type, c.priority, c.due_on as "dueOn", m.name as "ownerName"
        from ctas c join accounts a on a.account_id = c.account_id left join members m on m.id = c.owner_id
        where ${where} and c.due_on between ${from}::date and ${to}::date order by c.due_on, c.priority, c.cta_id limit 500`,
  );
}

export function daysOf(db: Db, where: SQL, from: Day, to: Day): Promise<{ day: Day; count: number }[]> {
  return rows(
    db,
    sql`select c.due_on as day, count(*)::int as count from ctas c where ${where} and c.due_on between ${from}::date and ${to}::date group by 1 order by 1`,
  );
}

export type AccountLine = {
  accountId: string;
  accountName: string;
  count: number;
  risks: number;
  nextDueOn: Day | null;
  rank: number;
  titles: string[];
  mrr: string | null;
  colour: Cta['colour'];
  score: number | null;
  renewalOn: Day | null;
};

/** One line a customer; `after` is [rank, account_id] of the last line of the page before. */
export function ctasByAccount(db: Db, where: SQL, limit: number, after: readonly unknown[] | null): Promise<AccountLine[]> {
  const later = after ? sql`where (g.rank < ${after[0]}::float8 or (g.rank = ${after[0]}::float8 and g.account_id > ${after[1]}::uuid))` : sql``;
  return rows(
    db,
    sql`
    with g as (
      select c.account_id, count(*)::int as count, count(*) filter (where c.type = 'risk')::int as risks, min(c.due_on) as next_due_on, max(c.rank) as rank,
        (array_agg(c.title order by c.priority, c.due_on nulls last, c.cta_id))[1:3] as titles
      from ctas c where ${where} group by 1),
    g2 as (select g.* from g ${later} order by g.rank desc, g.account_id limit ${limit})
    select g.account_id as "accountId", a.name as "accountName", g.count, g.risks, g.next_due_on as "nextDueOn", g.rank, g.titles,
      f.mrr::text as mrr, f.colour, f.score, f.renewal_on as "renewalOn"
    from g2 g join accounts a on a.account_id = g.account_id left join account_facts f on f.account_id = g.account_id order by g.rank desc, g.account_id`,
  );
}
