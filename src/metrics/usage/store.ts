import { addDays, startOfDay, type Day } from '#platform/clock/days.ts';
import { row, rows, type Db } from '#platform/db/db.ts';
import { byEvent, byUser, totals } from './account-usage.sql.ts';

type Buckets = { from: Day; users: number }[];
type Totals = {
  total: number;
  previousTotal: number;
  history: number;
  activeDays: number;
  activeUsers: number;
  previousActiveUsers: number;
  lastDay: Day | null;
  days: { day: Day; total: number; users: number }[];
  weekly: Buckets;
  monthly: Buckets;
};
export type EventUsage = {
  eventId: number;
  name: string;
  label: string | null;
  productNo: number | null;
  count: number;
  previous: number;
  amount: number;
  perDay: number[];
};
export type UserUsage = {
  userNo: number;
  userKey: string;
  name: string | null;
  email: string | null;
  contactId: string | null;
  count: number;
  previous: number;
  activeDays: number;
  lastSeenAt: string | null;
  perWeek: number[];
};

/** `days` days up to and with today, and as many before. */
function windowOf(accountId: string, days: number, today: Day) {
  return { accountId, before: addDays(today, 1 - 2 * days), from: addDays(today, 1 - days), to: today };
}

export async function accountUsage(db: Db, accountId: string, days: number, today: Day) {
  const window = windowOf(accountId, days, today);
  const [{ history, ...sums }, events] = await Promise.all([row<Totals>(db, totals(window)).then((r) => r!), rows<EventUsage>(db, byEvent(window))]);
  return {
    ...sums,
    from: window.from,
    to: window.to,
    historyShare: sums.total ? history / sums.total : 0,
    weekly: sums.weekly.filter((b) => addDays(b.from, 6) >= window.from),
    monthly: sums.monthly.filter((b) => addDays(b.from, 30) >= window.from),
    events,
  };
}

/** The most active users; `total` counts all that were ever seen. */
export async function accountUsers(db: Db, accountId: string, days: number, today: Day, timeZone: string): Promise<{ total: number; users: UserUsage[] }> {
  const window = windowOf(accountId, days, today);
  const twelveWeeks = addDays(today, 1 - 84);
  // A day's margin: the zone of a day is frozen, and may have been another.
  const since = startOfDay(addDays(window.before < twelveWeeks ? window.before : twelveWeeks, -1), timeZone);
  const found = await rows<UserUsage & { total: number }>(db, byUser({ ...window, twelveWeeks, since, limit: 200 }));
  return { total: found[0]?.total ?? 0, users: found };
}
