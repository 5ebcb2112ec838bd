import { createContext, useContext, useMemo, useState, type ReactNode } from 'react';
import { dayOf } from '../clock/days.ts';
import * as format from './format.ts';
import { pickLanguage, textsIn, type Language, type Texts } from './texts.ts';

export const PlaceContext = createContext<format.Place>({ language: 'ja', timeZone: 'Asia/Tokyo', currency: 'JPY' });

/** Language, time zone and currency of everything below. */
export function PlaceProvider({ place, children }: { place: format.Place; children: ReactNode }) {
  return <PlaceContext value={place}>{children}</PlaceContext>;
}

export function useLanguage(): Language {
  return useContext(PlaceContext).language;
}

export function useTexts<T>(texts: Texts<T>): T {
  return textsIn(texts, useContext(PlaceContext).language);
}

export function browserLanguage(): Language {
  return pickLanguage(...navigator.languages);
}

/** Today in the organisation's time zone, as it was when the screen opened. */
export function useToday(): string {
  const { timeZone } = useContext(PlaceContext);
  const [now] = useState(() => new Date());
  return dayOf(now, timeZone);
}

/** The formatting helpers, bound to the reader's language and the organisation's zone and currency. */
export function useFormat() {
  const place = useContext(PlaceContext);
  return useMemo(() => {
    const { language, timeZone, currency } = place;
    return {
      day: (day: string | null | undefined) => format.formatDay(day, language),
      dayNoYear: (day: string) => format.formatDayNoYear(day, language),
      dayShort: (day: string | null | undefined) => format.formatDayShort(day, language),
      month: (day: string) => format.formatMonth(day, language),
      moment: (moment: string | Date | null | undefined) => format.formatMoment(moment, place),
      time: (moment: string | Date) => format.formatTime(moment, timeZone),
      dayOf: (moment: string | Date) => dayOf(new Date(moment), timeZone),
      days: (days: number | null | undefined) => format.formatDays(days, language),
      daysFromNow: (days: number | null | undefined) => format.formatDaysFromNow(days, language),
      number: (n: number | bigint | null | undefined, digits?: number) => format.formatNumber(n, language, digits),
      names: (names: readonly string[]) => format.formatNames(names, language),
      inBrackets: (remark: string) => format.inBrackets(remark, language),
      period: (from: string, to: string | null | undefined, open?: string) => format.formatPeriod(from, to, language, open),
      percent: format.formatPercent,
      change: format.formatChange,
      money: (minor: format.Money | null | undefined, code = currency) => format.formatMoney(minor, code, language),
      moneyShort: (minor: format.Money | null | undefined, code = currency) => format.formatMoneyShort(minor, code, language),
    };
  }, [place]);
}
