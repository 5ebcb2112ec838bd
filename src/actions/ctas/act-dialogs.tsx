import { useMutation, useQuery } from '@tanstack/react-query';
import { useState, type FormEvent, type ReactNode } from 'react';
import { MemberField } from '#accounts/assignments/panel.tsx';
import { addDays } from '#platform/clock/days.ts';
import { useFormat, useTexts, useToday } from '#platform/i18n/react.tsx';
import { Button } from '#platform/ui/button.tsx';
import type { Choice } from '#platform/ui/combobox.tsx';
import { DatePicker } from '#platform/ui/date-picker.tsx';
import { Dialog, DialogActions } from '#platform/ui/dialog.tsx';
import { useDone } from '#platform/ui/done.ts';
import { TextArea } from '#platform/ui/fields.tsx';
import { Chip } from '#platform/ui/pills.tsx';
import { fieldErrors } from '#platform/ui/problem.ts';
import { EmptyState, FormProblem, Loaded } from '#platform/ui/states.tsx';
import { toast } from '#platform/ui/toast.tsx';
import { doneOutcomes, snoozeReasons, wontDoOutcomes } from './contract.ts';
import { actTexts, ctaTexts } from './texts.ts';
import { ctasApi, ctasClient, type CtaKey, type CtaRow } from './use-ctas.ts';

type Props = { ctas: readonly (CtaKey & { type?: CtaRow['type'] })[]; onClose: () => void; onDone?: () => void };
type Action = Parameters<typeof ctasClient.bulk>[0]['action'];

/** One act on one CTA or on many, by the same endpoint; says how many changed. */
function useAct({ ctas, onClose, onDone }: Props, said: string) {
  const t = useTexts(actTexts);
  const f = useFormat();
  const done = useDone(said, () => {
    onClose();
    onDone?.();
  });
  return useMutation({
    mutationFn: (action: Action) => ctasClient.bulk({ items: ctas.map(({ accountId, ctaId }) => ({ accountId, ctaId })), action }),
    onSuccess: async ({ changed, unchanged, overflow }) => {
      if (overflow > 0) toast(t.beyond(f.number(overflow)));
      if (ctas.length === 1) return done.onSuccess();
      toast(t.changed(f.number(changed), unchanged));
      onClose();
      onDone?.();
    },
  });
}

/** One tap says what came of it (or why not) and closes; a note first, if there is one. */
export function CloseDialog({ status, ...props }: Props & { status: 'done' | 'wont_do' }) {
  const t = useTexts(actTexts);
  const words = useTexts(ctaTexts);
  const [note, setNote] = useState('');
  const act = useAct(props, status === 'done' ? t.done : t.dropped);
  const outcomes = status === 'done' ? doneOutcomes.filter((outcome) => props.ctas.every(({ type }) => suits(outcome, type))) : wontDoOutcomes;
  return (
    <Dialog open onClose={props.onClose} title={status === 'done' ? t.finishTitle : t.dropTitle}>
      <div className="stack">
        <TapList
          busy={act.isPending}
          options={outcomes.map((outcome) => ({
            key: outcome,
            label: words.outcomes[outcome]!,
            run: () => act.mutate({ kind: 'status', status, outcome, note }),
          }))}
        />
        <TextArea label={t.noteOptional} value={note} onChange={setNote} rows={2} />
        <FormProblem error={act.error} />
      </div>
    </Dialog>
  );
}

// What cannot come of such a CTA is not offered; the first one offered claims the least.
function suits(outcome: (typeof doneOutcomes)[number], type: CtaRow['type'] | undefined): boolean {
  if (outcome === 'saved' || outcome === 'improved' || outcome === 'lost') return type === undefined || type === 'risk';
  return outcome !== 'expanded' || type !== 'risk';
}

function TapList({ options, busy }: { options: { key: string; label: ReactNode; run: () => void }[]; busy: boolean }) {
  return (
    <div className="flex flex-wrap gap-2">
      {options.map(({ key, label, run }, i) => (
        // oxlint-disable-next-line jsx-a11y/no-autofocus
        <Button key={key} busy={busy} onClick={run} autoFocus={i === 0}>
          {label}
        </Button>
      ))}
    </div>
  );
}

export function SnoozeDialog(props: Props) {
  const t = useTexts(actTexts);
  const words = useTexts(ctaTexts);
  const f = useFormat();
  const today = useToday();
  const weekday = (new Date(`${today}T00:00:00Z`).getUTCDay() + 6) % 7;
  const presets = [
    { label: t.tomorrow, day: addDays(today, 1) },
    { label: t.nextWeek, day: addDays(today, 7 - weekday) },
    { label: t.twoWeeks, day: addDays(today, 14) },
  ];
  const [until, setUntil] = useState<string | null>(presets[1]!.day);
  const act = useAct(props, t.asleep);
  return (
    <Dialog open onClose={props.onClose} title={t.snoozeTitle}>
      <div className="stack">
        <div className="row !gap-2">
          {presets.map(({ label, day }) => (
            <Chip key={label} on={until === day} onClick={() => setUntil(day)}>
              {label} {f.dayNoYear(day)}
            </Chip>
          ))}
        </div>
        <DatePicker
          label={t.until}
          value={until}
          onChange={setUntil}
          min={addDays(today, 1)}
          error={fieldErrors(act.error)['action.until'] ?? fieldErrors(act.error).until}
        />
        <div className="field">
          <span className="text-[13px] font-semibold">{t.why}</span>
          <TapList
            busy={act.isPending}
            options={snoozeReasons.map((reason) => ({
              key: reason,
              label: words.snoozeReasons[reason]!,
              run: () => act.mutate({ kind: 'snooze', until, reason }),
            }))}
          />
        </div>
        <FormProblem error={act.error} />
      </div>
    </Dialog>
  );
}

