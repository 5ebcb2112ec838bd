import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { contract } from '#actions/attention/contract.ts';
import { apiQuery } from '#platform/http/client.ts';
import { useTexts } from '#platform/i18n/react.tsx';
import { Page, PageHeader } from '#platform/ui/layout.tsx';
import { ErrorState, SkeletonBlock } from '#platform/ui/states.tsx';
import { Attention } from './attention.tsx';
import { homeTexts } from './texts.ts';

const api = apiQuery(contract);
const Start = lazy(() => import('./start.tsx').then((m) => ({ default: m.Start })));

/** Who of everybody's customers needs attention, and why; for an empty product, how to begin. */
export function Everybody({ tabs }: { tabs: boolean }) {
  const t = useTexts(homeTexts);
  const everybody = useQuery(api.summary.queryOptions({ input: { mine: false } }));
  if (everybody.error)
    return (
      <Page>
        <PageHeader title={t.name} />
        <ErrorState error={everybody.error} onRetry={() => void everybody.refetch()} />
      </Page>
    );
  if (everybody.data?.accounts !== 0) return <Attention everybody={everybody} tabs={tabs} />;
  return (
    <Suspense fallback={<SkeletonBlock lines={10} />}>
      <Start />
    </Suspense>
  );
}
