import { useFormat, useTexts, useToday } from '#platform/i18n/react.tsx';
import { daysBetween } from '#platform/clock/days.ts';
import { Explain } from '#platform/ui/explain.tsx';
import { Pill, type Tone } from '#platform/ui/pills.tsx';
import { ctaTexts } from './texts.ts';
import type { CtaRow } from './use-ctas.ts';

const tones: Record<CtaRow['type'], Tone | 'info'> = { risk: 'risk', opportunity: 'good', lifecycle: 'info', activity: 'unknown' };

export function TypePill({ type }: { type: CtaRow['type'] }) {
  const t = useTexts(ctaTexts);
  return <Pill tone={tones[type]}>{t.types[type]}</Pill>;
}

/** The due day as people speak of it: 今日, 3日後, 2日超過. */
export function Due({ cta }: { cta: Pick<CtaRow, 'dueOn' | 'status'> }) {
  const t = useTexts(ctaTexts);
  const f = useFormat();
  const today = useToday();
  if (!cta.dueOn) return <span className="sub">{t.noDue}</span>;
  const days = daysBetween(today, cta.dueOn);
  const over = days < 0 && (cta.status === 'open' || cta.status === 'doing');
  return (
    <span title={f.day(cta.dueOn)} className={over ? 'text-bad font-semibold' : days === 0 ? 'font-semibold' : undefined}>
      {over ? t.overdue(f.days(-days)) : days >= 0 && days <= 14 ? f.daysFromNow(days) : f.dayShort(cta.dueOn)}
    </span>
  );
}

/** What is out of the ordinary with a CTA, in words. */
export function Marks({ cta }: { cta: CtaRow }) {
  const t = useTexts(ctaTexts);
  const f = useFormat();
  return (
    <>
      {cta.escalatedTo && <Pill tone="watch">{t.escalated}</Pill>}
      {cta.slot === 'overflow' && cta.closedAt === null && <Pill tone="unknown">{t.slots.overflow}</Pill>}
      {cta.snoozedUntil && <Pill tone="unknown">{t.snoozed(f.dayShort(cta.snoozedUntil))}</Pill>}
      {cta.priority === 1 && cta.closedAt === null && <Pill tone="info">{`${t.priority} ${t.priorities[1]}`}</Pill>}
    </>
  );
}

/** The rank, which opens to what it is made of. */
export function Rank({ cta }: { cta: CtaRow }) {
  const t = useTexts(ctaTexts);
  const f = useFormat();
  if (!cta.rankParts) return <>—</>;
  const rows = Object.entries(cta.rankParts).map(([key, value]) => [t.rankParts[key as keyof typeof t.rankParts], t.points(f.number(value, 1))] as const);
  return (
    <Explain title={t.rankTitle} formula={t.rankFormula} rows={rows}>
      {f.number(cta.rank, 1)}
    </Explain>
  );
}
