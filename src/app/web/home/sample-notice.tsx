import { lazy, Suspense, useState } from 'react';
import { useTexts } from '#platform/i18n/react.tsx';
import { defineTexts } from '#platform/i18n/texts.ts';
import { Button } from '#platform/ui/button.tsx';
import { Notice, Progress } from '#platform/ui/states.tsx';
import { useCan } from '#platform/ui/session.tsx';
import { isGoing, useSampleRun } from './sample-run.ts';

const Remove = lazy(() => import('./sample-remove.tsx').then((m) => ({ default: m.RemoveSample })));

const noticeTexts = defineTexts({
  ja: { making: 'サンプルデータを作成しています。数字はまだ途中のものです。', here: 'サンプルデータの顧客が含まれています。', remove: 'サンプルを削除' },
  en: { making: 'The sample data is being made; these figures are not complete yet.', here: 'Sample customers are among these.', remove: 'Remove samples' },
});

/** Says that samples are among the figures, or are just being made, and takes them out again. */
export function SampleNotice() {
  const t = useTexts(noticeTexts);
  const mayRemove = useCan('sample.write');
  const [asking, setAsking] = useState(false);
  const { data: run } = useSampleRun();
  if (isGoing(run?.status))
    return (
      <Notice>
        <Progress label={t.making} value={run!.total > 0 ? run!.done / run!.total : null} />
      </Notice>
    );
  if (run?.status !== 'done') return null;
  return (
    <Notice>
      <div className="row spread">
        <span>{t.here}</span>
        {mayRemove && (
          <Button small onClick={() => setAsking(true)}>
            {t.remove}
          </Button>
        )}
      </div>
      <Suspense fallback={null}>{asking && <Remove onClose={() => setAsking(false)} />}</Suspense>
    </Notice>
  );
}
