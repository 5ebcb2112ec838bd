import { sql } from 'drizzle-orm';
import { addDays, type Day } from '#platform/clock/days.ts';
import { row, type Db } from '#platform/db/db.ts';
import type { Brief } from './contract.ts';

export type Kind = 'text' | 'number' | 'money' | 'date' | 'choice' | 'boolean';
export type Topic = 'news' | 'reputation' | 'satisfaction' | 'seminars' | 'fit';
export type Named = { key: string; name: string; kind: Kind; topic: Topic | null; value: unknown };
type MeetingRow = Omit<Brief['meetings'][number], 'startsAt'> & { startsAt: string };
export type BriefRow = Pick<Brief, 'name' | 'journey' | 'health' | 'relationship' | 'people' | 'left' | 'goals' | 'open' | 'touches'> & {
  who: Omit<Brief['who'], 'facts'>;
  attributes: Named[];
  meetings: MeetingRow[];
};

/** Everything kept about one customer that a person wants to know before a meeting, in one answer of the database. */
export async function briefOf(
  db: Db,
  ask: { accountId: string; memberId: string | null; today: Day; timeZone: string; now: Date },
): Promise<BriefRow | undefined> {
  const { today, timeZone } = ask;
  const id = sql`${ask.accountId}::uuid`;
  const day = sql`${today}::date`;
  const personal = sql`t.deleted_at is null and t.kind <> 'memo' and not t.is_automatic`;
  const dayOf = (column: string) => sql`(${sql.raw(column)} at time zone ${timeZone})::date`;
  const list = (from: ReturnType<typeof sql>) => sql`coalesce((select jsonb_agg(to_jsonb(x)) from (${from}) x), '[]')`;
  return row<BriefRow>(
    db,
    sql`
    select a.name,
      jsonb_build_object('industry', a.industry, 'employees', a.employees, 'region', a.region, 'website', a.website, 'description', a.description,
        'partner', (select p.name from partners p where p.id = a.partner_id), 'parent', (select p.name from accounts p where p.account_id = a.parent_account_id), 'tags', to_jsonb(a.tags)) as who,
      ${list(sql`select d.key, d.name, d.kind, d.topic, a.attributes->d.key as value from attribute_definitions d where d.archived_at is null and a.attributes ? d.key and a.attributes->>d.key <> '' order by d.position, d.name limit 40`)} as attributes,
      jsonb_build_object('phase', f.phase, 'phaseSince', f.phase_since, 'onboardingStartedOn', f.onboarding_started_on, 'onboardingDueOn', f.onboarding_due_on, 'onboardingDoneOn', f.onboarding_done_on,
        'firstContractOn', f.first_contract_on, 'tenureMonths', (extract(year from age(least(${day}, coalesce(a.churned_on, ${day})), f.first_contract_on)) * 12 + extract(month from age(least(${day}, coalesce(a.churned_on, ${day})), f.first_contract_on)))::int,
        'renewalOn', f.renewal_on, 'noticeOn', f.notice_on, 'autoRenew', f.auto_renew, 'mrr', f.mrr::text, 'seats', f.seats, 'churnedOn', a.churned_on,
        'products', ${list(sql`select p.name from products p where p.product_no = any (f.product_nos) order by p.name`)}) as journey,
      jsonb_build_object('colour', f.colour, 'score', f.score, 'change28', f.score_change_28) as health,
      jsonb_build_object('touchModel', a.touch_model, 'lastTouchOn', f.last_touch_on,
        'owners', ${list(sql`select s.role, m.name, s.from_on as since from assignments s join members m on m.id = s.member_id where s.account_id = ${id} and (s.to_on is null or s.to_on >= ${day}) order by array_position(array['csm', 'onboarding', 'sales', 'support'], s.role)`)},
        'touches90', (select count(*)::int from activities t where t.account_id = ${id} and ${personal} and ${dayOf('t.happened_at')} > ${addDays(today, -90)}::date),
        'started90', (select count(*)::int from activities t where t.account_id = ${id} and ${personal} and t.direction = 'proactive' and ${dayOf('t.happened_at')} > ${addDays(today, -90)}::date),
        'segments', ${list(sql`select s.name from segment_members m join segments s on s.segment_id = m.segment_id where m.account_id = ${id} order by s.name limit 8`)}) as relationship,
      ${list(sql`
        select c.contact_id as "contactId", c.name, c.department, c.title, to_jsonb(c.roles) as roles, l.last_on as "lastTouchOn",
          cardinality(c.roles) > 0 and coalesce(l.last_on < ${day} - 60, true) as quiet
        from contacts c left join (select ac.contact_id, max(${dayOf('t.happened_at')}) as last_on from activity_contacts ac
          join activities t on t.account_id = ac.account_id and t.activity_id = ac.activity_id where ac.account_id = ${id} and ${personal} group by 1) l using (contact_id)
        where c.account_id = ${id} and c.status = 'active'
        order by c.roles && array['decision_maker', 'champion', 'executive'] desc, cardinality(c.roles) desc, l.last_on desc nulls last, c.name limit 30`)} as people,
      ${list(sql`
        select c.name, to_jsonb(c.roles) as roles, c.status_on as on, s.name as successor from contacts c
        left join contacts s on s.account_id = c.account_id and s.contact_id = c.successor_contact_id
        where c.account_id = ${id} and c.status <> 'active' and (c.status_on is null or c.status_on > ${addDays(today, -365)}::date) order by c.status_on desc nulls last, c.name limit 5`)} as left,
      ${list(sql`
        select g.goal_id as "goalId", g.title, g.measure, g.unit, g.baseline, g.target, g.due_on as "dueOn", c.name as "agreedWith", g.agreed_on as "agreedOn", g.closed_on as "reachedOn", g.result
        from goals g left join contacts c on c.account_id = g.account_id and c.contact_id = g.agreed_contact_id
        where g.account_id = ${id} and (g.status = 'open' or (g.status = 'reached' and g.closed_on > ${addDays(today, -365)}::date))
        order by g.status = 'reached', case when g.status = 'open' then g.due_on end nulls last, g.closed_on desc, g.goal_id limit 8`)} as goals,
      ${list(sql`
        select c.cta_id as "ctaId", c.title, c.type, c.due_on as "dueOn", m.name as owner, c.escalated_to is not null as escalated from ctas c left join members m on m.id = c.owner_id
        where c.account_id = ${id} and c.status in ('open', 'doing') order by c.escalated_to is not null desc, c.priority, c.due_on nulls last, c.cta_id limit 10`)} as open,
      ${list(sql`
        select t.kind, t.direction, ${dayOf('t.happened_at')} as on, t.subject, left(t.body, 500) as body,
          coalesce((select jsonb_agg(c.name order by c.name) from activity_contacts ac join contacts c on c.account_id = ac.account_id and c.contact_id = ac.contact_id
            where ac.account_id = t.account_id and ac.activity_id = t.activity_id), '[]') as people
        from activities t where t.account_id = ${id} and t.deleted_at is null and not t.is_automatic order by t.happened_at desc, t.activity_id desc limit 3`)} as touches,
      ${list(sql`
        select e.title, e.starts_at as "startsAt", e.all_day as "allDay", e.location, coalesce(h.name, e.organizer) as host, to_jsonb(w.people) as people
        from calendar_feeds k join calendar_events e using (feed_id)
        cross join lateral (select array_agg(c.name order by c.name) as people from contacts c where c.account_id = ${id} and lower(c.email) = any (e.attendees || e.organizer)) w
        left join lateral (select p.name from (select name, email from members union all select name, email from contacts where account_id = ${id}) p where lower(p.email) = e.organizer limit 1) h on true
        where k.member_id = ${ask.memberId}::uuid and w.people is not null and e.ends_at >= ${ask.now.toISOString()}::timestamptz and e.first_day <= ${addDays(today, 14)}::date
        order by e.starts_at limit 3`)} as meetings
    from accounts a left join account_facts f on f.account_id = a.account_id where a.account_id = ${id}`,
  );
}
