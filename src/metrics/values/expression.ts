import { sql, type SQL } from 'drizzle-orm';
import type { Definition, Levels } from '#metrics/definitions/index.ts';
import { need, nameOf, whole, type Needs } from './needs.ts';
import { daysSinceEvent, daysUsed, featuresUsed, usageIn, type EventIds, type Usage } from './usage-columns.ts';

export type Compiling = { needs: Needs; eventIds: EventIds; timeZone: string; perProduct: boolean; find(key: string): Definition | undefined };
type Of<K extends Definition['kind']> = Extract<Definition, { kind: K }>;

/** The value of a metric for a row `s` of `asof`, as float8; null: no value. Registers what it reads in `needs`. */
export function valueOf(c: Compiling, d: Definition): SQL {
  switch (d.kind) {
    case 'event_count':
      return usage(c, { of: 'events', events: d.events }, 0, d.days);
    case 'amount_sum':
      return usage(c, { of: 'amount', events: d.events }, 0, d.days);
    case 'active_users':
      return usage(c, { of: 'users', events: 'all' }, 0, d.days);
    case 'active_days':
      return daysUsed(c.needs, c.eventIds, d.events, d.days);
    case 'breadth':
      return featuresUsed(c.needs, c.eventIds, d.events, d.days);
    case 'seat_use':
      return sql`(${usage(c, { of: 'users', events: 'all' }, 0, d.days)} / nullif(${seats(c)}, 0))`;
    case 'days_since_event':
      return sql`coalesce(${daysSinceEvent(c.needs, c.perProduct)}, ${sinceStart(c)})`;
    case 'change':
      return change(c, d);
    case 'usual':
      return d.days === 28 ? usualMonth(c, d) : usualWeek(c, d);
    case 'days_since_contact':
      return sql`coalesce((s.day - ${lastTouch(c, d.with)})::float8, ${sinceStart(c)})`;
    case 'renewal_prepared':
      return renewalPrepared(c, d);
    case 'days_to_renewal':
      return sql`(${nextEnd(c)} - s.day)::float8`;
    case 'days_to_notice':
      return sql`(${nextNotice(c)} - s.day)::float8`;
    case 'tenure':
      return sql`(s.day - least(case when s.product_no = 0 then s.first_contract_on end, ${firstStart(c)}))::float8`;
    case 'mrr':
      return sql`${need(c.needs, 'line', 'mrr', sql`sum(l.mrr)`)}::float8`;
    case 'seats':
      return seats(c);
    case 'contacts':
      return contacts(c, d.role);
    case 'has_role':
      return sql`(case when ${contacts(c, d.role)} > 0 then 1 when ${contacts(c, d.role)} = 0 then 0 end)::float8`;
    case 'role_left':
      return roleLeft(c, d);
    case 'onboarding_late':
      return sql`${need(c.needs, 'product', 'onboarding_late', sql`max(case when p.onboarding_done_on <= s.day then 0 else greatest(s.day - p.onboarding_due_on, case when p.onboarding_due_on is not null then 0 end) end)`)}::float8`;
    case 'onboarding_in_time':
      return sql`${need(c.needs, 'product', 'onboarding_in_time', sql`min(case when p.onboarding_due_on is null then null when p.onboarding_done_on <= s.day then (p.onboarding_done_on <= p.onboarding_due_on)::int when p.onboarding_due_on < s.day then 0 end)`)}::float8`;
    case 'attribute':
      return attribute(d);
    case 'ratio':
      return sql`bounded_ratio(${other(c, d.of)}, ${other(c, d.by)})`;
    case 'usage_level':
      return usageLevel(c, d);
  }
}

const usage = (c: Compiling, of: Usage, from: number, to: number) => usageIn(c.needs, c.eventIds, of, { from, to });

/** Days since the relationship began: what counts as long as nothing has happened at all. */
const sinceStart = (c: Compiling) => sql`(s.day - least(s.started, ${firstStart(c)}, s.day))::float8`;
const firstStart = (c: Compiling) => need(c.needs, 'start', 'first_start', sql`min(c.starts_on)`);

function change(c: Compiling, d: Of<'change'>): SQL {
  return sql`(${usage(c, d, 0, d.days)} / nullif(greatest(${usage(c, d, d.days, 2 * d.days)}, 0), 0) - 1)`;
}

/** Who used it once and has stopped altogether is at 0 of the usual, also when the pause is longer than the days looked at. */
function stopped(c: Compiling, d: Of<'usual'>, now: SQL): SQL {
  if (d.events !== 'all' || d.of === 'amount') return sql`null::float8`;
  return sql`case when ${now} = 0 and ${daysSinceEvent(c.needs, c.perProduct)} is not null then 0 end`;
}

/** Last 28 days ÷ mean of the three windows of 28 days before; windows before the first use are left out. */
function usualMonth(c: Compiling, d: Of<'usual'>): SQL {
  const [a, b, e] = [1, 2, 3].map((n) => usage(c, d, 28 * n, 28 * n + 28)) as [SQL, SQL, SQL];
  const mean = sql`case when ${e} <> 0 then (${a} + ${b} + ${e}) / 3 when ${b} <> 0 then (${a} + ${b}) / 2 else ${a} end`;
  const now = usage(c, d, 0, 28);
  return sql`coalesce(${now} / nullif(greatest(${mean}, 0), 0), ${stopped(c, d, now)})`;
}

