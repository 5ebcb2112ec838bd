import { addDays, dayOf, daysBetween, startOfDay, type Day } from '#platform/clock/days.ts';
import type { Definition } from '#metrics/definitions/index.ts';
import { eventNames, productOfEvent, type Account, type Contract, type Event, type Life, type Product, type Touch, type Version } from './lives.ts';

/** The same metrics as the engine's, counted one account at a time in plain TypeScript: what the property tests compare with. */
export type Setting = { day: Day; timeZone: string; products: number; find(key: string): Definition | undefined };

type Now = Setting & { life: Life; product: number; cut: Date; account: Account | undefined; events: Event[]; started: Day | null };
const later = (day: Day | null, than: Day) => day === null || day >= than;

export function valid<T extends object>(all: Version<T>[], cut: Date): Version<T>[] {
  return all.filter((v) => v.from < cut && (v.to === null || v.to >= cut));
}

/** Products for which there are values on the day, 0 for the account itself; empty when it gets none. */
export function productsOf(life: Life, s: Setting): number[] {
  const cut = startOfDay(addDays(s.day, 1), s.timeZone);
  const account = valid(life.account, cut)[0];
  const current = life.account.at(-1);
  if (account && !(later(account.churnedOn, s.day) && (!account.archived || account.archived >= cut))) return [];
  const heardOf =
    life.events.some((e) => e.day <= s.day && e.knownOn <= s.day) ||
    life.contracts.some((c) => c.from < cut) ||
    life.touches.some((t) => t.known < cut && t.at < cut);
  if (!account && !(heardOf && later(current?.churnedOn ?? null, s.day))) return [];
  if (s.products < 2) return [0];
  return [
    0,
    ...valid(life.products, cut)
      .filter((p) => p.phase !== 'churned' && (p.started === null || p.started <= s.day) && later(p.ended, s.day))
      .map((p) => p.product),
  ];
}

export function plainValue(life: Life, product: number, d: Definition, s: Setting): number | null {
  const cut = startOfDay(addDays(s.day, 1), s.timeZone);
  const account = valid(life.account, cut)[0];
  const events = life.events.filter((e) => e.day <= s.day && e.knownOn <= s.day && (product === 0 || (productOfEvent[e.event]! ?? 99) === product));
  let started = account ? (account.firstContractOn ?? dayOf(account.created, s.timeZone)) : null;
  const own = valid(life.products, cut).find((p) => p.product === product)?.started;
  if (product && own && (!started || own > started)) started = own;
  return value({ ...s, life, product, cut, account, events, started }, d);
}

