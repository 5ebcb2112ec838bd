import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { apiQuery } from '#platform/http/client.ts';
import { useTexts } from '#platform/i18n/react.tsx';
import { Dialog, DialogActions } from '#platform/ui/dialog.tsx';
import { useDone } from '#platform/ui/done.ts';
import { Checkbox, Select, TextField } from '#platform/ui/fields.tsx';
import { fieldErrors } from '#platform/ui/problem.ts';
import { FormProblem } from '#platform/ui/states.tsx';
import { ctaType, reasonsContract, riskCategory } from './contract.ts';
import { reasonsTexts } from './reasons-texts.ts';
import { ctaTexts } from './texts.ts';
import type { ReasonRow } from './use-ctas.ts';

const api = apiQuery(reasonsContract);

/** Adds a reason, or changes the one given; its key and type stay. */
export function ReasonDialog({ reason: given, onClose }: { reason: ReasonRow | null; onClose: () => void }) {
  const t = useTexts(reasonsTexts);
  const words = useTexts(ctaTexts);
  const [type, setType] = useState<ReasonRow['type']>(given?.type ?? 'risk');
  const [ja, setJa] = useState(given?.name.ja ?? '');
  const [en, setEn] = useState(given && given.name.en !== given.name.ja ? given.name.en : '');
  const [category, setCategory] = useState<ReasonRow['riskCategory']>(given?.riskCategory ?? null);
  const [outsideSlots, setOutside] = useState(given?.outsideSlots ?? false);
  const done = useDone(t.saved, onClose);
  const create = useMutation(api.create.mutationOptions(done));
  const update = useMutation(api.update.mutationOptions(done));
  const error = create.error ?? update.error;
  const errors = fieldErrors(error);
  const save = (event: FormEvent) => {
    event.preventDefault();
    const fields = { name: { ja, en: en.trim() || undefined }, riskCategory: type === 'risk' ? category : null, outsideSlots };
    if (given) update.mutate({ reason: given.reason, ...fields });
    else create.mutate({ type, ...fields });
  };
  return (
    <Dialog open onClose={onClose} title={given ? t.edit : t.add}>
      <form className="stack" onSubmit={save}>
        {!given && (
          <Select
            label={t.type}
            hint={t.typeHint}
            value={type}
            onChange={setType}
            options={ctaType.options.map((value) => ({ value, label: words.types[value] }))}
          />
        )}
        <TextField label={t.nameJa} required maxLength={60} value={ja} onChange={setJa} error={errors['name.ja']} />
        <TextField label={t.nameEn} hint={t.nameEnHint} maxLength={60} value={en} onChange={setEn} error={errors['name.en']} />
        {type === 'risk' && (
          <Select
            label={t.category}
            value={category ?? ''}
            onChange={(next) => setCategory(next || null)}
            error={errors.riskCategory}
            options={(['', ...riskCategory.options] as const).map((value) => ({ value, label: value ? words.categories[value] : t.none }))}
          />
        )}
        <Checkbox label={t.outside} checked={outsideSlots} onChange={setOutside} />
        {Object.keys(errors).length === 0 && <FormProblem error={error} />}
        <DialogActions onClose={onClose} label={t.save} busy={create.isPending || update.isPending} />
      </form>
    </Dialog>
  );
}