/** Last 7 days ÷ median of the twelve weeks before, from the first week of use on; at least four weeks are needed. */
function usualWeek(c: Compiling, d: Of<'usual'>): SQL {
  const weeks = sql.join(
    Array.from({ length: 12 }, (_, n) => usage(c, d, 7 * n + 7, 7 * n + 14)),
    sql`, `,
  );
  const median = sql`(select case when count(*) >= 4 then percentile_cont(0.5) within group (order by n) end
    from (select n, week, max(case when n <> 0 then week end) over () as first from unnest(array[${weeks}]) with ordinality as x(n, week)) w where week <= first)`;
  const now = usage(c, d, 0, 7);
  return sql`coalesce(${now} / nullif(greatest(${median}, 0), 0), ${stopped(c, d, now)})`;
}

function seats(c: Compiling): SQL {
  const contracted = need(c.needs, 'line', 'seats', sql`sum(l.quantity) filter (where l.is_seats)`);
  return sql`coalesce(${contracted}, ${need(c.needs, 'product', 'seats', sql`sum(p.seats)`)})::float8`;
}

const nextEnd = (c: Compiling) => need(c.needs, 'contract', 'next_end', sql`min(c.renewal_on)`);
const nextNotice = (c: Compiling) =>
  need(c.needs, 'contract', 'next_notice', sql`min(c.notice_on) filter (where c.notice_on >= c.day and (c.cancelled_on is null or c.cancelled_on > c.day))`);

function lastTouch(c: Compiling, who: Of<'days_since_contact'>['with']): SQL {
  const newest = sql`max((t.happened_at at time zone ${c.timeZone}::text)::date)`;
  if (who === 'anyone') return need(c.needs, 'touch', 'last_on', newest);
  return need(c.needs, 'role_touch', nameOf('last_on', who), sql`${newest} filter (where ${who}::text = any(c.roles))`);
}

/** 1 when no deadline is near, or somebody was in touch within the same days before; null without a running contract. */
function renewalPrepared(c: Compiling, d: Of<'renewal_prepared'>): SQL {
  const active = need(c.needs, 'contract', 'active', sql`count(*)`);
  const soon = sql`least(${nextNotice(c)}, ${nextEnd(c)})`;
  return sql`(case when ${active} > 0 then case
    when ${soon} is null or ${soon} - s.day > ${whole(d.days)} then 1
    when s.day - ${lastTouch(c, d.with)} <= ${whole(d.days)} then 1 else 0 end end)::float8`;
}

const gone = sql`c.status <> 'active' and (c.status_on is null or c.status_on <= s.day)`;

/** Null while the account itself was not known: then its contacts were not either. */
function contacts(c: Compiling, role: string | undefined): SQL {
  const has = role ? sql` and ${role}::text = any(c.roles)` : sql``;
  const n = need(c.needs, 'contact', nameOf('n', role ?? ''), sql`count(*) filter (where not (${gone})${has})`);
  return sql`(case when s.product_no = 0 then coalesce(${n}, case when s.known then 0 end) end)::float8`;
}

function roleLeft(c: Compiling, d: Of<'role_left'>): SQL {
  const left = need(
    c.needs,
    'contact',
    nameOf('left', d.role, d.days),
    sql`bool_or(coalesce(${gone} and ${d.role}::text = any(c.roles) and c.status_on > s.day - ${whole(d.days)}, false))`,
  );
  return sql`(case when s.product_no = 0 then coalesce(${left}::int, case when s.known then 0 end) end)::float8`;
}

function attribute(d: Of<'attribute'>): SQL {
  const text = sql`(s.attributes ->> ${d.key}::text)`;
  const read = {
    number: sql`case when ${text} ~ '^-?[0-9]{1,30}(\\.[0-9]{1,20})?$' then ${text}::float8 end`,
    boolean: sql`case ${text} when 'true' then 1 when 'false' then 0 end`,
    // Never an error for a day that is not in the calendar: the night's run would stop at one customer.
    days_since: sql`case when ${text} ~ '^[1-9][0-9]{3}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$'
      then s.day - (make_date(left(${text}, 4)::int, substr(${text}, 6, 2)::int, 1) + right(${text}, 2)::int - 1) end`,
    equals: sql`(${text} = ${d.equals ?? ''}::text)::int`,
  }[d.read];
  return sql`(case when s.product_no = 0 then ${read} end)::float8`;
}

function other(c: Compiling, key: string): SQL {
  const definition = c.find(key);
  return definition ? valueOf(c, definition) : sql`null::float8`;
}

/** The level of a row: of a product with levels of its own by these, otherwise by the common ones. */
function usageLevel(c: Compiling, d: Of<'usage_level'>): SQL {
  const common = levelOn(c, d.levels);
  if (!c.perProduct || !d.products.length) return common;
  const own = d.products.map(({ productNo, levels }) => sql`when ${whole(productNo)} then ${levelOn(c, levels)}`);
  return sql`(case s.product_no ${sql.join(own, sql` `)} else ${common} end)`;
}

/** The highest level whose conditions all hold, 0 for none; null when none of the metrics has a value. */
function levelOn(c: Compiling, levels: Levels): SQL {
  const values = [...new Set(levels.flatMap((level) => level.all.map((one) => one.metric)))].map((key) => other(c, key));
  const cases = levels.map((level, i) => {
    const all = level.all.map((one) => sql`${other(c, one.metric)} ${sql.raw(one.op)} ${one.value}::float8`);
    return sql`when ${sql.join(all, sql` and `)} then ${whole(i + 1)}`;
  });
  return sql`(case when num_nonnulls(${sql.join(values, sql`, `)}) = 0 then null ${sql.join(cases.reverse(), sql` `)} else 0 end)::float8`;
}
