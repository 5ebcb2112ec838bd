import ICAL from 'ical.js';
import { dayOf, type Day } from '#platform/clock/days.ts';
import { cut } from '#platform/text/cut.ts';

export type Meeting = {
  uid: string;
  startsAt: Date;
  endsAt: Date;
  allDay: boolean;
  firstDay: Day;
  lastDay: Day;
  title: string;
  location: string | null;
  organizer: string | null;
  attendees: string[];
};
export type Reading = { meetings: Meeting[]; truncated: boolean };
type Window = { from: Date; to: Date; timeZone: string };

/** What is kept of one calendar; how many repetitions are stepped through; how long it may take. */
const limits = { meetings: 2_000, steps: 200_000, stepsOfOne: 20_000, ms: 3_000 };

/**
 * The meetings of an iCalendar text that touch the window, repeated ones written out. Times without a zone, or of a zone that is
 * not explained, are of `timeZone`. An event that cannot be understood is left out; a text that is no calendar throws.
 * However hostile the text, work is bounded: what is beyond the limits is left out and `truncated` says so.
 */
export function readCalendar(text: string, window: Window): Reading {
  const all = calendarsIn(text);
  const state = { meetings: [] as Meeting[], truncated: false, steps: 0, until: performance.now() + limits.ms };
  for (const root of all) readRoot(new ICAL.Component(root as never), window, state);
  return { meetings: state.meetings.sort((a, b) => a.startsAt.getTime() - b.startsAt.getTime()), truncated: state.truncated };
}

/** Calendars of the text. When one broken event makes the whole unreadable, its events are read one by one. */
function calendarsIn(text: string): unknown[][] {
  const parsed = (part: string) => {
    const roots = ICAL.parse(part) as unknown[];
    const all = Array.isArray(roots[0]) ? (roots as unknown[][]) : [roots];
    const calendars = all.filter((root) => root[0] === 'vcalendar');
    if (!calendars.length) throw new Error('no calendar');
    return calendars;
  };
  try {
    return parsed(text);
  } catch (error) {
    const parts = (name: string) => text.match(new RegExp(`^BEGIN:${name}\\r?\\n[^]*?^END:${name}\\r?$`, 'gim')) ?? [];
    const zones = parts('VTIMEZONE').slice(0, 50).join('\r\n');
    const events = parts('VEVENT').slice(0, limits.meetings);
    const found: unknown[][] = [];
    for (const event of events) attempt(() => found.push(...parsed(`BEGIN:VCALENDAR\r\n${zones}${zones && '\r\n'}${event}\r\nEND:VCALENDAR\r\n`)));
    if (!found.length) throw error;
    return found;
  }
}

/** Of these the next occurrence is found in bounded time; a rule that may look for a day that never comes stands for its first only. */
function mayRepeat(component: InstanceType<typeof ICAL.Component>): boolean {
  return component.getAllProperties('rrule').every((property) => {
    const rule = property.getFirstValue() as InstanceType<typeof ICAL.Recur>;
    const parts = Object.keys(rule.parts);
    if (rule.interval > 1000) return false;
    if (rule.freq === 'DAILY') return parts.every((part) => part === 'BYDAY');
    return ['WEEKLY', 'MONTHLY', 'YEARLY'].includes(rule.freq) && !parts.some((part) => /HOUR|MINUTE|SECOND/.test(part));
  });
}

type State = Reading & { steps: number; until: number };
const spent = (state: State) => state.steps > limits.steps || state.meetings.length >= limits.meetings || performance.now() > state.until;

function readRoot(root: InstanceType<typeof ICAL.Component>, window: Window, state: State): void {
  if (root.name !== 'vcalendar') return;
  const events = root.getAllSubcomponents('vevent');
  const changes = new Map<string, InstanceType<typeof ICAL.Component>[]>();
  for (const one of events) if (one.hasProperty('recurrence-id')) changes.set(uidOf(one), [...(changes.get(uidOf(one)) ?? []), one]);
  for (const one of events) {
    if (spent(state)) return void (state.truncated = true);
    if (one.hasProperty('recurrence-id')) continue;
    attempt(() => readEvent(one, changes.get(uidOf(one)) ?? [], window, state));
    changes.delete(uidOf(one));
  }
  // A changed occurrence whose series is not in the file stands for itself.
  for (const alone of [...changes.values()].flat()) attempt(() => keep(new ICAL.Event(alone), null, window, state));
}

