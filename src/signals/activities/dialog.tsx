import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent, type ReactNode } from 'react';
import type { z } from 'zod';
import { contract as contactContract } from '#accounts/contacts/contract.ts';
import { contract as memberContract } from '#accounts/members/contract.ts';
import { startOfDay } from '#platform/clock/days.ts';
import { apiClient, apiQuery } from '#platform/http/client.ts';
import { useFormat, useTexts } from '#platform/i18n/react.tsx';
import { Combobox } from '#platform/ui/combobox.tsx';
import { DatePicker } from '#platform/ui/date-picker.tsx';
import { Dialog, DialogActions } from '#platform/ui/dialog.tsx';
import { RadioGroup, TextArea, TextField } from '#platform/ui/fields.tsx';
import { Chip } from '#platform/ui/pills.tsx';
import { fieldErrors } from '#platform/ui/problem.ts';
import { useSession } from '#platform/ui/session.tsx';
import { FormProblem } from '#platform/ui/states.tsx';
import { toast } from '#platform/ui/toast.tsx';
import { activityKind, contract, type activity } from './contract.ts';
import { activityTexts } from './texts.ts';

type Dates = 'happenedAt' | 'knownAt' | 'updatedAt';
export type Activity = Omit<z.infer<typeof activity>, Dates> & Record<Dates, string>;
type Person = { id: string; name: string };
const api = apiQuery(contract);
const contactApi = apiQuery(contactContract);
const members = apiClient(memberContract);

/** '14:30' or '９：０５' → minutes; null when it is no time. */
function minutesOf(time: string): number | null {
  const [, h, m] = /^(\d{1,2}):(\d{2})$/.exec(time.normalize('NFKC').trim()) ?? [];
  return h !== undefined && Number(h) < 24 && Number(m) < 60 ? Number(h) * 60 + Number(m) : null;
}

type Props = {
  accountId: string;
  activity?: Activity | null;
  onClose: () => void;
  /** What it is called and begins with, where a screen knows what the touch is about. */
  title?: string;
  subject?: string;
  /** Asked before saving; false keeps the form open. */
  ready?: () => boolean;
  /** Done with the record, before the screen is asked again. */
  onRecorded?: () => Promise<void>;
  /** Fields of the screen that opened it, below the form's own. */
  children?: ReactNode;
};

