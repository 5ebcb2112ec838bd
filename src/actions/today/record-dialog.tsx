import { useRef, useState } from 'react';
import { doneOutcomes } from '#actions/ctas/contract.ts';
import { useTexts } from '#platform/i18n/react.tsx';
import { useCan } from '#platform/ui/session.tsx';
import { problemText } from '#platform/ui/problem.ts';
import { uiTexts } from '#platform/ui/texts.ts';
import { toast } from '#platform/ui/toast.tsx';
import { ActivityDialog } from '#signals/activities/panel.tsx';
import { actTexts } from './act-texts.ts';
import { close } from './acts.tsx';
import { Choices } from './choices.tsx';
import type { Item } from './row.tsx';

/** Records a touch with the customer of the line and ends the line in the same breath: subject, Enter, a number. */
export function RecordDialog({ item, onClose }: { item: Item; onClose: () => void }) {
  const t = useTexts(actTexts);
  const words = useTexts(uiTexts);
  const mayClose = useCan('ctas.write');
  const [outcome, setOutcome] = useState('');
  // The form is sent in the same keystroke, before the state has come.
  const chosen = useRef('');
  const first = useRef<HTMLButtonElement>(null);
  const ends = item.kind === 'task' ? [{ key: 'done', label: t.complete }] : doneOutcomes.map((key) => ({ key, label: t.outcomes[key]! }));
  const options = [...ends, { key: 'open', label: t.keepOpen }];
  const choose = (key: string) => {
    chosen.current = key;
    setOutcome(key);
    first.current?.form?.requestSubmit();
  };
  return (
    <ActivityDialog
      accountId={item.accountId}
      title={t.record(item.accountName)}
      subject={item.title}
      ready={() => {
        if (!mayClose || chosen.current) return true;
        first.current?.focus();
        return false;
      }}
      onRecorded={async () => {
        if (!chosen.current || chosen.current === 'open') return;
        // The touch is recorded by now; recording it again because the CTA could not be closed would count it twice.
        await close(item, { status: 'done', outcome: chosen.current }).catch((error: unknown) => toast(problemText(error, words), { tone: 'risk' }));
      }}
      onClose={onClose}
    >
      {mayClose && (
        <Choices label={item.kind === 'task' ? t.closeTask : t.closeToo} hint={t.choose} options={options} chosen={outcome} onChoose={choose} first={first} />
      )}
    </ActivityDialog>
  );
}
