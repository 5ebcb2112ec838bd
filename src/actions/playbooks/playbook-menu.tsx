import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { apiQuery } from '#platform/http/client.ts';
import { useTexts } from '#platform/i18n/react.tsx';
import { ConfirmDialog } from '#platform/ui/dialog.tsx';
import { Menu } from '#platform/ui/menu.tsx';
import { problemText } from '#platform/ui/problem.ts';
import { uiTexts } from '#platform/ui/texts.ts';
import { toast } from '#platform/ui/toast.tsx';
import { contract, type Playbook } from './contract.ts';
import { playbookTexts } from './page-texts.ts';

const api = apiQuery(contract);
type Act = 'retire' | 'restore' | 'discard' | 'remove';

/** What is seldom done with a playbook; what cannot be undone asks first. */
export function PlaybookMenu({ playbook, onDiscarded }: { playbook: Playbook; onDiscarded: () => void }) {
  const t = useTexts(playbookTexts);
  const errors = useTexts(uiTexts);
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [asking, setAsking] = useState<'discard' | 'remove' | null>(null);
  const { playbookId } = playbook;
  const run = useMutation({
    mutationFn: async (act: Act) => {
      if (act === 'retire') await api.retire.call({ playbookId });
      if (act === 'restore') await api.restore.call({ playbookId });
      if (act === 'discard') await api.update.call({ playbookId, draft: null });
      if (act === 'remove') await api.remove.call({ playbookId });
      return act;
    },
    onSuccess: async (act) => {
      toast({ retire: t.retired, restore: t.restored, discard: t.discarded, remove: t.removed }[act]);
      if (act === 'remove') await navigate({ to: '/playbooks' });
      await queries.invalidateQueries();
      if (act === 'discard') onDiscarded();
    },
    onError: (error) => toast(problemText(error, errors), { tone: 'risk' }),
    onSettled: () => setAsking(null),
  });
  const discardable = playbook.hasDraft && playbook.version !== null;
  return (
    <>
      <Menu
        label={t.menu}
        icon="⋯"
        items={[
          ...(discardable ? [{ key: 'discard', label: t.discard, onAction: () => setAsking('discard') }] : []),
          playbook.status === 'retired'
            ? { key: 'restore', label: t.restore, onAction: () => run.mutate('restore') }
            : { key: 'retire', label: t.retire, onAction: () => run.mutate('retire') },
          { key: 'remove', label: t.remove, danger: true, onAction: () => setAsking('remove') },
        ]}
      />
      <ConfirmDialog
        open={asking !== null}
        onClose={() => setAsking(null)}
        onConfirm={() => asking && run.mutate(asking)}
        busy={run.isPending}
        danger
        title={asking === 'remove' ? t.removeTitle(playbook.name) : t.discardTitle}
        confirmLabel={asking === 'remove' ? t.remove : t.discard}
      >
        {asking === 'remove' ? t.removeText : t.discardText}
      </ConfirmDialog>
    </>
  );
}
