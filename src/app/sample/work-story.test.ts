import { expect, it } from 'vitest';
import { isBusinessDay } from '#platform/clock/business-days.ts';
import { addDays } from '#platform/clock/days.ts';
import { random } from './random.ts';
import { storyOf, type Act } from './work-story.ts';

const today = '2026-11-24';
const stories = (back: number) =>
  Array.from({ length: 200 }, (_, seed) => storyOf(random(seed), { template: 'usage_fell', firedOn: addDays(today, -back), today }));
const ends = (acts: readonly Act[]) => acts.at(-1)?.kind ?? 'open';
const share = (back: number, ...kinds: string[]) => stories(back).filter((acts) => kinds.includes(ends(acts))).length / 200;

it('is the same for the same seed', () => {
  expect(stories(12)).toEqual(stories(12));
});

it('leaves most of this week open, and little of three weeks ago', () => {
  expect(share(0, 'done', 'wont_do')).toBe(0);
  expect(share(2, 'open')).toBeGreaterThan(0.5);
  expect(share(18, 'done')).toBeGreaterThan(0.6);
  expect(share(18, 'open', 'start', 'snooze')).toBeLessThan(0.3);
});

it('happens on business days, in order, and never after today', () => {
  for (let back = 0; back <= 21; back++)
    for (const acts of stories(back)) {
      expect(acts.filter((act) => act.on > today || !isBusinessDay(act.on) || act.on < addDays(today, -back))).toEqual([]);
      expect(acts.map((act) => act.on)).toEqual(acts.map((act) => act.on).toSorted());
    }
});