/** Records an activity, or changes the one given. Made for speed: kind, who started it, whom, a line of text, Enter. */
export function ActivityDialog({ accountId, activity: given, onClose, title, subject: suggested = '', ready, onRecorded, children }: Props) {
  const t = useTexts(activityTexts);
  const f = useFormat();
  const { member, organisation } = useSession();
  const queries = useQueryClient();
  const start = given?.happenedAt ?? new Date();
  const [kind, setKind] = useState<Activity['kind']>(given?.kind ?? 'call');
  const [direction, setDirection] = useState<'proactive' | 'reactive'>(given?.direction ?? 'proactive');
  const [day, setDay] = useState<string | null>(f.dayOf(start));
  const [time, setTime] = useState(f.time(start));
  const [contactIds, setContacts] = useState<string[]>(given?.contacts.map((c) => c.id) ?? []);
  const [people, setPeople] = useState<Person[]>(given?.members ?? [{ id: member.id, name: member.name }]);
  const [subject, setSubject] = useState(given?.subject ?? suggested);
  const [body, setBody] = useState(given?.body ?? '');
  const done = {
    onSuccess: async () => {
      await onRecorded?.();
      toast(t.saved);
      onClose();
      await queries.invalidateQueries();
    },
  };
  const create = useMutation(api.create.mutationOptions(done));
  const update = useMutation(api.update.mutationOptions(done));
  const error = create.error ?? update.error;
  const errors = fieldErrors(error);
  const minutes = minutesOf(time);
  const save = (event: FormEvent) => {
    event.preventDefault();
    if (minutes === null || !day || ready?.() === false) return;
    const happenedAt = new Date(startOfDay(day, organisation.timeZone).getTime() + minutes * 60_000).toISOString();
    const fields = {
      accountId,
      kind,
      direction: kind === 'memo' ? null : direction,
      happenedAt,
      contactIds,
      memberIds: people.map((p) => p.id),
      subject,
      body,
    };
    if (given) update.mutate({ ...fields, activityId: given.activityId });
    else create.mutate(fields);
  };
  return (
    <Dialog open onClose={onClose} title={title ?? (given ? t.edit : t.record)}>
      <form className="stack" onSubmit={save}>
        <RadioGroup inline label={t.kind} value={kind} onChange={setKind} options={activityKind.options.map((value) => ({ value, label: t.kinds[value] }))} />
        {kind !== 'memo' && (
          <RadioGroup
            inline
            label={t.direction}
            value={direction}
            onChange={setDirection}
            error={errors.direction}
            options={(['proactive', 'reactive'] as const).map((value) => ({ value, label: `${t.directions[value]}${f.inBrackets(t.directionHints[value])}` }))}
          />
        )}
        <div className="grid2">
          <DatePicker label={t.day} required value={day} onChange={setDay} max={f.dayOf(new Date())} error={errors.happenedAt} />
          <TextField label={t.time} value={time} onChange={setTime} inputMode="numeric" error={minutes === null ? t.timeBad : null} />
        </div>
        <ContactChips accountId={accountId} chosen={contactIds} onChange={setContacts} />
        <MemberChips chosen={people} onChange={setPeople} />
        {/* oxlint-disable-next-line jsx-a11y/no-autofocus */}
        <TextField label={t.subject} required value={subject} onChange={setSubject} error={errors.subject} autoFocus={!given} />
        <TextArea label={t.body} value={body} onChange={setBody} error={errors.body} rows={4} />
        {children}
        {!errors.subject && !errors.happenedAt && <FormProblem error={error} />}
        <DialogActions onClose={onClose} label={t.save} busy={create.isPending || update.isPending} />
      </form>
    </Dialog>
  );
}

function ContactChips({ accountId, chosen, onChange }: { accountId: string; chosen: string[]; onChange: (ids: string[]) => void }) {
  const t = useTexts(activityTexts);
  const list = useQuery(contactApi.list.queryOptions({ input: { accountId, limit: 60 } }));
  const shown = (list.data?.items ?? []).filter((c) => c.status === 'active' || chosen.includes(c.contactId));
  return (
    <fieldset className="field">
      <legend>{t.contacts}</legend>
      <div className="row !gap-2">
        {shown.map((c) => (
          <Chip
            key={c.contactId}
            on={chosen.includes(c.contactId)}
            onClick={() => onChange(chosen.includes(c.contactId) ? chosen.filter((id) => id !== c.contactId) : [...chosen, c.contactId])}
          >
            {c.name}
            {c.title && ` ${c.title}`}
          </Chip>
        ))}
        {list.data && shown.length === 0 && <span className="sub">{t.contactsNone}</span>}
      </div>
    </fieldset>
  );
}

function MemberChips({ chosen, onChange }: { chosen: Person[]; onChange: (people: Person[]) => void }) {
  const t = useTexts(activityTexts);
  const search = async (q: string, signal: AbortSignal) => {
    const { items } = await members.list({ q: q || undefined, status: 'active', limit: 20 }, { signal });
    return items.filter((m) => !chosen.some((c) => c.id === m.id)).map((m) => ({ id: m.id, label: m.name }));
  };
  return (
    <fieldset className="field">
      <legend>{t.members}</legend>
      <div className="row !gap-2">
        {chosen.map((p) => (
          <Chip key={p.id} on onRemove={() => onChange(chosen.filter((c) => c.id !== p.id))} removeLabel={`${p.name} ${t.remove}`}>
            {p.name}
          </Chip>
        ))}
        <Combobox
          hideLabel
          label={t.addMember}
          placeholder={t.addMember}
          value={null}
          onChange={(c) => c && onChange([...chosen, { id: c.id, name: c.label }])}
          search={search}
        />
      </div>
    </fieldset>
  );
}
