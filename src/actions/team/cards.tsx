import { Link } from '@tanstack/react-router';
import { daysBetween } from '#platform/clock/days.ts';
import { useFormat, useTexts, useToday } from '#platform/i18n/react.tsx';
import { HealthPill, Pill } from '#platform/ui/pills.tsx';
import { teamTexts } from './texts.ts';

type Card = {
  accountId: string;
  name: string;
  colour: 'good' | 'watch' | 'risk' | 'unknown' | null;
  score: number | null;
  change28: number | null;
  mrr: string | null;
  renewalOn: string | null;
  noticeOn: string | null;
  lastTouchOn: string | null;
  csmName?: string | null;
  ctas?: number;
  ctaTitle?: string | null;
};

/** Customers of a meeting: how they are, what is being done, by whom. */
export function OwnedList({ items, about }: { items: readonly Card[]; about: 'risk' | 'renewal' | 'change' }) {
  const t = useTexts(teamTexts);
  const f = useFormat();
  const today = useToday();
  const left = (day: string) => f.daysFromNow(daysBetween(today, day));
  return (
    <ul>
      {items.map((one) => (
        <li key={one.accountId} className="row spread border-line border-b px-3.5 py-2 text-[13px] last:border-b-0 !gap-2">
          <span className="min-w-0 flex-1">
            <span className="row !gap-2">
              <HealthPill tone={one.colour ?? 'unknown'} score={one.score} />
              <Link to={`/accounts/${one.accountId}`}>{one.name}</Link>
              {about === 'renewal' && one.noticeOn && <Notice left={daysBetween(today, one.noticeOn)} />}
            </span>
            <span className="sub">
              {[
                one.csmName !== undefined && (one.csmName ?? t.noCsm),
                one.ctas !== undefined && (one.ctas ? `${one.ctaTitle ?? ''}${f.inBrackets(t.ctas(one.ctas))}` : t.noCta),
                about === 'risk' && (one.lastTouchOn ? t.lastTouch(left(one.lastTouchOn)) : t.untouched),
              ]
                .filter(Boolean)
                .join(' · ')}
            </span>
          </span>
          <span className="num">
            <b>{about === 'renewal' && one.renewalOn ? left(one.renewalOn) : one.change28 !== null ? t.change(f.change(Math.round(one.change28))) : ''}</b>
            <div className="sub">{one.mrr !== null && f.moneyShort(one.mrr)}</div>
          </span>
        </li>
      ))}
    </ul>
  );
}

/** The notice deadline, louder as it comes near; past, it says that nobody can give notice any more. */
function Notice({ left }: { left: number }) {
  const t = useTexts(teamTexts);
  const f = useFormat();
  if (left < 0) return <Pill tone="unknown">{t.noticePast(f.days(-left))}</Pill>;
  const text = left === 0 ? t.noticeToday : t.notice(f.days(left));
  return left <= 30 ? <Pill tone={left <= 14 ? 'risk' : 'watch'}>{text}</Pill> : <span className="sub">{text}</span>;
}
