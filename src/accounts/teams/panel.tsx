import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { apiQuery } from '#platform/http/client.ts';
import { useFormat, useTexts } from '#platform/i18n/react.tsx';
import { Button } from '#platform/ui/button.tsx';
import { ConfirmDialog } from '#platform/ui/dialog.tsx';
import { Card } from '#platform/ui/layout.tsx';
import { Menu } from '#platform/ui/menu.tsx';
import { useCan } from '#platform/ui/session.tsx';
import { EmptyState } from '#platform/ui/states.tsx';
import { Table } from '#platform/ui/table.tsx';
import { toast } from '#platform/ui/toast.tsx';
import { contract } from './contract.ts';
import { TeamDialog, type Candidate, type Team } from './dialog.tsx';
import { teamTexts } from './texts.ts';

const api = apiQuery(contract);

/** Teams and who is in them; `candidates` are the members who may be. */
export function TeamsPanel({ candidates }: { candidates: () => Promise<Candidate[]> }) {
  const t = useTexts(teamTexts);
  const f = useFormat();
  const mayWrite = useCan('teams.write');
  const [open, setOpen] = useState<Team | 'new' | null>(null);
  const teams = useQuery(api.list.queryOptions());
  const add = (
    <Button small look="primary" onClick={() => setOpen('new')}>
      {t.add}
    </Button>
  );
  return (
    <Card title={t.teams} aside={mayWrite && add} flush>
      <Table
        label={t.teams}
        columns={[
          { key: 'name', header: t.name, cell: (team) => <b>{team.name}</b> },
          { key: 'count', header: t.size, num: true, cell: (team) => t.people(team.members.length) },
          { key: 'members', header: t.members, wrap: true, cell: (team) => f.names(team.members.map((member) => member.name)) || '—' },
          { key: 'menu', header: '', num: true, cell: (team) => mayWrite && <TeamMenu team={team} onEdit={() => setOpen(team)} /> },
        ]}
        rows={teams.data}
        rowKey={(team) => team.id}
        query={teams}
        empty={
          <EmptyState title={t.none} actions={mayWrite && add}>
            {t.noneHint}
          </EmptyState>
        }
      />
      {open && <TeamDialog team={open === 'new' ? null : open} candidates={candidates} onClose={() => setOpen(null)} />}
    </Card>
  );
}

function TeamMenu({ team, onEdit }: { team: Team; onEdit: () => void }) {
  const t = useTexts(teamTexts);
  const queries = useQueryClient();
  const [asked, setAsked] = useState(false);
  const remove = useMutation(
    api.delete.mutationOptions({
      meta: { toast: true },
      onSuccess: () => {
        toast(t.deleted);
        return queries.invalidateQueries({ queryKey: api.key() });
      },
    }),
  );
  return (
    <>
      <Menu
        label={t.actions(team.name)}
        icon="⋯"
        look="ghost"
        small
        items={[
          { key: 'edit', label: t.change, onAction: onEdit },
          { key: 'delete', label: t.delete, danger: true, onAction: () => setAsked(true) },
        ]}
      />
      <ConfirmDialog
        open={asked}
        onClose={() => setAsked(false)}
        onConfirm={() => remove.mutate({ teamId: team.id })}
        title={t.deleteTitle(team.name)}
        confirmLabel={t.delete}
        danger
        busy={remove.isPending}
      >
        {t.deleteText}
      </ConfirmDialog>
    </>
  );
}
