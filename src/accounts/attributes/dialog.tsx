import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import type { z } from 'zod';
import { apiQuery } from '#platform/http/client.ts';
import { useTexts } from '#platform/i18n/react.tsx';
import { Dialog, DialogActions } from '#platform/ui/dialog.tsx';
import { useDone } from '#platform/ui/done.ts';
import { Select, TextArea, TextField } from '#platform/ui/fields.tsx';
import { fieldErrors } from '#platform/ui/problem.ts';
import { FormProblem } from '#platform/ui/states.tsx';
import { attributeKind, attributeTopic, contract, type attribute } from './contract.ts';
import { attributeTexts } from './texts.ts';

export type Attribute = z.infer<typeof attribute>;
const api = apiQuery(contract);

/** Adds an attribute, or changes the name and choices of the one given. */
export function AttributeDialog({ attribute: given, onClose }: { attribute: Attribute | null; onClose: () => void }) {
  const t = useTexts(attributeTexts);
  const [name, setName] = useState(given?.name ?? '');
  const [key, setKey] = useState(given?.key ?? '');
  const [kind, setKind] = useState<Attribute['kind']>(given?.kind ?? 'text');
  const [choices, setChoices] = useState(given?.choices.join('\n') ?? '');
  const [topic, setTopic] = useState<string>(given?.topic ?? '');
  const done = useDone(t.saved, onClose);
  const create = useMutation(api.create.mutationOptions(done));
  const update = useMutation(api.update.mutationOptions(done));
  const error = create.error ?? update.error;
  const errors = fieldErrors(error);
  const lines = kind === 'choice' ? choices.split('\n').flatMap((line) => line.trim() || []) : [];
  const save = (event: FormEvent) => {
    event.preventDefault();
    const about = (topic || null) as Attribute['topic'];
    if (given) update.mutate({ attributeId: given.id, name, topic: about, ...(kind === 'choice' ? { choices: lines } : {}) });
    else create.mutate({ name, key, kind, choices: lines, topic: about });
  };
  return (
    <Dialog open onClose={onClose} title={given ? t.edit : t.add}>
      <form className="stack" onSubmit={save}>
        <TextField label={t.name} required value={name} onChange={setName} error={errors.name} />
        {!given && <TextField label={t.key} required hint={t.keyHint} value={key} onChange={setKey} error={errors.key} autoCapitalize="none" />}
        {!given && <Select label={t.kind} value={kind} onChange={setKind} options={attributeKind.options.map((value) => ({ value, label: t.kinds[value] }))} />}
        {kind === 'choice' && (
          <TextArea label={t.choices} required hint={t.choicesHint} value={choices} onChange={setChoices} error={errors.choices} rows={5} />
        )}
        <Select
          label={t.topic}
          hint={t.topicHint}
          value={topic}
          onChange={setTopic}
          error={errors.topic}
          options={[{ value: '', label: t.byName }, ...attributeTopic.options.map((value) => ({ value, label: t.topics[value] }))]}
        />
        {Object.keys(errors).length === 0 && <FormProblem error={error} />}
        <DialogActions onClose={onClose} label={t.save} busy={create.isPending || update.isPending} />
      </form>
    </Dialog>
  );
}
