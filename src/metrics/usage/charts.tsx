import { useState } from 'react';
import type { z } from 'zod';
import { addDays } from '#platform/clock/days.ts';
import { useFormat, useTexts } from '#platform/i18n/react.tsx';
import { Chart, type Series } from '#platform/ui/chart.tsx';
import { Select } from '#platform/ui/fields.tsx';
import { Card } from '#platform/ui/layout.tsx';
import type { usage } from './contract.ts';
import { usageTexts } from './texts.ts';

export type Usage = z.infer<typeof usage>;
const shown = 6;

/** How often each event was used, stacked; over long windows seven days make one bar. */
export function EventsChart({ usage }: { usage: Usage }) {
  const t = useTexts(usageTexts);
  const f = useFormat();
  const size = usage.days.length > 31 ? 7 : 1;
  const x = inGroups(usage.days, size).map((days) => f.dayShort(days[0]!.day));
  const sums = (values: number[]) => inGroups(values, size).map((group) => group.reduce((a, b) => a + b, 0));
  const top = usage.events.slice(0, shown).filter((e) => e.count > 0);
  const series: Series[] = top.map((e) => ({ name: e.eventId === 0 ? t.overflow : (e.label ?? e.name), values: sums(e.perDay), kind: 'bar', stack: 'events' }));
  const rest = usage.days.map((d, i) => d.total - top.reduce((sum, e) => sum + e.perDay[i]!, 0));
  if (rest.some((n) => n > 0)) series.push({ name: t.other, values: sums(rest), kind: 'bar', stack: 'events', color: '--none-fill' });
  const title = size === 7 ? t.dailyWeekly : t.daily;
  return (
    <Card title={title}>
      <Chart label={title} x={x} series={series} min={0} legend />
    </Card>
  );
}

/** Distinct users of each day, week or month. */
export function ActivesChart({ usage }: { usage: Usage }) {
  const t = useTexts(usageTexts);
  const f = useFormat();
  const [unit, setUnit] = useState<'day' | 'week' | 'month'>('day');
  const points = { day: usage.days.map((d) => ({ from: d.day, users: d.users })), week: filled(usage, 'week'), month: filled(usage, 'month') }[unit];
  const options = [
    { value: 'day', label: t.byDay },
    { value: 'week', label: t.byWeek },
    { value: 'month', label: t.byMonth },
  ] as const;
  return (
    <Card title={t.actives} aside={<Select label={t.unit} hideLabel value={unit} onChange={setUnit} options={options} />}>
      <Chart
        label={t.actives}
        x={points.map((p) => f.dayShort(p.from))}
        series={[{ name: t.users, values: points.map((p) => p.users), kind: unit === 'day' ? 'line' : 'bar' }]}
        min={0}
      />
    </Card>
  );
}

/** Weeks and months in which nobody was there are zero, not missing. */
function filled(usage: Usage, unit: 'week' | 'month'): { from: string; users: number }[] {
  const known = new Map((unit === 'week' ? usage.weekly : usage.monthly).map((b) => [b.from, b.users]));
  const starts = new Set(usage.days.map(({ day }) => (unit === 'month' ? `${day.slice(0, 7)}-01` : mondayOf(day))));
  return [...starts].map((from) => ({ from, users: known.get(from) ?? 0 }));
}

function mondayOf(day: string): string {
  return addDays(day, -((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7));
}

// Counted from the end, so that the last bar is a whole one.
function inGroups<T>(values: readonly T[], size: number): T[][] {
  const groups: T[][] = [];
  for (let end = values.length; end > 0; end -= size) groups.unshift(values.slice(Math.max(0, end - size), end));
  return groups;
}
