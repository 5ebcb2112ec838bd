import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, dayOf, daysBetween, isDay, startOfDay } from './days.ts';

describe('days', () => {
  it('puts a moment into the day of the zone, not of the server', () => {
    expect(dayOf(new Date('2026-11-23T15:00:00Z'), 'Asia/Tokyo')).toBe('2026-11-24');
    expect(dayOf(new Date('2026-11-23T14:59:59Z'), 'Asia/Tokyo')).toBe('2026-11-23');
  });

  it('starts a day at its first moment, also where clocks change', () => {
    expect(startOfDay('2026-11-24', 'Asia/Tokyo').toISOString()).toBe('2026-11-23T15:00:00.000Z');
    expect(startOfDay('2026-03-08', 'America/New_York').toISOString()).toBe('2026-03-08T05:00:00.000Z');
    expect(startOfDay('2026-03-09', 'America/New_York').toISOString()).toBe('2026-03-09T04:00:00.000Z');
  });

  it('start of day and day of moment agree, and days add up', () => {
    const zone = fc.constantFrom('Asia/Tokyo', 'UTC', 'America/New_York', 'Europe/London', 'Asia/Kolkata');
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 20_000 }), fc.integer({ min: -900, max: 900 }), zone, (n, k, z) => {
        const day = addDays('1990-01-01', n);
        expect(dayOf(startOfDay(day, z), z)).toBe(day);
        expect(dayOf(new Date(startOfDay(day, z).getTime() - 1), z)).toBe(addDays(day, -1));
        expect(daysBetween(day, addDays(day, k))).toBe(k);
      }),
    );
  });

  it('knows a real date', () => {
    expect(['2024-02-29', '2023-02-29', '2024-13-01', '2024-1-1', 'abc'].map(isDay)).toEqual([true, false, false, false, false]);
  });
});
