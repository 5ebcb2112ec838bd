import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { apiQuery } from '#platform/http/client.ts';
import { useFormat, useTexts, useToday } from '#platform/i18n/react.tsx';
import { Button } from '#platform/ui/button.tsx';
import { Checkbox, NumberField, Select } from '#platform/ui/fields.tsx';
import { Card } from '#platform/ui/layout.tsx';
import { useCan } from '#platform/ui/session.tsx';
import { FormProblem, Notice, Progress } from '#platform/ui/states.tsx';
import { canonical, type RuleDefinition } from '#rules/rules/contract.ts';
import { contract, type Replay } from './contract.ts';
import { ReplayView } from './replay-result.tsx';
import { replayTexts } from './texts.ts';

const api = apiQuery(contract);

/** The latest replay of a rule; asked again while it is being made. */
export function useLatestReplay(ruleId: string): Replay | null | undefined {
  const latest = useQuery({
    ...api.latest.queryOptions({ input: { ruleId } }),
    refetchInterval: (query) => (isBusy(query.state.data as Replay | null | undefined) ? 1000 : false),
  });
  return latest.data as Replay | null | undefined;
}

type Days = 90 | 180 | 365;
const isBusy = (replay: Replay | null | undefined) => replay?.status === 'queued' || replay?.status === 'running';

/** 過去データで試算: what a rule would have cost, and what became of the customers it would have found. */
export function ReplayCard({ ruleId, definition, ready }: { ruleId: string; definition: RuleDefinition; ready: boolean }) {
  const t = useTexts(replayTexts);
  const f = useFormat();
  const today = useToday();
  const mayRun = useCan('rules.write');
  const queries = useQueryClient();
  const replay = useLatestReplay(ruleId);
  const [chosen, setDays] = useState<Days | null>(null);
  const days = chosen ?? ([90, 180, 365] as const).find((d) => d === replay?.days) ?? 180;
  const [closedAfterDays, setClosed] = useState<number | null>(null);
  const [fill, setFill] = useState(false);
  const run = useMutation({
    mutationFn: () => api.ofRule.call({ ruleId, definition, days, closedAfterDays, fill }),
    onSettled: () => queries.invalidateQueries({ queryKey: api.key() }),
  });
  const busy = run.isPending || isBusy(replay);
  const same = replay && canonical(replay.definition) === canonical(definition);
  const result = replay?.result ?? null;
  return (
    <Card title={result ? t.title(replay!.days) : t.titleNone} aside={result && t.after}>
      <div className="stack">
        {!result && !busy && <p className="sub">{t.intro}</p>}
        {mayRun && (
          <div className="grid3 items-start">
            <Select
              label={t.span}
              value={String(days)}
              onChange={(d) => setDays(Number(d) as Days)}
              options={([90, 180, 365] as const).map((d) => ({ value: String(d), label: t.spans[`d${d}`] }))}
            />
            <NumberField
              label={t.closed}
              hint={t.closedHint}
              unit={t.day}
              value={closedAfterDays}
              onChange={(n) => setClosed(n === null ? null : Math.round(Math.min(365, Math.max(0, n))))}
            />
            <div className="pt-[23px]">
              <Button look={result && same ? 'plain' : 'primary'} busy={busy} disabled={!ready} onClick={() => run.mutate()}>
                {result ? t.again : t.run}
              </Button>
            </div>
          </div>
        )}
        {mayRun && result && result.valueDays < result.spanDays && <Checkbox label={t.fill} checked={fill} onChange={setFill} />}
        <FormProblem error={run.error} />
        {busy && <Progress label={t.running} value={replay && replay.total > 0 ? replay.done / replay.total : null} />}
        {replay?.status === 'failed' && !busy && <Notice tone="risk">{replay.error}</Notice>}
        {result && !busy && (!same || replay!.day !== today) && <Notice tone={same ? undefined : 'watch'}>{same ? t.old(f.day(replay!.day)) : t.stale}</Notice>}
        {result && <ReplayView key={replay!.replayId} result={result} />}
      </div>
    </Card>
  );
}
