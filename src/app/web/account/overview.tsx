import { Link } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import type { AccountDetail } from '#accounts/accounts/panel.tsx';
import { AssignmentsCard } from '#accounts/assignments/panel.tsx';
import { ContactsCard } from '#accounts/contacts/panel.tsx';
import { HealthPanel } from '#health/scores/panel.tsx';
import { useTexts } from '#platform/i18n/react.tsx';
import { Button } from '#platform/ui/button.tsx';
import { useCan } from '#platform/ui/session.tsx';
import { SkeletonBlock } from '#platform/ui/states.tsx';
import { RecentActivities, useTouches } from '#signals/activities/panel.tsx';
import { accountPageTexts } from './texts.ts';

const AccountCtas = lazy(() => import('#actions/ctas/panel.tsx').then((m) => ({ default: m.AccountCtas })));
const AccountGoals = lazy(() => import('#actions/goals/panel.tsx').then((m) => ({ default: m.AccountGoals })));

/** Why the score is what it is, beside the people, the last events and who looks after the customer. */
export function Overview({ account, onRecord }: { account: AccountDetail; onRecord?: () => void }) {
  const t = useTexts(accountPageTexts);
  const { accountId } = account;
  const touches = useTouches(accountId);
  const mayHealth = useCan('health.read');
  const mayCtas = useCan('ctas.read');
  const mayGoals = useCan('goals.read');
  const all = (tab: string) => (
    <Link to={`/accounts/${accountId}`} search={{ tab } as never}>
      {t.all}
    </Link>
  );
  const record = onRecord && (
    <Button small look="ghost" onClick={onRecord}>
      {t.recordShort}
    </Button>
  );
  return (
    <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
      {mayHealth && <HealthPanel accountId={accountId} />}
      <div className="stack">
        {mayCtas && (
          <Suspense fallback={<SkeletonBlock lines={3} />}>
            <AccountCtas accountId={accountId} accountName={account.name} />
          </Suspense>
        )}
        {mayGoals && (
          <Suspense fallback={<SkeletonBlock lines={3} />}>
            <AccountGoals accountId={accountId} />
          </Suspense>
        )}
        <ContactsCard accountId={accountId} touches={touches} all={all('people')} />
        <RecentActivities
          accountId={accountId}
          aside={
            <>
              {record}
              {all('timeline')}
            </>
          }
        />
        <AssignmentsCard accountId={accountId} churned={account.churnedOn !== null} />
      </div>
    </div>
  );
}
