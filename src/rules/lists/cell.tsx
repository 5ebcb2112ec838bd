import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { daysBetween } from '#platform/clock/days.ts';
import { useFormat, useLanguage, useTexts, useToday } from '#platform/i18n/react.tsx';
import { Avatar, HealthPill, Pill } from '#platform/ui/pills.tsx';
import { Sparkline } from '#platform/ui/spark.tsx';
import type { Field } from '#rules/conditions/contract.ts';
import type { ListRow } from './contract.ts';
import { pageTexts } from './page-texts.ts';
import { reasonText, type Reason } from './reason.ts';

type Props = { row: ListRow; column: string; field?: Field };

/** The name that leads to the customer. */
export function NameCell({ row }: { row: ListRow }) {
  return (
    <Link to={`/accounts/${row.accountId}`} className="block max-w-[13em] truncate font-semibold" title={row.name}>
      {row.name}
    </Link>
  );
}

export function HealthCell({ row }: { row: ListRow }) {
  const t = useTexts(pageTexts);
  if (!row.colour) return <span className="sub">{t.noScore}</span>;
  return <HealthPill tone={row.colour} score={row.score} />;
}

/** What a column shows of a customer, by what kind of field it is. */
export function Cell({ row, column, field }: Props): ReactNode {
  const t = useTexts(pageTexts);
  const f = useFormat();
  const language = useLanguage();
  const today = useToday();
  const value = row[column] as never as unknown;
  if (column === 'usage') return <Usage row={row} weeks={value as number[] | null} />;
  if (value === null || value === undefined) return <span className="sub">{t.none}</span>;
  if (column === 'reason') return <Short text={reasonText(value as Reason, language)} />;
  if (column === 'attention') return <Short text={(value as Reason[]).map((r) => reasonText(r, language)).join(' · ')} />;
  if (column === 'renewal_on' || column === 'notice_on') return <Until day={value as string} today={today} />;
  if (column === 'last_touch_on' || column === 'last_event_on' || column === 'last_decision_touch_on')
    return <span title={f.day(value as string)}>{f.daysFromNow(daysBetween(today, value as string))}</span>;
  if (column === 'colour') return <HealthPill tone={value as 'good'} />;
  const named = (v: unknown) => field?.choices?.find((c) => c.value === String(v))?.name[language] ?? String(v);
  switch (field?.type) {
    case 'money':
      return f.moneyShort(typeof value === 'number' ? Math.round(value) : (value as string));
    case 'number':
      return field.share ? f.percent(value as number) : `${f.number(Number(value), field.whole ? 0 : 1)}${field.unit?.[language] ?? ''}`;
    case 'date':
      return f.dayShort(value as string);
    case 'boolean':
      return value ? '✓' : '';
    case 'set':
      return (value as unknown[]).length ? (
        (value as unknown[]).map((v) => (
          <span key={String(v)} className="pr-1">
            <Pill tone="info">{named(v)}</Pill>
          </span>
        ))
      ) : (
        <span className="sub">{t.none}</span>
      );
    case 'member':
      return <Avatar name={named(value)} />;
    case 'choice':
      return named(value);
    default:
      return <Short text={String(value)} />;
  }
}

/** Rows stay one line high; what does not fit is in the title. */
function Short({ text }: { text: string }) {
  return (
    <span className="block max-w-[13em] truncate" title={text}>
      {text}
    </span>
  );
}

function Until({ day, today }: { day: string; today: string }) {
  const t = useTexts(pageTexts);
  const f = useFormat();
  const days = daysBetween(today, day);
  return <span title={f.day(day)}>{days < 0 ? t.ended : f.days(days)}</span>;
}

function Usage({ row, weeks }: { row: ListRow; weeks: number[] | null }) {
  const t = useTexts(pageTexts);
  const f = useFormat();
  if (!weeks) return <span className="sub">{t.none}</span>;
  return <Sparkline values={weeks} tone={row.colour ?? 'unknown'} label={t.usageLabel(row.name, f.number(weeks.at(-1)))} />;
}

/** Figures stand to the right. */
export const isFigure = (column: string, field?: Field): boolean =>
  ['renewal_on', 'notice_on', 'last_touch_on', 'last_event_on', 'last_decision_touch_on'].includes(column) ||
  field?.type === 'number' ||
  field?.type === 'money';
