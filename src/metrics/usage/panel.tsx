import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { contract as accounts } from '#accounts/accounts/contract.ts';
import { apiQuery } from '#platform/http/client.ts';
import { useFormat, useTexts } from '#platform/i18n/react.tsx';
import { LinkButton } from '#platform/ui/button.tsx';
import { CodeBlock } from '#platform/ui/copy.tsx';
import { Explain } from '#platform/ui/explain.tsx';
import { Select } from '#platform/ui/fields.tsx';
import { Card, Kpi } from '#platform/ui/layout.tsx';
import { EmptyState, Loaded, Notice } from '#platform/ui/states.tsx';
import { ActivesChart, EventsChart, type Usage } from './charts.tsx';
import { contract } from './contract.ts';
import { EventsTable, UsersTable } from './lists.tsx';
import { usageTexts } from './texts.ts';

const api = apiQuery(contract);
const accountApi = apiQuery(accounts);
const windows = [28, 90, 365] as const;
type Days = (typeof windows)[number];

/** What a customer uses: by day, by event and by user, beside the period before. */
export function UsagePanel({ accountId }: { accountId: string }) {
  const t = useTexts(usageTexts);
  const [days, setDays] = useState<Days>(28);
  const usage = useQuery({ ...api.account.queryOptions({ input: { accountId, days } }), placeholderData: keepPreviousData });
  return (
    <Loaded query={usage} lines={8}>
      {() =>
        usage.data!.lastDay === null ? (
          <NoUsage accountId={accountId} />
        ) : (
          <div className="stack">
            <div className="row">
              <Select
                label={t.period}
                hideLabel
                value={String(days)}
                onChange={(value) => setDays(Number(value) as Days)}
                options={windows.map((n) => ({ value: String(n), label: t.lastDays(n) }))}
              />
            </div>
            <Figures usage={usage.data!} />
            <div className="grid2">
              <EventsChart usage={usage.data!} />
              <ActivesChart usage={usage.data!} />
            </div>
            <EventsTable usage={usage.data!} />
            <UsersTable accountId={accountId} days={days} />
          </div>
        )
      }
    </Loaded>
  );
}

function Figures({ usage }: { usage: Usage }) {
  const t = useTexts(usageTexts);
  const f = useFormat();
  const period = `${f.dayShort(usage.from)} – ${f.dayShort(usage.to)}`;
  const explained = (value: string, title: string, formula: string, before?: string) => (
    <Explain title={title} formula={formula} rows={[[t.period, period], [title, value], ...(before === undefined ? [] : [[t.beforeTitle, before] as const])]}>
      {value}
    </Explain>
  );
  const [total, previous] = [t.times(f.number(usage.total)), t.times(f.number(usage.previousTotal))];
  const [users, usersBefore] = [t.people(f.number(usage.activeUsers)), t.people(f.number(usage.previousActiveUsers))];
  return (
    <>
      <div className="grid4">
        <Kpi label={t.total} value={explained(total, t.total, t.totalFormula, previous)} sub={t.before(previous)} />
        <Kpi label={t.users} value={explained(users, t.users, t.usersFormula, usersBefore)} sub={t.before(usersBefore)} />
        <Kpi label={t.days} value={explained(f.days(usage.activeDays), t.days, t.daysFormula(usage.days.length))} sub={t.ofDays(f.days(usage.days.length))} />
        <Kpi label={t.last} value={f.dayShort(usage.lastDay)} />
      </div>
      {usage.historyShare > 0 && <Notice>{t.history(f.percent(usage.historyShare))}</Notice>}
    </>
  );
}

function NoUsage({ accountId }: { accountId: string }) {
  const t = useTexts(usageTexts);
  const account = useQuery(accountApi.get.queryOptions({ input: { accountId } }));
  const groupId = account.data?.externalId ?? account.data?.keys[0]?.externalId ?? '…';
  const code = `import { Analytics } from '@segment/analytics-node';

const analytics = new Analytics({ writeKey: '${t.snippetKey}', host: '${location.origin}' });
analytics.track({
  userId: '${t.snippetUser}',
  event: '${t.snippetEvent}',
  context: { groupId: ${JSON.stringify(groupId)} },
});`;
  return (
    <Card>
      <EmptyState
        title={t.none}
        actions={
          <>
            <LinkButton to="/settings/keys" look="primary">
              {t.keys}
            </LinkButton>
            <LinkButton to="/events/pending">{t.waiting}</LinkButton>
          </>
        }
      >
        {t.noneHint}
      </EmptyState>
      <CodeBlock label={t.snippet} code={code} />
    </Card>
  );
}
