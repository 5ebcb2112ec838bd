import { useFormat, useTexts } from '#platform/i18n/react.tsx';
import { Explain } from '#platform/ui/explain.tsx';
import type { Tone } from '#platform/ui/pills.tsx';
import { Bar } from '#platform/ui/bars.tsx';
import { useMetricName, useMetricWords } from '#metrics/definitions/panel.tsx';
import type { Health, HealthMeasure } from './contract.ts';
import { useMappingWords, useMeasureSentence } from './mapping-words.ts';
import { healthTexts } from './texts.ts';

type Open = (measure: HealthMeasure) => void;

/** The measures by side and group, each with its value in words, weight, bar, points and change. */
export function MeasureTable({ health, onOpen }: { health: Health; onOpen: Open }) {
  const t = useTexts(healthTexts);
  const sides = (['co', 'cx'] as const).filter((side) => health.measures.some((m) => m.side === side && m.on));
  return (
    <div className="table-scroll" role="region" aria-label={t.title} tabIndex={0}>
      <table className="table narrow">
        <thead>
          <tr>
            <th scope="col">{t.measure}</th>
            <th scope="col">{t.valueNow}</th>
            <th scope="col" className="num weight">
              {t.weight}
            </th>
            <th scope="col" className="drawn">
              <span className="sr-only">{t.points}</span>
            </th>
            <th scope="col" className="num">
              {t.points}
            </th>
            <th scope="col" className="num">
              {t.fourWeeks}
            </th>
          </tr>
        </thead>
        {sides.map((side) => (
          <Side key={side} side={side} health={health} onOpen={onOpen} />
        ))}
      </table>
    </div>
  );
}

function Side({ side, health, onOpen }: { side: 'co' | 'cx'; health: Health; onOpen: Open }) {
  const t = useTexts(healthTexts);
  const f = useFormat();
  const name = useMetricName();
  const groups = health.groups.filter((g) => g.side === side && health.measures.some((m) => m.group === g.key && m.on));
  return (
    <>
      <tbody>
        <tr>
          <th scope="rowgroup" colSpan={4}>
            {t.sides[side]}
          </th>
          <th className="num">{f.number(health[side])}</th>
          <td />
        </tr>
      </tbody>
      {groups.map((group) => (
        <tbody key={group.key}>
          <tr>
            <th scope="rowgroup" colSpan={2} className="sub">
              {name(group)}
            </th>
            <td className="num sub weight">{f.percent(sum(health.measures.filter((m) => m.group === group.key && m.on).map((m) => m.weight)) / 100)}</td>
            <td className="drawn" />
            <td className="num sub">{f.number(group.points)}</td>
            <td className="num sub">{f.change(group.change28)}</td>
          </tr>
          {health.measures
            .filter((m) => m.group === group.key && m.on)
            .map((m) => (
              <Row key={m.position} measure={m} health={health} onOpen={onOpen} />
            ))}
        </tbody>
      ))}
    </>
  );
}

function Row({ measure, health, onOpen }: { measure: HealthMeasure; health: Health; onOpen: Open }) {
  const t = useTexts(healthTexts);
  const f = useFormat();
  const words = useMetricWords();
  const name = useMetricName();
  const mapping = useMappingWords();
  const sentence = useMeasureSentence();
  const { points, change28 } = measure;
  return (
    <tr>
      <td className="below">
        <button type="button" className="explain" onClick={() => onOpen(measure)} title={t.open(name(measure))}>
          {name(measure)}
        </button>
      </td>
      <td className="wrap sub">{sentence(measure)}</td>
      <td className="num weight">{f.percent(measure.weight / 100)}</td>
      <td className="drawn">
        <Bar value={points} tone={toneOf(points, health)} label={`${name(measure)} ${f.number(points)}`} width="100%" />
      </td>
      <td className="num">
        {points === null ? (
          '—'
        ) : (
          <Explain
            title={name(measure)}
            formula={t.arithmetic(f.number(points, 1), f.percent(measure.weight / 100))}
            rows={[
              [t.valueNow, words.value(measure.unit, measure.value)],
              ...measure.byProduct.map((one) => [one.name, `${words.value(measure.unit, one.value)} → ${f.number(one.points)} ${t.points}`] as const),
              [t.before, words.value(measure.unit, measure.valueBefore)],
              [t.mapping, mapping(measure.mapping, measure.unit)],
            ]}
            note={measure.perProduct ? t.productsNote : undefined}
          >
            {f.number(points)}
          </Explain>
        )}
      </td>
      <td className={`num ${change28 === null || Math.abs(change28) < 0.5 ? 'sub' : change28 > 0 ? 'text-good' : 'text-bad'}`}>{f.change(change28)}</td>
    </tr>
  );
}

const sum = (all: number[]) => all.reduce((a, b) => a + b, 0);
function toneOf(points: number | null, { thresholds }: Health): Tone {
  if (points === null) return 'unknown';
  return points >= thresholds.good ? 'good' : points >= thresholds.watch ? 'watch' : 'risk';
}
