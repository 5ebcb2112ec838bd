import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { apiQuery } from '#platform/http/client.ts';
import { useFormat, useTexts } from '#platform/i18n/react.tsx';
import { Button, LinkButton } from '#platform/ui/button.tsx';
import { Card, Page, PageHeader } from '#platform/ui/layout.tsx';
import { useCan } from '#platform/ui/session.tsx';
import { EmptyState } from '#platform/ui/states.tsx';
import { Table } from '#platform/ui/table.tsx';
import { toast } from '#platform/ui/toast.tsx';
import { contract, type Outcome, type Summary } from './contract.ts';
import { LibraryDrawer } from './library-drawer.tsx';
import { playbookTexts } from './page-texts.ts';
import { Share, StatusPill } from './parts.tsx';

const api = apiQuery(contract);
type Row = Summary & { outcome: Outcome };

/** プレイブック: every playbook with how many run, how many end, and what came after. */
export function PlaybooksPage() {
  const t = useTexts(playbookTexts);
  const f = useFormat();
  const mayWrite = useCan('playbooks.write');
  const [open, setOpen] = useState(false);
  const playbooks = useQuery(api.list.queryOptions());
  const library = mayWrite && (
    <Button look="primary" onClick={() => setOpen(true)}>
      {t.library}
    </Button>
  );
  return (
    <Page>
      <PageHeader
        title={t.title}
        sub={t.sub}
        actions={
          <>
            <LinkButton to="/playbooks/cadences">{t.cadences}</LinkButton>
            {mayWrite && <CreateButton />}
            {library}
          </>
        }
      />
      <Card flush>
        <Table
          label={t.title}
          columns={[
            {
              key: 'name',
              header: t.name,
              wrap: true,
              cell: (p) => (
                <>
                  <Link to={`/playbooks/${p.playbookId}`}>{p.name}</Link>
                  {p.hasDraft && p.version !== null && <div className="sub">{t.draftToo}</div>}
                </>
              ),
            },
            { key: 'status', header: t.status, cell: (p) => <StatusPill status={p.status} /> },
            { key: 'kind', header: t.kind, cell: (p) => (p.ctaType ? t.kinds[p.ctaType] : <span className="sub">{t.anyKind}</span>) },
            { key: 'tasks', header: t.tasksCount, num: true, cell: (p) => f.number(p.tasks) },
            { key: 'running', header: t.running, num: true, cell: (p) => f.number(p.outcome.running) },
            {
              key: 'completion',
              header: t.completion,
              num: true,
              cell: ({ outcome: o }) => (o.completion === null ? '—' : <span title={t.cases(f.number(o.done + o.stopped))}>{f.percent(o.completion)}</span>),
            },
            { key: 'days', header: t.days, num: true, cell: ({ outcome: o }) => (o.medianDays === null ? '—' : f.days(o.medianDays)) },
            { key: 'churned', header: t.churned, num: true, cell: ({ outcome: o }) => <Share outcome={o} of="churned" brief /> },
            { key: 'expanded', header: t.expanded, num: true, cell: ({ outcome: o }) => <Share outcome={o} of="expanded" brief /> },
          ]}
          rows={playbooks.data as Row[] | undefined}
          rowKey={(p) => p.playbookId}
          rowHref={(p) => `/playbooks/${p.playbookId}`}
          query={playbooks}
          empty={
            <EmptyState title={t.none} actions={library}>
              {t.noneHint}
            </EmptyState>
          }
        />
      </Card>
      {open && <LibraryDrawer onClose={() => setOpen(false)} />}
    </Page>
  );
}

function CreateButton() {
  const t = useTexts(playbookTexts);
  const queries = useQueryClient();
  const navigate = useNavigate();
  const create = useMutation({
    mutationFn: () => api.create.call({ name: t.newName, draft: { tasks: [{ key: 'task_1', title: t.newTask, due: { kind: 'start', businessDays: 0 } }] } }),
    onSuccess: async ({ playbookId }) => {
      toast(t.made);
      await queries.invalidateQueries();
      await navigate({ to: `/playbooks/${playbookId}` });
    },
    meta: { toast: true },
  });
  return (
    <Button busy={create.isPending} onClick={() => create.mutate()}>
      {t.create}
    </Button>
  );
}
