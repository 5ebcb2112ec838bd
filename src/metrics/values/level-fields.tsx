import { useTexts } from '#platform/i18n/react.tsx';
import { Button, IconButton } from '#platform/ui/button.tsx';
import { NumberField, Select, TextField } from '#platform/ui/fields.tsx';
import type { Levels, MetricOut } from '#metrics/definitions/contract.ts';
import { useMetricName } from '#metrics/definitions/panel.tsx';
import { metricPageTexts } from './page-texts.ts';

type Condition = Levels[number]['all'][number];

const freshCondition = (metrics: MetricOut[]): Condition => ({ metric: metrics[0]?.key ?? '', op: '>=', value: 1 });

type Props = {
  legend: string;
  levels: Levels;
  metrics: MetricOut[];
  /** What is wrong with the name of a level, by its place. */
  errorOf: (i: number) => string | undefined;
  onChange: (levels: Levels) => void;
  /** Adds or takes away a level, in every list at once; without it the number of levels is fixed. */
  onRungs?: (change: (levels: Levels) => Levels) => void;
};

/** The levels of usage, lowest first; each holds when all its conditions do. */
export function LevelFields({ legend, levels, metrics, errorOf, onChange, onRungs }: Props) {
  const t = useTexts(metricPageTexts);
  const put = (i: number, level: Levels[number]) => onChange(levels.map((other, j) => (j === i ? level : other)));
  return (
    <fieldset className="stack">
      <legend>{legend}</legend>
      {levels.map((level, i) => (
        <div key={i} className="card stack p-3">
          <div className="row spread">
            <TextField label={t.levelName(i + 1)} value={level.name} onChange={(name) => put(i, { ...level, name })} error={errorOf(i)} />
            <TextField label={t.levelNameEn(i + 1)} value={level.nameEn ?? ''} onChange={(nameEn) => put(i, { ...level, nameEn: nameEn || undefined })} />
            {onRungs && levels.length > 1 && (
              <Button look="ghost" small onClick={() => onRungs((all) => all.filter((_, j) => j !== i))}>
                {t.levelRemove(i + 1)}
              </Button>
            )}
          </div>
          {level.all.map((one, k) => (
            <ConditionRow
              key={k}
              condition={one}
              metrics={metrics}
              onChange={(next) => put(i, { ...level, all: level.all.map((other, j) => (j === k ? next : other)) })}
              onRemove={level.all.length > 1 ? () => put(i, { ...level, all: level.all.filter((_, j) => j !== k) }) : undefined}
            />
          ))}
          <div>
            <Button small onClick={() => put(i, { ...level, all: [...level.all, freshCondition(metrics)] })}>
              {t.conditionAdd}
            </Button>
          </div>
        </div>
      ))}
      {onRungs && levels.length < 9 && (
        <div>
          <Button onClick={() => onRungs((all) => [...all, { name: '', all: [freshCondition(metrics)] }])}>{t.levelAdd}</Button>
        </div>
      )}
    </fieldset>
  );
}

function ConditionRow({
  condition,
  metrics,
  onChange,
  onRemove,
}: {
  condition: Condition;
  metrics: MetricOut[];
  onChange: (next: Condition) => void;
  onRemove?: () => void;
}) {
  const t = useTexts(metricPageTexts);
  const name = useMetricName();
  return (
    <div className="row">
      <Select
        hideLabel
        label={t.conditionMetric}
        value={condition.metric}
        onChange={(metric) => onChange({ ...condition, metric })}
        options={metrics.map((m) => ({ value: m.key, label: name(m) }))}
      />
      <NumberField hideLabel label={t.conditionValue} value={condition.value} onChange={(value) => onChange({ ...condition, value: value ?? 0 })} />
      <Select
        hideLabel
        label={t.conditionOp}
        value={condition.op}
        onChange={(op) => onChange({ ...condition, op })}
        options={(['>=', '<=', '='] as const).map((op) => ({ value: op, label: t.ops[op] }))}
      />
      {onRemove && (
        <IconButton label={t.conditionRemove} onClick={onRemove}>
          ×
        </IconButton>
      )}
    </div>
  );
}