export function ReassignDialog(props: Props) {
  const t = useTexts(actTexts);
  const [member, setMember] = useState<Choice | null>(null);
  const act = useAct(props, t.reassigned);
  return (
    <FormDialog
      title={t.reassign}
      busy={act.isPending}
      error={act.error}
      onClose={props.onClose}
      onSave={() => member && act.mutate({ kind: 'reassign', ownerId: member.id })}
    >
      <MemberField label={t.newOwner} hint={t.newOwnerHint} required value={member} onChange={setMember} error={fieldErrors(act.error)['action.ownerId']} />
    </FormDialog>
  );
}

export function PriorityDialog(props: Props) {
  const t = useTexts(actTexts);
  const words = useTexts(ctaTexts);
  const act = useAct(props, t.saved);
  return (
    <Dialog open onClose={props.onClose} title={t.setPriority}>
      <TapList
        busy={act.isPending}
        options={[1, 2, 3].map((priority) => ({ key: `${priority}`, label: words.priorities[priority]!, run: () => act.mutate({ kind: 'change', priority }) }))}
      />
    </Dialog>
  );
}

export function EscalateDialog({ cta, onClose }: { cta: CtaRow; onClose: () => void }) {
  const t = useTexts(actTexts);
  const today = useToday();
  const [to, setTo] = useState<Choice | null>(null);
  const [reason, setReason] = useState('');
  const [until, setUntil] = useState<string | null>(addDays(today, 7));
  const escalate = useMutation(ctasApi.escalate.mutationOptions(useDone(t.escalatedDone, onClose)));
  const errors = fieldErrors(escalate.error);
  const save = () => to && until && escalate.mutate({ accountId: cta.accountId, ctaId: cta.ctaId, to: to.id, reason, until });
  return (
    <FormDialog title={t.escalateTitle} busy={escalate.isPending} error={Object.keys(errors).length ? null : escalate.error} onClose={onClose} onSave={save}>
      <MemberField label={t.escalateTo} required value={to} onChange={setTo} error={errors.to} />
      <TextArea label={t.escalateWhy} required value={reason} onChange={setReason} rows={3} error={errors.reason} />
      <DatePicker label={t.until} required value={until} onChange={setUntil} min={today} error={errors.until} />
    </FormDialog>
  );
}

/** The other open CTAs of the customer; one tap merges. */
export function MergeDialog({ cta, onClose, onMerged }: { cta: CtaRow; onClose: () => void; onMerged: (into: CtaKey) => void }) {
  const t = useTexts(actTexts);
  const others = useQuery(ctasApi.list.queryOptions({ input: { accountId: cta.accountId, asleep: 'show', limit: 100 } }));
  const merge = useMutation(ctasApi.merge.mutationOptions({ ...useDone(t.merged, onClose), meta: { toast: true } }));
  const items = others.data?.items.filter((one) => one.ctaId !== cta.ctaId) ?? [];
  const into = (one: CtaRow) =>
    merge.mutate(
      { accountId: cta.accountId, ctaId: cta.ctaId, into: one.ctaId },
      { onSuccess: () => onMerged({ accountId: cta.accountId, ctaId: one.ctaId }) },
    );
  return (
    <Dialog open onClose={onClose} title={t.mergeTitle}>
      <Loaded query={others}>
        {() =>
          items.length === 0 ? (
            <EmptyState title={t.mergeNone} />
          ) : (
            <div className="stack">
              <p className="sub">{t.mergeHint}</p>
              <TapList busy={merge.isPending} options={items.map((one) => ({ key: one.ctaId, label: one.title, run: () => into(one) }))} />
            </div>
          )
        }
      </Loaded>
    </Dialog>
  );
}

type FormProps = { title: string; children: ReactNode; busy: boolean; error: unknown; onClose: () => void; onSave: () => unknown };

export function FormDialog({ title, children, busy, error, onClose, onSave }: FormProps) {
  const t = useTexts(actTexts);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSave();
  };
  return (
    <Dialog open onClose={onClose} title={title}>
      <form className="stack" onSubmit={submit}>
        {children}
        <FormProblem error={error} />
        <DialogActions onClose={onClose} label={t.save} busy={busy} />
      </form>
    </Dialog>
  );
}
