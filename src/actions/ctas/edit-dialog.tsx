import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { MemberField } from '#accounts/assignments/panel.tsx';
import { contract as contactContract } from '#accounts/contacts/contract.ts';
import { contract as contractContract } from '#signals/contracts/contract.ts';
import { contract as searchContract } from '#accounts/search/contract.ts';
import { addBusinessDays } from '#platform/clock/business-days.ts';
import { apiClient, apiQuery } from '#platform/http/client.ts';
import { useLanguage, useTexts, useToday } from '#platform/i18n/react.tsx';
import { Combobox, type Choice } from '#platform/ui/combobox.tsx';
import { DatePicker } from '#platform/ui/date-picker.tsx';
import { useDone } from '#platform/ui/done.ts';
import { Select, TextArea, TextField } from '#platform/ui/fields.tsx';
import { fieldErrors } from '#platform/ui/problem.ts';
import { useSession } from '#platform/ui/session.tsx';
import { FormDialog } from './act-dialogs.tsx';
import { ctaType, riskCategory } from './contract.ts';
import { actTexts, ctaTexts } from './texts.ts';
import { ctasApi, useReasons, type CtaKey, type CtaRow } from './use-ctas.ts';

const search = apiClient(searchContract);
const contacts = apiQuery(contactContract);
const contracts = apiQuery(contractContract);

/** Makes a CTA (for `account`, or a customer found by typing), or changes the one given. */
export function CtaDialog({ cta, account, onClose, onMade }: { cta?: CtaRow; account?: Choice; onClose: () => void; onMade?: (made: CtaKey) => void }) {
  const t = useTexts(actTexts);
  const words = useTexts(ctaTexts);
  const language = useLanguage();
  const today = useToday();
  const { member } = useSession();
  const reasons = useReasons();
  const [customer, setCustomer] = useState<Choice | null>(account ?? (cta ? { id: cta.accountId, label: cta.accountName } : null));
  const [reason, setReason] = useState(cta?.reason ?? '');
  const [title, setTitle] = useState(cta?.title ?? '');
  const [category, setCategory] = useState(cta?.riskCategory ?? '');
  const [priority, setPriority] = useState(String(cta?.priority ?? 2));
  const [dueOn, setDue] = useState<string | null>(cta ? cta.dueOn : addBusinessDays(today, 3));
  const [owner, setOwner] = useState<Choice | null>(cta ? null : { id: member.id, label: member.name });
  const [contactId, setContact] = useState(cta?.contactId ?? '');
  const [contractId, setContract] = useState(cta?.contractId ?? '');
  const [note, setNote] = useState(cta?.note ?? '');
  const done = useDone(cta ? t.saved : t.created, onClose);
  const create = useMutation(ctasApi.create.mutationOptions(done));
  const update = useMutation(ctasApi.update.mutationOptions(done));
  const error = create.error ?? update.error;
  const errors = fieldErrors(error);
  const type = reasons.byKey.get(reason)?.type ?? cta?.type;
  const choose = (next: string) => {
    const [before, after] = [reasons.byKey.get(reason), reasons.byKey.get(next)];
    if (!title || title === before?.name[language]) setTitle(after?.name[language] ?? '');
    setCategory(after?.riskCategory ?? '');
    setReason(next);
  };
  const save = () => {
    if (!customer) return;
    const fields = {
      accountId: customer.id,
      reason,
      title,
      priority: Number(priority),
      dueOn,
      contactId: contactId || null,
      contractId: contractId || null,
      note: note || null,
      riskCategory: type === 'risk' && category ? (category as NonNullable<CtaRow['riskCategory']>) : null,
    };
    if (cta) update.mutate({ ...fields, ctaId: cta.ctaId });
    else create.mutate({ ...fields, ownerId: owner?.id ?? null }, { onSuccess: ({ accountId, ctaId }) => onMade?.({ accountId, ctaId }) });
  };
  return (
    <FormDialog
      title={cta ? t.editTitle : t.createTitle}
      busy={create.isPending || update.isPending}
      error={Object.keys(errors).length ? null : error}
      onClose={onClose}
      onSave={save}
    >
      {!cta && !account && <CustomerField value={customer} onChange={setCustomer} />}
      <Field label={words.reason} value={reason} onChange={choose} error={errors.reason} reasons={reasons.list} language={language} />
      <TextField label={t.title} required value={title} onChange={setTitle} error={errors.title} />
      <div className="grid2">
        <DatePicker label={words.due} value={dueOn} onChange={setDue} error={errors.dueOn} />
        <Select
          label={words.priority}
          value={priority}
          onChange={setPriority}
          options={[1, 2, 3].map((p) => ({ value: String(p), label: words.priorities[p]! }))}
        />
      </div>
      {!cta && <MemberField label={words.owner} value={owner} onChange={setOwner} error={errors.ownerId} />}
      {type === 'risk' && (
        <Select
          label={words.category}
          value={category}
          onChange={setCategory}
          placeholder={t.none}
          error={errors.riskCategory}
          options={riskCategory.options.map((value) => ({ value, label: words.categories[value] }))}
        />
      )}
      {customer && (
        <>
          <ContactField accountId={customer.id} value={contactId} onChange={setContact} />
          <ContractField accountId={customer.id} value={contractId} onChange={setContract} />
        </>
      )}
      <TextArea label={t.noteOptional} value={note} onChange={setNote} rows={3} error={errors.note} />
    </FormDialog>
  );
}