function value(n: Now, d: Definition): number | null {
  switch (d.kind) {
    case 'event_count':
      return usage(n, 'events', d.events, 0, d.days);
    case 'amount_sum':
      return usage(n, 'amount', d.events, 0, d.days);
    case 'active_users':
      return usage(n, 'users', 'all', 0, d.days);
    case 'active_days':
      return new Set(window(n, d.events, 0, d.days).map((e) => e.day)).size;
    case 'breadth':
      return new Set(window(n, d.events, 0, d.days).map((e) => e.event)).size;
    case 'seat_use':
      return divide(usage(n, 'users', 'all', 0, d.days), seats(n));
    case 'days_since_event':
      return n.events.length ? Math.min(...n.events.map((e) => daysBetween(e.day, n.day))) : sinceStart(n);
    case 'change': {
      const before = usage(n, d.of, d.events, d.days, 2 * d.days);
      return before > 0 ? usage(n, d.of, d.events, 0, d.days) / before - 1 : null;
    }
    case 'usual':
      return usual(n, d);
    case 'days_since_contact':
      return n.product === 0 ? (lastTouch(n, d.with) ?? sinceStart(n)) : sinceStart(n);
    case 'renewal_prepared':
      return renewalPrepared(n, d);
    case 'days_to_renewal':
      return n.product === 0 ? until(n, nextEnd(n)) : null;
    case 'days_to_notice':
      return n.product === 0 ? until(n, nextNotice(n)) : null;
    case 'tenure': {
      const starts =
        n.product === 0
          ? [...(n.account?.firstContractOn ? [n.account.firstContractOn] : []), ...valid(n.life.contracts, n.cut).map((c) => c.starts)].sort()
          : [];
      return starts.length ? daysBetween(starts[0]!, n.day) : null;
    }
    case 'mrr': {
      const paying = lines(n);
      return paying.length ? paying.reduce((sum, l) => sum + Math.round((l.price * l.quantity) / l.months), 0) : null;
    }
    case 'seats':
      return seats(n);
    case 'contacts':
      return contacts(n, d.role);
    case 'has_role': {
      const count = contacts(n, d.role);
      return count === null ? null : count > 0 ? 1 : 0;
    }
    case 'role_left':
      return roleLeft(n, d.role, d.days);
    case 'onboarding_late':
      return best(
        onboarding(n).map((p) => (p.done && p.done <= n.day ? 0 : p.due ? Math.max(0, daysBetween(p.due, n.day)) : null)),
        Math.max,
      );
    case 'onboarding_in_time':
      return best(
        onboarding(n).map((p) => (!p.due ? null : p.done && p.done <= n.day ? Number(p.done <= p.due) : p.due < n.day ? 0 : null)),
        Math.min,
      );
    case 'attribute':
      return attribute(n, d);
    case 'ratio':
      return bounded(other(n, d.of), other(n, d.by));
    case 'usage_level': {
      const levels = d.products.find((one) => one.productNo === n.product)?.levels ?? d.levels;
      const all = levels.flatMap((level) => level.all.map((c) => other(n, c.metric)));
      if (all.every((v) => v === null)) return null;
      const holds = (level: (typeof levels)[number]) =>
        level.all.every((c) => {
          const v = other(n, c.metric);
          return v !== null && (c.op === '>=' ? v >= c.value : c.op === '<=' ? v <= c.value : v === c.value);
        });
      return levels.findLastIndex(holds) + 1;
    }
  }
}

/** Nothing by next to nothing, nothing of what is endless. */
const bounded = (a: number | null, b: number | null) =>
  a === null || !b || Math.abs(b) < 1e-30 || Math.max(Math.abs(a), Math.abs(b)) > 1e30 ? null : Math.abs(a) < 1e-30 ? 0 : a / b;
const divide = (a: number | null, b: number | null) => (a === null || !b ? null : a / b);
const other = (n: Now, key: string) => {
  const d = n.find(key);
  return d ? value(n, d) : null;
};
const best = (values: (number | null)[], pick: (...all: number[]) => number) => {
  const all = values.filter((v) => v !== null);
  return all.length ? pick(...all) : null;
};

function window(n: Now, events: 'all' | readonly string[], from: number, to: number): Event[] {
  return n.events.filter((e) => {
    const age = daysBetween(e.day, n.day);
    return age >= from && age < to && (events === 'all' || events.includes(eventNames[e.event]!));
  });
}

function usage(n: Now, of: 'events' | 'users' | 'amount', events: 'all' | readonly string[], from: number, to: number): number {
  const found = window(n, events, from, to);
  if (of === 'events') return found.length;
  return of === 'users' ? new Set(found.map((e) => e.user)).size : found.reduce((sum, e) => sum + (e.amount ?? 0), 0);
}

function usual(n: Now, d: Extract<Definition, { kind: 'usual' }>): number | null {
  const now = usage(n, d.of, d.events, 0, d.days);
  const level = usualLevel(n, d);
  if (level !== null && level > 0) return now / level;
  return now === 0 && d.events === 'all' && d.of !== 'amount' && n.events.length ? 0 : null;
}

function usualLevel(n: Now, d: Extract<Definition, { kind: 'usual' }>): number | null {
  const before = Array.from({ length: d.days === 28 ? 3 : 12 }, (_, i) => usage(n, d.of, d.events, d.days * (i + 1), d.days * (i + 2)));
  const since = before.slice(0, before.findLastIndex((x) => x !== 0) + 1).sort((a, b) => a - b);
  if (!since.length || (d.days === 7 && since.length < 4)) return null;
  const middle = since.length / 2;
  return d.days === 28 ? since.reduce((a, b) => a + b, 0) / since.length : (since[Math.ceil(middle) - 1]! + since[Math.floor(middle)]!) / 2;
}

function sinceStart(n: Now): number | null {
  const starts = [...(n.started ? [n.started] : []), ...(n.product === 0 ? valid(n.life.contracts, n.cut).map((c) => c.starts) : []), n.day].sort();
  return daysBetween(starts[0]!, n.day);
}

