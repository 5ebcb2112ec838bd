import { useMutation, useQueryClient } from '@tanstack/react-query';
import { contract } from '#app/sample/contract.ts';
import { apiQuery } from '#platform/http/client.ts';
import { useTexts } from '#platform/i18n/react.tsx';
import { Button } from '#platform/ui/button.tsx';
import { Card } from '#platform/ui/layout.tsx';
import { useCan } from '#platform/ui/session.tsx';
import { FormProblem, Notice, Progress } from '#platform/ui/states.tsx';
import { isGoing, sampleApi, useSampleRun } from './sample-run.ts';
import { startTexts } from './start-texts.ts';

const api = apiQuery(contract);
const ACCOUNTS = 300;

/** The button for sample data and, once pressed, how far it is: also after a reload. */
export function Sample() {
  const t = useTexts(startTexts).sample;
  const mayMake = useCan('sample.write');
  const queries = useQueryClient();
  const run = useSampleRun();
  const make = useMutation(api.create.mutationOptions({ onSuccess: (started) => queries.setQueryData(sampleApi.show.queryKey(), started) }));
  const status = run.data?.status;
  return (
    <Card title={t.title}>
      <div className="stack">
        <p>{t.text}</p>
        {!mayMake && <p className="sub">{t.only}</p>}
        {run.data && isGoing(status) ? (
          <Progress label={t.steps[run.data.step]} value={run.data.total > 0 ? run.data.done / run.data.total : null} />
        ) : (
          mayMake && (
            <Button busy={make.isPending} onClick={() => make.mutate({ accounts: ACCOUNTS })}>
              {t.action}
            </Button>
          )
        )}
        {isGoing(status) && <p className="sub">{t.wait}</p>}
        {status === 'failed' && <Notice tone="risk">{run.data?.error ?? t.failed}</Notice>}
        <FormProblem error={make.error} />
      </div>
    </Card>
  );
}
