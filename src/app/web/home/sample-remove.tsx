import { useMutation, useQueryClient } from '@tanstack/react-query';
import { contract } from '#app/sample/contract.ts';
import { apiQuery } from '#platform/http/client.ts';
import { useTexts } from '#platform/i18n/react.tsx';
import { ConfirmDialog } from '#platform/ui/dialog.tsx';
import { toast } from '#platform/ui/toast.tsx';
import { sampleTexts } from './sample-texts.ts';

const api = apiQuery(contract);

/** Asks, then takes the sample company away. */
export function RemoveSample({ onClose }: { onClose: () => void }) {
  const t = useTexts(sampleTexts);
  const queries = useQueryClient();
  const remove = useMutation(
    api.remove.mutationOptions({
      meta: { toast: true },
      onSuccess: async ({ accounts }) => {
        onClose();
        toast(t.removed(accounts));
        await queries.invalidateQueries();
      },
    }),
  );
  return (
    <ConfirmDialog open onClose={onClose} onConfirm={() => remove.mutate({})} busy={remove.isPending} danger title={t.removeTitle} confirmLabel={t.remove}>
      {t.removeText}
    </ConfirmDialog>
  );
}
