import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { contract } from '#actions/today/contract.ts';
import type { Today } from '#actions/today/panel.tsx';
import { apiQuery } from '#platform/http/client.ts';
import { SkeletonBlock } from '#platform/ui/states.tsx';
import { useUrlState } from '#platform/ui/url-state.ts';

const api = apiQuery(contract);
// One of the two is shown; together they would be too much for a first screen.
const Everybody = lazy(() => import('./everybody.tsx').then((m) => ({ default: m.Everybody })));
const OwnDay = lazy(() => import('./own-day.tsx').then((m) => ({ default: m.OwnDay })));

/** The day of who has customers or work of their own; for everybody else, who needs attention. */
export function HomePage() {
  const [{ view }] = useUrlState<{ view: string }>();
  const today = useQuery(api.get.queryOptions());
  const shown = () => {
    if (view === 'all') return <Everybody tabs={hasDay(today.data)} />;
    if (today.isPending) return <SkeletonBlock lines={10} />;
    if (today.data && !hasDay(today.data)) return <Everybody tabs={false} />;
    return <OwnDay query={today} />;
  };
  return <Suspense fallback={<SkeletonBlock lines={10} />}>{shown()}</Suspense>;
}

/** Whether there is anything in a member's day: customers of their own, or work. */
function hasDay(today: Today | undefined): boolean {
  return today !== undefined && (today.portfolio.accounts > 0 || today.counts.items + today.counts.snoozed + today.overflow.count > 0);
}
