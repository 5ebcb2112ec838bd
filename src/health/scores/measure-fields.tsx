import { useTexts } from '#platform/i18n/react.tsx';
import { Button } from '#platform/ui/button.tsx';
import { NumberField, Select, TextField } from '#platform/ui/fields.tsx';
import type { MetricOut } from '#metrics/definitions/contract.ts';
import { useMetricName } from '#metrics/definitions/panel.tsx';
import type { Mapping, Measure, Scorecard } from '#health/scorecards/contract.ts';
import { useMappingWords } from './mapping-words.ts';
import { scorecardPageTexts } from './page-texts.ts';

type Props = { measure: Measure; groups: Scorecard['groups']; metric: MetricOut | undefined; onChange: (next: Measure) => void; onRemove: () => void };

/** One measure of a scorecard: name, group, weight, and how its value becomes points. */
export function MeasureFields({ measure, groups, metric, onChange, onRemove }: Props) {
  const t = useTexts(scorecardPageTexts);
  const name = useMetricName();
  const words = useMappingWords();
  const { mapping } = measure;
  return (
    <fieldset className="card stack p-3">
      <legend className="sub">{metric ? name(metric) : measure.metric}</legend>
      <div className="grid4">
        <TextField label={t.name} value={measure.name} onChange={(next) => onChange({ ...measure, name: next })} />
        <Select
          label={t.group}
          value={measure.group}
          onChange={(group) => onChange({ ...measure, group })}
          options={groups.map((g) => ({ value: g.key, label: name(g) }))}
        />
        <NumberField label={t.weight} unit="%" value={measure.weight} onChange={(weight) => onChange({ ...measure, weight: weight ?? 0 })} />
        <Select
          label={t.type}
          value={mapping.type}
          onChange={(type) => onChange({ ...measure, mapping: converted(mapping, type) })}
          options={(['linear', 'bands'] as const).map((type) => ({ value: type, label: t.types[type] }))}
        />
      </div>
      {mapping.type === 'linear' ? (
        <Line mapping={mapping} onChange={(next) => onChange({ ...measure, mapping: next })} />
      ) : (
        <Bands mapping={mapping} onChange={(next) => onChange({ ...measure, mapping: next })} />
      )}
      <div className="row spread">
        <span className="sub">{words(mapping, metric?.unit ?? 'number')}</span>
        <Button small look="ghost" onClick={onRemove}>
          {t.remove}
        </Button>
      </div>
    </fieldset>
  );
}

type Linear = Extract<Mapping, { type: 'linear' }>;
function Line({ mapping, onChange }: { mapping: Linear; onChange: (next: Linear) => void }) {
  const t = useTexts(scorecardPageTexts);
  return (
    <div className="grid4">
      {(['from', 'to'] as const).map((end) => {
        const label = end === 'from' ? t.zero : t.full;
        return [
          <NumberField
            key={`${end}v`}
            label={`${label} ${t.valueAt}`}
            value={mapping[end].value}
            onChange={(value) => onChange({ ...mapping, [end]: { ...mapping[end], value: value ?? 0 } })}
          />,
          <NumberField
            key={`${end}p`}
            label={`${label} ${t.pointsAt}`}
            value={mapping[end].points}
            onChange={(points) => onChange({ ...mapping, [end]: { ...mapping[end], points: points ?? 0 } })}
          />,
        ];
      })}
    </div>
  );
}

type Banded = Extract<Mapping, { type: 'bands' }>;
function Bands({ mapping, onChange }: { mapping: Banded; onChange: (next: Banded) => void }) {
  const t = useTexts(scorecardPageTexts);
  const { bands } = mapping;
  const put = (i: number, change: Partial<Banded['bands'][number]>) =>
    onChange({ ...mapping, bands: bands.map((b, j) => (j === i ? { ...b, ...change } : b)) });
  return (
    <div className="stack !gap-2">
      {bands.map((band, i) => (
        <div key={i} className="row">
          {i === 0 ? (
            <span className="sub">{t.first}</span>
          ) : (
            <NumberField hideLabel label={t.bandFrom} unit={t.bandFrom} value={band.from} onChange={(from) => put(i, { from: from ?? 0 })} />
          )}
          <NumberField hideLabel label={t.pointsAt} unit={t.pointsAt} value={band.points} onChange={(points) => put(i, { points: points ?? 0 })} />
          {i > 0 && bands.length > 2 && (
            <Button small look="ghost" onClick={() => onChange({ ...mapping, bands: bands.filter((_, j) => j !== i) })}>
              {t.remove}
            </Button>
          )}
        </div>
      ))}
      {bands.length < 12 && (
        <div>
          <Button small onClick={() => onChange({ ...mapping, bands: [...bands, { from: (bands.at(-1)!.from ?? 0) + 1, points: bands.at(-1)!.points }] })}>
            {t.addBand}
          </Button>
        </div>
      )}
    </div>
  );
}

/** The other kind of mapping, beginning with the same ends. */
function converted(mapping: Mapping, type: Mapping['type']): Mapping {
  if (mapping.type === type) return mapping;
  if (mapping.type === 'linear') {
    const [low, high] = mapping.from.value < mapping.to.value ? [mapping.from, mapping.to] : [mapping.to, mapping.from];
    return {
      type: 'bands',
      bands: [
        { from: null, points: low.points },
        { from: high.value, points: high.points },
      ],
    };
  }
  const first = mapping.bands[1]!;
  const last = mapping.bands.at(-1)!;
  const low = first === last ? 0 : first.from!;
  return {
    type: 'linear',
    from: { value: low === last.from ? low - 1 : low, points: mapping.bands[0]!.points },
    to: { value: last.from!, points: last.points },
  };
}
