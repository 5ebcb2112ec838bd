import ICAL from 'ical.js';
import { expect, it } from 'vitest';
import { writeCalendar } from './write.ts';

const entries = [
  {
    uid: 'cta-1@banso',
    day: '2026-11-24',
    title: `${'長い題名、カンマ; と\\円記号'.repeat(6)}\n二行目`,
    note: 'CTAの期限',
    url: 'https://banso.example/accounts/1',
    stamp: new Date('2026-11-23T00:00:00Z'),
  },
  {
    uid: 'renewal-2@banso',
    day: '2026-12-31',
    title: 'END:VCALENDAR\r\nBEGIN:VEVENT',
    note: '',
    url: 'https://banso.example/accounts/2',
    stamp: new Date('2026-11-23T00:00:00Z'),
  },
];

it('is written as RFC 5545 asks: CRLF, lines of 75 bytes, UID and DTSTAMP, text that comes back as it was', () => {
  const text = writeCalendar('佐藤', entries);
  expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
  expect(text.endsWith('END:VCALENDAR\r\n')).toBe(true);
  expect(Math.max(...text.split('\r\n').map((line) => Buffer.byteLength(line)))).toBeLessThanOrEqual(75);
  const events = new ICAL.Component(ICAL.parse(text) as never).getAllSubcomponents('vevent').map((one) => new ICAL.Event(one));
  expect(events.map((e) => [e.uid, e.summary, e.startDate.toString(), e.endDate.toString()])).toEqual([
    ['cta-1@banso', entries[0]!.title, '2026-11-24', '2026-11-25'],
    ['renewal-2@banso', 'END:VCALENDAR\nBEGIN:VEVENT', '2026-12-31', '2027-01-01'],
  ]);
  expect(text).toContain('DTSTAMP:20261123T000000Z');
});
