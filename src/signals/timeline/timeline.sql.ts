import { sql, type SQL } from 'drizzle-orm';
import { rows, type Db } from '#platform/db/db.ts';

export type Kind = 'activity' | 'cta' | 'goal' | 'playbook' | 'contract' | 'assignment' | 'contact' | 'import';
/** What stages to the right add: a query of (key, at, kind, event, title, detail) of one account. */
export type TimelineSource = { kind: Kind; moments: (accountId: string) => SQL };
export type Moment = { key: string; at: string; kind: Kind; event: string; title: string; detail: Record<string, unknown> };

const activities = (id: string) => sql`
  select 'a:' || t.activity_id as key, t.happened_at as at, 'activity' as kind, t.kind as event, t.subject as title,
    jsonb_build_object('activityId', t.activity_id, 'direction', t.direction, 'body', t.body, 'automatic', t.is_automatic, 'history', t.history_import_id is not null,
      'contacts', coalesce((select jsonb_agg(c.name order by c.name) from activity_contacts ac join contacts c on c.account_id = ac.account_id and c.contact_id = ac.contact_id where ac.account_id = t.account_id and ac.activity_id = t.activity_id), '[]'),
      'members', coalesce((select jsonb_agg(m.name order by m.name) from activity_members am join members m on m.id = am.member_id where am.account_id = t.account_id and am.activity_id = t.activity_id), '[]')) as detail
  from activities t where t.account_id = ${id} and t.deleted_at is null`;

// What a person reads as a change of the contract: its terms, or what it is worth a month.
const contracts = (id: string) => sql`
  with v as (
    select v.*, lag(v.contract_id) over w is null as is_first, lag(v.name) over w as was_name, lag(v.ends_on) over w as was_ends, lag(v.auto_renew) over w as was_auto, lag(v.cancelled_on) over w as was_cancelled
    from contract_versions v where v.account_id = ${id} window w as (partition by v.contract_id order by v.known_from)
  ), l as (
    select contract_id, moment from (
      select contract_id, line_id, known_from as moment from contract_line_versions where account_id = ${id}
      union select contract_id, line_id, known_to from contract_line_versions where account_id = ${id} and known_to is not null) m group by 1, 2
  ), worth as (
    select l.contract_id, l.moment,
      (select coalesce(sum(line_mrr(x.unit_price, x.quantity, x.billing_months)), 0) from contract_line_versions x where x.account_id = ${id} and x.contract_id = l.contract_id and x.kind = 'recurring' and x.known_from < l.moment and coalesce(x.known_to >= l.moment, true)) as before,
      (select coalesce(sum(line_mrr(x.unit_price, x.quantity, x.billing_months)), 0) from contract_line_versions x where x.account_id = ${id} and x.contract_id = l.contract_id and x.kind = 'recurring' and x.known_from <= l.moment and coalesce(x.known_to > l.moment, true)) as after
    from l
  )
  select 'c:' || v.contract_id || v.known_from, v.known_from, 'contract', case when v.is_first then 'added' when v.cancelled_on is not null and v.was_cancelled is null then 'cancelled' else 'changed' end, v.name,
    jsonb_strip_nulls(jsonb_build_object('contractId', v.contract_id, 'startsOn', v.starts_on, 'endsOn', v.ends_on, 'wasEndsOn', case when not v.is_first and v.was_ends is distinct from v.ends_on then v.was_ends end,
      'cancelledOn', v.cancelled_on, 'autoRenew', v.auto_renew, 'mrr', (select w.after::text from worth w where w.contract_id = v.contract_id and w.moment = v.known_from)))
  from v where v.is_first or (v.name, v.ends_on, v.auto_renew, v.cancelled_on) is distinct from (v.was_name, v.was_ends, v.was_auto, v.was_cancelled)
  union all
  select 'l:' || w.contract_id || w.moment, w.moment, 'contract', 'lines', coalesce(c.name, ''), jsonb_build_object('contractId', w.contract_id, 'wasMrr', w.before::text, 'mrr', w.after::text)
  from worth w join contracts c on c.account_id = ${id} and c.contract_id = w.contract_id where w.before <> w.after
    and not exists (select 1 from v where v.contract_id = w.contract_id and v.is_first and v.known_from = w.moment)
  union all
  select 'x:' || d.contract_id, d.known_to, 'contract', 'deleted', d.name, jsonb_build_object('contractId', d.contract_id)
  from (select distinct on (contract_id) * from contract_versions where account_id = ${id} order by contract_id, known_from desc) d where d.known_to is not null`;

