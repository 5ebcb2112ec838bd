import { useMutation, useQuery } from '@tanstack/react-query';
import { useState, type FormEvent, type ReactNode } from 'react';
import { contract as contactContract } from '#accounts/contacts/contract.ts';
import { apiQuery } from '#platform/http/client.ts';
import { useTexts, useToday } from '#platform/i18n/react.tsx';
import { Button } from '#platform/ui/button.tsx';
import { DatePicker } from '#platform/ui/date-picker.tsx';
import { Dialog } from '#platform/ui/dialog.tsx';
import { useDone } from '#platform/ui/done.ts';
import { NumberField, Select, TextArea, TextField } from '#platform/ui/fields.tsx';
import { fieldErrors } from '#platform/ui/problem.ts';
import { FormProblem } from '#platform/ui/states.tsx';
import { goalTexts } from './texts.ts';
import { goalsApi, type GoalRow } from './use-goals.ts';

const contacts = apiQuery(contactContract);

type FrameProps = { title: string; save: string; busy: boolean; error: unknown; onSave: () => void; onClose: () => void; children: ReactNode };

function FormDialog({ title, save, busy, error, onSave, onClose, children }: FrameProps) {
  const t = useTexts(goalTexts);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSave();
  };
  return (
    <Dialog open onClose={onClose} title={title}>
      <form className="stack" onSubmit={submit}>
        {children}
        {Object.keys(fieldErrors(error)).length === 0 && <FormProblem error={error} />}
        <div className="actions">
          <Button onClick={onClose}>{t.cancel}</Button>
          <Button look="primary" type="submit" busy={busy}>
            {save}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

/** A goal in the customer's words, by hand. */
export function GoalDialog({ accountId, goal, onClose }: { accountId: string; goal: GoalRow | null; onClose: () => void }) {
  const t = useTexts(goalTexts);
  const today = useToday();
  const said = useDone(t.saved, onClose);
  const [title, setTitle] = useState(goal?.title ?? '');
  const [measure, setMeasure] = useState(goal?.measure ?? '');
  const [unit, setUnit] = useState(goal?.unit ?? '');
  const [baseline, setBaseline] = useState(goal?.baseline ?? null);
  const [target, setTarget] = useState(goal?.target ?? null);
  const [dueOn, setDue] = useState(goal?.dueOn ?? null);
  const [agreedContactId, setContact] = useState(goal?.agreedContactId ?? '');
  const [agreedOn, setAgreed] = useState<string | null>(goal?.agreedOn ?? today);
  const create = useMutation(goalsApi.create.mutationOptions(said));
  const update = useMutation(goalsApi.update.mutationOptions(said));
  const error = create.error ?? update.error;
  const errors = fieldErrors(error);
  const save = () => {
    const agreed = agreedContactId ? { agreedContactId, agreedOn } : { agreedContactId: null, agreedOn: null };
    const fields = { accountId, title, measure, unit, baseline, target, dueOn, ...agreed };
    if (goal) update.mutate({ ...fields, goalId: goal.goalId });
    else create.mutate(fields);
  };
  return (
    <FormDialog title={goal ? t.edit : t.add} save={t.save} busy={create.isPending || update.isPending} error={error} onSave={save} onClose={onClose}>
      {/* oxlint-disable-next-line jsx-a11y/no-autofocus */}
      <TextField label={t.form.title} hint={t.form.titleHint} required value={title} onChange={setTitle} error={errors.title} autoFocus={!goal} />
      <div className="grid2">
        <TextField label={t.form.measure} hint={t.form.measureHint} value={measure} onChange={setMeasure} error={errors.measure} />
        <TextField label={t.form.unit} value={unit} onChange={setUnit} error={errors.unit} />
      </div>
      <div className="grid2">
        <NumberField label={t.form.baseline} value={baseline} onChange={setBaseline} error={errors.baseline} />
        <NumberField label={t.form.target} value={target} onChange={setTarget} error={errors.target} />
      </div>
      <div className="grid2">
        <DatePicker label={t.form.due} value={dueOn} onChange={setDue} error={errors.dueOn} />
        <Agreed accountId={accountId} goal={goal} value={agreedContactId} onChange={setContact} error={errors.agreedContactId} />
      </div>
      {agreedContactId && <DatePicker label={t.form.agreedOn} value={agreedOn} onChange={setAgreed} max={today} error={errors.agreedOn} />}
    </FormDialog>
  );
}

function Agreed({
  accountId,
  goal,
  value,
  onChange,
  error,
}: {
  accountId: string;
  goal: GoalRow | null;
  value: string;
  onChange: (id: string) => void;
  error?: string;
}) {
  const t = useTexts(goalTexts);
  const list = useQuery(contacts.list.queryOptions({ input: { accountId, limit: 100 } }));
  const there = (list.data?.items ?? []).filter((c) => c.status === 'active' || c.contactId === value);
  // Somebody who is no longer listed stays chosen.
  const gone = goal?.agreedContactId && !there.some((c) => c.contactId === goal.agreedContactId);
  return (
    <Select
      label={t.form.agreedWith}
      value={value}
      onChange={onChange}
      error={error}
      placeholder={t.form.nobody}
      options={[
        ...(gone ? [{ value: goal.agreedContactId!, label: goal.agreedContactName ?? '' }] : []),
        ...there.map((c) => ({ value: c.contactId, label: [c.name, c.title].filter(Boolean).join(' ') })),
      ]}
    />
  );
}

/** The day on which a goal was reached or given up, and what came of it. */
export function CloseGoalDialog({ goal, status, onClose }: { goal: GoalRow; status: 'reached' | 'given_up'; onClose: () => void }) {
  const t = useTexts(goalTexts);
  const today = useToday();
  const [on, setOn] = useState<string | null>(today);
  const [result, setResult] = useState<number | null>(status === 'reached' ? goal.target : null);
  const [note, setNote] = useState('');
  const reached = status === 'reached';
  const act = useMutation(goalsApi.status.mutationOptions(useDone(reached ? t.reachedDone : t.givenUpDone, onClose)));
  const errors = fieldErrors(act.error);
  const { accountId, goalId } = goal;
  const save = () => on && act.mutate({ accountId, goalId, status, on, result, note });
  return (
    <FormDialog title={reached ? t.reachTitle : t.giveUpTitle} save={t.record} busy={act.isPending} error={act.error} onSave={save} onClose={onClose}>
      <b>{goal.title}</b>
      <div className="grid2">
        <DatePicker label={t.closedOn[status]} required value={on} onChange={setOn} max={today} error={errors.on} />
        {(goal.target !== null || goal.measure) && (
          <NumberField label={t.result} unit={goal.unit ?? undefined} value={result} onChange={setResult} error={errors.result} />
        )}
      </div>
      <TextArea label={t.note[status]} value={note} onChange={setNote} rows={3} error={errors.note} />
    </FormDialog>
  );
}
