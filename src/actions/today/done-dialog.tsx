import { useState } from 'react';
import { doneOutcomes, wontDoOutcomes } from '#actions/ctas/contract.ts';
import { useTexts } from '#platform/i18n/react.tsx';
import { Dialog } from '#platform/ui/dialog.tsx';
import { TextField } from '#platform/ui/fields.tsx';
import { actTexts } from './act-texts.ts';
import type { Closing } from './acts.tsx';
import { Choices } from './choices.tsx';
import type { Item } from './row.tsx';

/** How it ended: one key or one tap. A task is done, or needs a word why not. */
export function DoneDialog({ item, busy, onDone, onClose }: { item: Item; busy: boolean; onDone: (closing: Closing) => void; onClose: () => void }) {
  const t = useTexts(actTexts);
  const [note, setNote] = useState('');
  const done = (outcome: string) => onDone({ status: 'done', outcome, note });
  const wontDo = (outcome: string) => onDone({ status: 'wont_do', outcome, note: note || t.outcomes[outcome] });
  const ends = item.kind === 'task' ? [{ key: 'done', label: t.complete }] : doneOutcomes.map((key) => ({ key, label: t.outcomes[key]! }));
  return (
    <Dialog open onClose={onClose} title={item.title}>
      <div className="stack">
        <Choices label={t.done} hint={t.byKey} busy={busy} focus options={ends} onChoose={done} />
        <Choices label={t.wontDo} busy={busy} options={wontDoOutcomes.map((key) => ({ key, label: t.outcomes[key]! }))} onChoose={wontDo} />
        <TextField label={t.note} value={note} onChange={setNote} />
      </div>
    </Dialog>
  );
}
