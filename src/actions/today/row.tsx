import { Link } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import type { z } from 'zod';
import { daysBetween } from '#platform/clock/days.ts';
import { useFormat, useLanguage, useTexts, useToday } from '#platform/i18n/react.tsx';
import { Pill, type Tone } from '#platform/ui/pills.tsx';
import type { item } from './contract.ts';
import { todayTexts } from './texts.ts';

export type Item = z.infer<typeof item>;

/** What a line is about: the type of its CTA, or a task of its own. */
export const typeOf = (one: Pick<Item, 'kind' | 'type'>) => (one.kind === 'task' ? 'task' : (one.type ?? 'activity'));

const tones: Record<string, Tone | 'info'> = { risk: 'risk', opportunity: 'good', lifecycle: 'watch', activity: 'info', task: 'info' };

type Props = { item: Item; selected?: boolean; onSelect?: () => void; onDone?: () => void; onOpen?: () => void };

export function TodayRow({ item, selected, onSelect, onDone, onOpen }: Props) {
  const t = useTexts(todayTexts);
  const line = useRef<HTMLLIElement>(null);
  const type = typeOf(item);
  const shown = useRef(false);
  useEffect(() => {
    // Not when the page opens: the first Tab is for the link that skips to the content.
    if (selected && shown.current) line.current?.scrollIntoView({ block: 'nearest' });
    shown.current = true;
  }, [selected]);
  return (
    <li
      ref={line}
      aria-current={selected ? 'true' : undefined}
      onPointerDown={onSelect}
      className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 border-line border-b px-3.5 py-2.5 last:border-b-0 aria-[current]:bg-ai-soft aria-[current]:[&_.pill.info]:bg-surface sm:grid-cols-[auto_minmax(0,1fr)_auto]"
    >
      {onDone ? (
        <button
          type="button"
          className="relative mt-1 size-4 rounded border border-ink-3 before:absolute before:-inset-2 hover:border-ai"
          aria-label={`${t.done}: ${item.title}`}
          title={`${t.done} (E)`}
          onClick={onDone}
        />
      ) : (
        <span />
      )}
      <div className="min-w-0">
        <div className="row !gap-2">
          <Pill tone={tones[type]!}>{t.types[type]}</Pill>
          {onOpen ? (
            <button type="button" className="text-left text-[14px] font-bold hover:underline" onClick={onOpen}>
              {item.title}
            </button>
          ) : (
            <b className="text-[14px]">{item.title}</b>
          )}
        </div>
        <Link to={`/accounts/${item.accountId}`}>{item.accountName}</Link>
        <div className="sub">{useWhy(item).join(' · ')}</div>
      </div>
      <Due item={item} />
    </li>
  );
}

function useWhy(item: Item): string[] {
  const t = useTexts(todayTexts);
  const language = useLanguage();
  const why: string[] = [];
  if (item.escalatedToMe) why.push(t.toMe);
  else if (item.escalated) why.push(t.escalated);
  if (item.escalatedToMe && item.ownerName) why.push(t.owner(item.ownerName));
  if (item.playbookName) why.push(t.playbook(item.playbookName));
  if (item.ruleName) why.push(t.rule(item.ruleName));
  else if (item.reasonName && item.reasonName[language] !== item.title) why.push(item.reasonName[language]);
  return [...why, ...item.facts];
}

function Due({ item }: { item: Item }) {
  const t = useTexts(todayTexts);
  const f = useFormat();
  const today = useToday();
  const days = item.dueOn ? daysBetween(today, item.dueOn) : null;
  const left = item.renewalOn ? daysBetween(today, item.renewalOn) : null;
  const due = days === null ? t.noDue : days < 0 ? t.late(f.days(-days)) : days === 0 ? t.dueToday : days === 1 ? t.dueTomorrow : f.dayNoYear(item.dueOn!);
  const near = left !== null && left >= 0 && left <= 90;
  return (
    <div className="text-[13px] max-sm:col-start-2 max-sm:flex max-sm:gap-2 sm:text-right">
      <b className={days !== null && days < 0 ? 'text-bad' : days === null ? 'font-normal text-ink-3' : ''}>{due}</b>
      <div className="sub">{near ? t.renewal(f.days(left)) : item.mrr !== null ? t.mrr(f.moneyShort(item.mrr)) : ''}</div>
    </div>
  );
}
