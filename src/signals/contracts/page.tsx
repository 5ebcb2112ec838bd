import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { apiQuery } from '#platform/http/client.ts';
import { useFormat, useTexts } from '#platform/i18n/react.tsx';
import { Select } from '#platform/ui/fields.tsx';
import { Card, Page, PageHeader, Tabs } from '#platform/ui/layout.tsx';
import { ShowMore } from '#platform/ui/more.tsx';
import { Chip, Pill } from '#platform/ui/pills.tsx';
import { useSession } from '#platform/ui/session.tsx';
import { EmptyState } from '#platform/ui/states.tsx';
import { Table } from '#platform/ui/table.tsx';
import { useUrlState } from '#platform/ui/url-state.ts';
import { contract } from './contract.ts';
import { contractTexts } from './texts.ts';

const api = apiQuery(contract);
const windows = [30, 60, 90, 180] as const;
const soon = 30;

/** Renewals: who has to decide next, by notice deadline or by end. */
export function RenewalsPage() {
  const t = useTexts(contractTexts);
  const f = useFormat();
  const { member } = useSession();
  const [state, setState] = useUrlState<{ by: 'notice' | 'end'; within: number; mine: boolean }>();
  const by = state.by === 'end' ? 'end' : 'notice';
  const within = windows.find((n) => n === Number(state.within)) ?? 90;
  const filter = { by, ownerId: state.mine ? member.id : undefined } as const;
  const counts = useQuery(api.renewalCounts.queryOptions({ input: filter }));
  const list = useInfiniteQuery(
    api.renewals.infiniteOptions({
      input: (cursor: string | undefined) => ({ ...filter, within, cursor }),
      initialPageParam: undefined,
      getNextPageParam: (last) => last.nextCursor ?? undefined,
    }),
  );
  const count = (n: number) => counts.data?.find((c) => c.within === n);
  return (
    <Page>
      <PageHeader title={t.renewals} sub={t.renewalsSub} />
      <Tabs
        label={t.renewals}
        tabs={(['notice', 'end'] as const).map((one) => ({
          label: t.by[one],
          to: '/renewals',
          search: { ...state, by: one },
          current: one === (state.by ?? 'notice'),
        }))}
      />
      <div className="row spread">
        <div className="row !gap-2">
          {windows.map((n) => (
            <Chip key={n} on={within === n} onClick={() => setState({ within: n })}>
              {t.window(n)} {count(n) && f.number(count(n)!.contracts)}
            </Chip>
          ))}
          <span className="sub">{count(within) && t.total(f.number(count(within)!.contracts), f.moneyShort(count(within)!.mrr))}</span>
        </div>
        <Select
          hideLabel
          label={t.owner}
          value={state.mine ? 'mine' : 'all'}
          onChange={(value) => setState({ mine: value === 'mine' ? true : undefined })}
          options={[
            { value: 'all', label: t.everyone },
            { value: 'mine', label: t.mine },
          ]}
        />
      </div>
      <Card flush>
        <Table
          label={t.renewals}
          columns={[
            { key: 'customer', header: t.customer, cell: (r) => <Link to={`/accounts/${r.accountId}`}>{r.accountName}</Link> },
            { key: 'contract', header: t.contract, cell: (r) => r.name },
            { key: 'mrr', header: t.mrr, num: true, cell: (r) => f.moneyShort(r.mrr) },
            {
              key: 'notice',
              header: t.notice,
              num: true,
              cell: (r) => (r.noticeOn ? <Left day={r.noticeOn} days={r.daysToNotice!} strong={by === 'notice'} /> : '—'),
            },
            { key: 'end', header: t.endsOn, num: true, cell: (r) => <Left day={r.renewalOn} days={r.daysToRenewal} strong={by === 'end'} /> },
            { key: 'auto', header: t.autoRenew, cell: (r) => (r.cancelledOn ? <Pill tone="risk">{t.cancelled}</Pill> : r.autoRenew ? t.auto : t.manual) },
            { key: 'owner', header: t.owner, cell: (r) => r.ownerName ?? <span className="text-bad">{t.unowned}</span> },
          ]}
          rows={list.data?.pages.flatMap((page) => page.items)}
          rowKey={(r) => r.contractId}
          rowHref={(r) => `/accounts/${r.accountId}`}
          query={list}
          empty={<EmptyState title={t.renewalsNone}>{t.renewalsNoneHint}</EmptyState>}
          foot={<ShowMore query={list} />}
        />
      </Card>
    </Page>
  );
}

function Left({ day, days, strong }: { day: string; days: number; strong: boolean }) {
  const f = useFormat();
  const left = f.daysFromNow(days);
  return (
    <span className={strong && days <= soon ? 'text-bad' : ''}>
      {f.dayShort(day)} <span className={strong ? 'font-semibold' : 'text-ink-2'}>{left}</span>
    </span>
  );
}