/** Recurring lines that count; none of these contracts renews by itself. */
function lines(n: Now) {
  const contracts = valid(n.life.contracts, n.cut);
  return valid(n.life.lines, n.cut).filter((l) => {
    const contract = contracts.find((c) => c.id === l.contract);
    return (
      contract &&
      l.kind === 'recurring' &&
      (n.product === 0 || l.product === n.product) &&
      l.starts <= n.day &&
      later(l.ends, n.day) &&
      later(endOf(contract), n.day)
    );
  });
}
const endOf = (c: Contract) => c.ends ?? c.cancelled;

function seats(n: Now): number | null {
  const contracted = lines(n).filter((l) => l.seats);
  if (contracted.length) return contracted.reduce((sum, l) => sum + l.quantity, 0);
  const given = onboarding(n)
    .map((p) => p.seats)
    .filter((x) => x !== null);
  return given.length ? given.reduce((a, b) => a + b, 0) : null;
}

const onboarding = (n: Now): Product[] => valid(n.life.products, n.cut).filter((p) => (n.product === 0 || p.product === n.product) && later(p.ended, n.day));
const running = (n: Now) => valid(n.life.contracts, n.cut).filter((c) => c.starts <= n.day && later(endOf(c), n.day));
const first = (days: (Day | null)[]) => days.filter((d) => d !== null).sort()[0] ?? null;
const nextEnd = (n: Now) => first(running(n).map((c) => c.ends));
const nextNotice = (n: Now) =>
  first(
    running(n)
      .filter((c) => c.notice && c.notice >= n.day && (!c.cancelled || c.cancelled > n.day))
      .map((c) => c.notice),
  );
const until = (n: Now, day: Day | null) => (day === null ? null : daysBetween(n.day, day));

function lastTouch(n: Now, who: string): number | null {
  const people = (t: Touch) => valid(n.life.contacts, n.cut).filter((c) => t.contacts.includes(c.id));
  const days = n.life.touches
    .filter((t) => t.known < n.cut && t.at < n.cut && (!t.deleted || t.deleted >= n.cut) && !t.automatic && t.kind !== 'memo')
    .filter((t) => who === 'anyone' || people(t).some((c) => c.roles.includes(who)))
    .map((t) => daysBetween(dayOf(t.at, n.timeZone), n.day));
  return days.length ? Math.min(...days) : null;
}

function renewalPrepared(n: Now, d: Extract<Definition, { kind: 'renewal_prepared' }>): number | null {
  if (n.product !== 0 || !running(n).length) return null;
  const soon = first([nextNotice(n), nextEnd(n)]);
  const touched = lastTouch(n, d.with);
  return soon === null || daysBetween(n.day, soon) > d.days || (touched !== null && touched <= d.days) ? 1 : 0;
}

function contacts(n: Now, role?: string): number | null {
  if (n.product !== 0) return null;
  const known = valid(n.life.contacts, n.cut);
  if (!known.length && !n.account) return null;
  return known.filter((c) => !(c.status !== 'active' && (c.statusOn === null || c.statusOn <= n.day)) && (!role || c.roles.includes(role))).length;
}

function roleLeft(n: Now, role: string, days: number): number | null {
  if (n.product !== 0) return null;
  const known = valid(n.life.contacts, n.cut);
  if (!known.length && !n.account) return null;
  return Number(
    known.some((c) => c.status !== 'active' && c.statusOn !== null && c.statusOn <= n.day && daysBetween(c.statusOn, n.day) < days && c.roles.includes(role)),
  );
}

function attribute(n: Now, d: Extract<Definition, { kind: 'attribute' }>): number | null {
  const raw = n.product === 0 ? n.account?.attributes[d.key] : undefined;
  if (raw === undefined) return null;
  const text = String(raw);
  if (d.read === 'equals') return Number(text === d.equals);
  if (d.read === 'boolean') return text === 'true' ? 1 : text === 'false' ? 0 : null;
  if (d.read === 'days_since') return /^\d{4}-/.test(text) ? daysBetween(text, n.day) : null;
  return Number.isNaN(Number(text)) || typeof raw === 'boolean' ? null : Number(text);
}
