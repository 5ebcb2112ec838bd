import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { contract as search } from '#accounts/search/contract.ts';
import { apiClient, apiQuery } from '#platform/http/client.ts';
import { useFormat, useTexts } from '#platform/i18n/react.tsx';
import { Combobox, type Choice } from '#platform/ui/combobox.tsx';
import { Dialog, DialogActions } from '#platform/ui/dialog.tsx';
import { FormProblem } from '#platform/ui/states.tsx';
import { toast } from '#platform/ui/toast.tsx';
import { contract } from './contract.ts';
import type { Waiting } from './pending-page.tsx';
import { eventTexts } from './texts.ts';

const api = apiQuery(contract);

/** Gives waiting events their account; the group stays tied to it. */
export function AttachDialog({ waiting, name, onClose }: { waiting: Waiting; name: string; onClose: () => void }) {
  const t = useTexts(eventTexts);
  const f = useFormat();
  const queries = useQueryClient();
  const [account, setAccount] = useState<Choice | null>(null);
  const attach = useMutation(
    api.attach.mutationOptions({
      onSuccess: async ({ moved }) => {
        toast(t.attached(f.number(moved)));
        onClose();
        await queries.invalidateQueries({ queryKey: api.key() });
      },
    }),
  );
  const { source, groupKey, userKey } = waiting;
  const save = (event: FormEvent) => {
    event.preventDefault();
    if (account) attach.mutate({ source, groupKey, userKey, accountId: account.id });
  };
  const count = f.number(waiting.events);
  return (
    <Dialog open onClose={onClose} title={t.attachTitle(name)}>
      <form className="stack" onSubmit={save}>
        <p>{groupKey === null ? t.attachUser(count) : t.attachGroup(count)}</p>
        <Combobox label={t.account} hint={t.accountHint} required value={account} onChange={setAccount} search={findAccounts} />
        <FormProblem error={attach.error} />
        <DialogActions onClose={onClose} label={t.attach} busy={attach.isPending} disabled={!account} />
      </form>
    </Dialog>
  );
}

async function findAccounts(typed: string, signal: AbortSignal): Promise<Choice[]> {
  if (!typed.trim()) return [];
  const { items } = await apiClient(search).search({ q: typed, kind: 'account' }, { signal });
  return items;
}
