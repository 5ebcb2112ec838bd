import type { InferContractRouterOutputs } from '@orpc/contract';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { contract as teamsContract } from '#accounts/teams/contract.ts';
import { Proactive, TodayRow } from '#actions/today/panel.tsx';
import { apiQuery } from '#platform/http/client.ts';
import { useFormat, useTexts } from '#platform/i18n/react.tsx';
import { Card, Page, PageHeader } from '#platform/ui/layout.tsx';
import { Chip, Pill } from '#platform/ui/pills.tsx';
import { EmptyState, Loaded } from '#platform/ui/states.tsx';
import { Table } from '#platform/ui/table.tsx';
import { useUrlState } from '#platform/ui/url-state.ts';
import { OwnedList } from './cards.tsx';
import { contract } from './contract.ts';
import { Renewals } from './renewals.tsx';
import { teamTexts } from './texts.ts';

export type Board = InferContractRouterOutputs<typeof contract>['board'];
const api = apiQuery(contract);
const teams = apiQuery(teamsContract);

/** The manager's day: risks and renewals for the meetings, escalations, and who is owed help. */
export function TeamPage() {
  const t = useTexts(teamTexts);
  const [{ team }, setUrl] = useUrlState<{ team: string }>();
  const board = useQuery(api.board.queryOptions({ input: { teamId: team } }));
  const all = useQuery(teams.list.queryOptions());
  return (
    <Page>
      <PageHeader
        title={t.title}
        sub={t.sub}
        actions={
          <div className="row !gap-2" role="group" aria-label={t.team}>
            <Chip on={!team} onClick={() => setUrl({ team: undefined })}>
              {t.everybody}
            </Chip>
            {all.data?.map((one) => (
              <Chip key={one.id} on={team === one.id} onClick={() => setUrl({ team: one.id })}>
                {one.name}
              </Chip>
            ))}
          </div>
        }
      />
      <Loaded query={board} lines={12}>
        {() => <Inside board={board.data!} />}
      </Loaded>
    </Page>
  );
}

function Inside({ board }: { board: Board }) {
  const t = useTexts(teamTexts);
  const f = useFormat();
  return (
    <>
      <People board={board} />
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <Card title={t.risks(board.risks.count, f.moneyShort(board.risks.mrr))} flush>
          {board.risks.items.length ? <OwnedList items={board.risks.items} about="risk" /> : <EmptyState title={t.risksNone} />}
        </Card>
        <div className="stack">
          <Escalations board={board} />
          <Renewals of={board.renewals} />
        </div>
      </div>
    </>
  );
}

function Escalations({ board }: { board: Board }) {
  const t = useTexts(teamTexts);
  const f = useFormat();
  return (
    <Card title={t.escalations(board.escalations.length)} flush>
      {board.escalations.length === 0 && <EmptyState title={t.escalationsNone} />}
      <ol>
        {board.escalations.map((one) => (
          <TodayRow
            key={one.id}
            item={{
              ...one,
              facts: [t.to(one.byName ?? '—', one.toName ?? '—'), one.until && t.until(f.dayShort(one.until)), one.reason].filter((x): x is string => !!x),
            }}
          />
        ))}
      </ol>
    </Card>
  );
}

function People({ board }: { board: Board }) {
  const t = useTexts(teamTexts);
  const f = useFormat();
  return (
    <Card title={t.people} flush>
      <Table
        label={t.people}
        rows={board.people}
        rowKey={(p) => p.memberId}
        empty={<EmptyState title={t.helpNone} />}
        columns={[
          { key: 'name', header: t.name, cell: (p) => <Link to={`/team/${p.memberId}`}>{p.name}</Link> },
          {
            key: 'needs',
            header: t.help,
            wrap: true,
            cell: (p) => (
              <span className="row !gap-1.5">
                {p.needs.map((need) => (
                  <Pill key={need} tone={need === 'escalated' || need === 'overdue' ? 'risk' : 'watch'}>
                    {t.needs[need]}
                  </Pill>
                ))}
              </span>
            ),
          },
          { key: 'accounts', header: t.accounts, num: true, cell: (p) => t.companies(p.accounts) },
          { key: 'mrr', header: 'MRR', num: true, cell: (p) => f.moneyShort(p.mrr) },
          { key: 'risks', header: t.risksShort, num: true, cell: (p) => f.number(p.risks) },
          { key: 'open', header: t.open, num: true, cell: (p) => f.number(p.open) },
          { key: 'overdue', header: t.overdue, num: true, cell: (p) => f.number(p.overdue) },
          { key: 'week', header: t.week, num: true, cell: (p) => t.slots(p.thisWeek, p.perWeek) },
          { key: 'overflow', header: t.overflow, num: true, cell: (p) => f.number(p.overflow) },
          { key: 'proactive', header: t.proactive, num: true, cell: (p) => <Proactive of={p.proactive} /> },
          { key: 'sheet', header: '', num: true, cell: (p) => <Link to={`/team/${p.memberId}`}>{t.sheet}</Link> },
        ]}
      />
    </Card>
  );
}
