import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTexts } from '#platform/i18n/react.tsx';
import { ConfirmDialog, Dialog, DialogActions } from '#platform/ui/dialog.tsx';
import { useDone } from '#platform/ui/done.ts';
import { TextArea, TextField } from '#platform/ui/fields.tsx';
import { Menu } from '#platform/ui/menu.tsx';
import { problemText } from '#platform/ui/problem.ts';
import { FormProblem } from '#platform/ui/states.tsx';
import { uiTexts } from '#platform/ui/texts.ts';
import { toast } from '#platform/ui/toast.tsx';
import { rulesApi } from '#rules/rules/panel.tsx';
import type { RuleDetail } from './firings.tsx';
import { rulePageTexts } from './texts.ts';

type Act = 'pause' | 'resume' | 'retire' | 'remove' | 'discard';

/** What else can be done with a rule. */
export function RuleMenu({ rule }: { rule: RuleDetail }) {
  const t = useTexts(rulePageTexts);
  const errors = useTexts(uiTexts);
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [open, setOpen] = useState<'rename' | 'retire' | 'remove' | null>(null);
  const { ruleId } = rule;
  const done = { pause: t.paused, resume: t.resumed, retire: t.retired, remove: t.removed, discard: t.discarded };
  const act = useMutation({
    mutationFn: async (what: Act): Promise<void> => {
      if (what === 'remove') await rulesApi.remove.call({ ruleId });
      else if (what === 'discard') await rulesApi.update.call({ ruleId, draft: null });
      else await rulesApi[what].call({ ruleId });
    },
    onSuccess: async (_, what) => {
      toast(done[what]);
      if (what === 'remove') await navigate({ to: '/rules' as never });
      await queries.invalidateQueries({ queryKey: rulesApi.list.key() });
      if (what !== 'remove') await queries.invalidateQueries({ queryKey: rulesApi.key() });
    },
    onError: (error) => toast(problemText(error, errors), { tone: 'risk' }),
    onSettled: () => setOpen(null),
  });
  const items = [
    { key: 'rename', label: t.rename, onAction: () => setOpen('rename') },
    ...(rule.status === 'live' ? [{ key: 'pause', label: t.pause, onAction: () => act.mutate('pause') }] : []),
    ...(rule.status === 'paused' ? [{ key: 'resume', label: t.resume, onAction: () => act.mutate('resume') }] : []),
    ...(rule.draft && rule.version !== null ? [{ key: 'discard', label: t.discard, onAction: () => act.mutate('discard') }] : []),
    ...(rule.status === 'live' || rule.status === 'paused' ? [{ key: 'retire', label: t.retire, danger: true, onAction: () => setOpen('retire') }] : []),
    ...(rule.version === null ? [{ key: 'remove', label: t.remove, danger: true, onAction: () => setOpen('remove') }] : []),
  ];
  const confirming = open === 'retire' || open === 'remove' ? open : null;
  return (
    <>
      <Menu label={t.menu} icon="⋯" items={items} />
      {confirming && (
        <ConfirmDialog
          open
          danger
          onClose={() => setOpen(null)}
          onConfirm={() => act.mutate(confirming)}
          busy={act.isPending}
          title={confirming === 'retire' ? t.retireTitle(rule.name) : t.removeTitle(rule.name)}
          confirmLabel={confirming === 'retire' ? t.retire : t.remove}
        >
          {confirming === 'retire' ? t.retireText : t.removeText}
        </ConfirmDialog>
      )}
      {open === 'rename' && <Rename rule={rule} onClose={() => setOpen(null)} />}
    </>
  );
}

function Rename({ rule, onClose }: { rule: RuleDetail; onClose: () => void }) {
  const t = useTexts(rulePageTexts);
  const [name, setName] = useState(rule.name);
  const [description, setDescription] = useState(rule.description ?? '');
  const save = useMutation({
    mutationFn: () => rulesApi.update.call({ ruleId: rule.ruleId, name: name.trim(), description: description.trim() || null }),
    ...useDone(t.renamed, onClose, rulesApi.key()),
  });
  return (
    <Dialog open onClose={onClose} title={t.rename}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        <TextField label={t.name} required maxLength={80} value={name} onChange={setName} />
        <TextArea label={t.description} rows={3} maxLength={1000} value={description} onChange={setDescription} />
        <FormProblem error={save.error} />
        <DialogActions onClose={onClose} label={t.saveName} disabled={!name.trim()} busy={save.isPending} />
      </form>
    </Dialog>
  );
}
