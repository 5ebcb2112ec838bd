import { existsSync, readFileSync } from 'node:fs';
import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { addBusinessDays, holidayOn, isBusinessDay } from './business-days.ts';

describe('business days', () => {
  it('skip weekends and Japanese holidays', () => {
    expect(['2026-11-20', '2026-11-21', '2026-11-22', '2026-11-23', '2026-11-24'].map(isBusinessDay)).toEqual([true, false, false, false, true]);
    expect(addBusinessDays('2026-11-20', 1)).toBe('2026-11-24');
    expect(addBusinessDays('2026-11-21', 0)).toBe('2026-11-24');
    expect(addBusinessDays('2026-04-28', 3)).toBe('2026-05-07');
  });

  const file = new URL('../../../../shared/data/jp-holidays/syukujitsu.csv', import.meta.url);
  it.skipIf(!existsSync(file))('agree with the Cabinet Office list from 1970 on', () => {
    const lines = iconv.decode(readFileSync(file), 'Shift_JIS').trim().split(/\r?\n/).slice(1);
    const official = lines
      .map((line) =>
        line
          .split(',')[0]!
          .split('/')
          .map((p) => p.padStart(2, '0'))
          .join('-'),
      )
      .filter((d) => d >= '1970-01-01');
    expect(official.length).toBeGreaterThan(800);
    expect(official.filter((d) => !holidayOn(d))).toEqual([]);
    const days = new Set(official);
    const last = official.at(-1)!;
    for (let at = '1970-01-01'; at <= last; at = new Date(Date.parse(at) + 86_400_000).toISOString().slice(0, 10))
      expect([at, holidayOn(at) !== null]).toEqual([at, days.has(at)]);
  });
});
