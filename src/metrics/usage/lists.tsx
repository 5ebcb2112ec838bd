import { useQuery } from '@tanstack/react-query';
import { apiQuery } from '#platform/http/client.ts';
import { useFormat, useTexts } from '#platform/i18n/react.tsx';
import { Card } from '#platform/ui/layout.tsx';
import { Sparkline } from '#platform/ui/spark.tsx';
import { EmptyState } from '#platform/ui/states.tsx';
import { Table } from '#platform/ui/table.tsx';
import type { Usage } from './charts.tsx';
import { contract } from './contract.ts';
import { usageTexts } from './texts.ts';

const api = apiQuery(contract);

export function EventsTable({ usage }: { usage: Usage }) {
  const t = useTexts(usageTexts);
  const f = useFormat();
  const name = (e: Usage['events'][number]) => (e.eventId === 0 ? t.overflow : (e.label ?? e.name));
  const amounts = usage.events.some((e) => e.amount !== 0);
  return (
    <Card title={t.events} flush>
      <Table
        label={t.events}
        columns={[
          { key: 'event', header: t.event, cell: (e) => <span title={e.name}>{name(e)}</span> },
          { key: 'count', header: t.count, num: true, cell: (e) => f.number(e.count) },
          { key: 'previous', header: t.previous, num: true, cell: (e) => f.number(e.previous) },
          { key: 'change', header: t.change, num: true, cell: (e) => f.change(e.count - e.previous) },
          ...(amounts ? [{ key: 'amount', header: t.amount, num: true, cell: (e: Usage['events'][number]) => f.number(e.amount, 2) }] : []),
          { key: 'trend', header: t.trend, cell: (e) => <Sparkline values={e.perDay} label={t.trendOf(name(e))} /> },
        ]}
        rows={usage.events}
        rowKey={(e) => String(e.eventId)}
        empty={<EmptyState title={t.noEvents}>{t.noEventsHint}</EmptyState>}
        maxHeight="420px"
      />
    </Card>
  );
}

/** Under who somebody is: their address, else the key they are known by, where that says something new. */
const below = (u: { name: string | null; email: string | null; userKey: string }) =>
  [u.email, u.userKey].find((one) => one && one !== (u.name ?? u.email ?? u.userKey));

export function UsersTable({ accountId, days }: { accountId: string; days: 28 | 90 | 365 }) {
  const t = useTexts(usageTexts);
  const f = useFormat();
  const users = useQuery(api.users.queryOptions({ input: { accountId, days } }));
  const all = users.data?.total ?? 0;
  return (
    <Card title={t.usersTitle} aside={all > 200 && t.more(f.number(all))} flush>
      <Table
        label={t.usersTitle}
        columns={[
          {
            key: 'user',
            header: t.user,
            cell: (u) => (
              <>
                {u.name ?? u.email ?? u.userKey}
                {below(u) && <span className="sub block">{below(u)}</span>}
              </>
            ),
          },
          { key: 'last', header: t.lastSeen, cell: (u) => f.moment(u.lastSeenAt) },
          { key: 'count', header: t.count, num: true, cell: (u) => f.number(u.count) },
          { key: 'previous', header: t.previous, num: true, cell: (u) => f.number(u.previous) },
          { key: 'days', header: t.activeDays, num: true, cell: (u) => f.days(u.activeDays) },
          { key: 'weeks', header: t.weeks, cell: (u) => <Sparkline values={u.perWeek} label={t.trendOf(u.name ?? u.userKey)} /> },
        ]}
        rows={users.data?.users}
        rowKey={(u) => String(u.userNo)}
        query={users}
        empty={<EmptyState title={t.noEvents}>{t.noEventsHint}</EmptyState>}
        maxHeight="420px"
      />
    </Card>
  );
}
