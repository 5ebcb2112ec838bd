import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTexts } from '#platform/i18n/react.tsx';
import { Dialog, DialogActions } from '#platform/ui/dialog.tsx';
import { useDone } from '#platform/ui/done.ts';
import { TextArea } from '#platform/ui/fields.tsx';
import { FormProblem, Notice } from '#platform/ui/states.tsx';
import { useLatestReplay } from '#review/replay/panel.tsx';
import { canonical, type RuleDefinition } from '#rules/rules/contract.ts';
import { rulesApi } from '#rules/rules/panel.tsx';
import type { RuleDetail } from './firings.tsx';
import { rulePageTexts } from './texts.ts';

type Props = { rule: RuleDetail; definition: RuleDefinition; dirty: boolean; onClose: () => void };

/** Publishes what is being edited, with a note; asks why when the slots would not take it or nobody has looked. */
export function PublishDialog({ rule, definition, dirty, onClose }: Props) {
  const t = useTexts(rulePageTexts);
  const replay = useLatestReplay(rule.ruleId);
  const [note, setNote] = useState('');
  const [reason, setReason] = useState('');
  const makesCtas = definition.actions.some((a) => a.kind === 'cta');
  const result = replay?.status === 'done' && canonical(replay.definition) === canonical(definition) ? replay.result : null;
  const weeks = makesCtas ? (result?.weeksOver ?? null) : 0;
  const publish = useMutation({
    mutationFn: async () => {
      if (dirty) await rulesApi.update.call({ ruleId: rule.ruleId, draft: definition });
      return rulesApi.publish.call({ ruleId: rule.ruleId, note: note.trim(), ...(weeks === 0 ? {} : { overSlotsReason: reason.trim() }) });
    },
    ...useDone(t.published, onClose, rulesApi.key()),
  });
  const send = (event: FormEvent) => {
    event.preventDefault();
    publish.mutate();
  };
  return (
    <Dialog open onClose={onClose} title={t.publishTitle(rule.name)}>
      <form className="stack" onSubmit={send}>
        <p>{t.publishText}</p>
        <TextArea label={t.note} required hint={t.noteHint} rows={2} maxLength={500} value={note} onChange={setNote} />
        {makesCtas && <Notice tone={weeks === 0 ? 'good' : 'watch'}>{weeks === null ? t.notReplayed : weeks === 0 ? t.within : t.over(weeks)}</Notice>}
        {weeks !== 0 && <TextArea label={t.overReason} required rows={2} maxLength={500} value={reason} onChange={setReason} />}
        <FormProblem error={publish.error} />
        <DialogActions onClose={onClose} label={t.publish} busy={publish.isPending} disabled={!note.trim() || (weeks !== 0 && !reason.trim())} />
      </form>
    </Dialog>
  );
}
