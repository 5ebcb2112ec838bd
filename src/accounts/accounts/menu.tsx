import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { apiQuery } from '#platform/http/client.ts';
import { useTexts } from '#platform/i18n/react.tsx';
import { ConfirmDialog } from '#platform/ui/dialog.tsx';
import { useDone } from '#platform/ui/done.ts';
import { Menu } from '#platform/ui/menu.tsx';
import { useCan } from '#platform/ui/session.tsx';
import { toast } from '#platform/ui/toast.tsx';
import { contract } from './contract.ts';
import type { AccountDetail } from './dialog.tsx';
import { accountTexts } from './texts.ts';

const api = apiQuery(contract);

/** Edit, hide and delete. */
export function AccountMenu({ account: a, onEdit }: { account: AccountDetail; onEdit: () => void }) {
  const t = useTexts(accountTexts);
  const mayWrite = useCan('accounts.write');
  const mayDelete = useCan('accounts.delete');
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [asking, ask] = useState(false);
  const archive = useMutation(api.archive.mutationOptions(useDone(t.saved)));
  const remove = useMutation(
    api.remove.mutationOptions({
      onSuccess: async () => {
        toast(t.removed);
        await navigate({ to: '/accounts' });
        await queries.invalidateQueries();
      },
    }),
  );
  if (!mayWrite) return null;
  return (
    <>
      <Menu
        label={t.actions}
        icon="⋯"
        items={[
          { key: 'edit', label: t.edit, onAction: onEdit },
          { key: 'archive', label: a.archived ? t.unarchive : t.archive, onAction: () => archive.mutate({ accountId: a.accountId, archived: !a.archived }) },
          ...(mayDelete ? [{ key: 'remove', label: t.remove, danger: true, onAction: () => ask(true) }] : []),
        ]}
      />
      <ConfirmDialog
        open={asking}
        onClose={() => ask(false)}
        onConfirm={() => remove.mutate({ accountId: a.accountId })}
        title={t.removeTitle(a.name)}
        confirmLabel={t.remove}
        danger
        busy={remove.isPending}
      >
        {t.removeText}
      </ConfirmDialog>
    </>
  );
}
