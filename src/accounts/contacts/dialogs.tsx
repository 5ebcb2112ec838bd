import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import type { z } from 'zod';
import { apiClient, apiQuery } from '#platform/http/client.ts';
import { useTexts } from '#platform/i18n/react.tsx';
import { Combobox, type Choice } from '#platform/ui/combobox.tsx';
import { DatePicker } from '#platform/ui/date-picker.tsx';
import { Dialog, DialogActions } from '#platform/ui/dialog.tsx';
import { useDone } from '#platform/ui/done.ts';
import { Checkbox, RadioGroup, TextArea, TextField } from '#platform/ui/fields.tsx';
import { fieldErrors } from '#platform/ui/problem.ts';
import { FormProblem } from '#platform/ui/states.tsx';
import { contactRole, contract, type contact } from './contract.ts';
import { contactTexts } from './texts.ts';

export type Contact = Omit<z.infer<typeof contact>, 'createdAt' | 'updatedAt'>;
type Role = z.infer<typeof contactRole>;
const api = apiQuery(contract);
const client = apiClient(contract);
const plain = ['name', 'kana', 'department', 'title', 'email', 'phone', 'userKey'] as const;

/** Adds a contact, or changes the one given. */
export function ContactDialog({ accountId, contact: given, onClose }: { accountId: string; contact: Contact | null; onClose: () => void }) {
  const t = useTexts(contactTexts);
  const [form, setForm] = useState(() => Object.fromEntries(plain.map((key) => [key, given?.[key] ?? ''])) as Record<(typeof plain)[number], string>);
  const [roles, setRoles] = useState<Role[]>((given?.roles as Role[]) ?? []);
  const [note, setNote] = useState(given?.note ?? '');
  const done = useDone(t.saved, onClose);
  const create = useMutation(api.create.mutationOptions(done));
  const update = useMutation(api.update.mutationOptions(done));
  const error = create.error ?? update.error;
  const errors = fieldErrors(error);
  const save = (event: FormEvent) => {
    event.preventDefault();
    const fields = { ...form, roles, note };
    if (given) update.mutate({ accountId, contactId: given.contactId, ...fields });
    else create.mutate({ accountId, ...fields });
  };
  const text = (key: (typeof plain)[number], label: string, more: { required?: boolean; hint?: string; type?: string } = {}) => (
    <TextField label={label} value={form[key]} onChange={(value) => setForm({ ...form, [key]: value })} error={errors[key]} {...more} />
  );
  return (
    <Dialog open onClose={onClose} title={given ? t.edit : t.add}>
      <form className="stack" onSubmit={save}>
        <div className="grid2">
          {text('name', t.name, { required: true })}
          {text('kana', t.kana)}
          {text('department', t.department)}
          {text('title', t.jobTitle)}
          {text('email', t.email)}
          {text('phone', t.phone)}
        </div>
        <fieldset className="field">
          <legend>{t.role}</legend>
          <div className="row">
            {contactRole.options.map((role) => (
              <Checkbox
                key={role}
                label={t.roles[role]}
                checked={roles.includes(role)}
                onChange={(on) => setRoles(on ? [...roles, role] : roles.filter((r) => r !== role))}
              />
            ))}
          </div>
        </fieldset>
        {text('userKey', t.userKey, { hint: t.userKeyHint })}
        <TextArea label={t.note} value={note} onChange={setNote} error={errors.note} rows={3} />
        {Object.keys(errors).length === 0 && <FormProblem error={error} />}
        <DialogActions onClose={onClose} label={t.save} busy={create.isPending || update.isPending} />
      </form>
    </Dialog>
  );
}

/** 異動 or 退職, with the day and who follows. */
export function DepartureDialog({ contact: given, today, onClose }: { contact: Contact; today: string; onClose: () => void }) {
  const t = useTexts(contactTexts);
  const [status, setStatus] = useState<'transferred' | 'left'>('transferred');
  const [on, setOn] = useState<string | null>(today);
  const [successor, setSuccessor] = useState<Choice | null>(null);
  const change = useMutation(api.status.mutationOptions(useDone(t.saved, onClose)));
  const errors = fieldErrors(change.error);
  const { accountId, contactId } = given;
  const search = async (typed: string, signal: AbortSignal) => {
    const { items } = await client.list({ accountId, status: 'active', limit: 200 }, { signal });
    const wanted = typed.normalize('NFKC').toLowerCase();
    return items
      .filter((c) => c.contactId !== contactId && `${c.name} ${c.kana ?? ''}`.normalize('NFKC').toLowerCase().includes(wanted))
      .map((c) => ({ id: c.contactId, label: c.name, sub: [c.department, c.title].filter(Boolean).join(' ') }));
  };
  const save = (event: FormEvent) => {
    event.preventDefault();
    change.mutate({ accountId, contactId, status, on: on ?? undefined, successorContactId: successor?.id ?? null });
  };
  return (
    <Dialog open onClose={onClose} title={t.departTitle(given.name)}>
      <form className="stack" onSubmit={save}>
        <RadioGroup
          inline
          label={t.status}
          value={status}
          onChange={setStatus}
          options={(['transferred', 'left'] as const).map((value) => ({ value, label: t.statuses[value] }))}
        />
        <DatePicker label={t.on} value={on} onChange={setOn} error={errors.on} />
        <Combobox
          label={t.successor}
          placeholder={t.successorNone}
          value={successor}
          onChange={setSuccessor}
          search={search}
          error={errors.successorContactId}
        />
        {Object.keys(errors).length === 0 && <FormProblem error={change.error} />}
        <DialogActions onClose={onClose} label={t.save} busy={change.isPending} />
      </form>
    </Dialog>
  );
}
