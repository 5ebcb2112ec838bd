import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import type { z } from 'zod';
import { apiQuery } from '#platform/http/client.ts';
import { useTexts } from '#platform/i18n/react.tsx';
import { Dialog, DialogActions } from '#platform/ui/dialog.tsx';
import { useDone } from '#platform/ui/done.ts';
import { NumberField, Switch, TextField } from '#platform/ui/fields.tsx';
import { fieldErrors } from '#platform/ui/problem.ts';
import { FormProblem } from '#platform/ui/states.tsx';
import { TagField } from '#platform/ui/tag-field.tsx';
import { contract, type source as sourceSchema } from './contract.ts';
import { sourceTexts } from './texts.ts';

export type Source = z.infer<typeof sourceSchema>;
const api = apiQuery(contract);

/** Adds a source, or changes what the one given may keep and when it counts as stopped. */
export function SourceDialog({ source, onClose }: { source: Source | null; onClose: () => void }) {
  const t = useTexts(sourceTexts);
  const [name, setName] = useState(source?.name ?? '');
  const [key, setKey] = useState('');
  const [limited, setLimited] = useState(source?.allowedProperties != null);
  const [allowed, setAllowed] = useState(source?.allowedProperties ?? []);
  const [masked, setMasked] = useState(source?.maskedProperties ?? []);
  const [staleAfterDays, setStale] = useState(source ? source.staleAfterDays : 2);
  const done = useDone(t.saved, onClose, api.key());
  const create = useMutation(api.create.mutationOptions(done));
  const update = useMutation(api.update.mutationOptions(done));
  const error = create.error ?? update.error;
  const errors = fieldErrors(error);
  const save = (event: FormEvent) => {
    event.preventDefault();
    const fields = { name, allowedProperties: limited ? allowed : null, maskedProperties: masked, staleAfterDays };
    if (source) update.mutate({ source: source.source, ...fields });
    else create.mutate({ source: key, ...fields });
  };
  return (
    <Dialog open onClose={onClose} title={source ? t.editTitle(source.name) : t.add}>
      <form className="stack" onSubmit={save}>
        <TextField label={t.name} required value={name} onChange={setName} error={errors.name} />
        {!source && <TextField label={t.key} required value={key} onChange={setKey} hint={t.keyHint} error={errors.source} />}
        <Switch label={t.limit} hint={t.limitHint} checked={limited} onChange={setLimited} />
        {limited && <TagField label={t.allowed} hint={t.allowedHint} value={allowed} onChange={setAllowed} error={errors.allowedProperties} />}
        <TagField label={t.masked} hint={t.maskedHint} value={masked} onChange={setMasked} error={errors.maskedProperties} />
        <NumberField label={t.staleAfter} hint={t.staleAfterHint} unit={t.daysUnit} value={staleAfterDays} onChange={setStale} error={errors.staleAfterDays} />
        <p className="sub">{t.applies}</p>
        {Object.keys(errors).length === 0 && <FormProblem error={error} />}
        <DialogActions onClose={onClose} label={t.save} busy={create.isPending || update.isPending} />
      </form>
    </Dialog>
  );
}
