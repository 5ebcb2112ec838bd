import { useState } from 'react';
import { useFormat, useTexts } from '#platform/i18n/react.tsx';
import { Button } from '#platform/ui/button.tsx';
import { CloseDialog, PriorityDialog, ReassignDialog, SnoozeDialog } from './act-dialogs.tsx';
import { pageTexts } from './page-texts.ts';
import { actTexts } from './texts.ts';
import type { CtaRow } from './use-ctas.ts';

/** What can be done with the CTAs ticked. */
export function BulkBar({ ctas, onClear }: { ctas: readonly CtaRow[]; onClear: () => void }) {
  const t = useTexts(pageTexts);
  const acts = useTexts(actTexts);
  const f = useFormat();
  const [open, setOpen] = useState<'done' | 'wont_do' | 'snooze' | 'reassign' | 'priority' | null>(null);
  const props = { ctas, onClose: () => setOpen(null), onDone: onClear };
  const buttons = [
    ['done', acts.finish],
    ['snooze', acts.snooze],
    ['reassign', acts.reassign],
    ['priority', acts.setPriority],
    ['wont_do', acts.drop],
  ] as const;
  return (
    <div className="card row sticky bottom-3 z-10 px-4 py-2 shadow-lg" role="region" aria-label={t.selected(f.number(ctas.length))}>
      <strong className="text-[13px]" aria-live="polite">
        {t.selected(f.number(ctas.length))}
      </strong>
      {buttons.map(([key, label]) => (
        <Button key={key} small onClick={() => setOpen(key)}>
          {label}
        </Button>
      ))}
      <Button small look="ghost" onClick={onClear}>
        {t.clear}
      </Button>
      {(open === 'done' || open === 'wont_do') && <CloseDialog {...props} status={open} />}
      {open === 'snooze' && <SnoozeDialog {...props} />}
      {open === 'reassign' && <ReassignDialog {...props} />}
      {open === 'priority' && <PriorityDialog {...props} />}
    </div>
  );
}
