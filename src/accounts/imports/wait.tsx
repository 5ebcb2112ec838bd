import type { z } from 'zod';
import { useFormat, useTexts } from '#platform/i18n/react.tsx';
import { Card } from '#platform/ui/layout.tsx';
import { Progress } from '#platform/ui/states.tsx';
import type { importSummary } from './contract.ts';
import { stepTexts } from './step-texts.ts';

type Summary = z.infer<typeof importSummary>;

export function isBusy(status: Summary['status']): boolean {
  return ['previewing', 'queued', 'running', 'undoing'].includes(status);
}

/** Progress of what runs in the background; counted while the file is read, open-ended while it is applied. */
export function Wait({ made }: { made: Summary }) {
  const t = useTexts(stepTexts);
  const f = useFormat();
  const { status, rowsDone, rowsTotal } = made;
  const counted = (status === 'queued' || status === 'running') && rowsTotal !== null && rowsTotal > 0 && rowsDone > 0;
  const applying = counted && rowsDone >= rowsTotal * 0.98;
  const label = applying ? t.wait.applying : t.wait[status as 'previewing' | 'queued' | 'running' | 'undoing'];
  return (
    <Card>
      <div className="stack">
        <Progress
          label={label}
          value={counted && !applying ? rowsDone / rowsTotal : null}
          detail={rowsDone > 0 ? t.wait.rows(f.number(rowsDone)) : undefined}
        />
        <p className="sub">{t.wait.leave}</p>
      </div>
    </Card>
  );
}
