import type { InferContractRouterOutputs } from '@orpc/contract';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Proactive, TodayRow } from '#actions/today/panel.tsx';
import { apiQuery } from '#platform/http/client.ts';
import { useFormat, useTexts } from '#platform/i18n/react.tsx';
import { StackedBar } from '#platform/ui/bars.tsx';
import { Button } from '#platform/ui/button.tsx';
import { Card, Fact, Facts, Page, PageHeader } from '#platform/ui/layout.tsx';
import { useCan, useSession } from '#platform/ui/session.tsx';
import { EmptyState, Loaded } from '#platform/ui/states.tsx';
import { Table } from '#platform/ui/table.tsx';
import { uiTexts } from '#platform/ui/texts.ts';
import { usePathParam } from '#platform/ui/url-state.ts';
import { colours } from '#health/scores/terms.ts';
import { OwnedList } from './cards.tsx';
import { contract } from './contract.ts';
import { teamTexts } from './texts.ts';

type Sheet = InferContractRouterOutputs<typeof contract>['ownSheet'];
const api = apiQuery(contract);

/** What manager and CSM talk about, on one page; one's own is open to everybody. */
export function SheetPage() {
  const t = useTexts(teamTexts);
  const memberId = usePathParam('memberId');
  const own = useSession().member.id === memberId;
  const mine = useQuery(api.ownSheet.queryOptions({ enabled: own }));
  const theirs = useQuery(api.memberSheet.queryOptions({ input: { memberId }, enabled: !own }));
  const query = own ? mine : theirs;
  return (
    <Page>
      <Loaded query={query} lines={12} title={t.sheet}>
        {() => <Inside sheet={query.data!} />}
      </Loaded>
    </Page>
  );
}

function Inside({ sheet: s }: { sheet: Sheet }) {
  const t = useTexts(teamTexts);
  const f = useFormat();
  const leads = useCan('team.read');
  return (
    <>
      <PageHeader
        title={t.sheetTitle(s.member.name)}
        sub={t.made(f.day(s.day))}
        crumbs={leads && <Link to="/team">{t.title}</Link>}
        actions={
          <Button look="primary" onClick={() => print()}>
            {t.print}
          </Button>
        }
      />
      <div className="grid items-start gap-4 md:grid-cols-2 print:grid-cols-2 print:gap-2">
        <Load sheet={s} />
        <Weeks sheet={s} />
        <List title={t.riskList} none={s.risks.length === 0}>
          <OwnedList items={s.risks} about="risk" />
        </List>
        <List title={t.renewalList} none={s.renewals.length === 0}>
          <OwnedList items={s.renewals} about="renewal" />
        </List>
        <List title={t.overdueList} none={s.overdue.length === 0}>
          <ol>
            {s.overdue.map((one) => (
              <TodayRow key={one.id} item={one} />
            ))}
          </ol>
        </List>
        <List title={t.escalated} none={s.escalations.length === 0}>
          <ol>
            {s.escalations.map((one) => (
              <TodayRow key={one.id} item={one} />
            ))}
          </ol>
        </List>
        <List title={t.wins} none={s.wins.length === 0}>
          <ul>
            {s.wins.map((one) => (
              <li key={`${one.accountId}${one.title}${one.on}`} className="border-line border-b px-3.5 py-2 text-[13px] last:border-b-0">
                <b>{one.title}</b> {one.outcome && (t.outcomes[one.outcome] ?? one.outcome)}
                <div className="sub">{[one.accountName, f.dayShort(one.on), one.note].filter(Boolean).join(' · ')}</div>
              </li>
            ))}
          </ul>
        </List>
        <List title={t.risen} none={s.risen.length === 0}>
          <OwnedList items={s.risen} about="change" />
        </List>
      </div>
      <Card title={t.talk}>
        <div className="min-h-24 border-line border-b border-dashed" />
      </Card>
    </>
  );
}

function List({ title, none, children }: { title: string; none: boolean; children: ReactNode }) {
  const t = useTexts(teamTexts);
  return (
    <Card title={title} flush>
      {none ? <EmptyState title={t.none} /> : children}
    </Card>
  );
}

function Load({ sheet: s }: { sheet: Sheet }) {
  const t = useTexts(teamTexts);
  const { health } = useTexts(uiTexts);
  const f = useFormat();
  return (
    <Card title={t.load}>
      <div className="stack">
        <StackedBar
          label={t.book(s.portfolio.accounts)}
          parts={colours.map((colour) => ({ key: colour, label: health[colour], value: s.portfolio[colour], tone: colour }))}
        />
        <Facts>
          <Fact term={t.accounts}>{t.companies(s.portfolio.accounts)}</Fact>
          <Fact term={t.mrr}>{f.moneyShort(s.portfolio.mrr)}</Fact>
          <Fact term={t.proactive}>
            <Proactive of={s.proactive} />
          </Fact>
          <Fact term={t.week}>{t.slots(s.slots.in, s.slots.perWeek)}</Fact>
          <Fact term={t.open}>{f.number(s.counts.open)}</Fact>
          <Fact term={t.overdue}>{f.number(s.counts.overdue)}</Fact>
          <Fact term={t.overflow}>{f.number(s.counts.overflow)}</Fact>
          <Fact term={t.escalated}>{f.number(s.counts.escalated)}</Fact>
          <Fact term={t.closed28}>{f.number(s.counts.closed28)}</Fact>
        </Facts>
      </div>
    </Card>
  );
}

function Weeks({ sheet: s }: { sheet: Sheet }) {
  const t = useTexts(teamTexts);
  const f = useFormat();
  return (
    <Card title={t.weeks} flush>
      <Table
        wide
        label={t.weeks}
        rows={s.weeks}
        rowKey={(w) => w.week}
        empty={<EmptyState title={t.none} />}
        columns={[
          { key: 'week', header: t.weekOf, cell: (w) => f.dayShort(w.week) },
          { key: 'in', header: t.inSlots, num: true, cell: (w) => f.number(w.in) },
          { key: 'outside', header: t.outside, num: true, cell: (w) => f.number(w.outside) },
          { key: 'overflow', header: t.overflow, num: true, cell: (w) => f.number(w.overflow) },
          { key: 'closed', header: t.closed, num: true, cell: (w) => f.number(w.closed) },
        ]}
      />
    </Card>
  );
}
