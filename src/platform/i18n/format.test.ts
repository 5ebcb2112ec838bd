import { describe, expect, test } from 'vitest';
import {
  formatChange,
  formatDay,
  formatDayNoYear,
  formatDayShort,
  formatDays,
  formatDaysFromNow,
  formatMoment,
  formatMoney,
  formatMoneyShort,
  formatPercent,
  formatPeriod,
  inBrackets,
  spanWords,
} from './format.ts';

describe('days', () => {
  test('carry the weekday', () => {
    expect(formatDay('2026-11-24', 'ja')).toBe('2026年11月24日(火)');
    expect(formatDay('2026-11-24', 'en')).toBe('Tue 24 Nov 2026');
    expect(formatDayNoYear('2026-11-24', 'ja')).toBe('11月24日(火)');
    expect(formatDayNoYear('2026-11-24', 'en')).toBe('Tue 24 Nov');
    expect(formatDay(null, 'ja')).toBe('—');
  });
  test('are short in a table', () => {
    expect(formatDayShort('2026-01-04', 'ja')).toBe('2026/01/04');
    expect(formatDayShort('2026-01-04', 'en')).toBe('4 Jan 2026');
  });
  test('belong to the zone of the organisation', () => {
    const place = { language: 'ja', timeZone: 'Asia/Tokyo', currency: 'JPY' } as const;
    expect(formatMoment('2026-11-23T15:05:00Z', place)).toBe('2026/11/24 00:05');
  });
  test('count from now', () => {
    expect(formatDays(1, 'en')).toBe('1 day');
    expect(formatDays(1234, 'ja')).toBe('1,234日');
    expect(formatDaysFromNow(-3, 'ja')).toBe('3日前');
    expect(formatDaysFromNow(3, 'ja')).toBe('3日後');
    expect(formatDaysFromNow(0, 'ja')).toBe('今日');
    expect(formatDaysFromNow(-1, 'en')).toBe('1 day ago');
  });
});

describe('money', () => {
  test.each([
    [0n, '0円'],
    [9_800n, '9,800円'],
    [10_000n, '1.0万円'],
    [480_000n, '48.0万円'],
    [999_499n, '99.9万円'],
    [999_500n, '100万円'],
    [6_120_000n, '612万円'],
    [99_994_999n, '9,999万円'],
    [99_995_000n, '1億円'],
    [124_800_000n, '1億 2,480万円'],
    [-480_000n, '−48.0万円'],
  ])('%s yen reads %s', (amount, text) => {
    expect(formatMoneyShort(amount, 'JPY', 'ja')).toBe(text);
  });
  test('is exact in full, also beyond what a float holds', () => {
    expect(formatMoney(480_000n, 'JPY', 'ja')).toBe('¥480,000');
    expect(formatMoney('480000', 'JPY', 'en')).toBe('¥480,000');
    expect(formatMoney(-123_450n, 'USD', 'en')).toBe('−$1,234.50');
    expect(formatMoney(5n, 'USD', 'en')).toBe('$0.05');
    expect(formatMoney(9_007_199_254_740_993n, 'JPY', 'ja')).toBe('¥9,007,199,254,740,993');
  });
  test('is compact in English', () => {
    expect(formatMoneyShort(480_000n, 'JPY', 'en')).toBe('¥480K');
  });
});

test('shares and changes', () => {
  expect(formatPercent(0.625, 1)).toBe('62.5%');
  expect(formatPercent(-0.62)).toBe('−62%');
  expect(formatPercent(Number.NaN)).toBe('—');
  expect(formatChange(6)).toBe('+6');
  expect(formatChange(-45)).toBe('−45');
  expect(formatChange(-0.2)).toBe('0');
});

test('brackets and periods are those of the language', () => {
  expect(`Web会議${inBrackets('自発', 'ja')}`).toBe('Web会議（自発）');
  expect(`Web meeting${inBrackets('Proactive', 'en')}`).toBe('Web meeting (Proactive)');
  expect(formatPeriod('2026-03-14', '2027-03-13', 'ja')).toBe('2026/03/14 〜 2027/03/13');
  expect(formatPeriod('2026-03-14', null, 'en', 'open-ended')).toBe('14 Mar 2026 – open-ended');
  expect(formatPeriod('2026-03-14', null, 'ja')).toBe('2026/03/14 〜');
  expect([spanWords(2, 1), spanWords(0, 8), spanWords(1, 0), spanWords(0, 0)]).toEqual(['2 years 1 month', '8 months', '1 year', '0 months']);
});
