import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { apiQuery } from '#platform/http/client.ts';
import { useFormat, useTexts } from '#platform/i18n/react.tsx';
import { Button } from '#platform/ui/button.tsx';
import { Card } from '#platform/ui/layout.tsx';
import { Chip } from '#platform/ui/pills.tsx';
import { ShowMore } from '#platform/ui/more.tsx';
import { EmptyState } from '#platform/ui/states.tsx';
import { Table } from '#platform/ui/table.tsx';
import { runsContract, type Playbook, type Run } from './contract.ts';
import { runTexts } from './run-texts.ts';
import { playbookTexts } from './page-texts.ts';
import { Progress, RunPill } from './parts.tsx';

const runs = apiQuery(runsContract);
const statuses = ['running', 'done', 'stopped'] as const;

/** Who it runs and has run for, and how far they are. */
export function RunsTab({ playbook, onStart }: { playbook: Playbook; onStart?: () => void }) {
  const t = useTexts(runTexts);
  const words = useTexts(playbookTexts);
  const f = useFormat();
  const [status, setStatus] = useState<Run['status'] | undefined>('running');
  const { playbookId } = playbook;
  const list = useInfiniteQuery(
    runs.list.infiniteOptions({
      input: (cursor: string | undefined) => ({ playbookId, status, cursor }),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: (page: { nextCursor: string | null }) => page.nextCursor ?? undefined,
      placeholderData: keepPreviousData,
    }),
  );
  const found = list.data?.pages.flatMap((page) => page.items as Run[]);
  return (
    <>
      <div className="row !gap-2" role="group" aria-label={words.status}>
        {statuses.map((one) => (
          <Chip key={one} on={status === one} onClick={() => setStatus(one)}>
            {words.runStatuses[one]}
          </Chip>
        ))}
        <Chip on={!status} onClick={() => setStatus(undefined)}>
          {t.allRuns}
        </Chip>
      </div>
      <Card flush>
        <Table
          label={words.tabs.runs}
          columns={[
            {
              key: 'customer',
              header: t.customerColumn,
              cell: (r) => (
                <Link to={`/accounts/${r.accountId}`} search={{ tab: 'playbooks' } as never}>
                  {r.accountName}
                </Link>
              ),
            },
            { key: 'status', header: words.status, cell: (r) => <RunPill status={r.status} /> },
            { key: 'progress', header: words.progress, cell: (r) => <Progress run={r} /> },
            { key: 'next', header: t.next, cell: (r) => f.dayShort(r.nextDueOn) },
            { key: 'owner', header: t.role, cell: (r) => r.ownerName ?? '' },
            { key: 'started', header: t.startedOn, cell: (r) => f.dayShort(r.startedOn) },
            { key: 'from', header: t.from, cell: (r) => words.froms[r.startedFrom] },
            {
              key: 'version',
              header: words.tabs.versions,
              cell: (r) => (
                <>
                  {words.version(r.version)} {r.status === 'running' && r.version !== r.newestVersion && <span className="sub">{t.older}</span>}
                </>
              ),
            },
          ]}
          rows={found}
          rowKey={(r) => r.runId}
          rowHref={(r) => `/accounts/${r.accountId}?tab=playbooks`}
          query={list}
          empty={
            <EmptyState title={t.runsNone} actions={onStart && <Button onClick={onStart}>{words.start}</Button>}>
              {t.runsNoneHint}
            </EmptyState>
          }
        />
        <ShowMore query={list} />
      </Card>
    </>
  );
}