const uidOf = (one: InstanceType<typeof ICAL.Component>) => String(one.getFirstPropertyValue('uid') ?? '');

// One broken event must not cost the day's other meetings.
function attempt(work: () => void): void {
  try {
    work();
  } catch {
    /* left out */
  }
}

function readEvent(component: InstanceType<typeof ICAL.Component>, changes: InstanceType<typeof ICAL.Component>[], window: Window, state: State): void {
  const event = new ICAL.Event(component, { exceptions: changes, strictExceptions: true } as never);
  if (!event.startDate) return;
  if (!event.isRecurring()) return keep(event, null, window, state);
  if (!mayRepeat(component)) {
    state.truncated = true;
    return keep(event, null, window, state);
  }
  const iterator = event.iterator();
  for (let step = 0; step < limits.stepsOfOne; step++) {
    if (state.meetings.length >= limits.meetings || ((state.steps++ & 63) === 0 && spent(state))) break;
    const at = iterator.next();
    if (!at) return;
    if (momentOf(at, window.timeZone) >= window.to) return;
    const { item, startDate, endDate } = event.getOccurrenceDetails(at);
    keep(item, { startDate, endDate }, window, state);
  }
  state.truncated = true;
}

type Time = InstanceType<typeof ICAL.Time>;

function keep(event: InstanceType<typeof ICAL.Event>, at: { startDate: Time; endDate: Time } | null, window: Window, state: State): void {
  if (String(event.component.getFirstPropertyValue('status') ?? '').toUpperCase() === 'CANCELLED') return;
  const { startDate, endDate } = at ?? event;
  const startsAt = momentOf(startDate, window.timeZone);
  const endsAt = endDate ? momentOf(endDate, window.timeZone) : startsAt;
  if (Number.isNaN(startsAt.getTime()) || startsAt >= window.to || (endsAt > startsAt ? endsAt : startsAt) < window.from) return;
  const allDay = startDate.isDate;
  const firstDay = allDay ? startDate.toString().slice(0, 10) : dayOf(startsAt, window.timeZone);
  // The end is not part of it: a meeting until midnight is over on its day.
  const last = new Date(Math.max(startsAt.getTime(), endsAt.getTime() - 1));
  state.meetings.push({
    uid: String(event.uid ?? '')
      .replaceAll('\0', '')
      .slice(0, 500),
    startsAt,
    endsAt: endsAt < startsAt ? startsAt : endsAt,
    allDay,
    firstDay,
    lastDay: dayOf(last, window.timeZone),
    title: textOf(event.summary),
    location: textOf(event.location) || null,
    organizer: mailOf(event.organizer),
    attendees: [...new Set(event.attendees.slice(0, 200).map((one) => mailOf(one.getFirstValue())))].filter((one) => one !== null),
  });
}

// Postgres keeps no character with the code 0.
const textOf = (value: unknown) =>
  cut(
    String(value ?? '')
      .replaceAll('\0', '')
      .trim(),
    300,
  );

function mailOf(value: unknown): string | null {
  const mail = String(value ?? '')
    .replace(/^mailto:/i, '')
    .trim()
    .toLowerCase();
  return /^[^\s@<>]+@[^\s@<>]+$/.test(mail) && mail.length <= 320 ? mail : null;
}

/** A time with a zone is a moment; one without, or a whole day, is meant where the organisation is. */
function momentOf(time: Time, timeZone: string): Date {
  const zoned = time.zone && time.zone.tzid !== 'floating' && !time.isDate;
  if (zoned) return time.toJSDate();
  const asUtc = Date.UTC(time.year, time.month - 1, time.day, time.isDate ? 0 : time.hour, time.isDate ? 0 : time.minute, time.isDate ? 0 : time.second);
  return new Date(asUtc - offsetAt(asUtc - offsetAt(asUtc, timeZone), timeZone));
}

const clocks = new Map<string, Intl.DateTimeFormat>();

function offsetAt(utc: number, timeZone: string): number {
  let clock = clocks.get(timeZone);
  if (!clock) {
    const parts = { year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric', hourCycle: 'h23' } as const;
    clock = new Intl.DateTimeFormat('en-US', { timeZone, ...parts });
    clocks.set(timeZone, clock);
  }
  const p = Object.fromEntries(clock.formatToParts(new Date(utc)).map(({ type, value }) => [type, Number(value)]));
  return Date.UTC(p.year!, p.month! - 1, p.day!, p.hour!, p.minute!, p.second!) - Math.floor(utc / 1000) * 1000;
}
