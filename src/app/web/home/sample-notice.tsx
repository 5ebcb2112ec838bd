import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { showContract } from '#app/sample/show-contract.ts';
import { apiQuery } from '#platform/http/client.ts';
import { useTexts } from '#platform/i18n/react.tsx';
import { defineTexts } from '#platform/i18n/texts.ts';
import { Button } from '#platform/ui/button.tsx';
import { Notice } from '#platform/ui/states.tsx';
import { useCan } from '#platform/ui/session.tsx';

const api = apiQuery(showContract);
const Remove = lazy(() => import('./sample-remove.tsx').then((m) => ({ default: m.RemoveSample })));

const noticeTexts = defineTexts({
  ja: { here: 'サンプルデータの顧客が含まれています。', remove: 'サンプルを削除' },
  en: { here: 'Sample customers are among these.', remove: 'Remove samples' },
});

/** Says that samples are among the figures, and takes them out again. */
export function SampleNotice() {
  const t = useTexts(noticeTexts);
  const mayRemove = useCan('sample.write');
  const [asking, setAsking] = useState(false);
  const run = useQuery(api.show.queryOptions());
  if (run.data?.status !== 'done') return null;
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
