import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import type { z } from 'zod';
import { contract as attributeContract } from '#accounts/attributes/contract.ts';
import { AttributeFields } from '#accounts/attributes/panel.tsx';
import { contract as partnerContract } from '#accounts/partners/contract.ts';
import { contract as searchContract } from '#accounts/search/contract.ts';
import { apiClient, apiQuery } from '#platform/http/client.ts';
import { useTexts } from '#platform/i18n/react.tsx';
import { Combobox, type Choice } from '#platform/ui/combobox.tsx';
import { DatePicker } from '#platform/ui/date-picker.tsx';
import { Dialog, DialogActions } from '#platform/ui/dialog.tsx';
import { NumberField, Select, TextArea, TextField } from '#platform/ui/fields.tsx';
import { fieldErrors } from '#platform/ui/problem.ts';
import { FormProblem } from '#platform/ui/states.tsx';
import { toast } from '#platform/ui/toast.tsx';
import { contract, paymentStatus, touchModel, type accountDetail } from './contract.ts';
import { accountTexts } from './texts.ts';

type Dates = 'createdAt' | 'updatedAt';
export type AccountDetail = Omit<z.infer<typeof accountDetail>, Dates> & Record<Dates, string>;
const api = apiQuery(contract);
const attributes = apiQuery(attributeContract);
const partners = apiQuery(partnerContract);
const search = apiClient(searchContract);
const plain = ['name', 'kana', 'externalId', 'corporateNumber', 'industry', 'region', 'website', 'description'] as const;
type Plain = (typeof plain)[number];

/** Adds a customer, or changes the one given. */
export function AccountDialog({
  account: given,
  onClose,
  onMade,
}: {
  account: AccountDetail | null;
  onClose: () => void;
  onMade?: (accountId: string) => void;
}) {
  const t = useTexts(accountTexts);
  const queries = useQueryClient();
  const [form, setForm] = useState(() => Object.fromEntries(plain.map((key) => [key, given?.[key] ?? ''])) as Record<Plain, string>);
  const [employees, setEmployees] = useState(given?.employees ?? null);
  const [tags, setTags] = useState(given?.tags.join(t.separator) ?? '');
  const [touch, setTouch] = useState<string>(given?.touchModel ?? '');
  const [payment, setPayment] = useState<string>(given?.paymentStatus ?? '');
  const [partnerId, setPartner] = useState(given?.partnerId ?? '');
  const [parent, setParent] = useState<Choice | null>(given?.parentAccountId ? { id: given.parentAccountId, label: given.parentName ?? '' } : null);
  const [firstContractOn, setFirst] = useState(given?.firstContractOn ?? null);
  const [churnedOn, setChurned] = useState(given?.churnedOn ?? null);
  const [values, setValues] = useState<Record<string, string | number | boolean | null>>(given?.attributes ?? {});
  const definitions = useQuery(attributes.list.queryOptions());
  const choices = useQuery(partners.list.queryOptions());
  const done = {
    onSuccess: async ({ accountId }: { accountId: string }) => {
      toast(t.saved);
      onClose();
      onMade?.(accountId);
      await queries.invalidateQueries();
    },
  };
  const create = useMutation(api.create.mutationOptions(done));
  const update = useMutation(api.update.mutationOptions(done));
  const error = create.error ?? update.error;
  const errors = fieldErrors(error);
  const save = (event: FormEvent) => {
    event.preventDefault();
    const fields = {
      ...form,
      employees,
      tags: tags.split(/[、,，]/),
      touchModel: (touch || null) as z.infer<typeof touchModel> | null,
      paymentStatus: (payment || null) as z.infer<typeof paymentStatus> | null,
      partnerId: partnerId || null,
      parentAccountId: parent?.id ?? null,
      firstContractOn,
      churnedOn,
      attributes: values,
    };
    if (given) update.mutate({ accountId: given.accountId, ...fields });
    else create.mutate(fields);
  };
  const text = (key: Plain, more: { required?: boolean; hint?: string } = {}) => (
    <TextField label={t.fields[key]} value={form[key]} onChange={(value) => setForm({ ...form, [key]: value })} error={errors[key]} {...more} />
  );
  const findParent = async (q: string, signal: AbortSignal) => {
    if (!q.trim()) return [];
    const { items } = await search.search({ q, kind: 'account' }, { signal });
    return items.filter((hit) => hit.id !== given?.accountId);
  };
  const options = <V extends string>(values: readonly V[], labels: Record<V, string>) => [
    { value: '', label: t.none },
    ...values.map((value) => ({ value, label: labels[value] })),
  ];
  return (
    <Dialog open onClose={onClose} title={given ? t.edit : t.add} size="wide">
      <form className="stack" onSubmit={save}>
        <div className="grid2">
          {text('name', { required: true })}
          {text('kana')}
          {text('externalId', { hint: t.externalHint })}
          {text('corporateNumber')}
          {text('industry')}
          <NumberField label={t.fields.employees} value={employees} onChange={setEmployees} error={errors.employees} />
          {text('region')}
          {text('website')}
          <Select label={t.fields.touchModel} value={touch} onChange={setTouch} options={options(touchModel.options, t.touchModels)} />
          <Select label={t.fields.paymentStatus} value={payment} onChange={setPayment} options={options(paymentStatus.options, t.payments)} />
          <Combobox label={t.fields.parentAccountId} value={parent} onChange={setParent} search={findParent} error={errors.parentAccountId} />
          <Select
            label={t.fields.partnerId}
            value={partnerId}
            onChange={setPartner}
            options={[{ value: '', label: t.none }, ...(choices.data ?? []).map((p) => ({ value: p.id, label: p.name }))]}
          />
          <DatePicker label={t.fields.firstContractOn} value={firstContractOn} onChange={setFirst} error={errors.firstContractOn} />
          {given && <DatePicker label={t.fields.churnedOn} hint={t.churnedHint} value={churnedOn} onChange={setChurned} error={errors.churnedOn} />}
          <TextField label={t.fields.tags} hint={t.tagsHint} value={tags} onChange={setTags} error={errors.tags} />
        </div>
        <AttributeFields definitions={(definitions.data ?? []).filter((d) => !d.archived)} values={values} onChange={setValues} errors={errors} />
        <TextArea
          label={t.fields.description}
          value={form.description}
          onChange={(description) => setForm({ ...form, description })}
          error={errors.description}
          rows={3}
        />
        {Object.keys(errors).length === 0 && <FormProblem error={error} />}
        <DialogActions onClose={onClose} label={t.save} busy={create.isPending || update.isPending} />
      </form>
    </Dialog>
  );
}
