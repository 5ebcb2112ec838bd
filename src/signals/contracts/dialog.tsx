import { useMutation, useQuery } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import type { z } from 'zod';
import { contract as productContract } from '#accounts/products/contract.ts';
import { apiQuery } from '#platform/http/client.ts';
import { useTexts } from '#platform/i18n/react.tsx';
import { Button } from '#platform/ui/button.tsx';
import { DatePicker } from '#platform/ui/date-picker.tsx';
import { Dialog, DialogActions } from '#platform/ui/dialog.tsx';
import { useDone } from '#platform/ui/done.ts';
import { Switch, TextArea, TextField } from '#platform/ui/fields.tsx';
import { fieldErrors } from '#platform/ui/problem.ts';
import { FormProblem, Notice } from '#platform/ui/states.tsx';
import { contract, type contractDetail, type contractLine } from './contract.ts';
import { LineEditor, type DraftLine } from './line-editor.tsx';
import { contractTexts } from './texts.ts';

export type Line = Omit<z.infer<typeof contractLine>, 'mrr' | 'unitPrice'> & { mrr: string; unitPrice: string };
export type ContractDetail = Omit<z.infer<typeof contractDetail>, 'mrr' | 'lines'> & { mrr: string; lines: Line[] };
const api = apiQuery(contract);
const products = apiQuery(productContract);

const days = ['signedOn', 'startsOn', 'endsOn', 'noticeDeadlineOn', 'cancelledOn'] as const;
let lastKey = 0;
const blank = (): DraftLine => ({
  key: ++lastKey,
  productNo: 0,
  kind: 'recurring',
  quantity: 1,
  unitPrice: null,
  billingMonths: 1,
  startsOn: null,
  endsOn: null,
  isSeats: false,
});
const draft = ({ lineId, productNo, kind, quantity, unitPrice, billingMonths, startsOn, endsOn, isSeats }: Line): DraftLine => ({
  key: ++lastKey,
  lineId,
  productNo,
  kind,
  quantity,
  unitPrice,
  billingMonths,
  startsOn,
  endsOn,
  isSeats,
});

/** Adds a contract with its lines, or changes the one given. */
export function ContractDialog({ accountId, contract: given, onClose }: { accountId: string; contract: ContractDetail | null; onClose: () => void }) {
  const t = useTexts(contractTexts);
  const [name, setName] = useState(given?.name ?? '');
  const [note, setNote] = useState(given?.note ?? '');
  const [autoRenew, setAuto] = useState(given?.autoRenew ?? false);
  const [when, setWhen] = useState(() => Object.fromEntries(days.map((key) => [key, given?.[key] ?? null])) as Record<(typeof days)[number], string | null>);
  const [lines, setLines] = useState<DraftLine[]>(() => given?.lines.map(draft) ?? [blank()]);
  const choices = useQuery(products.list.queryOptions());
  const done = useDone(t.saved, onClose);
  const create = useMutation(api.create.mutationOptions(done));
  const update = useMutation(api.update.mutationOptions(done));
  const error = create.error ?? update.error;
  const errors = fieldErrors(error);
  const save = (event: FormEvent) => {
    event.preventDefault();
    const made = lines.map(({ key: _, startsOn, unitPrice, quantity, ...line }) => ({
      ...line,
      quantity: quantity ?? 0,
      unitPrice: unitPrice ?? '',
      startsOn: startsOn ?? undefined,
    }));
    const { startsOn, ...others } = when;
    const fields = { accountId, name, note, autoRenew, ...others, startsOn: startsOn ?? '', lines: made };
    if (given) update.mutate({ ...fields, contractId: given.contractId });
    else create.mutate(fields);
  };
  const day = (key: (typeof days)[number], label: string, more: { required?: boolean; hint?: string } = {}) => (
    <DatePicker label={label} value={when[key]} onChange={(value) => setWhen({ ...when, [key]: value })} error={errors[key]} {...more} />
  );
  const change = (i: number, next: DraftLine) => setLines(lines.map((line, n) => (n === i ? next : line)));
  return (
    <Dialog open onClose={onClose} title={given ? t.edit : t.add} size="wide">
      <form className="stack" onSubmit={save}>
        <TextField label={t.name} required value={name} onChange={setName} error={errors.name} />
        <div className="grid3">
          {day('startsOn', t.startsOn, { required: true })}
          {day('endsOn', t.endsOn, { hint: t.endsHint })}
          {day('noticeDeadlineOn', t.notice)}
        </div>
        <Switch label={t.autoRenew} hint={t.autoRenewHint} checked={autoRenew} onChange={setAuto} />
        <h3>{t.lines}</h3>
        {choices.data?.length === 0 && <Notice tone="watch">{t.noProducts}</Notice>}
        {lines.map((line, i) => (
          <LineEditor
            key={line.key}
            line={line}
            no={i}
            products={choices.data ?? []}
            errors={errors}
            onChange={(next) => change(i, next)}
            onRemove={() => setLines(lines.filter((_, n) => n !== i))}
          />
        ))}
        <div>
          <Button small onClick={() => setLines([...lines, blank()])}>
            {t.addLine}
          </Button>
        </div>
        <div className="grid2">
          {day('signedOn', t.signedOn)}
          {given && day('cancelledOn', t.cancelledOn)}
        </div>
        <TextArea label={t.note} value={note} onChange={setNote} error={errors.note} rows={2} />
        {Object.keys(errors).length === 0 && <FormProblem error={error} />}
        <DialogActions onClose={onClose} label={t.save} busy={create.isPending || update.isPending} />
      </form>
    </Dialog>
  );
}
