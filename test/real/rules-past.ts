import { sql } from 'drizzle-orm';
import { addDays, daysBetween, type Day } from '#platform/clock/days.ts';
import type { TestDatabase } from '#platform/testing/database.ts';
import { ruleDefinition, type RuleDefinition } from '#rules/rules/index.ts';

const cta = { kind: 'cta', type: 'risk', reason: 'usage_fell', title: '利用が急減', owner: { kind: 'role', role: 'csm' } };

/** "Usage fell" and "silent" as in the library, on the metrics every installation has. */
export const usageFell: RuleDefinition = ruleDefinition.parse({
  condition: { field: 'metric.events_28', operator: 'fell', value: { by: 50, unit: 'percent', days: 28 } },
  trigger: { kind: 'held', days: 3 },
  closeWhenCleared: true,
  actions: [cta],
});
export const silent: RuleDefinition = ruleDefinition.parse({
  condition: { field: 'metric.days_since_event', operator: 'gte', value: 14 },
  trigger: { kind: 'becomes' },
  closeWhenCleared: true,
  actions: [{ ...cta, reason: 'silent', title: '利用が止まった' }],
});

/** Gives each metric a column, so that rules may speak of it. */
export async function columnsForMetrics({ db }: TestDatabase): Promise<void> {
  await db.execute(sql`
    insert into fact_slots (column_name, field)
    select 'n' || slot, 'metric.' || key from (select distinct on (metric_id) key, slot from metric_definitions order by metric_id, version desc) m
    on conflict do nothing`);
}

type Events = ReadonlyMap<string, ReadonlyMap<Day, number>>;

const windowSum = (days: ReadonlyMap<Day, number>, to: Day, length: number): number => {
  let sum = 0;
  for (let back = 0; back < length; back++) sum += days.get(addDays(to, -back)) ?? 0;
  return sum;
};

/** By hand: the first day on which each account fires with "usage fell", from its events alone. A customer who has gone does not. */
export function firstFall(
  events: Events,
  first: ReadonlyMap<string, Day>,
  gone: (account: string) => Day | null,
  span: { from: Day; to: Day },
): Map<string, Day> {
  const found = new Map<string, Day>();
  for (const [account, days] of events) {
    let streak = 0;
    for (let day = addDays(span.from, -3); day <= span.to; day = addDays(day, 1)) {
      const leaves = gone(account);
      const there = first.get(account)! <= addDays(day, -28) && (leaves === null || leaves > day);
      const then = there ? windowSum(days, addDays(day, -28), 28) : 0;
      streak = there && then > 0 && then - windowSum(days, day, 28) >= then / 2 ? streak + 1 : 0;
      if (streak === 3 && day >= span.from) {
        found.set(account, addDays(day, 1));
        break;
      }
    }
  }
  return found;
}

/** By hand: the first day on which each account has been silent for fourteen days. */
export function firstSilence(events: Events, gone: (account: string) => Day | null, span: { from: Day; to: Day }): Map<string, Day> {
  const found = new Map<string, Day>();
  for (const [account, days] of events) {
    const used = [...days.keys()].sort();
    let before = false;
    for (let day = addDays(span.from, -1); day <= span.to; day = addDays(day, 1)) {
      const leaves = gone(account);
      const last = used.findLast((d) => d <= day);
      const holds = last !== undefined && daysBetween(last, day) >= 14 && (leaves === null || leaves > day);
      if (holds && !before && day >= span.from) {
        found.set(account, addDays(day, 1));
        break;
      }
      before = holds;
    }
  }
  return found;
}

/** Within 90 days of a day, the day included. */
export const leftWithin = (left: Day | null, day: Day): boolean => left !== null && left >= day && daysBetween(day, left) <= 90;

/** The Monday of a day's week. */
export const monday = (day: Day): Day => addDays(day, -((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7));
