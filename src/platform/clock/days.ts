/** A day in the organisation's time zone, 'YYYY-MM-DD'. */
export type Day = string;
/** Tells the time; tests give their own. */
export type Clock = () => Date;

export const systemClock: Clock = () => new Date();

const formatters = new Map<string, Intl.DateTimeFormat>();
function formatter(timeZone: string): Intl.DateTimeFormat {
  let f = formatters.get(timeZone);
  if (!f) {
    f = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
    formatters.set(timeZone, f);
  }
  return f;
}

const last = new Map<string, { minute: number; day: Day }>();

/** The day on which `moment` falls in `timeZone`. Asked for every request, so the last answer holds for its minute: days begin with one. */
export function dayOf(moment: Date, timeZone: string): Day {
  const minute = Math.floor(moment.getTime() / 60_000);
  const known = last.get(timeZone);
  if (known?.minute === minute) return known.day;
  const day = formatter(timeZone).format(moment);
  last.set(timeZone, { minute, day });
  return day;
}

/** `day` moved by `n` days (n may be negative). */
export function addDays(day: Day, n: number): Day {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + n);
  return date.toISOString().slice(0, 10);
}

/** Days from `a` to `b`; negative when b is earlier. */
export function daysBetween(a: Day, b: Day): number {
  return Math.round((Date.parse(`${b}T00:00:00Z`) - Date.parse(`${a}T00:00:00Z`)) / 86_400_000);
}

/** The first moment of `day` in `timeZone`: the cut before which facts were known (DATA-MODEL 2.2). */
export function startOfDay(day: Day, timeZone: string): Date {
  const guess = new Date(`${day}T00:00:00Z`);
  const offset = (at: Date) => zoneOffset(at, timeZone);
  const first = new Date(guess.getTime() - offset(guess));
  return new Date(guess.getTime() - offset(first));
}

const parts = new Map<string, Intl.DateTimeFormat>();
function zoneOffset(at: Date, timeZone: string): number {
  let f = parts.get(timeZone);
  if (!f) {
    f = new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    parts.set(timeZone, f);
  }
  const p = Object.fromEntries(f.formatToParts(at).map((x) => [x.type, Number(x.value)])) as Record<string, number>;
  return Date.UTC(p.year!, p.month! - 1, p.day!, p.hour!, p.minute!, p.second!) - Math.floor(at.getTime() / 1000) * 1000;
}

/** True for a real calendar date written 'YYYY-MM-DD'. */
export function isDay(text: string): boolean {
  if (!/^[1-9]\d{3}-\d{2}-\d{2}$/.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().slice(0, 10) === text;
}
