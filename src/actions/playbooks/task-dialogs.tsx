import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { MemberField } from '#accounts/assignments/panel.tsx';
import { apiQuery } from '#platform/http/client.ts';
import { useTexts } from '#platform/i18n/react.tsx';
import type { Choice } from '#platform/ui/combobox.tsx';
import { DatePicker } from '#platform/ui/date-picker.tsx';
import { Dialog, DialogActions } from '#platform/ui/dialog.tsx';
import { TextArea } from '#platform/ui/fields.tsx';
import { fieldErrors } from '#platform/ui/problem.ts';
import { FormProblem } from '#platform/ui/states.tsx';
import { toast } from '#platform/ui/toast.tsx';
import { runsContract, type Task } from './contract.ts';
import { runTexts } from './panel-texts.ts';

const api = apiQuery(runsContract);
type Props = { task: Task; onClose: () => void };

function useSaved(onClose: () => void) {
  const t = useTexts(runTexts);
  const queries = useQueryClient();
  return async () => {
    toast(t.saved);
    await queries.invalidateQueries();
    onClose();
  };
}

export function SkipDialog({ task, onClose }: Props) {
  const t = useTexts(runTexts);
  const [note, setNote] = useState('');
  const saved = useSaved(onClose);
  const { accountId, taskId } = task;
  const skip = useMutation({ mutationFn: () => api.setTask.call({ accountId, taskId, status: 'skipped', note }), onSuccess: saved });
  return (
    <Dialog open onClose={onClose} title={t.skipTitle}>
      <div className="stack">
        <p>{task.title}</p>
        <TextArea label={t.skipNote} required rows={3} value={note} onChange={setNote} error={skip.error ? fieldErrors(skip.error).note : undefined} />
      </div>
      <DialogActions onClose={onClose} label={t.skip} disabled={!note.trim()} busy={skip.isPending} onDo={() => skip.mutate()} />
    </Dialog>
  );
}

export function ChangeDialog({ task, onClose }: Props) {
  const t = useTexts(runTexts);
  const [owner, setOwner] = useState<Choice | null>(task.ownerId ? { id: task.ownerId, label: task.ownerName ?? '' } : null);
  const [dueOn, setDueOn] = useState(task.dueOn);
  const [note, setNote] = useState(task.note ?? '');
  const saved = useSaved(onClose);
  const { accountId, taskId } = task;
  const change = useMutation({
    mutationFn: () => api.updateTask.call({ accountId, taskId, ownerId: owner?.id ?? null, dueOn, note: note || null }),
    onSuccess: saved,
  });
  return (
    <Dialog open onClose={onClose} title={t.changeTitle}>
      <div className="stack">
        <MemberField label={t.owner} value={owner} onChange={setOwner} />
        <DatePicker label={t.dueOn} value={dueOn} onChange={setDueOn} />
        <TextArea label={t.note} rows={3} value={note} onChange={setNote} />
        <FormProblem error={change.error} />
      </div>
      <DialogActions onClose={onClose} label={t.save} busy={change.isPending} onDo={() => change.mutate()} />
    </Dialog>
  );
}
