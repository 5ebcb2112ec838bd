import type { Parsed } from './values.ts';

const eras: Record<string, number> = { 明治: 1867, M: 1867, 大正: 1911, T: 1911, 昭和: 1925, S: 1925, 平成: 1988, H: 1988, 令和: 2018, R: 2018 };

/** 'YYYY-MM-DD' from 2024-05-31, 2024/5/31, 2024.5.31, 2024年5月31日, 20240531, 令和6年5月31日, R6.5.31 or an Excel serial. A time behind it is dropped. */
export function parseDay(plain: string): string | undefined {
  const text = plain
    .replace(/[(（][日月火水木金土祝・]+[)）]/, '')
    .replace(/[T\s]+\d{1,2}:\d{2}.*$/, '')
    .trim();
  const era = /^(明治|大正|昭和|平成|令和|[MTSHR])\s*(元|\d{1,2})(?:年|[./-])\s*(\d{1,2})(?:月|[./-])\s*(\d{1,2})日?$/i.exec(text);
  if (era) return dayText(eras[era[1]!.toUpperCase()]! + (era[2] === '元' ? 1 : Number(era[2])), era[3]!, era[4]!);
  const western = /^(\d{4})(?:年|[./-])\s*(\d{1,2})(?:月|[./-])\s*(\d{1,2})日?$/.exec(text) ?? /^(\d{4})(\d{2})(\d{2})$/.exec(text);
  if (western) return dayText(Number(western[1]), western[2]!, western[3]!);
  if (/^\d{5}(\.\d+)?$/.test(text) && Number(text) >= 10_000 && Number(text) < 80_000)
    return new Date(Date.UTC(1899, 11, 30) + Math.floor(Number(text)) * 86_400_000).toISOString().slice(0, 10);
  return undefined;
}

function dayText(year: number, month: string, day: string): string | undefined {
  const date = new Date(Date.UTC(year, Number(month) - 1, Number(day)));
  const text = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  return year >= 1868 && year <= 9999 && !Number.isNaN(date.getTime()) && date.toISOString().slice(0, 10) === text ? text : undefined;
}

/** A moment: ISO with a zone as it is, a Unix time, else a day with or without a time in the organisation's zone. */
export function time(plain: string, timeZone: string): Parsed {
  if (/^\d{10}(\.\d+)?$|^\d{13}$/.test(plain)) return { value: new Date(Number(plain) * (plain.length === 13 ? 1 : 1000)).toISOString() };
  const clock = /[T\s]+(\d{1,2}):(\d{2})(?::(\d{2})(\.\d{1,6})?)?\s*(Z|[+-]\d{2}:?\d{2})?$/i.exec(plain);
  const day = parseDay(plain);
  if (!day || (!clock && /:/.test(plain))) return { problem: 'badTime' };
  const [hour, minute, second] = [clock?.[1] ?? '0', clock?.[2] ?? '00', clock?.[3] ?? '00'];
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return { problem: 'badTime' };
  return { value: `${day} ${hour.padStart(2, '0')}:${minute}:${second}${clock?.[4] ?? ''} ${clock?.[5] ?? timeZone}` };
}
