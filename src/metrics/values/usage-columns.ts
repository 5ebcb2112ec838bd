import { sql, type SQL } from 'drizzle-orm';
import { need, nameOf, whole, type EventSet, type Needs } from './needs.ts';

export type EventIds = ReadonlyMap<string, number>;
type Window = { from: number; to: number };
export type Usage = { of: 'events' | 'users' | 'amount'; events: EventSet };

/** Column over the usage of days whose age is in `window` (from ≤ age < to): count, amount, or distinct users. */
export function usageIn(needs: Needs, ids: EventIds, usage: Usage, window: Window): SQL {
  if (usage.of === 'users') return usersIn(needs, window);
  reach(needs, window.to);
  if (usage.of === 'amount' || usage.events !== 'all') needs.byEvent = true;
  if (usage.of === 'amount') needs.amounts = true;
  const name = nameOf(usage.of === 'amount' ? 'amount' : 'count', ...setName(usage.events, ids), window.from, window.to);
  const what = usage.of === 'amount' ? sql`e.amount` : sql`e.n`;
  return sql`coalesce(${need(needs, 'usage', name, sql`sum(${what}) filter (where ${inWindow(window)}${among(usage.events, ids)})`)}, 0)::float8`;
}

function usersIn(needs: Needs, window: Window): SQL {
  needs.userDays = Math.max(needs.userDays, window.to);
  const name = `users_${window.from}_${window.to}`;
  needs.userWindows.set(name, window);
  return sql`coalesce(${need(needs, 'users', name, sql`count(*) filter (where ${sql.raw(name)})`)}, 0)::float8`;
}

/** Days with any of `events`, in the last `days` (at most 120): bits by age, since count(distinct) sorts. */
export function daysUsed(needs: Needs, ids: EventIds, events: EventSet, days: number): SQL {
  reach(needs, days);
  if (events !== 'all') needs.byEvent = true;
  const words = Array.from({ length: Math.ceil(days / 60) }, (_, word) => {
    const window = { from: word * 60, to: Math.min(days, word * 60 + 60) };
    const name = nameOf('days', ...setName(events, ids), window.from, window.to);
    const bits = sql`bit_or(1::bigint << (e.age - ${whole(window.from)})) filter (where e.n > 0 and ${inWindow(window)}${among(events, ids)})`;
    return sql`coalesce(bit_count(${need(needs, 'usage', name, bits)}::bit(64)), 0)`;
  });
  return sql`(${sql.join(words, sql` + `)})::float8`;
}

/** How many of the listed events were seen in the last `days`; one bit each. */
export function featuresUsed(needs: Needs, ids: EventIds, events: readonly string[], days: number): SQL {
  reach(needs, days);
  needs.byEvent = true;
  const known = [...new Set(events)].map((name) => ids.get(name)).filter((n) => n !== undefined);
  if (!known.length) return sql`0::float8`;
  const bit = sql.join(
    known.map((n, i) => sql`when ${whole(n)} then ${sql.raw(String(2n ** BigInt(i)))}::bigint`),
    sql` `,
  );
  const name = nameOf('seen', ...known, 0, days);
  const bits = sql`bit_or(case e.event_id ${bit} else 0 end) filter (where e.n > 0 and ${inWindow({ from: 0, to: days })})`;
  return sql`coalesce(bit_count(${need(needs, 'usage', name, bits)}::bit(64)), 0)::float8`;
}

/** Age of the newest day with an event; one index probe for those without any in the days that are read. */
export function daysSinceEvent(needs: Needs, perProduct: boolean): SQL {
  reach(needs, 28);
  const recent = need(needs, 'usage', 'newest', sql`min(e.age) filter (where e.n > 0)`);
  const older = sql`(select d.day from account_days d where d.account_id = s.account_id and d.day <= s.day and d.known_on <= s.day and d.total > 0 order by d.day desc limit 1)`;
  const olderOfProduct = sql`(select max(d.day) from account_days d cross join lateral unnest(d.events, d.counts) as x(event_id, n) join event_names en on en.event_id = x.event_id
    where d.account_id = s.account_id and d.day <= s.day and d.known_on <= s.day and x.n > 0 and en.product_no = s.product_no)`;
  const last = perProduct ? sql`case when s.product_no = 0 then ${older} else ${olderOfProduct} end` : older;
  return sql`coalesce(${recent}, s.day - ${last})::float8`;
}

const reach = (needs: Needs, days: number) => void (needs.usageDays = Math.max(needs.usageDays, days));
const inWindow = ({ from, to }: Window) => (from ? sql`e.age >= ${whole(from)} and e.age < ${whole(to)}` : sql`e.age < ${whole(to)}`);
const setName = (events: EventSet, ids: EventIds) => (events === 'all' ? [] : numbers(events, ids));
const numbers = (events: readonly string[], ids: EventIds) =>
  [...new Set(events.map((name) => ids.get(name) ?? -1))].sort((a, b) => a - b).map((n) => (n < 0 ? 'x' : n));

function among(events: EventSet, ids: EventIds): SQL {
  if (events === 'all') return sql``;
  const known = events.map((name) => ids.get(name)).filter((n) => n !== undefined);
  if (!known.length) return sql` and false`;
  return sql` and e.event_id in (${sql.join(known.map(whole), sql`, `)})`;
}
