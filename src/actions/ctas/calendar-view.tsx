import { useQuery } from '@tanstack/react-query';
import { holidayOn } from '#platform/clock/business-days.ts';
import { addDays } from '#platform/clock/days.ts';
import { useFormat, useLanguage, useTexts, useToday } from '#platform/i18n/react.tsx';
import { Button } from '#platform/ui/button.tsx';
import { Card } from '#platform/ui/layout.tsx';
import { ErrorState } from '#platform/ui/states.tsx';
import { useUrlState } from '#platform/ui/url-state.ts';
import { weekOf } from './logic.ts';
import { pageTexts } from './page-texts.ts';
import { ctaTexts } from './texts.ts';
import { ctasApi, keyOf, type CtaKey } from './use-ctas.ts';
import { whoseFilter, WhoseSelect } from './whose.tsx';

const fewest = 3;
const tones = { risk: 'text-bad', opportunity: 'text-good', lifecycle: 'text-ai-ink', activity: '' } as const;

/** A month of due days. */
export function CalendarView({ onOpen }: { onOpen: (key: CtaKey) => void }) {
  const t = useTexts(pageTexts);
  const today = useToday();
  const [url, setUrl] = useUrlState<{ whose: string; month: string }>();
  const whose = url.whose ?? 'mine';
  const month = /^\d{4}-\d{2}$/.test(url.month ?? '') ? url.month! : today.slice(0, 7);
  const [year = 0, number = 0] = month.split('-').map(Number);
  const moved = (by: number) => new Date(Date.UTC(year, number - 1 + by, 1)).toISOString().slice(0, 7);
  const go = (next: string) => setUrl({ month: next === today.slice(0, 7) ? undefined : next });
  const from = weekOf(`${month}-01`);
  const last = addDays(`${moved(1)}-01`, -1);
  const to = addDays(weekOf(last), 6);
  const found = useQuery(ctasApi.calendar.queryOptions({ input: { ...whoseFilter(whose), from, to } }));
  const days: string[] = [];
  for (let day = from; day <= to; day = addDays(day, 1)) days.push(day);
  return (
    <>
      <div className="row spread">
        <WhoseSelect mine={t.tabs.mine} value={whose} onChange={(next) => setUrl({ whose: next === 'mine' ? undefined : next })} />
        <div className="row !gap-2">
          <h2 aria-live="polite">{t.month(year, number)}</h2>
          <Button small onClick={() => go(moved(-1))} aria-label={t.previous}>
            ‹
          </Button>
          <Button small onClick={() => go(today.slice(0, 7))}>
            {t.thisMonth}
          </Button>
          <Button small onClick={() => go(moved(1))} aria-label={t.next}>
            ›
          </Button>
        </div>
      </div>
      {found.error ? (
        <ErrorState error={found.error} onRetry={() => void found.refetch()} />
      ) : (
        <Card flush>
          <div className="border-line sub hidden grid-cols-7 border-b sm:grid">
            {t.weekdays.split(' ').map((name) => (
              <div key={name} className="px-2 py-1.5">
                {name}
              </div>
            ))}
          </div>
          <ol className="grid list-none grid-cols-1 sm:grid-cols-7">
            {days.map((day) => (
              <DayCell
                key={day}
                day={day}
                isToday={day === today}
                inMonth={day.startsWith(month)}
                items={found.data?.items.filter((cta) => cta.dueOn === day) ?? []}
                count={found.data?.days.find((one) => one.day === day)?.count ?? 0}
                onOpen={onOpen}
              />
            ))}
          </ol>
        </Card>
      )}
    </>
  );
}

type Item = CtaKey & { title: string; accountName: string; type: keyof typeof tones };
type CellProps = { day: string; isToday: boolean; inMonth: boolean; items: Item[]; count: number; onOpen: (key: CtaKey) => void };

function DayCell({ day, isToday, inMonth, items, count, onOpen }: CellProps) {
  const t = useTexts(pageTexts);
  const words = useTexts(ctaTexts);
  const f = useFormat();
  const language = useLanguage();
  const holiday = holidayOn(day)?.[language];
  const free = holiday !== undefined || [0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay());
  // On a phone a month is a list: days without anything to do are left out.
  const hidden = count === 0 && !isToday ? 'hidden sm:block' : '';
  return (
    <li className={`border-line min-h-24 border-r border-b p-1.5 ${hidden} ${free ? 'bg-sunken' : ''}`}>
      <div className="sub row !gap-1" aria-label={f.day(day)}>
        <b className={`hidden sm:inline ${isToday ? 'bg-ai text-surface rounded-full px-1.5' : inMonth ? 'text-ink' : 'text-ink-3'}`}>{Number(day.slice(8))}</b>
        <span className="sm:hidden">{f.dayNoYear(day)}</span>
        {holiday}
      </div>
      {items.slice(0, fewest).map((cta) => (
        <button
          key={keyOf(cta)}
          type="button"
          className="block w-full truncate text-left text-[12px] hover:underline"
          title={`${words.types[cta.type]}: ${cta.title} / ${cta.accountName}`}
          onClick={() => onOpen(cta)}
        >
          <span className={`font-semibold ${tones[cta.type]}`}>{words.types[cta.type]}</span> {cta.accountName} {cta.title}
        </button>
      ))}
      {count > fewest && (
        <details className="text-[12px]">
          <summary className="sub">{t.more(f.number(count - Math.min(fewest, items.length)))}</summary>
          {items.slice(fewest).map((cta) => (
            <button key={keyOf(cta)} type="button" className="block w-full truncate text-left hover:underline" onClick={() => onOpen(cta)}>
              {cta.accountName} {cta.title}
            </button>
          ))}
        </details>
      )}
    </li>
  );
}
