import holidayJp from '@holiday-jp/holiday_jp';
import { addDays, type Day } from './days.ts';

const holidays = holidayJp.holidays as Record<string, { name: string; name_en: string }>;

/** The Japanese public holiday on `day`, if there is one. */
export function holidayOn(day: Day): { ja: string; en: string } | null {
  const found = holidays[day];
  return found ? { ja: found.name, en: found.name_en } : null;
}

/** Monday to Friday and no Japanese public holiday. */
export function isBusinessDay(day: Day): boolean {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return weekday !== 0 && weekday !== 6 && !holidays[day];
}

/** The `n`-th business day after `day` (n ≥ 1), or `day` itself moved to the next business day for n = 0. */
export function addBusinessDays(day: Day, n: number): Day {
  let at = day;
  if (n === 0) while (!isBusinessDay(at)) at = addDays(at, 1);
  for (let left = n; left > 0;) {
    at = addDays(at, 1);
    if (isBusinessDay(at)) left--;
  }
  return at;
}

/**
 * Days of `from`..`to` on which a Japanese company works as usual on paper only: public holidays, the days around New Year
 * (29 December to 3 January), Obon (13 to 16 August), and single working days between days off in Golden Week.
 */
export function quietDays(from: Day, to: Day): Day[] {
  const quiet: Day[] = [];
  for (let day = from; day <= to; day = addDays(day, 1)) if (isQuiet(day)) quiet.push(day);
  return quiet;
}

function isQuiet(day: Day): boolean {
  const monthDay = day.slice(5);
  if (holidays[day] || monthDay >= '12-29' || monthDay <= '01-03' || (monthDay >= '08-13' && monthDay <= '08-16')) return true;
  return monthDay >= '04-28' && monthDay <= '05-08' && isBusinessDay(day) && daysOffWithin(day, -4) && daysOffWithin(day, 4);
}

/** A day off within so many days before (negative) or after `day`, holidays first of all. */
function daysOffWithin(day: Day, reach: number): boolean {
  const step = Math.sign(reach);
  return Array.from({ length: Math.abs(reach) }, (_, i) => addDays(day, step * (i + 1))).some((d) => holidays[d] !== undefined);
}
