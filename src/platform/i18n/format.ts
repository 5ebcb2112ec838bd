import { dayOf } from '../clock/days.ts';
import type { Language } from './texts.ts';

const weekdays = ['日', '月', '火', '水', '木', '金', '土'];
const dash = '—';

export type Place = { language: Language; timeZone: string; currency: string };
export type Money = bigint | number | string;

const utc = (day: string) => new Date(`${day.slice(0, 10)}T00:00:00Z`);

/** '2026-11-24' → 2026年11月24日(火) / Tue 24 Nov 2026 */
export function formatDay(day: string | null | undefined, language: Language): string {
  if (!day) return dash;
  const d = utc(day);
  if (language === 'ja') return `${d.getUTCFullYear()}年${d.getUTCMonth() + 1}月${d.getUTCDate()}日(${weekdays[d.getUTCDay()]})`;
  return new Intl.DateTimeFormat('en-GB', {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    timeZone: 'UTC',
  })
    .format(d)
    .replace(',', '');
}

/** '2026-11-24' → 11月24日(火) / Tue 24 Nov */
export function formatDayNoYear(day: string, language: Language): string {
  return language === 'ja' ? formatDay(day, 'ja').replace(/^\d+年/, '') : formatDay(day, 'en').replace(/ \d{4}$/, '');
}

/** '2026-11-24' → 2026/11/24 / 24 Nov 2026: for table cells */
export function formatDayShort(day: string | null | undefined, language: Language): string {
  if (!day) return dash;
  if (language === 'ja') return day.slice(0, 10).replaceAll('-', '/');
  return new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' }).format(utc(day));
}

/** '2026-11-24' → 11月 / Nov: for axes */
export function formatMonth(day: string, language: Language): string {
  if (language === 'ja') return `${Number(day.slice(5, 7))}月`;
  return new Intl.DateTimeFormat('en-GB', { month: 'short', timeZone: 'UTC' }).format(utc(day));
}

/** A moment → 2026/11/24 14:05 / 24 Nov 2026, 14:05 in the organisation's zone */
export function formatMoment(moment: string | Date | null | undefined, place: Place): string {
  if (!moment) return dash;
  const time = formatTime(moment, place.timeZone);
  const day = formatDayShort(dayOf(new Date(moment), place.timeZone), place.language);
  return place.language === 'ja' ? `${day} ${time}` : `${day}, ${time}`;
}

export function formatTime(moment: string | Date, timeZone: string): string {
  return new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(new Date(moment));
}

/** 41 → 41日 / 41 days */
export function formatDays(days: number | null | undefined, language: Language): string {
  if (days === null || days === undefined) return dash;
  const n = formatNumber(days, language);
  return language === 'ja' ? `${n}日` : `${n} ${Math.abs(days) === 1 ? 'day' : 'days'}`;
}

/** Days from today: 3 → 3日後 / in 3 days; −3 → 3日前 / 3 days ago; 0 → 今日 / today */
export function formatDaysFromNow(days: number | null | undefined, language: Language): string {
  if (days === null || days === undefined) return dash;
  if (days === 0) return language === 'ja' ? '今日' : 'today';
  const n = formatDays(Math.abs(days), language);
  if (language === 'ja') return days > 0 ? `${n}後` : `${n}前`;
  return days > 0 ? `in ${n}` : `${n} ago`;
}

export function formatNumber(value: number | bigint | null | undefined, language: Language, digits = 0): string {
  if (value === null || value === undefined) return dash;
  return new Intl.NumberFormat(language, { maximumFractionDigits: digits }).format(value).replace('-', '−');
}

/** A share of 1 → 62% / 62.5%; a minus is the typographic one. */
export function formatPercent(share: number | null | undefined, digits = 0): string {
  if (share === null || share === undefined || !Number.isFinite(share)) return dash;
  return `${(share * 100).toFixed(digits)}%`.replace('-', '−');
}

/** A signed difference: 6 → +6, −45 → −45, 0 → 0 */
export function formatChange(value: number | null | undefined, digits = 0): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return dash;
  const n = Math.abs(value).toFixed(digits);
  if (Number(n) === 0) return '0';
  return value > 0 ? `+${n}` : `−${n}`;
}

