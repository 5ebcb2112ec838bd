import { Link } from '@tanstack/react-router';
import type { z } from 'zod';
import type { attentionItem } from '#actions/attention/contract.ts';
import { daysBetween } from '#platform/clock/days.ts';
import { formatIn } from '#platform/i18n/format.ts';
import { useFormat, useLanguage, useTexts, useToday } from '#platform/i18n/react.tsx';
import { Avatar, Pill, type Tone } from '#platform/ui/pills.tsx';
import { homeTexts } from './texts.ts';

type Item = z.infer<typeof attentionItem>;

const tones: Record<string, Tone> = { health_risk: 'risk', notice_near: 'risk', payment_late: 'risk', champion_left: 'risk' };

/** One customer: the weightiest reason, the facts behind it, and the others in short. */
export function AttentionRow({ item }: { item: Item }) {
  const t = useTexts(homeTexts);
  const f = useFormat();
  const today = useToday();
  const [first = '', ...others] = item.codes;
  const left = item.renewalOn ? daysBetween(today, item.renewalOn) : null;
  return (
    <li>
      <div className="min-w-0">
        <div className="row !gap-2">
          <Link to={`/accounts/${item.accountId}`} className="text-[14px] font-bold">
            {item.name}
          </Link>
          <Pill tone={tones[first] ?? 'watch'}>{t.codes[first] ?? first}</Pill>
          {others.map((code) => (
            <span key={code} className="sub">
              {t.codes[code] ?? code}
            </span>
          ))}
        </div>
        <div className="sub">{useWhy(item, today).join(' · ')}</div>
      </div>
      <div className="num text-[13px]">
        <b>{left === null ? '' : left >= 0 ? t.renewal(f.days(left)) : t.renewalPast(f.days(-left))}</b>
        <div className="sub flex items-center justify-end gap-2 max-[560px]:justify-start">
          {item.mrr !== null && <span>{t.mrr(f.moneyShort(item.mrr))}</span>}
          {item.csm ? <Avatar name={item.csm} /> : <span>{t.noCsm}</span>}
        </div>
      </div>
    </li>
  );
}

function useWhy(item: Item, today: string): string[] {
  const t = useTexts(homeTexts).why;
  const f = useFormat();
  const language = useLanguage();
  const has = (code: string) => item.codes.includes(code);
  const why: string[] = [];
  if (item.score !== null) why.push(t.score(Math.round(item.score)));
  if (item.worst) why.push(t.worst((language === 'en' ? item.worst.nameEn : null) ?? item.worst.name, formatIn(item.worst, language)));
  if (item.scoreChange28 !== null && Math.round(item.scoreChange28) !== 0) why.push(t.change(f.change(Math.round(item.scoreChange28))));
  if (has('notice_near') && item.noticeOn) why.push(t.notice(f.dayShort(item.noticeOn), f.daysFromNow(daysBetween(today, item.noticeOn))));
  else if (has('renewal_near') && item.renewalOn) why.push(t.renewalOn(f.dayShort(item.renewalOn)));
  if (has('onboarding_overdue') && item.onboardingDueOn) why.push(t.due(f.dayShort(item.onboardingDueOn)));
  if (item.lastTouchOn) why.push(t.touched(f.daysFromNow(daysBetween(today, item.lastTouchOn))));
  else if (has('no_touch')) why.push(t.untouched);
  return why;
}
