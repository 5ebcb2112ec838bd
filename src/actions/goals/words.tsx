import { daysBetween } from '#platform/clock/days.ts';
import { useFormat, useTexts, useToday } from '#platform/i18n/react.tsx';
import { Pill } from '#platform/ui/pills.tsx';
import { goalTexts } from './texts.ts';
import type { GoalRow } from './use-goals.ts';

type Figures = Pick<GoalRow, 'unit' | 'baseline' | 'target'>;

/** '10日 → 3日', '目標 3日', or nothing. */
export function useFigures() {
  const t = useTexts(goalTexts);
  const f = useFormat();
  // 3日, but 3 days.
  const figure = (value: number, unit?: string | null) => [f.number(value, 6), unit].join(unit && /^[a-z]/i.test(unit) ? ' ' : '');
  const range = ({ unit, baseline, target }: Figures) => {
    if (target === null) return baseline === null ? null : t.baseline(figure(baseline, unit));
    return baseline === null ? t.target(figure(target, unit)) : t.figures(figure(baseline, unit), figure(target, unit));
  };
  return { figure, range };
}

/** How far the day is, coloured once it is near. */
export function DueText({ dueOn }: { dueOn: string | null }) {
  const t = useTexts(goalTexts);
  const f = useFormat();
  const today = useToday();
  if (!dueOn) return <span className="sub">{t.noDue}</span>;
  const left = daysBetween(today, dueOn);
  if (left > 30) return <span className="sub">{t.due(f.dayShort(dueOn))}</span>;
  return <Pill tone={left < 0 ? 'risk' : 'watch'}>{left < 0 ? t.overdue(f.days(-left)) : left === 0 ? t.dueToday : t.dueIn(f.days(left))}</Pill>;
}

/** Goals in the words of the customer's timeline. */
export function useGoalMoment() {
  const t = useTexts(goalTexts);
  const f = useFormat();
  const { figure } = useFigures();
  return (moment: { kind: string; event: string; title: string; detail: Record<string, unknown> }) => {
    if (moment.kind !== 'goal') return null;
    const d = moment.detail as Partial<Record<'note' | 'unit' | 'measure' | 'by' | 'with' | 'dueOn', string> & Record<'result' | 'target', number>>;
    const title = (
      <>
        {t.moments[moment.event as keyof typeof t.moments]} <b className="font-semibold">{moment.title}</b>
      </>
    );
    const parts = [
      d.with && t.with(d.with),
      d.measure,
      d.target !== undefined && t.target(figure(d.target, d.unit)),
      d.result !== undefined && t.resultWas(figure(d.result, d.unit)),
      d.dueOn && t.due(f.dayShort(d.dueOn)),
      d.note,
      d.by,
    ];
    return { title, body: parts.filter(Boolean).join(t.separator) || undefined, tone: moment.event === 'reached' ? ('good' as const) : undefined };
  };
}
