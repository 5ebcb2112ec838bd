import { useFormat, useTexts } from '#platform/i18n/react.tsx';
import { Pill } from '#platform/ui/pills.tsx';
import { Bar } from '#platform/ui/bars.tsx';
import type { Due, Outcome, Run, Summary } from './contract.ts';
import { playbookTexts } from './page-texts.ts';

export function StatusPill({ status }: { status: Summary['status'] }) {
  const t = useTexts(playbookTexts);
  return <Pill tone={status === 'live' ? 'good' : status === 'draft' ? 'info' : 'unknown'}>{t.statuses[status]}</Pill>;
}

export function RunPill({ status }: { status: Run['status'] }) {
  const t = useTexts(playbookTexts);
  return <Pill tone={status === 'running' ? 'info' : status === 'done' ? 'good' : 'unknown'}>{t.runStatuses[status]}</Pill>;
}

/** A share of the cases with their number; said to be too few to tell where they are. */
export function Share({ outcome, of, brief }: { outcome: Outcome; of: 'churned' | 'expanded'; brief?: boolean }) {
  const t = useTexts(playbookTexts);
  const f = useFormat();
  const { cases } = outcome;
  if (!outcome.enough)
    return (
      <span className="sub" title={t.fewHint}>
        {brief && !cases ? '—' : t.few(f.number(cases))}
      </span>
    );
  return (
    <>
      {f.percent(outcome[of] / cases)} <span className="sub">{t.cases(f.number(cases))}</span>
    </>
  );
}

/** 5営業日後, 更新90日前 */
export function useDueWords(): (due: Due) => string {
  const t = useTexts(playbookTexts);
  return (due) => (due.kind === 'start' ? t.dueWords.start(due.businessDays) : t.dueWords[due.date](due.days));
}

export function Progress({ run }: { run: Pick<Run, 'tasks' | 'closed' | 'overdue'> }) {
  const t = useTexts(playbookTexts);
  const f = useFormat();
  const words = t.progressOf(f.number(run.closed), f.number(run.tasks));
  return (
    <span className="row !flex-nowrap !gap-2">
      <Bar value={run.closed} max={run.tasks || 1} label={`${t.progress} ${words}`} width={80} />
      <span className="num">{words}</span>
      {run.overdue > 0 && <span className="text-bad text-[12px]">{t.overdue(f.number(run.overdue))}</span>}
    </span>
  );
}
