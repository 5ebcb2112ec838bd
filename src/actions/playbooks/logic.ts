import { addBusinessDays, isBusinessDay } from '#platform/clock/business-days.ts';
import { addDays, type Day } from '#platform/clock/days.ts';
import type { Due } from './definition.ts';

export type Dates = { renewalOn: Day | null; noticeOn: Day | null };

/**
 * The day a task is due. Before a date of the customer's: on the last business day up to then, but never before the run starts.
 * Null when the customer has no such date.
 */
export function dueDay(due: Due, startedOn: Day, { renewalOn, noticeOn }: Dates): Day | null {
  if (due.kind === 'start') return addBusinessDays(startedOn, due.businessDays);
  const date = due.date === 'renewal' ? renewalOn : noticeOn;
  if (!date) return null;
  let day = addDays(date, -due.days);
  while (!isBusinessDay(day)) day = addDays(day, -1);
  return day < startedOn ? addBusinessDays(startedOn, 0) : day;
}
