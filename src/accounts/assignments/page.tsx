import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { apiQuery } from '#platform/http/client.ts';
import { useFormat, useTexts } from '#platform/i18n/react.tsx';
import { Button } from '#platform/ui/button.tsx';
import { Card, Page, PageHeader, Tabs } from '#platform/ui/layout.tsx';
import { ShowMore } from '#platform/ui/more.tsx';
import { useCan } from '#platform/ui/session.tsx';
import { EmptyState } from '#platform/ui/states.tsx';
import { Table } from '#platform/ui/table.tsx';
import { useUrlState } from '#platform/ui/url-state.ts';
import { BulkAssignDialog } from './bulk-dialog.tsx';
import { assignmentRole, contract } from './contract.ts';
import { HandoverDialog } from './panel.tsx';
import { assignmentTexts } from './texts.ts';

const api = apiQuery(contract);

/** Customers nobody looks after: one by one, or many at once. */
export function UnassignedPage() {
  const t = useTexts(assignmentTexts);
  const f = useFormat();
  const mayOne = useCan('accounts.write');
  const mayMany = useCan('assignments.write');
  const [state] = useUrlState<{ role: string }>();
  const role = assignmentRole.options.find((r) => r === state.role) ?? 'csm';
  const [picked, setPicked] = useState<Set<string>>(new Set());
  const [open, setOpen] = useState<'bulk' | { accountId: string } | null>(null);
  const list = useInfiniteQuery(
    api.unassigned.infiniteOptions({
      input: (cursor: string | undefined) => ({ role, cursor }),
      initialPageParam: undefined,
      getNextPageParam: (last) => last.nextCursor ?? undefined,
    }),
  );
  const bulk = mayMany && (
    <Button look={picked.size ? 'primary' : 'plain'} onClick={() => setOpen('bulk')}>
      {picked.size ? t.assignSelected : t.bulk}
    </Button>
  );
  return (
    <Page>
      <PageHeader title={t.queue} sub={t.queueSub} actions={bulk} />
      <Tabs
        label={t.role}
        tabs={assignmentRole.options.map((one) => ({ label: t.roles[one], to: '/unassigned', search: { role: one }, current: one === role }))}
      />
      <Card flush>
        <Table
          label={t.queue}
          columns={[
            { key: 'customer', header: t.customer, cell: (a) => <Link to={`/accounts/${a.accountId}`}>{a.name}</Link> },
            { key: 'industry', header: t.industry, cell: (a) => a.industry ?? '—' },
            { key: 'employees', header: t.employees, num: true, cell: (a) => f.number(a.employees) },
            { key: 'created', header: t.created, num: true, cell: (a) => f.dayShort(f.dayOf(a.createdAt)) },
            { key: 'before', header: t.before, cell: (a) => (a.last ? `${a.last.name}${f.inBrackets(f.dayShort(a.last.toOn))}` : '—') },
            { key: 'others', header: t.others, wrap: true, cell: (a) => a.others.map((o) => `${t.roles[o.role]} ${o.name}`).join(t.separator) || '—' },
            {
              key: 'assign',
              header: '',
              num: true,
              cell: (a) =>
                mayOne && (
                  <Button small aria-label={`${a.name}: ${t.assign}`} onClick={() => setOpen({ accountId: a.accountId })}>
                    {t.assign}
                  </Button>
                ),
            },
          ]}
          rows={list.data?.pages.flatMap((page) => page.items)}
          rowKey={(a) => a.accountId}
          rowName={(a) => a.name}
          rowHref={(a) => `/accounts/${a.accountId}`}
          selected={mayMany ? picked : undefined}
          onSelect={mayMany ? setPicked : undefined}
          query={list}
          empty={<EmptyState title={t.queueNone}>{t.queueNoneHint}</EmptyState>}
          foot={
            <>
              {picked.size > 0 && <div className="sub p-3">{t.selected(f.number(picked.size))}</div>}
              <ShowMore query={list} />
            </>
          }
        />
      </Card>
      {open === 'bulk' && (
        <BulkAssignDialog
          accountIds={[...picked]}
          role={role}
          onClose={() => {
            setOpen(null);
            setPicked(new Set());
          }}
        />
      )}
      {open && open !== 'bulk' && <HandoverDialog accountId={open.accountId} role={role} has={false} onClose={() => setOpen(null)} />}
    </Page>
  );
}
