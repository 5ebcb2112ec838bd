import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useFormat, useTexts } from '#platform/i18n/react.tsx';
import { Page, PageHeader } from '#platform/ui/layout.tsx';
import { Loaded } from '#platform/ui/states.tsx';
import { BookLists, BookState, GoalsDue, LeftAlone, type Today } from './aside.tsx';
import { TodayList } from './list.tsx';
import { todayTexts } from './texts.ts';

export type { Today } from './aside.tsx';
export { Proactive } from './aside.tsx';
export { TodayRow } from './row.tsx';

/** The day of a member with customers or work of their own. `first` and `children` stand at the side, before and after the book. */
export function TodayScreen({
  query,
  actions,
  first,
  children,
}: {
  query: UseQueryResult<Today>;
  actions?: ReactNode;
  first?: ReactNode;
  children?: ReactNode;
}) {
  const t = useTexts(todayTexts);
  const f = useFormat();
  const today = query.data;
  const n = today?.counts.items ?? 0;
  return (
    <Page>
      <PageHeader
        name={t.name}
        title={today ? (n > 0 ? t.title(f.dayNoYear(today.day), n) : t.calm(f.dayNoYear(today.day))) : t.name}
        sub={today && <Slots today={today} />}
        actions={actions}
      />
      <Loaded query={query} lines={10}>
        {() => (
          <div className="grid2">
            <div className="stack">
              <TodayList items={today!.items} total={n} overflow={today!.overflow} snoozed={today!.counts.snoozed} />
              <LeftAlone today={today!} />
            </div>
            <div className="stack">
              {first}
              <GoalsDue goals={today!.goals} />
              <BookState today={today!} />
              <BookLists today={today!} />
              {children}
            </div>
          </div>
        )}
      </Loaded>
    </Page>
  );
}

function Slots({ today: { slots, overflow } }: { today: Today }) {
  const t = useTexts(todayTexts);
  return (
    <>
      {t.slots(slots.perWeek, slots.in)}
      {overflow.count > 0 && t.overflowKept(overflow.count)}
      {t.outside}
    </>
  );
}
