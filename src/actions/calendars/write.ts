import ICAL from 'ical.js';
import type { Day } from '#platform/clock/days.ts';
import { addDays } from '#platform/clock/days.ts';

export type Entry = { uid: string; day: Day; title: string; note: string; url: string; stamp: Date };

/** Days of work as iCalendar (RFC 5545): whole-day events that do not make one busy; CRLF, folded lines, escaped text. */
export function writeCalendar(name: string, entries: readonly Entry[]): string {
  const calendar = new ICAL.Component('vcalendar');
  calendar.updatePropertyWithValue('prodid', '-//Banso//Today//JA');
  calendar.updatePropertyWithValue('version', '2.0');
  calendar.updatePropertyWithValue('calscale', 'GREGORIAN');
  calendar.updatePropertyWithValue('method', 'PUBLISH');
  calendar.updatePropertyWithValue('x-wr-calname', clean(name));
  for (const entry of entries) {
    const event = new ICAL.Component('vevent');
    event.updatePropertyWithValue('uid', entry.uid);
    event.updatePropertyWithValue('dtstamp', ICAL.Time.fromJSDate(entry.stamp, true));
    event.updatePropertyWithValue('dtstart', ICAL.Time.fromDateString(entry.day));
    event.updatePropertyWithValue('dtend', ICAL.Time.fromDateString(addDays(entry.day, 1)));
    event.updatePropertyWithValue('summary', clean(entry.title));
    if (entry.note) event.updatePropertyWithValue('description', clean(entry.note));
    event.updatePropertyWithValue('url', entry.url);
    event.updatePropertyWithValue('transp', 'TRANSPARENT');
    calendar.addSubcomponent(event);
  }
  return `${folded(calendar.toString())}\r\n`;
}

// Control characters are not text in a calendar; line breaks are, and are escaped.
const clean = (text: string) => text.replace(/\r\n?/g, '\n').replace(/\p{Cc}/gu, (c) => (c === '\n' ? c : ' '));

/** Lines of at most 75 bytes; ical.js folds by characters, and a Japanese one has three. */
function folded(text: string): string {
  const lines = text.replace(/\r\n /g, '').split('\r\n').filter(Boolean);
  return lines.map(fold).join('\r\n');
}

function fold(line: string): string {
  const out: string[] = [];
  let piece = '';
  let bytes = 0;
  for (const char of line) {
    const size = Buffer.byteLength(char);
    if (bytes + size > 75) {
      out.push(piece);
      piece = ' ';
      bytes = 1;
    }
    piece += char;
    bytes += size;
  }
  return [...out, piece].join('\r\n');
}
