import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { apiQuery } from '#platform/http/client.ts';
import { useFormat, useTexts } from '#platform/i18n/react.tsx';
import { Dialog, DialogActions } from '#platform/ui/dialog.tsx';
import { TextArea, TextField } from '#platform/ui/fields.tsx';
import { fieldErrors, problemText } from '#platform/ui/problem.ts';
import { Notice } from '#platform/ui/states.tsx';
import { uiTexts } from '#platform/ui/texts.ts';
import { toast } from '#platform/ui/toast.tsx';
import { checkCondition, type Condition } from '#rules/conditions/contract.ts';
import { ConditionEditor, tidy, useFields } from '#rules/conditions/panel.tsx';
import { contract, type Segment } from './contract.ts';
import { segmentTexts } from './texts.ts';

const api = apiQuery(contract);

/** A segment being made or changed: its condition as a tree, and whom it finds now. */
export function SegmentDialog({ segment, onClose }: { segment: Segment | null; onClose: () => void }) {
  const t = useTexts(segmentTexts);
  const errors = useTexts(uiTexts);
  const fields = useFields();
  const queries = useQueryClient();
  const [name, setName] = useState(segment?.name ?? '');
  const [description, setDescription] = useState(segment?.description ?? '');
  const [draft, setDraft] = useState<Condition>(segment?.condition ?? { all: [] });
  const condition = tidy(draft);
  const ready = checkCondition(condition, fields.map).length === 0;
  const save = useMutation({
    mutationFn: () => {
      const body = { name: name.trim(), description: description.trim() || null, condition };
      return segment ? api.update.call({ segmentId: segment.segmentId, ...body }) : api.create.call(body);
    },
    onSuccess: async () => {
      toast(t.saved);
      await queries.invalidateQueries();
      onClose();
    },
  });
  const wrong = save.error ? fieldErrors(save.error) : {};
  return (
    <Dialog open onClose={onClose} title={segment ? t.editTitle : t.addTitle} size="wide">
      <div className="stack">
        <TextField label={t.nameField} required maxLength={60} value={name} onChange={setName} error={wrong.name} />
        <TextArea label={t.description} rows={2} value={description} onChange={setDescription} />
        <ConditionEditor fields={fields} condition={draft} onChange={setDraft} />
        {ready && <Preview condition={condition} />}
        {save.error && !wrong.name && <Notice tone="risk">{problemText(save.error, errors)}</Notice>}
      </div>
      <DialogActions onClose={onClose} label={t.save} disabled={!ready || !name.trim()} busy={save.isPending} onDo={() => save.mutate()} />
    </Dialog>
  );
}

function Preview({ condition }: { condition: Condition }) {
  const t = useTexts(segmentTexts);
  const f = useFormat();
  const found = useQuery({ ...api.preview.queryOptions({ input: { condition } }), placeholderData: (before) => before });
  if (!found.data) return <p className="sub">{t.previewing}</p>;
  return (
    <Notice>
      <strong>{t.preview(f.number(found.data.count), f.moneyShort(found.data.mrr ?? '0'))}</strong>
      {found.data.sample.length > 0 && <div className="sub">{t.such(f.names(found.data.sample.map((one) => one.name)))}</div>}
    </Notice>
  );
}
