import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useFormat, useTexts } from '#platform/i18n/react.tsx';
import { Card } from '#platform/ui/layout.tsx';
import { ShowMore } from '#platform/ui/more.tsx';
import { HealthPill } from '#platform/ui/pills.tsx';
import { EmptyState } from '#platform/ui/states.tsx';
import { Table } from '#platform/ui/table.tsx';
import { useUrlState } from '#platform/ui/url-state.ts';
import { pageTexts } from './page-texts.ts';
import { ctaTexts } from './texts.ts';
import { ctasApi } from './use-ctas.ts';
import { whoseFilter, WhoseSelect } from './whose.tsx';

/** One line a customer: how many CTAs are open, what they are about, what is at stake. */
export function AccountsView() {
  const t = useTexts(pageTexts);
  const words = useTexts(ctaTexts);
  const f = useFormat();
  const [url, setUrl] = useUrlState<{ whose: string }>();
  const whose = url.whose ?? 'mine';
  const list = useInfiniteQuery(
    ctasApi.byAccount.infiniteOptions({
      input: (cursor: string | undefined) => ({ ...whoseFilter(whose), limit: 50, cursor }),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: (last) => last.nextCursor ?? undefined,
    }),
  );
  return (
    <>
      <div className="row">
        <WhoseSelect mine={t.tabs.mine} value={whose} onChange={(next) => setUrl({ whose: next === 'mine' ? undefined : next })} />
      </div>
      <Card flush>
        <Table
          label={t.tabs.accounts}
          rows={list.data?.pages.flatMap((page) => page.items)}
          rowKey={(line) => line.accountId}
          rowHref={(line) => `/accounts/${line.accountId}`}
          query={list}
          empty={<EmptyState title={t.none}>{t.noneHint}</EmptyState>}
          foot={<ShowMore query={list} />}
          columns={[
            {
              key: 'account',
              header: words.customer,
              wrap: true,
              cell: (line) => (
                <Link to={`/accounts/${line.accountId}`} className="font-semibold">
                  {line.accountName}
                </Link>
              ),
            },
            {
              key: 'count',
              header: 'CTA',
              num: true,
              cell: (line) => (
                <>
                  {t.open(f.number(line.count))} {line.risks > 0 && <span className="sub">{t.risks(f.number(line.risks))}</span>}
                </>
              ),
            },
            { key: 'titles', header: t.content, wrap: true, cell: (line) => line.titles.join(' / ') },
            { key: 'due', header: t.nextDue, cell: (line) => f.dayShort(line.nextDueOn) },
            { key: 'health', header: t.health, cell: (line) => (line.colour ? <HealthPill tone={line.colour} score={line.score} /> : '—') },
            { key: 'mrr', header: 'MRR', num: true, cell: (line) => f.moneyShort(line.mrr) },
            { key: 'renewal', header: words.renewal, cell: (line) => f.dayShort(line.renewalOn) },
          ]}
        />
      </Card>
    </>
  );
}
