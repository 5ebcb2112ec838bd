import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import type { z } from 'zod';
import { apiQuery } from '#platform/http/client.ts';
import { useTexts } from '#platform/i18n/react.tsx';
import { Dialog, DialogActions } from '#platform/ui/dialog.tsx';
import { useDone } from '#platform/ui/done.ts';
import { Switch, TextField } from '#platform/ui/fields.tsx';
import { fieldErrors } from '#platform/ui/problem.ts';
import { FormProblem } from '#platform/ui/states.tsx';
import { contract, type product } from './contract.ts';
import { productTexts } from './texts.ts';

export type Product = z.infer<typeof product>;
const api = apiQuery(contract);

/** Adds a product, or changes the one given. */
export function ProductDialog({ product, onClose }: { product: Product | null; onClose: () => void }) {
  const t = useTexts(productTexts);
  const [name, setName] = useState(product?.name ?? '');
  const [key, setKey] = useState(product?.key ?? '');
  const [embeddedDaily, setDaily] = useState(product?.embeddedDaily ?? false);
  const done = useDone(t.saved, onClose, api.key());
  const create = useMutation(api.create.mutationOptions(done));
  const update = useMutation(api.update.mutationOptions(done));
  const error = create.error ?? update.error;
  const errors = fieldErrors(error);
  const save = (event: FormEvent) => {
    event.preventDefault();
    if (product) update.mutate({ productNo: product.productNo, name, key, embeddedDaily });
    else create.mutate({ name, key, embeddedDaily });
  };
  return (
    <Dialog open onClose={onClose} title={product ? t.edit : t.add}>
      <form className="stack" onSubmit={save}>
        <TextField label={t.name} required value={name} onChange={setName} error={errors.name} />
        <TextField label={t.key} required value={key} onChange={setKey} hint={t.keyHint} error={errors.key} />
        <Switch label={t.daily} hint={t.dailyHint} checked={embeddedDaily} onChange={setDaily} />
        {Object.keys(errors).length === 0 && <FormProblem error={error} />}
        <DialogActions onClose={onClose} label={t.save} busy={create.isPending || update.isPending} />
      </form>
    </Dialog>
  );
}
