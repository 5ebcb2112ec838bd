import type { InferContractRouterOutputs } from '@orpc/contract';
import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { contract } from '#actions/attention/contract.ts';
import { apiQuery } from '#platform/http/client.ts';
import { useFormat, useTexts, useToday } from '#platform/i18n/react.tsx';
import { Page, PageHeader } from '#platform/ui/layout.tsx';
import { Chip } from '#platform/ui/pills.tsx';
import { useUrlState } from '#platform/ui/url-state.ts';
import { AttentionList } from './attention-list.tsx';
import { Portfolio } from './portfolio.tsx';
import { SampleNotice } from './sample-notice.tsx';
import { homeTexts } from './texts.ts';
import { Views } from './views.tsx';

const api = apiQuery(contract);
type Summary = InferContractRouterOutputs<typeof contract>['summary'];

/** Who needs attention today, and why. */
export function Attention({ everybody, tabs }: { everybody: UseQueryResult<Summary>; tabs: boolean }) {
  const t = useTexts(homeTexts);
  const [{ mine = false, code }, setUrl] = useUrlState<{ mine: boolean; code: string }>();
  const scoped = useQuery(api.summary.queryOptions({ input: { mine }, enabled: mine }));
  const summary = mine ? scoped : everybody;
  return (
    <Page>
      <PageHeader
        name={t.name}
        title={<Title needing={summary.data?.needingAttention} />}
        sub={t.sub}
        actions={tabs ? <Views all /> : <Scope mine={mine} onChange={(next) => setUrl({ mine: next || undefined, code: undefined })} />}
      />
      <div className="grid2">
        <AttentionList mine={mine} code={code} byCode={summary.data?.byCode} onCode={(next) => setUrl({ code: next })} />
        <div className="stack">
          <Portfolio summary={summary.data} error={summary.error} />
          <SampleNotice />
        </div>
      </div>
    </Page>
  );
}

function Title({ needing }: { needing: number | undefined }) {
  const t = useTexts(homeTexts);
  const f = useFormat();
  const today = f.dayNoYear(useToday());
  if (needing === undefined) return <>{today}</>;
  return <>{needing > 0 ? t.title(today, needing) : t.calm(today)}</>;
}

function Scope({ mine, onChange }: { mine: boolean; onChange: (mine: boolean) => void }) {
  const t = useTexts(homeTexts);
  return (
    <div className="row" role="group" aria-label={t.scope}>
      <Chip on={!mine} onClick={() => onChange(false)}>
        {t.all}
      </Chip>
      <Chip on={mine} onClick={() => onChange(true)}>
        {t.mine}
      </Chip>
    </div>
  );
}
