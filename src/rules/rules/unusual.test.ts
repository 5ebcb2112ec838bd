import { expect, test } from 'vitest';
import { quietDays } from '#platform/clock/business-days.ts';
import { addDays, daysBetween } from '#platform/clock/days.ts';
import { testDatabase } from '#platform/testing/database.ts';
import { planting } from './planted.ts';

test('finds planted drops and rises within a fortnight, and keeps quiet over New Year and Golden Week', async () => {
  const { planted, ids, first, alarms, verdict } = await planting(await testDatabase(), 36, 11);
  expect(verdict).toMatchObject({ seasonal: 0 });
  expect(verdict.found / verdict.planted).toBeGreaterThanOrEqual(0.9);
  expect((verdict.alarms - verdict.falseAlarms) / verdict.alarms).toBeGreaterThanOrEqual(0.8);
  expect(verdict.falseAlarms / verdict.accountYears).toBeLessThan(0.35);

  // The value itself, counted independently: the seven days less the quiet ones.
  const one = alarms[0]!;
  const p = planted[ids.indexOf(one.id)]!;
  const week = Array.from({ length: 7 }, (_, g) => addDays(one.day, -g));
  const quiet = new Set(quietDays(week.at(-1)!, one.day));
  const counted = week.filter((d) => !quiet.has(d)).map((d) => p.counts[daysBetween(first, d)]!);
  expect(one.value).toBe(counted.reduce((a, b) => a + b, 0));
}, 120_000);
