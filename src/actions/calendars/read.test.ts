import { describe, expect, it } from 'vitest';
import { readCalendar } from './read.ts';

const window = { from: new Date('2026-11-22T15:00:00Z'), to: new Date('2026-12-31T15:00:00Z'), timeZone: 'Asia/Tokyo' };
const calendar = (...lines: string[]) => ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//t//', ...lines, 'END:VCALENDAR', ''].join('\r\n');
const event = (...lines: string[]) => ['BEGIN:VEVENT', 'UID:u1', ...lines, 'END:VEVENT'];
const read = (...lines: string[]) => readCalendar(calendar(...lines), window);
const starts = (...lines: string[]) => read(...lines).meetings.map((m) => m.startsAt.toISOString());

describe('a calendar', () => {
  it('gives moments: in UTC, and without a zone where the organisation is', () => {
    expect(starts(...event('DTSTART:20261124T010000Z', 'DTEND:20261124T020000Z'))).toEqual(['2026-11-24T01:00:00.000Z']);
    expect(starts(...event('DTSTART:20261124T100000'))).toEqual(['2026-11-24T01:00:00.000Z']);
  });

  it('explains zones by its own VTIMEZONE', () => {
    const zone = [
      'BEGIN:VTIMEZONE',
      'TZID:Far',
      'BEGIN:STANDARD',
      'DTSTART:19700101T000000',
      'TZOFFSETFROM:-0500',
      'TZOFFSETTO:-0500',
      'END:STANDARD',
      'END:VTIMEZONE',
    ];
    expect(starts(...zone, ...event('DTSTART;TZID=Far:20261124T100000'))).toEqual(['2026-11-24T15:00:00.000Z']);
  });

  it('writes repetitions out, without what was struck off and with what was moved', () => {
    const weekly = event('DTSTART:20261027T010000Z', 'DTEND:20261027T020000Z', 'RRULE:FREQ=WEEKLY;COUNT=8', 'EXDATE:20261201T010000Z');
    const moved = event('RECURRENCE-ID:20261208T010000Z', 'DTSTART:20261209T030000Z', 'DTEND:20261209T040000Z', 'SUMMARY:移動');
    expect(starts(...weekly, ...moved)).toEqual(['2026-11-24T01:00:00.000Z', '2026-12-09T03:00:00.000Z', '2026-12-15T01:00:00.000Z']);
  });

  it('keeps whole days as days, the end not included', () => {
    const [day] = read(...event('DTSTART;VALUE=DATE:20261124', 'DTEND;VALUE=DATE:20261126', 'SUMMARY:展示会')).meetings;
    expect(day).toMatchObject({ allDay: true, firstDay: '2026-11-24', lastDay: '2026-11-25', title: '展示会' });
  });

  it('reads who takes part, and leaves out what was cancelled', () => {
    const people = ['ORGANIZER;CN=S:mailto:Sato@Example.jp', 'ATTENDEE;CN=I:MAILTO:ito@minato.example', 'ATTENDEE:urn:uuid:1'];
    expect(read(...event('DTSTART:20261124T010000Z', ...people)).meetings[0]).toMatchObject({
      organizer: 'sato@example.jp',
      attendees: ['ito@minato.example'],
    });
    expect(starts(...event('DTSTART:20261124T010000Z', 'STATUS:CANCELLED'))).toEqual([]);
  });

  it('loses one broken event, not the day', () => {
    expect(starts(...event('DTSTART:nonsense', 'RRULE:FREQ=NEVER'), ...event('DTSTART:20261124T010000Z'))).toEqual(['2026-11-24T01:00:00.000Z']);
  });

  it('throws on what is no calendar', () => {
    for (const text of ['', '<html>sign in</html>', 'BEGIN:VCALENDAR']) expect(() => readCalendar(text, window)).toThrow();
  });

  it.each([
    ['every second for ever', 'RRULE:FREQ=SECONDLY'],
    ['every second, one a leap day', 'RRULE:FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=29;BYHOUR=3;BYMINUTE=3;BYSECOND=3'],
    ['a day that never comes, day by day', 'RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30'],
    ['every billionth day', 'RRULE:FREQ=DAILY;INTERVAL=999999999;BYMONTH=2'],
    ['a day that never comes', 'RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30'],
    ['a count beyond all', 'RRULE:FREQ=MINUTELY;COUNT=999999999'],
  ])(
    'is bounded: %s',
    (_what, rule) => {
      const started = performance.now();
      const { meetings } = readCalendar(
        calendar(...Array.from({ length: 20 }, () => event('DTSTART:20000101T000000Z', 'DTEND:20000101T000001Z', rule)).flat()),
        window,
      );
      expect(performance.now() - started).toBeLessThan(15_000);
      expect(meetings.length).toBeLessThanOrEqual(2_000);
    },
    30_000,
  );
});
