import { useFormat, useTexts } from '#platform/i18n/react.tsx';
import type { ReplayResult } from './contract.ts';
import { replayTexts } from './texts.ts';

type Props = { result: ReplayResult; memberId: string | null };

/** CTAs a week as bars, with the weekly slots as a dashed line; weeks in which somebody had more stand out. */
export function ReplayChart({ result, memberId }: Props) {
  const t = useTexts(replayTexts);
  const f = useFormat();
  const member = result.members.find((m) => m.memberId === memberId);
  const people = Math.max(1, result.slots.people);
  const hasSlots = result.slots.people > 0;
  const bars = result.weeks.map((w, i) => {
    const value = member ? member.weeks[i]! : hasSlots ? w.ctas / people : w.ctas + w.outside;
    return { week: w.week, value, over: member ? value > member.perWeek : w.over, overflow: member ? 0 : w.overflow };
  });
  const line = member?.perWeek ?? result.slots.perWeek;
  const most = Math.max(...bars.map((b) => b.value), member || !hasSlots ? 1 : 0.5);
  // Slots far above what comes would leave bars too flat to read: the line then lies at the upper edge.
  const beyond = hasSlots && line > most * 3;
  const top = Math.max(most, hasSlots && !beyond ? line : 0) * (beyond ? 1.5 : 1.15);
  const digits = member || !hasSlots ? 0 : 1;
  const label = member ? t.slotOf(f.number(line)) : t.slot(f.number(line, 1));
  return (
    <figure className="m-0 min-w-0 flex-1" style={{ minWidth: 'min(100%, 260px)' }}>
      <div aria-hidden className="relative flex items-end gap-[2px] border-b border-line-strong" style={{ height: 150, marginTop: 18 }}>
        {hasSlots && (
          <div className="absolute inset-x-0 border-t border-dashed border-bad" style={{ bottom: beyond ? '99%' : `${(line / top) * 100}%` }}>
            <span className="absolute left-0 bottom-0 rounded-sm bg-surface/80 pb-px pr-1 text-[11px] text-bad">{beyond ? t.beyond(label) : label}</span>
          </div>
        )}
        {bars.map((bar) => (
          <div
            key={bar.week}
            className="min-w-0 flex-1 rounded-t-sm bg-ai"
            title={[t.bar(t.week(f.dayShort(bar.week)), f.number(bar.value, digits)), bar.overflow ? t.overflow(f.number(bar.overflow)) : '']
              .filter(Boolean)
              .join(' · ')}
            style={{ height: `${(bar.value / top) * 100}%`, opacity: bar.over || !hasSlots ? 1 : 0.5 }}
          />
        ))}
      </div>
      <div aria-hidden className="row spread sub pt-1">
        <span>{f.dayShort(result.from)}</span>
        <span>{f.dayShort(result.to)}</span>
      </div>
      <div className="sr-only">
        <table>
          <caption>{t.ctas}</caption>
          <tbody>
            {bars.map((bar) => (
              <tr key={bar.week}>
                <th scope="row">{t.week(f.day(bar.week))}</th>
                <td>{f.number(bar.value, digits)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </figure>
  );
}
