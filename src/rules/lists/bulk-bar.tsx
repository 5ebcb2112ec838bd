import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useFormat, useLanguage, useTexts } from '#platform/i18n/react.tsx';
import { Button } from '#platform/ui/button.tsx';
import { Dialog, DialogActions } from '#platform/ui/dialog.tsx';
import { Select, TextArea } from '#platform/ui/fields.tsx';
import { problemText } from '#platform/ui/problem.ts';
import { useCan } from '#platform/ui/session.tsx';
import { Notice } from '#platform/ui/states.tsx';
import { TagField } from '#platform/ui/tag-field.tsx';
import { uiTexts } from '#platform/ui/texts.ts';
import { toast } from '#platform/ui/toast.tsx';
import { touchModels } from '#rules/conditions/contract.ts';
import type { Fields } from '#rules/conditions/panel.tsx';
import type { Target } from './contract.ts';
import { pageTexts } from './page-texts.ts';
import { listsApi } from './use-list.ts';

type Props = {
  target: Target;
  count: number;
  total: number | null;
  everything: boolean;
  onEverything: () => void;
  onClear: () => void;
  fields: Fields;
  more?: (target: Target, count: number, onDone: () => void) => ReactNode;
};

/** What can be done with the customers ticked. */
export function BulkBar({ target, count, total, everything, onEverything, onClear, fields, more }: Props) {
  const t = useTexts(pageTexts);
  const f = useFormat();
  const mayWrite = useCan('accounts.write');
  const mayAssign = useCan('assignments.write');
  const [open, setOpen] = useState<'assign' | 'tags' | 'touch' | null>(null);
  const close = () => setOpen(null);
  return (
    <div className="card row sticky bottom-3 z-10 px-4 py-2 shadow-lg" role="region" aria-label={t.selected(f.number(count))}>
      <strong className="text-[13px]" aria-live="polite">
        {everything ? t.allSelected(f.number(count)) : t.selected(f.number(count))}
      </strong>
      {!everything && total !== null && total > count && (
        <Button small look="ghost" onClick={onEverything}>
          {t.selectAll(f.number(total))}
        </Button>
      )}
      {mayAssign && (
        <Button small onClick={() => setOpen('assign')}>
          {t.assign}
        </Button>
      )}
      {mayWrite && (
        <Button small onClick={() => setOpen('tags')}>
          {t.tags}
        </Button>
      )}
      {mayWrite && (
        <Button small onClick={() => setOpen('touch')}>
          {t.touch}
        </Button>
      )}
      {more?.(target, count, onClear)}
      <Button small look="ghost" onClick={onClear}>
        {t.clear}
      </Button>
      {open === 'assign' && <AssignDialog target={target} fields={fields} onClose={close} onDone={onClear} />}
      {open === 'tags' && <TagsDialog target={target} onClose={close} onDone={onClear} />}
      {open === 'touch' && <TouchDialog target={target} onClose={close} onDone={onClear} />}
    </div>
  );
}

type DialogProps = { target: Target; onClose: () => void; onDone: () => void };
type Result = { accounts: number; changed: number };
type Ask = { key: object; ask: () => Promise<Result> };

/** Counts first, then asks, then does. */
function BulkDialog({
  title,
  children,
  ready,
  preview,
  run,
  onClose,
  onDone,
}: { title: string; children: ReactNode; ready: boolean; preview: Ask; run: () => Promise<Result> } & Omit<DialogProps, 'target'>) {
  const t = useTexts(pageTexts);
  const f = useFormat();
  const errors = useTexts(uiTexts);
  const queries = useQueryClient();
  const counted = useQuery({ queryKey: ['bulk-preview', preview.key], queryFn: preview.ask, enabled: ready });
  const change = useMutation({
    mutationFn: run,
    onSuccess: async ({ changed }) => {
      toast(t.changed(f.number(changed)));
      await queries.invalidateQueries();
      onDone();
      onClose();
    },
  });
  const error = change.error ?? counted.error;
  return (
    <Dialog open onClose={onClose} title={title}>
      <div className="stack">
        {children}
        {ready && counted.data && <Notice>{t.preview(f.number(counted.data.changed), f.number(counted.data.accounts))}</Notice>}
        {error && <Notice tone="risk">{problemText(error, errors)}</Notice>}
      </div>
      <DialogActions onClose={onClose} label={t.change} disabled={!ready || !counted.data?.changed} busy={change.isPending} onDo={() => change.mutate()} />
    </Dialog>
  );
}

function AssignDialog({ target, fields, ...rest }: DialogProps & { fields: Fields }) {
  const t = useTexts(pageTexts);
  const language = useLanguage();
  const [role, setRole] = useState<'csm' | 'onboarding' | 'sales' | 'support'>('csm');
  const [memberId, setMember] = useState('');
  const [handoverNote, setNote] = useState('');
  const input = { target, role, memberId, handoverNote };
  const members = fields.map.get('csm')?.choices ?? [];
  return (
    <BulkDialog
      title={t.assignTitle}
      ready={memberId !== ''}
      preview={{ key: { target, role, memberId }, ask: () => listsApi.assign.call({ ...input, preview: true }) }}
      run={() => listsApi.assign.call(input)}
      {...rest}
    >
      <Select
        label={t.role}
        value={role}
        onChange={setRole}
        options={(Object.keys(t.roles) as (typeof role)[]).map((value) => ({ value, label: t.roles[value] }))}
      />
      <Select
        label={t.member}
        value={memberId}
        onChange={setMember}
        placeholder="—"
        options={members.map((m) => ({ value: m.value, label: m.name[language] }))}
      />
      <TextArea label={t.note} value={handoverNote} onChange={setNote} rows={3} />
    </BulkDialog>
  );
}

function TagsDialog({ target, ...rest }: DialogProps) {
  const t = useTexts(pageTexts);
  const [add, setAdd] = useState<string[]>([]);
  const [remove, setRemove] = useState<string[]>([]);
  const input = { target, add, remove };
  return (
    <BulkDialog
      title={t.tagsTitle}
      ready={add.length + remove.length > 0}
      preview={{ key: input, ask: () => listsApi.tag.call({ ...input, preview: true }) }}
      run={() => listsApi.tag.call(input)}
      {...rest}
    >
      <TagField label={t.addTags} value={add} onChange={setAdd} />
      <TagField label={t.removeTags} value={remove} onChange={setRemove} />
    </BulkDialog>
  );
}

function TouchDialog({ target, ...rest }: DialogProps) {
  const t = useTexts(pageTexts);
  const language = useLanguage();
  const [model, setModel] = useState('');
  const input = { target, touchModel: model === 'none' ? null : (model as 'high') };
  return (
    <BulkDialog
      title={t.touchTitle}
      ready={model !== ''}
      preview={{ key: input, ask: () => listsApi.touchModel.call({ ...input, preview: true }) }}
      run={() => listsApi.touchModel.call(input)}
      {...rest}
    >
      <Select
        label={t.touchModel}
        value={model}
        onChange={setModel}
        placeholder="—"
        options={[...touchModels.map((m) => ({ value: m.value, label: m.name[language] })), { value: 'none', label: t.touchNone }]}
      />
    </BulkDialog>
  );
}
