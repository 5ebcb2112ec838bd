import { useMutation, useQuery } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import type { z } from 'zod';
import { contract as productContract } from '#accounts/products/contract.ts';
import { apiQuery } from '#platform/http/client.ts';
import { useTexts } from '#platform/i18n/react.tsx';
import { DatePicker } from '#platform/ui/date-picker.tsx';
import { Dialog, DialogActions } from '#platform/ui/dialog.tsx';
import { useDone } from '#platform/ui/done.ts';
import { NumberField, Select } from '#platform/ui/fields.tsx';
import { fieldErrors } from '#platform/ui/problem.ts';
import { FormProblem } from '#platform/ui/states.tsx';
import { contract, phase, type accountProduct } from './contract.ts';
import { accountProductTexts } from './texts.ts';

export type AccountProduct = Omit<z.infer<typeof accountProduct>, 'updatedAt'>;
type Phase = AccountProduct['phase'];
const api = apiQuery(contract);
const products = apiQuery(productContract);
const days = ['phaseSince', 'startedOn', 'endedOn', 'onboardingStartedOn', 'onboardingDueOn', 'onboardingDoneOn'] as const;
type Days = Record<(typeof days)[number], string | null>;

/** Phase, seats and onboarding dates of a customer's product, by hand. Only what was touched is sent. */
export function AccountProductDialog({
  accountId,
  given,
  used,
  onClose,
}: {
  accountId: string;
  given: AccountProduct | null;
  used: readonly number[];
  onClose: () => void;
}) {
  const t = useTexts(accountProductTexts);
  const [productNo, setProduct] = useState(given ? String(given.productNo) : '');
  const [phaseNow, setPhase] = useState<Phase>(given?.phase ?? 'onboarding');
  const [seats, setSeats] = useState(given?.seats ?? null);
  const [when, setWhen] = useState(() => Object.fromEntries(days.map((key) => [key, given?.[key] ?? null])) as Days);
  const choices = useQuery(products.list.queryOptions());
  const put = useMutation(api.put.mutationOptions(useDone(t.saved, onClose)));
  const errors = fieldErrors(put.error);
  const save = (event: FormEvent) => {
    event.preventDefault();
    const changed = Object.fromEntries(days.filter((key) => when[key] !== (given?.[key] ?? null)).map((key) => [key, when[key]]));
    const phaseChanged = given ? phaseNow !== given.phase : true;
    put.mutate({
      accountId,
      productNo: Number(productNo),
      ...changed,
      ...(phaseChanged ? { phase: phaseNow } : {}),
      ...(seats !== (given?.seats ?? null) ? { seats } : {}),
    });
  };
  const day = (key: (typeof days)[number], label: string, hint?: string) => (
    <DatePicker label={label} hint={hint} value={when[key]} onChange={(value) => setWhen({ ...when, [key]: value })} error={errors[key]} />
  );
  const offered = (choices.data ?? []).filter((p) => p.productNo === given?.productNo || (!p.archived && !used.includes(p.productNo)));
  return (
    <Dialog open onClose={onClose} title={given ? `${t.edit}: ${given.productName}` : t.add} size="wide">
      <form className="stack" onSubmit={save}>
        {!given && (
          <Select
            label={t.product}
            required
            value={productNo}
            placeholder={t.chooseProduct}
            onChange={setProduct}
            options={offered.map((p) => ({ value: String(p.productNo), label: p.name }))}
          />
        )}
        <div className="grid3">
          <Select
            label={t.phase}
            value={phaseNow}
            onChange={setPhase}
            options={phase.options.map((value) => ({ value, label: t.phases[value] }))}
            error={errors.phase}
          />
          {day('phaseSince', t.phaseSince)}
          <NumberField label={t.seats} value={seats} onChange={setSeats} error={errors.seats} />
        </div>
        <h3>{t.onboarding}</h3>
        <div className="grid3">
          {day('onboardingStartedOn', t.onboardingStarted)}
          {day('onboardingDueOn', t.onboardingDue)}
          {day('onboardingDoneOn', t.onboardingDone, t.doneHint)}
        </div>
        <div className="grid2">
          {day('startedOn', t.started)}
          {day('endedOn', t.ended)}
        </div>
        {Object.keys(errors).length === 0 && <FormProblem error={put.error} />}
        <DialogActions onClose={onClose} label={t.save} disabled={!productNo} busy={put.isPending} />
      </form>
    </Dialog>
  );
}
