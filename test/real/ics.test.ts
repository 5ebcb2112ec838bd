import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readCalendar } from '#actions/calendars/index.ts';
import { dataFolder, hasData, realFile } from './data.ts';

const window = { from: new Date('2000-01-01T00:00:00Z'), to: new Date('2030-01-01T00:00:00Z'), timeZone: 'Asia/Tokyo' };
const files = hasData('ics') ? (readdirSync(join(dataFolder, 'ics'), { recursive: true }) as string[]).filter((name) => name.endsWith('.ics')).sort() : [];

describe.skipIf(!hasData('ics'))('calendars of the world', () => {
  it('are there', () => expect(files.length).toBeGreaterThan(35));

  it.each(files)('%s reads, or is refused as no calendar, in bounded time', async (name) => {
    const text = (await realFile(`ics/${name}`)).toString('utf8');
    const started = performance.now();
    let meetings = 0;
    try {
      meetings = readCalendar(text, window).meetings.length;
    } catch (error) {
      expect(error).toBeInstanceOf(Error);
      // Only files made to be broken may be refused.
      expect(name).toContain('test/parser');
    }
    expect(performance.now() - started).toBeLessThan(5_000);
    expect(meetings).toBeLessThanOrEqual(2_000);
  });

  it('find what is in them', async () => {
    const read = async (name: string) => readCalendar((await realFile(`ics/ical.js/samples/${name}`)).toString('utf8'), window).meetings;
    expect((await read('minimal.ics')).length).toBeGreaterThan(0);
    expect((await read('recur_instances_finite.ics')).length).toBeGreaterThan(1);
    expect((await read('google_birthday.ics')).every((m) => m.allDay)).toBe(true);
  });
});
