import { describe, expect, it } from 'vitest';
import { dueDay } from './logic.ts';

const dates = { renewalOn: '2027-03-31', noticeOn: null };

describe('the day a task is due', () => {
  it('counts business days from the start', () => {
    expect(dueDay({ kind: 'start', businessDays: 0 }, '2026-11-22', dates)).toBe('2026-11-24');
    expect(dueDay({ kind: 'start', businessDays: 3 }, '2026-11-24', dates)).toBe('2026-11-27');
  });

  it('lies before a date, on a business day, and not before the start', () => {
    expect(dueDay({ kind: 'before', date: 'renewal', days: 120 }, '2026-11-24', dates)).toBe('2026-12-01');
    // 2027-01-30 is a Saturday.
    expect(dueDay({ kind: 'before', date: 'renewal', days: 60 }, '2026-11-24', dates)).toBe('2027-01-29');
    expect(dueDay({ kind: 'before', date: 'renewal', days: 120 }, '2027-01-09', dates)).toBe('2027-01-12');
    expect(dueDay({ kind: 'before', date: 'notice', days: 30 }, '2026-11-24', dates)).toBeNull();
  });
});
