import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { useFormat, useTexts } from '#platform/i18n/react.tsx';
import { Button } from '#platform/ui/button.tsx';
import { useKeys } from '#platform/ui/keys.ts';
import { Page, PageHeader, Tabs } from '#platform/ui/layout.tsx';
import { useCan } from '#platform/ui/session.tsx';
import { SkeletonBlock } from '#platform/ui/states.tsx';
import { useUrlState } from '#platform/ui/url-state.ts';
import { ListView } from './list-view.tsx';
import { pageTexts } from './page-texts.ts';
import { actTexts } from './texts.ts';
import { ctasApi, keyOf, readKey, type CtaKey } from './use-ctas.ts';
import { whoseFilter } from './whose.tsx';

const AccountsView = lazy(() => import('./accounts-view.tsx').then((m) => ({ default: m.AccountsView })));
const BoardView = lazy(() => import('./board-view.tsx').then((m) => ({ default: m.BoardView })));
const CalendarView = lazy(() => import('./calendar-view.tsx').then((m) => ({ default: m.CalendarView })));
const CtaDrawer = lazy(() => import('./detail.tsx').then((m) => ({ default: m.CtaDrawer })));
const CtaDialog = lazy(() => import('./edit-dialog.tsx').then((m) => ({ default: m.CtaDialog })));
const tabs = ['mine', 'team', 'accounts', 'board', 'calendar'] as const;

/** CTA: the work, as lists, by customer, as a board and as a calendar; one opens from the side. */
export function CtasPage() {
  const t = useTexts(pageTexts);
  const acts = useTexts(actTexts);
  const f = useFormat();
  const [url, setUrl] = useUrlState<{ tab: string; cta: string; whose: string }>();
  const [creating, setCreating] = useState(false);
  const mayWrite = useCan('ctas.write');
  const tab = tabs.find((one) => one === url.tab) ?? 'mine';
  const counts = useQuery(
    ctasApi.counts.queryOptions({ input: tab === 'mine' ? { scope: 'mine' } : whoseFilter(url.whose ?? (tab === 'team' ? 'team' : 'mine')) }),
  ).data;
  const open = (key: CtaKey) => setUrl({ cta: keyOf(key) });
  const shown = readKey(url.cta);
  useKeys({ n: () => setCreating(true) }, mayWrite);
  return (
    <Page>
      <PageHeader
        title={t.title}
        sub={counts ? t.sub(f.number(counts.open + counts.doing), f.number(counts.overdue), f.number(counts.today), f.number(counts.overflow)) : ' '}
        actions={
          mayWrite && (
            <Button look="primary" shortcut="N" onClick={() => setCreating(true)}>
              {acts.create}
            </Button>
          )
        }
      />
      <Tabs
        label={t.tabsLabel}
        tabs={tabs.map((one) => ({ label: t.tabs[one], to: '/ctas', search: { tab: one === 'mine' ? undefined : one }, current: one === tab }))}
      />
      <Suspense fallback={<SkeletonBlock lines={8} />}>
        {(tab === 'mine' || tab === 'team') && <ListView key={tab} tab={tab} onOpen={open} />}
        {tab === 'accounts' && <AccountsView />}
        {tab === 'board' && <BoardView onOpen={open} />}
        {tab === 'calendar' && <CalendarView onOpen={open} />}
        {shown && <CtaDrawer key={url.cta} of={shown} onClose={() => setUrl({ cta: undefined })} onGo={open} />}
        {creating && <CtaDialog onClose={() => setCreating(false)} onMade={open} />}
      </Suspense>
    </Page>
  );
}
