import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { apiQuery } from '#platform/http/client.ts';
import { useTexts } from '#platform/i18n/react.tsx';
import { Dialog, DialogActions } from '#platform/ui/dialog.tsx';
import { Checkbox, TextField } from '#platform/ui/fields.tsx';
import { Menu } from '#platform/ui/menu.tsx';
import { fieldErrors, problemText } from '#platform/ui/problem.ts';
import { useCan } from '#platform/ui/session.tsx';
import { uiTexts } from '#platform/ui/texts.ts';
import { toast } from '#platform/ui/toast.tsx';
import { contract as segmentContract } from '#rules/segments/contract.ts';
import type { View } from './contract.ts';
import { pageTexts } from './page-texts.ts';
import type { ListState } from './presets.ts';
import { listsApi } from './use-list.ts';

const segmentsApi = apiQuery(segmentContract);
type Props = { view?: View; state: ListState; changed: boolean; onGo: (key: string) => void };

/** Saving the list as it stands: as a view of one's own or shared, or its condition as a segment. */
export function ViewActions({ view, state, changed, onGo }: Props) {
  const t = useTexts(pageTexts);
  const errors = useTexts(uiTexts);
  const queries = useQueryClient();
  const maySegment = useCan('segments.write');
  const [open, setOpen] = useState<'save' | 'rename' | 'segment' | null>(null);
  const refused = { onError: (error: unknown) => toast(problemText(error, errors), { tone: 'risk' }) };
  const done = async (text: string) => {
    toast(text);
    await queries.invalidateQueries({ queryKey: listsApi.key() });
  };
  const update = useMutation({
    mutationFn: (change: object) => listsApi.updateView.call({ viewId: view!.viewId, ...change }),
    onSuccess: () => done(t.saved),
    ...refused,
  });
  const remove = useMutation({
    mutationFn: () => listsApi.removeView.call({ viewId: view!.viewId }),
    onSuccess: () => {
      onGo('all');
      return done(t.removed);
    },
    ...refused,
  });
  const overwrite = () => update.mutate({ condition: state.condition, sort: state.sort, columns: state.columns }, { onSuccess: () => onGo(view!.viewId) });
  const own = view?.mine
    ? [
        { key: 'overwrite', label: t.overwrite, onAction: overwrite, disabled: !changed },
        { key: 'rename', label: t.rename, onAction: () => setOpen('rename') },
        { key: 'share', label: view.shared ? t.unshare : t.share, onAction: () => update.mutate({ shared: !view.shared }) },
        { key: 'remove', label: t.remove, danger: true, onAction: () => remove.mutate() },
      ]
    : [];
  const items = [
    { key: 'save', label: t.saveView, onAction: () => setOpen('save') },
    ...(maySegment ? [{ key: 'segment', label: t.toSegment, onAction: () => setOpen('segment') }] : []),
    ...own,
  ];
  return (
    <>
      <Menu label={t.viewMenu} small items={items} />
      {open === 'save' && (
        <NameDialog
          title={t.saveView}
          label={t.viewName}
          shared
          onClose={() => setOpen(null)}
          onSave={async (name, shared) => {
            const made = await listsApi.createView.call({ name, shared, ...state });
            await done(t.saved);
            onGo(made.viewId);
          }}
        />
      )}
      {open === 'rename' && view && (
        <NameDialog
          title={t.rename}
          label={t.viewName}
          start={view.name}
          onClose={() => setOpen(null)}
          onSave={async (name) => {
            await update.mutateAsync({ name });
          }}
        />
      )}
      {open === 'segment' && (
        <NameDialog
          title={t.toSegment}
          label={t.segmentName}
          onClose={() => setOpen(null)}
          onSave={async (name) => {
            await segmentsApi.create.call({ name, condition: state.condition });
            await queries.invalidateQueries();
            toast(t.segmentSaved);
          }}
        />
      )}
    </>
  );
}

function NameDialog({
  title,
  label,
  start = '',
  shared: asksShared,
  onClose,
  onSave,
}: {
  title: string;
  label: string;
  start?: string;
  shared?: boolean;
  onClose: () => void;
  onSave: (name: string, shared: boolean) => Promise<void>;
}) {
  const t = useTexts(pageTexts);
  const errors = useTexts(uiTexts);
  const [name, setName] = useState(start);
  const [shared, setShared] = useState(false);
  const save = useMutation({ mutationFn: () => onSave(name.trim(), shared), onSuccess: onClose });
  return (
    <Dialog open onClose={onClose} title={title}>
      <div className="stack">
        <TextField
          label={label}
          required
          autoFocus
          maxLength={60}
          value={name}
          onChange={setName}
          error={save.error ? (Object.values(fieldErrors(save.error))[0] ?? problemText(save.error, errors)) : null}
        />
        {asksShared && <Checkbox label={t.shared} checked={shared} onChange={setShared} />}
      </div>
      <DialogActions onClose={onClose} label={t.save} disabled={!name.trim()} busy={save.isPending} onDo={() => save.mutate()} />
    </Dialog>
  );
}
