import { isBusinessDay } from '#platform/clock/business-days.ts';
import { addDays, type Day } from '#platform/clock/days.ts';
import type { Cell } from '#platform/db/copy.ts';
import { intensity, type Life } from './life.ts';
import type { Random } from './random.ts';
import { features } from './words.ts';

export type UsagePlan = { from: Day; perDay: number };
export type UserRow = { accountId: string; no: number; key: string };

/** The people who use the product: the contacts first, then others by number. */
export function usersOf(r: Random, life: Life, accountId: string, index: number, contactKeys: string[]): UserRow[] {
  const seats = life.terms.at(-1)!.seats;
  const count = Math.max(contactKeys.length, Math.min(60, Math.max(2, Math.round(seats * (0.4 + r.next() * 0.5)))));
  return Array.from({ length: count }, (_, i) => ({ accountId, no: i + 1, key: contactKeys[i] ?? `staff${i + 1}@s${index + 1}.example.jp` }));
}

/**
 * Events of one customer from `plan.from` to `today`: a weekly rhythm, quiet on weekends and holidays, busy at the turn
 * of the month, following the customer's story. Yields rows of usage_events in `eventColumns`' order.
 */
export const eventColumns = ['account_id', 'ts', 'message_key', 'source_no', 'user_no', 'event_id', 'received_at', 'known_on', 'day'];
export function* eventsOf(
  r: Random,
  life: Life,
  accountId: string,
  users: number,
  plan: UsagePlan,
  today: Day,
  sourceNo: number,
  eventIds: Map<string, number>,
): Generator<Cell[]> {
  const mine = features.filter((f) => f.product === null || life.products.includes(f.product));
  const used = mine.filter((f) => f.product === null || r.chance(0.85));
  const weights = used.map((f) => [eventIds.get(f.name)!, f.weight] as const);
  const base = plan.perDay * (0.3 + Math.sqrt(users) / 3) * (0.6 + r.next() * 0.8);
  const until = life.churnedOn && life.churnedOn < today ? life.churnedOn : today;
  for (let day = life.startedOn > plan.from ? life.startedOn : plan.from; day < until; day = addDays(day, 1)) {
    const n = r.poisson(base * rhythm(day) * intensity(life, day));
    for (let i = 0; i < n; i++) {
      const ts = new Date(Date.parse(`${day}T00:00:00Z`) + Math.floor((r.next() + r.next()) * 5.2 * 3_600_000));
      yield [accountId, ts, r.bytes(16), sourceNo, 1 + Math.floor(r.next() ** 1.8 * users), r.weighted(weights), ts, day, day];
    }
  }
}

function rhythm(day: Day): number {
  if (!isBusinessDay(day)) return 0.05;
  const date = Number(day.slice(8));
  return date <= 3 || date >= 27 ? 1.35 : 1;
}