function CustomerField({ value, onChange }: { value: Choice | null; onChange: (choice: Choice | null) => void }) {
  const t = useTexts(actTexts);
  const words = useTexts(ctaTexts);
  const find = async (q: string, signal: AbortSignal) => {
    if (!q.trim()) return [];
    const { items } = await search.search({ q, kind: 'account' }, { signal });
    return items;
  };
  return <Combobox label={words.customer} required placeholder={t.chooseCustomer} value={value} onChange={onChange} search={find} />;
}

type ReasonProps = {
  label: string;
  value: string;
  onChange: (value: string) => void;
  error?: string;
  reasons: ReturnType<typeof useReasons>['list'];
  language: 'ja' | 'en';
};

function Field({ label, value, onChange, error, reasons, language }: ReasonProps) {
  const t = useTexts(actTexts);
  const words = useTexts(ctaTexts);
  const shown = reasons.filter((r) => !r.archived || r.reason === value);
  const options = ctaType.options.flatMap((type) =>
    shown.filter((r) => r.type === type).map((r) => ({ value: r.reason, label: `${words.types[type]}: ${r.name[language]}` })),
  );
  return <Select label={label} required value={value} onChange={onChange} placeholder={t.choose} options={options} error={error} />;
}

type LinkProps = { accountId: string; value: string; onChange: (value: string) => void };

function ContractField({ accountId, value, onChange }: LinkProps) {
  const t = useTexts(actTexts);
  const words = useTexts(ctaTexts);
  const list = useQuery(contracts.list.queryOptions({ input: { accountId, limit: 100 } }));
  const options = (list.data?.items ?? []).map((c) => ({ value: c.contractId, label: c.name }));
  if (!options.length) return null;
  return <Select label={words.contract} value={value} onChange={onChange} placeholder={t.none} options={options} />;
}

function ContactField({ accountId, value, onChange }: LinkProps) {
  const t = useTexts(actTexts);
  const words = useTexts(ctaTexts);
  const list = useQuery(contacts.list.queryOptions({ input: { accountId, limit: 100 } }));
  const options = (list.data?.items ?? []).map((c) => ({ value: c.contactId, label: [c.name, c.title].filter(Boolean).join(' ') }));
  if (!options.length) return null;
  return <Select label={words.contact} value={value} onChange={onChange} placeholder={t.none} options={options} />;
}
