import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { z } from 'zod';
import { contract as productContract } from '#accounts/products/contract.ts';
import { daysBetween } from '#platform/clock/days.ts';
import { apiQuery } from '#platform/http/client.ts';
import { useFormat, useTexts } from '#platform/i18n/react.tsx';
import { Select } from '#platform/ui/fields.tsx';
import { Card, Page, PageHeader, Tabs } from '#platform/ui/layout.tsx';
import { ShowMore } from '#platform/ui/more.tsx';
import { Pill } from '#platform/ui/pills.tsx';
import { useSession } from '#platform/ui/session.tsx';
import { EmptyState } from '#platform/ui/states.tsx';
import { Table } from '#platform/ui/table.tsx';
import { useUrlState } from '#platform/ui/url-state.ts';
import { contract, type onboarding } from './contract.ts';
import { accountProductTexts } from './texts.ts';

type Onboarding = z.infer<typeof onboarding>;
const api = apiQuery(contract);
const products = apiQuery(productContract);
const states = ['running', 'overdue', 'done'] as const;

/** Who is being onboarded to what, and whether the deadline will be kept. */
export function OnboardingPage() {
  const t = useTexts(accountProductTexts);
  const f = useFormat();
  const { member } = useSession();
  const [url, setUrl] = useUrlState<{ state: string; productNo: number; mine: boolean }>();
  const state = states.find((one) => one === url.state) ?? 'running';
  const filter = { productNo: Number(url.productNo) || undefined, ownerId: url.mine ? member.id : undefined };
  const counts = useQuery(api.onboardingCounts.queryOptions({ input: filter }));
  const choices = (useQuery(products.list.queryOptions()).data ?? []).filter((p) => !p.archived);
  const list = useInfiniteQuery(
    api.onboardings.infiniteOptions({
      input: (cursor: string | undefined) => ({ ...filter, state, cursor }),
      initialPageParam: undefined,
      getNextPageParam: (last) => last.nextCursor ?? undefined,
    }),
  );
  return (
    <Page>
      <PageHeader title={t.onboardings} sub={t.onboardingsSub} />
      <Tabs
        label={t.onboardings}
        tabs={states.map((one) => ({
          label: counts.data ? `${t.states[one]} ${f.number(counts.data[one])}` : t.states[one],
          to: '/onboarding',
          search: { ...url, state: one },
          current: one === state,
        }))}
      />
      <div className="row">
        <Select
          hideLabel
          label={t.owner}
          value={url.mine ? 'mine' : 'all'}
          onChange={(value) => setUrl({ mine: value === 'mine' ? true : undefined })}
          options={[
            { value: 'all', label: t.everyone },
            { value: 'mine', label: t.mine },
          ]}
        />
        {choices.length > 1 && (
          <Select
            hideLabel
            label={t.product}
            value={String(filter.productNo ?? '')}
            onChange={(value) => setUrl({ productNo: Number(value) || undefined })}
            options={[{ value: '', label: t.allProducts }, ...choices.map((p) => ({ value: String(p.productNo), label: p.name }))]}
          />
        )}
      </div>
      <Card flush>
        <Table<Onboarding>
          label={t.onboardings}
          columns={[
            { key: 'customer', header: t.customer, cell: (o) => <Link to={`/accounts/${o.accountId}`}>{o.accountName}</Link> },
            { key: 'product', header: t.product, cell: (o) => o.productName },
            { key: 'state', header: t.state, cell: (o) => <OnboardingState onboarding={o} /> },
            { key: 'started', header: t.startedOn, num: true, cell: (o) => f.dayShort(o.startedOn) },
            { key: 'due', header: t.dueOn, num: true, cell: (o) => f.dayShort(o.dueOn) },
            ...(state === 'done' ? [{ key: 'done', header: t.doneOn, num: true, cell: (o: Onboarding) => f.dayShort(o.doneOn) }] : []),
            { key: 'owner', header: t.owner, cell: (o) => o.ownerName ?? <span className="text-bad">{t.unowned}</span> },
          ]}
          rows={list.data?.pages.flatMap((page) => page.items)}
          rowKey={(o) => `${o.accountId} ${o.productNo}`}
          rowHref={(o) => `/accounts/${o.accountId}?tab=contracts`}
          query={list}
          empty={<EmptyState title={t.onboardingsNone}>{t.onboardingsNoneHint}</EmptyState>}
          foot={<ShowMore query={list} />}
        />
      </Card>
    </Page>
  );
}

function OnboardingState({ onboarding: o }: { onboarding: Onboarding }) {
  const t = useTexts(accountProductTexts);
  const f = useFormat();
  if (o.doneOn) return <Done onboarding={o} doneOn={o.doneOn} />;
  if (o.daysLeft === null) return <Pill tone="unknown">{o.startedOn ? t.noDeadline : t.notStarted}</Pill>;
  const tone = o.daysLeft < 0 ? 'risk' : o.daysLeft <= 14 ? 'watch' : 'info';
  return <Pill tone={tone}>{o.daysLeft < 0 ? t.overdue(f.days(-o.daysLeft)) : t.dueIn(f.days(o.daysLeft))}</Pill>;
}

function Done({ onboarding: o, doneOn }: { onboarding: Onboarding; doneOn: string }) {
  const t = useTexts(accountProductTexts);
  const f = useFormat();
  if (!o.dueOn) return <Pill tone="good">{t.done}</Pill>;
  const late = daysBetween(o.dueOn, doneOn);
  return late > 0 ? <Pill tone="watch">{t.late(f.days(late))}</Pill> : <Pill tone="good">{t.inTime}</Pill>;
}
