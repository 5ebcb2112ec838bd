import { useState } from 'react';
import { snoozeReasons } from '#actions/ctas/contract.ts';
import { isBusinessDay } from '#platform/clock/business-days.ts';
import { addDays } from '#platform/clock/days.ts';
import { useFormat, useTexts, useToday } from '#platform/i18n/react.tsx';
import { DatePicker } from '#platform/ui/date-picker.tsx';
import { Dialog } from '#platform/ui/dialog.tsx';
import { Chip } from '#platform/ui/pills.tsx';
import { actTexts } from './act-texts.ts';
import { Choices } from './choices.tsx';
import type { Item } from './row.tsx';

type Asked = { until: string; reason: string };
const presets = { tomorrow: 1, three: 3, week: 7, two: 14, month: 30 } as const;
const names = Object.keys(presets) as (keyof typeof presets)[];

/** Until when and why: next week unless another day is tapped, then the reason ends it. Nobody wakes on a holiday. */
export function SnoozeDialog({ item, busy, onSnooze, onClose }: { item: Item; busy: boolean; onSnooze: (asked: Asked) => void; onClose: () => void }) {
  const t = useTexts(actTexts);
  const f = useFormat();
  const today = useToday();
  const dayOf = (days: number) => {
    let day = addDays(today, days);
    while (!isBusinessDay(day)) day = addDays(day, 1);
    return day;
  };
  const [until, setUntil] = useState(dayOf(presets.week));
  const task = item.kind === 'task';
  const reasons = task ? [{ key: 'later', label: t.move }] : snoozeReasons.map((key) => ({ key, label: t.reasons[key]! }));
  return (
    <Dialog open onClose={onClose} title={item.title}>
      <div className="stack">
        <fieldset className="field">
          <legend>
            {t.until}: {f.dayNoYear(until)}
          </legend>
          <div className="row !gap-2">
            {names.map((name) => (
              <Chip key={name} on={until === dayOf(presets[name])} onClick={() => setUntil(dayOf(presets[name]))}>
                {t.days[name]}
              </Chip>
            ))}
          </div>
        </fieldset>
        <DatePicker label={t.ownDay} value={until} min={addDays(today, 1)} onChange={(day) => day && setUntil(day)} />
        <Choices label={task ? t.move : t.why} busy={busy} focus options={reasons} onChoose={(reason) => onSnooze({ until, reason })} />
      </div>
    </Dialog>
  );
}
