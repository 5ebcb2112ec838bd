import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { apiQuery } from '#platform/http/client.ts';
import { useFormat, useTexts } from '#platform/i18n/react.tsx';
import { Button } from '#platform/ui/button.tsx';
import { ConfirmDialog } from '#platform/ui/dialog.tsx';
import { Card } from '#platform/ui/layout.tsx';
import { useCan } from '#platform/ui/session.tsx';
import { EmptyState } from '#platform/ui/states.tsx';
import { Table } from '#platform/ui/table.tsx';
import { toast } from '#platform/ui/toast.tsx';
import { runsContract, type Playbook } from './contract.ts';
import { playbookTexts } from './page-texts.ts';

const runs = apiQuery(runsContract);

/** Every version that was published, with those still on it, which can be moved to the newest. */
export function VersionsTab({ playbook }: { playbook: Playbook }) {
  const t = useTexts(playbookTexts);
  const f = useFormat();
  const queries = useQueryClient();
  const mayWrite = useCan('playbooks.write');
  const [asking, setAsking] = useState(false);
  const behind = playbook.versions.filter((v) => v.version !== playbook.version).reduce((n, v) => n + v.running, 0);
  const move = useMutation({
    mutationFn: () => runs.move.call({ playbookId: playbook.playbookId }),
    onSuccess: async ({ moved }) => {
      toast(t.moveDone(f.number(moved)));
      await queries.invalidateQueries();
    },
    onSettled: () => setAsking(false),
    meta: { toast: true },
  });
  return (
    <Card
      flush
      title={t.tabs.versions}
      aside={mayWrite && behind > 0 && playbook.status === 'live' && <Button onClick={() => setAsking(true)}>{t.moveAll(f.number(behind))}</Button>}
    >
      <Table
        label={t.tabs.versions}
        columns={[
          { key: 'version', header: t.tabs.versions, cell: (v) => t.version(v.version) },
          { key: 'note', header: t.note, wrap: true, cell: (v) => v.note ?? '' },
          { key: 'tasks', header: t.tasksCount, num: true, cell: (v) => f.number(v.tasks) },
          { key: 'running', header: t.onVersion, num: true, cell: (v) => f.number(v.running) },
          { key: 'at', header: t.publishedAt, cell: (v) => f.moment(v.publishedAt) },
          { key: 'by', header: t.publishedBy, cell: (v) => v.publishedByName ?? '' },
        ]}
        rows={playbook.versions}
        rowKey={(v) => String(v.version)}
        empty={<EmptyState title={t.isDraft} />}
      />
      <ConfirmDialog
        open={asking}
        onClose={() => setAsking(false)}
        onConfirm={() => move.mutate()}
        busy={move.isPending}
        title={t.moveTitle}
        confirmLabel={t.moveAll(f.number(behind))}
      >
        {t.moveText}
      </ConfirmDialog>
    </Card>
  );
}
