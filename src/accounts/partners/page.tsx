import { useMutation, useQuery } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import type { z } from 'zod';
import { apiQuery } from '#platform/http/client.ts';
import { useFormat, useTexts } from '#platform/i18n/react.tsx';
import { ConfirmDialog, Dialog, DialogActions } from '#platform/ui/dialog.tsx';
import { useDone } from '#platform/ui/done.ts';
import { TextField } from '#platform/ui/fields.tsx';
import { ListPage } from '#platform/ui/list-page.tsx';
import { Menu } from '#platform/ui/menu.tsx';
import { fieldErrors } from '#platform/ui/problem.ts';
import { FormProblem } from '#platform/ui/states.tsx';
import { contract, type partner } from './contract.ts';
import { partnerTexts } from './texts.ts';

type Partner = z.infer<typeof partner>;
const api = apiQuery(contract);

export function PartnersPage() {
  const t = useTexts(partnerTexts);
  const f = useFormat();
  const partners = useQuery(api.list.queryOptions());
  return (
    <ListPage<Partner>
      words={t}
      permission="accounts.delete"
      query={partners}
      rows={partners.data}
      rowKey={(one) => one.id}
      columns={[
        { key: 'name', header: t.name, cell: (one) => <b>{one.name}</b> },
        { key: 'accounts', header: t.accounts, num: true, cell: (one) => f.number(one.accounts) },
      ]}
      menu={(one, edit) => <RowMenu partner={one} onEdit={edit} />}
      dialog={(one, close) => <PartnerDialog partner={one} onClose={close} />}
    />
  );
}

function PartnerDialog({ partner: given, onClose }: { partner: Partner | null; onClose: () => void }) {
  const t = useTexts(partnerTexts);
  const [name, setName] = useState(given?.name ?? '');
  const done = useDone(t.saved, onClose);
  const create = useMutation(api.create.mutationOptions(done));
  const update = useMutation(api.update.mutationOptions(done));
  const error = create.error ?? update.error;
  const errors = fieldErrors(error);
  const save = (event: FormEvent) => {
    event.preventDefault();
    if (given) update.mutate({ partnerId: given.id, name });
    else create.mutate({ name });
  };
  return (
    <Dialog open onClose={onClose} title={given ? t.edit : t.add}>
      <form className="stack" onSubmit={save}>
        <TextField label={t.name} required value={name} onChange={setName} error={errors.name} />
        {!errors.name && <FormProblem error={error} />}
        <DialogActions onClose={onClose} label={t.save} busy={create.isPending || update.isPending} />
      </form>
    </Dialog>
  );
}

function RowMenu({ partner: one, onEdit }: { partner: Partner; onEdit: () => void }) {
  const t = useTexts(partnerTexts);
  const [asking, setAsking] = useState(false);
  const close = () => setAsking(false);
  const remove = useMutation(api.remove.mutationOptions({ ...useDone(t.removed, close), meta: { toast: true } }));
  return (
    <>
      <Menu
        label={t.menu(one.name)}
        icon="⋯"
        look="ghost"
        small
        items={[
          { key: 'edit', label: t.change, onAction: onEdit },
          { key: 'remove', label: t.remove, danger: true, onAction: () => setAsking(true) },
        ]}
      />
      <ConfirmDialog
        open={asking}
        onClose={close}
        onConfirm={() => remove.mutate({ partnerId: one.id })}
        title={t.removeTitle(one.name)}
        confirmLabel={t.remove}
        danger
        busy={remove.isPending}
      >
        {t.removeText}
      </ConfirmDialog>
    </>
  );
}
