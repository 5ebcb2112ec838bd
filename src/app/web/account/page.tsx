import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { contract as accountContract } from '#accounts/accounts/contract.ts';
import { AccountDialog, AccountMenu, type AccountDetail } from '#accounts/accounts/panel.tsx';
import { contract as healthContract, type Health } from '#health/scores/contract.ts';
import { apiQuery } from '#platform/http/client.ts';
import { useFormat, useTexts } from '#platform/i18n/react.tsx';
import { Button, LinkButton } from '#platform/ui/button.tsx';
import { useKeys } from '#platform/ui/keys.ts';
import { Page, PageHeader, Tabs } from '#platform/ui/layout.tsx';
import { HealthPill, Pill } from '#platform/ui/pills.tsx';
import { useCan } from '#platform/ui/session.tsx';
import { Loaded, SkeletonBlock } from '#platform/ui/states.tsx';
import { usePathParam, useUrlState } from '#platform/ui/url-state.ts';
import { ActivityDialog } from '#signals/activities/panel.tsx';
import { AccountKpis } from './kpis.tsx';
import { Overview } from './overview.tsx';
import { ContractsTab, InfoTab, PeopleTab } from './tabs.tsx';
import { accountPageTexts } from './texts.ts';

const accounts = apiQuery(accountContract);
const healths = apiQuery(healthContract);
// Each tab's own weight is loaded when it is opened.
const Usage = lazy(() => import('#metrics/usage/panel.tsx').then((m) => ({ default: m.UsagePanel })));
const Timeline = lazy(() => import('./timeline-tab.tsx').then((m) => ({ default: m.TimelineTab })));
const Playbooks = lazy(() => import('#actions/playbooks/panel.tsx').then((m) => ({ default: m.RunPanel })));
const tabs = ['overview', 'playbooks', 'usage', 'timeline', 'people', 'contracts', 'info'] as const;

/** One customer: how it is and why, what happened, who is there, what it pays. */
export function AccountPage() {
  const accountId = usePathParam('accountId');
  const t = useTexts(accountPageTexts);
  const account = useQuery(accounts.get.queryOptions({ input: { accountId } }));
  return (
    <Page>
      <Loaded query={account} lines={10} title={t.customer}>
        {() => <Inside key={accountId} account={account.data!} />}
      </Loaded>
    </Page>
  );
}

function Inside({ account }: { account: AccountDetail }) {
  const t = useTexts(accountPageTexts);
  const { accountId } = account;
  const mayRecord = useCan('activities.write');
  const mayWrite = useCan('accounts.write');
  const mayHealth = useCan('health.read');
  const [open, setOpen] = useState<'record' | 'edit' | null>(null);
  const [state] = useUrlState<{ tab: string }>();
  const tab = tabs.find((one) => one === state.tab) ?? 'overview';
  const health = useQuery(healths.account.queryOptions({ input: { accountId }, enabled: mayHealth })).data as Health | undefined;
  useKeys({ n: () => setOpen('record') }, mayRecord);
  const record = mayRecord && (
    <Button look="primary" shortcut="N" onClick={() => setOpen('record')}>
      {t.record}
    </Button>
  );
  return (
    <>
      <PageHeader
        name={account.name}
        crumbs={<Crumbs account={account} />}
        title={<Title account={account} health={health} />}
        actions={
          <>
            <LinkButton to={`/accounts/${accountId}/brief`}>{t.brief}</LinkButton>
            {mayWrite && <Button onClick={() => setOpen('edit')}>{t.edit}</Button>}
            {record}
            <AccountMenu account={account} onEdit={() => setOpen('edit')} />
          </>
        }
      />
      <AccountKpis account={account} health={health} />
      <Tabs
        label={t.tabsLabel}
        tabs={tabs.map((one) => ({ label: t.tabs[one], to: `/accounts/${accountId}`, search: one === 'overview' ? {} : { tab: one } }))}
      />
      <Suspense fallback={<SkeletonBlock lines={8} />}>
        {tab === 'overview' && <Overview account={account} onRecord={mayRecord ? () => setOpen('record') : undefined} />}
        {tab === 'playbooks' && <Playbooks accountId={accountId} />}
        {tab === 'usage' && <Usage accountId={accountId} />}
        {tab === 'timeline' && <Timeline accountId={accountId} />}
        {tab === 'people' && <PeopleTab accountId={accountId} />}
        {tab === 'contracts' && <ContractsTab accountId={accountId} />}
        {tab === 'info' && <InfoTab account={account} onEdit={mayWrite ? () => setOpen('edit') : undefined} />}
      </Suspense>
      {open === 'record' && <ActivityDialog accountId={accountId} onClose={() => setOpen(null)} />}
      {open === 'edit' && <AccountDialog account={account} onClose={() => setOpen(null)} />}
    </>
  );
}

function Crumbs({ account: a }: { account: AccountDetail }) {
  const t = useTexts(accountPageTexts);
  const f = useFormat();
  const facts = [a.industry, a.employees !== null && t.employees(f.number(a.employees)), a.corporateNumber && t.corporateNumber(a.corporateNumber)].filter(
    Boolean,
  );
  return (
    <>
      <Link to="/accounts">{t.customers}</Link> / {facts.join(' · ')}
    </>
  );
}

function Title({ account: a, health }: { account: AccountDetail; health: Health | undefined }) {
  const t = useTexts(accountPageTexts);
  const f = useFormat();
  return (
    <>
      {a.name}
      {health?.day && <HealthPill tone={health.colour} score={health.total} />}
      {a.churnedOn && <Pill tone="risk">{t.churned(f.dayShort(a.churnedOn))}</Pill>}
      {a.archived && <Pill tone="unknown">{t.archived}</Pill>}
      {a.isSample && <Pill tone="info">{t.sample}</Pill>}
    </>
  );
}