// An assignment counts from its day; entered on that day, it stands at its moment among the other things of the day.
const assignments = (id: string, timeZone: string) => sql`
  select 's:' || s.assignment_id, case when (s.created_at at time zone ${timeZone})::date = s.from_on then s.created_at else s.from_on::timestamp at time zone ${timeZone} end, 'assignment', 'opened', m.name,
    jsonb_strip_nulls(jsonb_build_object('role', s.role, 'note', s.handover_note, 'before', (
      select p.name from assignments o join members p on p.id = o.member_id where o.account_id = s.account_id and o.role = s.role and o.assignment_id <> s.assignment_id and o.to_on = s.from_on - 1 limit 1)))
  from assignments s join members m on m.id = s.member_id where s.account_id = ${id}
  union all
  select 'e:' || s.assignment_id, (s.to_on + 1)::timestamp at time zone ${timeZone}, 'assignment', 'closed', m.name, jsonb_build_object('role', s.role)
  from assignments s join members m on m.id = s.member_id where s.account_id = ${id} and s.to_on is not null
    and not exists (select 1 from assignments n where n.account_id = s.account_id and n.role = s.role and n.from_on = s.to_on + 1)`;

const contacts = (id: string) => sql`
  with v as (
    select v.*, lag(v.contact_id) over w is null as is_first, lag(v.status) over w as was_status, lag(v.roles) over w as was_roles
    from contact_versions v where v.account_id = ${id} window w as (partition by v.contact_id order by v.known_from)
  )
  select 'p:' || v.contact_id || v.known_from, v.known_from, 'contact',
    case when v.is_first and v.status = 'active' then 'added' when v.is_first or v.status <> v.was_status then case when v.status = 'active' then 'back' else v.status end else 'roles' end, v.name,
    jsonb_strip_nulls(jsonb_build_object('contactId', v.contact_id, 'department', v.department, 'jobTitle', v.title, 'roles', v.roles, 'wasRoles', v.was_roles, 'on', v.status_on,
      'successor', (select s.name from contacts s where s.account_id = v.account_id and s.contact_id = v.successor_contact_id)))
  from v where v.is_first or v.status <> v.was_status or v.roles <> v.was_roles
  union all
  select 'q:' || d.contact_id, d.known_to, 'contact', 'deleted', d.name, '{}'::jsonb
  from (select distinct on (contact_id) * from contact_versions where account_id = ${id} order by contact_id, known_from desc) d where d.known_to is not null`;

// What an import writes became known at the moment it is finished.
const imports = (id: string) => sql`
  select 'i:' || i.import_id, i.started_at, 'import', i.noun, i.file_name, jsonb_build_object('importId', i.import_id, 'undone', i.undone_at is not null, 'by', i.created_by_name)
  from imports i where i.started_at is not null and exists (
    select 1 from account_versions v where v.account_id = ${id} and v.known_from = i.finished_at
    union all select 1 from contract_versions v where v.account_id = ${id} and v.import_id = i.import_id
    union all select 1 from contact_versions v where v.account_id = ${id} and v.import_id = i.import_id)`;

const nothing = sql`select null::text, null::timestamptz, null::text, null::text, null::text, null::jsonb where false`;

/** Moments of an account from all sources, newest first; `after` is [moment, key] of the last one of the page before. */
export function listMoments(
  db: Db,
  accountId: string,
  timeZone: string,
  kind: Kind | undefined,
  limit: number,
  after: readonly unknown[] | null,
  more: readonly TimelineSource[] = [],
): Promise<Moment[]> {
  const all: Partial<Record<Kind, SQL>> = {
    activity: activities(accountId),
    contract: contracts(accountId),
    assignment: assignments(accountId, timeZone),
    contact: contacts(accountId),
    import: imports(accountId),
    ...Object.fromEntries(more.map((source) => [source.kind, source.moments(accountId)])),
  };
  const wanted = kind ? [all[kind] ?? nothing] : Object.values(all);
  const union = sql.join(
    wanted.map((part) => sql`(select * from (${part}) p(key, at, kind, event, title, detail))`),
    sql` union all `,
  );
  const later = after ? sql`where (m.at, m.key) < (${after[0]}::timestamptz, ${after[1]}::text)` : sql``;
  return rows(db, sql`select * from (${union}) m(key, at, kind, event, title, detail) ${later} order by m.at desc, m.key desc limit ${limit}`);
}
