import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { apiQuery } from '#platform/http/client.ts';
import { useTexts } from '#platform/i18n/react.tsx';
import { Button } from '#platform/ui/button.tsx';
import { Dialog, DialogActions } from '#platform/ui/dialog.tsx';
import { useDone } from '#platform/ui/done.ts';
import { Select, TextArea, TextField } from '#platform/ui/fields.tsx';
import { Card } from '#platform/ui/layout.tsx';
import { fieldErrors } from '#platform/ui/problem.ts';
import { useCan } from '#platform/ui/session.tsx';
import { FormProblem, Notice } from '#platform/ui/states.tsx';
import { toast } from '#platform/ui/toast.tsx';
import { phases } from '#accounts/account-products/terms.ts';
import { contract, type Playbook, type PlaybookDefinition, type Summary, type TaskDefinition } from './contract.ts';
import { editorTexts } from './editor-texts.ts';
import { playbookTexts } from './page-texts.ts';
import { TaskForm } from './task-form.tsx';
import { TaskList } from './task-list.tsx';

const api = apiQuery(contract);
type Draft = Pick<Summary, 'name' | 'description' | 'ctaType'> & { definition: PlaybookDefinition };
const draftFrom = ({ name, description, ctaType, draft, published }: Playbook): Draft => ({ name, description, ctaType, definition: (draft ?? published)! });

/** The playbook as it is edited: a draft, until it is published. */
export function Editor({ playbook }: { playbook: Playbook }) {
  const t = useTexts(editorTexts);
  const words = useTexts(playbookTexts);
  const mayWrite = useCan('playbooks.write');
  const [draft, setDraft] = useState(() => draftFrom(playbook));
  const [at, setAt] = useState(0);
  const [publishing, setPublishing] = useState(false);
  const { playbookId } = playbook;
  const { tasks } = draft.definition;
  const changed = JSON.stringify(draft) !== JSON.stringify(draftFrom(playbook));
  const save = useMutation({
    mutationFn: () => {
      const { definition, ...fields } = draft;
      const same = JSON.stringify(definition) === JSON.stringify(draftFrom(playbook).definition);
      return api.update.call({ playbookId, ...fields, ...(same ? {} : { draft: definition }) });
    },
    ...useDone(t.saved),
    onError: (error) => {
      const place = Object.keys(fieldErrors(error)).find((path) => path.startsWith('draft.tasks.'));
      if (place) setAt(Number(place.split('.')[2]));
    },
  });
  const wrong = save.error ? fieldErrors(save.error) : {};
  const setTasks = (next: TaskDefinition[]) => setDraft({ ...draft, definition: { ...draft.definition, tasks: next } });
  const task = tasks[Math.min(at, tasks.length - 1)]!;
  const index = tasks.indexOf(task);
  return (
    <fieldset disabled={!mayWrite} className="stack !gap-4">
      {mayWrite && (
        <div className="card row spread px-4 py-2">
          <span className="sub" aria-live="polite">
            {changed ? t.unsaved : playbook.version === null ? words.isDraft : playbook.hasDraft ? words.draftToo : words.version(playbook.version)}
          </span>
          <span className="row">
            <Button look={changed ? 'primary' : 'plain'} disabled={!changed} busy={save.isPending} onClick={() => save.mutate()}>
              {t.save}
            </Button>
            <Button look={changed ? 'plain' : 'primary'} disabled={changed || !playbook.hasDraft} onClick={() => setPublishing(true)}>
              {t.publish}
            </Button>
          </span>
        </div>
      )}
      <FormProblem error={save.error} />
      <Card title={t.basics}>
        <div className="stack">
          <div className="grid3">
            <TextField label={words.name} required maxLength={80} value={draft.name} onChange={(name) => setDraft({ ...draft, name })} error={wrong.name} />
            <Select
              label={words.kind}
              value={draft.ctaType ?? ''}
              onChange={(kind) => setDraft({ ...draft, ctaType: (kind || null) as Draft['ctaType'] })}
              options={[
                { value: '', label: words.anyKind },
                ...(Object.keys(words.kinds) as (keyof typeof words.kinds)[]).map((value) => ({ value, label: words.kinds[value] })),
              ]}
            />
            <Select
              label={t.startOnPhase}
              value={draft.definition.startOnPhase ?? ''}
              onChange={(phase) =>
                setDraft({ ...draft, definition: { ...draft.definition, startOnPhase: (phase || null) as PlaybookDefinition['startOnPhase'] } })
              }
              options={[{ value: '', label: t.noPhase }, ...phases.map((value) => ({ value, label: t.phases[value] }))]}
            />
          </div>
          <TextArea
            label={t.description}
            rows={2}
            value={draft.description ?? ''}
            onChange={(description) => setDraft({ ...draft, description: description || null })}
          />
        </div>
      </Card>
      <div className="grid grid-cols-1 items-start gap-4 lg:grid-cols-[minmax(0,2fr)_minmax(0,3fr)]">
        <TaskList tasks={tasks} at={index} wrong={wrong} onAt={setAt} onChange={setTasks} canEdit={mayWrite} />
        <TaskForm
          key={task.key}
          task={task}
          place={`draft.tasks.${index}`}
          wrong={wrong}
          canEdit={mayWrite}
          onChange={(next) => setTasks(tasks.map((one, i) => (i === index ? next : one)))}
          onRemove={
            tasks.length > 1
              ? () => {
                  setTasks(tasks.filter((_, i) => i !== index));
                  setAt(Math.max(0, index - 1));
                }
              : undefined
          }
        />
      </div>
      {publishing && <PublishDialog playbookId={playbookId} onClose={() => setPublishing(false)} />}
    </fieldset>
  );
}

function PublishDialog({ playbookId, onClose }: { playbookId: string; onClose: () => void }) {
  const t = useTexts(editorTexts);
  const words = useTexts(playbookTexts);
  const queries = useQueryClient();
  const [note, setNote] = useState('');
  const publish = useMutation({
    mutationFn: () => api.publish.call({ playbookId, note: note.trim() || null }),
    onSuccess: async ({ version }) => {
      toast(t.published(version!));
      await queries.invalidateQueries();
      onClose();
    },
  });
  return (
    <Dialog open onClose={onClose} title={t.publishTitle}>
      <div className="stack">
        <Notice>{t.publishText}</Notice>
        <TextArea label={words.note} rows={2} maxLength={500} value={note} onChange={setNote} />
        <FormProblem error={publish.error} />
      </div>
      <DialogActions onClose={onClose} label={t.publish} busy={publish.isPending} onDo={() => publish.mutate()} />
    </Dialog>
  );
}