/** Minor units written in full: ¥480,000 / $1,234.50 */
export function formatMoney(minor: Money | null | undefined, currency: string, language: Language): string {
  if (minor === null || minor === undefined) return dash;
  const digits = minorDigits(currency);
  return new Intl.NumberFormat(language === 'ja' ? 'ja-JP' : 'en-US', {
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  })
    .format(decimal(minor, digits) as Intl.StringNumericLiteral)
    .replace('\uffe5', '¥')
    .replace('-', '−');
}

/** Minor units for reading at a glance: 48.0万円, 612万円, 1億 2,480万円, 9,800円 / ¥480K */
export function formatMoneyShort(minor: Money | null | undefined, currency: string, language: Language): string {
  if (minor === null || minor === undefined) return dash;
  const digits = minorDigits(currency);
  const value = Number(decimal(minor, digits));
  if (language === 'ja' && currency === 'JPY') return yen(value);
  return new Intl.NumberFormat(language === 'ja' ? 'ja-JP' : 'en-US', {
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
    notation: 'compact',
    maximumFractionDigits: 1,
  })
    .format(value)
    .replace('-', '−');
}

function yen(value: number): string {
  const sign = value < 0 ? '−' : '';
  const n = Math.abs(value);
  const group = (x: number) => x.toLocaleString('ja-JP');
  if (n < 10_000) return `${sign}${group(n)}円`;
  const tenThousands = n / 10_000;
  if (tenThousands < 99.95) return `${sign}${tenThousands.toFixed(1)}万円`;
  const whole = Math.round(tenThousands);
  if (whole < 10_000) return `${sign}${group(whole)}万円`;
  const rest = whole % 10_000;
  const oku = `${sign}${group(Math.floor(whole / 10_000))}億`;
  return rest === 0 ? `${oku}円` : `${oku} ${group(rest)}万円`;
}

export function minorDigits(currency: string): number {
  return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 0;
}

/** Shifts the decimal point in the text of the number, so that no float touches an amount. */
function decimal(minor: Money, digits: number): string {
  const text = typeof minor === 'number' ? String(Math.round(minor)) : String(minor);
  if (digits === 0) return text;
  const negative = text.startsWith('-');
  const padded = text.replace('-', '').padStart(digits + 1, '0');
  return `${negative ? '-' : ''}${padded.slice(0, -digits)}.${padded.slice(-digits)}`;
}

/** What a measure says, in its unit; its points where the unit alone tells nothing (yes or no) or the value is missing. */
export function formatIn(measure: { value?: number | null; unit?: string | null; points: number | null }, language: Language): string {
  const { value, unit } = measure;
  if (value != null && unit === 'percent') return formatPercent(value);
  if (value != null && unit === 'days') return formatDays(value, language);
  if (value != null && (unit === 'count' || unit === 'people' || unit === 'number')) return formatNumber(value, language);
  const points = formatNumber(measure.points === null ? null : Math.round(measure.points), language);
  return language === 'en' ? `${points} points` : `${points}点`;
}

/** A remark behind a word: （自発） in Japanese, " (proactive)" with the space before it in English. */
export function inBrackets(remark: string, language: Language): string {
  return language === 'ja' ? `（${remark}）` : ` (${remark})`;
}

/** From one day to another, or without an end, as a table prints it. */
export function formatPeriod(from: string, to: string | null | undefined, language: Language, open = ''): string {
  return `${formatDayShort(from, language)} ${language === 'ja' ? '〜' : '–'} ${to ? formatDayShort(to, language) : open}`.trimEnd();
}

/** Years and months in English: 2 years 3 months, 8 months. */
export function spanWords(years: number, months: number): string {
  const of = (n: number, word: string) => (n ? [`${n} ${word}${n === 1 ? '' : 's'}`] : []);
  return [...of(years, 'year'), ...of(months, 'month')].join(' ') || '0 months';
}

/** Names one after another. */
export function formatNames(names: readonly string[], language: Language): string {
  return names.join(language === 'ja' ? '、' : ', ');
}
