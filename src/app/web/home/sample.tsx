import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { contract } from '#app/sample/contract.ts';
import { apiQuery } from '#platform/http/client.ts';
import { useTexts } from '#platform/i18n/react.tsx';
import { Button } from '#platform/ui/button.tsx';
import { Card } from '#platform/ui/layout.tsx';
import { useCan } from '#platform/ui/session.tsx';
import { FormProblem, Notice, Progress } from '#platform/ui/states.tsx';
import { startTexts } from './start-texts.ts';

const api = apiQuery(contract);
const ACCOUNTS = 300;
const LOOK_AGAIN_MS = 1_000;

/** The button for sample data and, once pressed, how far it is: also after a reload. */
export function Sample() {
  const t = useTexts(startTexts).sample;
  const mayMake = useCan('sample.write');
  const queries = useQueryClient();
  const run = useQuery({
    ...api.show.queryOptions(),
    // A failed run is tried again by itself a moment later.
    refetchInterval: (query) => (busy(query.state.data?.status) || query.state.data?.status === 'failed' ? LOOK_AGAIN_MS : false),
  });
  const make = useMutation(api.create.mutationOptions({ onSuccess: (started) => queries.setQueryData(api.show.queryKey(), started) }));
  const status = run.data?.status;
  useEffect(() => {
    if (status === 'done') void queries.invalidateQueries();
  }, [status, queries]);
  return (
    <Card title={t.title}>
      <div className="stack">
        <p>{t.text}</p>
        {!mayMake && <p className="sub">{t.only}</p>}
        {run.data && busy(status) ? (
          <Progress label={t.steps[run.data.step]} value={run.data.total > 0 ? run.data.done / run.data.total : null} />
        ) : (
          mayMake && (
            <Button busy={make.isPending} onClick={() => make.mutate({ accounts: ACCOUNTS })}>
              {t.action}
            </Button>
          )
        )}
        {busy(status) && <p className="sub">{t.wait}</p>}
        {status === 'failed' && <Notice tone="risk">{run.data?.error ?? t.failed}</Notice>}
        <FormProblem error={make.error} />
      </div>
    </Card>
  );
}

const busy = (status: string | undefined) => status === 'queued' || status === 'running';
