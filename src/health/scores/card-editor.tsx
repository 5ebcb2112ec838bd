import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { apiQuery } from '#platform/http/client.ts';
import { useFormat, useTexts } from '#platform/i18n/react.tsx';
import { Dialog, DialogActions } from '#platform/ui/dialog.tsx';
import { NumberField, Select, TextArea } from '#platform/ui/fields.tsx';
import { FormProblem, Notice } from '#platform/ui/states.tsx';
import { toast } from '#platform/ui/toast.tsx';
import type { MetricOut } from '#metrics/definitions/contract.ts';
import { useMetricName } from '#metrics/definitions/panel.tsx';
import { contract, faultsOf, type CardVersion, type Measure, type Scorecard } from '#health/scorecards/contract.ts';
import { faultText, useFaultTexts } from '#health/scorecards/panel.tsx';
import { contract as healthContract } from './contract.ts';
import { MeasureFields } from './measure-fields.tsx';
import { scorecardPageTexts } from './page-texts.ts';

const api = apiQuery(contract);
const health = apiQuery(healthContract);

/** Edits the scorecard and publishes it as a new version, with a note. What is wrong is said while it is edited. */
export function CardEditor({ version, metrics, onClose }: { version: CardVersion; metrics: MetricOut[]; onClose: () => void }) {
  const t = useTexts(scorecardPageTexts);
  const f = useFormat();
  const faultWords = useFaultTexts();
  const metricName = useMetricName();
  const queries = useQueryClient();
  const [card, setCard] = useState<Scorecard>(version.definition as Scorecard);
  const [note, setNote] = useState('');
  const inUse = metrics.filter((m) => !m.archived);
  const faults = faultsOf(card, new Set(inUse.map((m) => m.key)));
  const publish = useMutation(
    api.publish.mutationOptions({
      onSuccess: async () => {
        toast(t.published);
        onClose();
        await Promise.all([queries.invalidateQueries({ queryKey: api.key() }), queries.invalidateQueries({ queryKey: health.key() })]);
      },
    }),
  );
  const put = (i: number, measure: Measure | null) =>
    setCard({ ...card, measures: measure ? card.measures.map((m, j) => (j === i ? measure : m)) : card.measures.filter((_, j) => j !== i) });
  const free = inUse.filter((m) => m.direction !== 'neutral' && !card.measures.some((one) => one.metric === m.key));
  const save = (event: FormEvent) => {
    event.preventDefault();
    publish.mutate({ definition: card, note });
  };
  const sides = (['co', 'cx'] as const).filter((side) => weightsOf(card, side).length);
  return (
    <Dialog open size="wide" onClose={onClose} title={t.editTitle}>
      <form className="stack" onSubmit={save}>
        <p className="sub">
          {t.editNote} {t.scale}
        </p>
        {card.measures.map((m, i) => (
          <MeasureFields
            key={m.metric}
            measure={m}
            groups={card.groups}
            metric={metrics.find((one) => one.key === m.metric)}
            onChange={(next) => put(i, next)}
            onRemove={() => put(i, null)}
          />
        ))}
        <Select
          label={t.add}
          value=""
          placeholder=""
          onChange={(key) => {
            const metric = free.find((m) => m.key === key);
            if (metric) setCard({ ...card, measures: [...card.measures, startingMeasure(metric, card)] });
          }}
          options={free.map((m) => ({ value: m.key, label: metricName(m) }))}
        />
        <div className="grid3">
          <NumberField label={t.good} value={card.good} onChange={(good) => setCard({ ...card, good: good ?? 70 })} />
          <NumberField label={t.watch} value={card.watch} onChange={(watch) => setCard({ ...card, watch: watch ?? 40 })} />
          <NumberField
            label={t.minCoverage}
            value={Math.round(card.minCoverage * 100)}
            onChange={(share) => setCard({ ...card, minCoverage: (share ?? 60) / 100 })}
          />
        </div>
        {sides.length > 1 && (
          <div className="grid2">
            <NumberField label={t.co} value={card.sideWeights.co} onChange={(co) => setCard({ ...card, sideWeights: { ...card.sideWeights, co: co ?? 0 } })} />
            <NumberField label={t.cx} value={card.sideWeights.cx} onChange={(cx) => setCard({ ...card, sideWeights: { ...card.sideWeights, cx: cx ?? 0 } })} />
          </div>
        )}
        <div className="row">
          {sides.map((side) => (
            <b key={side}>
              {t.sum(
                t.sides[side],
                f.number(
                  weightsOf(card, side).reduce((a, b) => a + b, 0),
                  2,
                ),
              )}
            </b>
          ))}
        </div>
        {faults.length > 0 && (
          <Notice tone="watch">
            {faults.map((fault, i) => (
              <div key={i}>{faultText(faultWords, fault)}</div>
            ))}
          </Notice>
        )}
        <TextArea label={t.note} required hint={t.noteHint} value={note} onChange={setNote} />
        <FormProblem error={publish.error} />
        <DialogActions onClose={onClose} label={t.publish} busy={publish.isPending} disabled={faults.length > 0 || !note.trim()} />
      </form>
    </Dialog>
  );
}

function weightsOf(card: Scorecard, side: 'co' | 'cx'): number[] {
  const own = new Set(card.groups.filter((g) => g.side === side).map((g) => g.key));
  return card.measures.filter((m) => own.has(m.group)).map((m) => m.weight);
}

function startingMeasure(metric: MetricOut, card: Scorecard): Measure {
  const levels = metric.definition.kind === 'usage_level' ? metric.definition.levels.length : null;
  const better = levels ?? (metric.unit === 'percent' || metric.unit === 'yes_no' ? 1 : 30);
  const [zero, full] = metric.direction === 'lower' ? [better, 0] : [0, better];
  return {
    metric: metric.key,
    name: metric.name,
    nameEn: metric.nameEn,
    group: card.groups.at(-1)!.key,
    weight: 10,
    mapping: { type: 'linear', from: { value: zero, points: 0 }, to: { value: full, points: 100 } },
  };
}
