import { addDays, type Day } from '#platform/clock/days.ts';

/** 'YYYY-MM' of every month that has a day from `from` to `to`, and one before for moments that fall into it in UTC. */
export function monthsBetween(from: Day, to: Day): string[] {
  const months: string[] = [];
  for (let day = `${addDays(from, -1).slice(0, 7)}-15`; day.slice(0, 7) <= to.slice(0, 7); day = `${addDays(day, 31).slice(0, 7)}-15`)
    months.push(day.slice(0, 7));
  return months;
}
